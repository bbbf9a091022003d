-- The published figures of chosen clusters, cities or departments ($chosen: ids joined by commas, of the kind $what) up to a day,
-- side by side: one row per series and choice, without a value where it has none. Alike, and so ranked, are figures of one series,
-- basis and period (see scope_figure): of each series the set of them in which most of the chosen stand, the latest of equally
-- large ones; the others stand beneath with their own latest figure. An "at least" figure is never ranked: what it leaves open could
-- change the order. Equal figures share a rank; `percent` is the share of the largest ranked figure (none between percentages),
-- `bar` the length on the scale of all that are alike. Of each series: how many figures, bases and periods are shown, how many
-- of the figures are alike and ranked, whether a period is known only roughly (`rough`). `newer`: there is a later figure, which is not
-- alike. `common_money` marks the figures of
-- the one series among output value, revenue and sales that most of the chosen have.
WITH figure AS (
    SELECT *, max(period_end) OVER (PARTITION BY indicator_id, scope_id) AS max_end
    FROM scope_figure($what, $as_of, $known_at) WHERE array_position(string_split($chosen, ','), scope_id) > 0
),
alike AS (
    SELECT indicator_id, likeness, count(*) FILTER (qualifier <> 'at_least') AS exact
    FROM figure WHERE likeness IS NOT NULL GROUP BY indicator_id, likeness HAVING exact >= 2
    QUALIFY row_number() OVER (PARTITION BY indicator_id ORDER BY exact DESC, count(*) DESC, max(period_end) DESC, likeness) = 1
),
shown AS (
    SELECT f.*, a.likeness IS NOT NULL AS alike, alike AND f.qualifier <> 'at_least' AS ranked
    FROM figure f LEFT JOIN alike a USING (indicator_id, likeness)
    QUALIFY row_number() OVER (PARTITION BY f.indicator_id, f.scope_id
                               ORDER BY alike DESC, f.period_end DESC NULLS LAST, f.preferred DESC, f.period_precision, f.observation_id) = 1
),
measured AS (
    SELECT *, CASE WHEN ranked THEN rank() OVER (PARTITION BY indicator_id, ranked ORDER BY value DESC) END AS rank,
           max(value) FILTER (ranked) OVER series AS largest, max(value) FILTER (alike) OVER series AS longest,
           count(*) OVER series AS figures, count(*) FILTER (ranked) OVER series AS ranked_figures,
           count(*) FILTER (alike) OVER series AS alike_figures,
           count(DISTINCT basis_zh) OVER series AS bases,
           count(DISTINCT coalesce(substr(likeness, length(indicator_id) + length(basis_zh) + 3), observation_id)) OVER series AS periods,
           bool_or(period_end IS NULL OR period_precision = 'approximate') OVER series AS rough,
           period_end < max_end AS newer,
           indicator_id IN ('cluster_output_value', 'cluster_revenue', 'cluster_sales') AS money
    FROM shown WINDOW series AS (PARTITION BY indicator_id)
),
common AS (
    SELECT indicator_id FROM measured WHERE money GROUP BY ALL ORDER BY count(*) DESC, max(period_end) DESC, indicator_id DESC LIMIT 1
),
series AS (SELECT DISTINCT indicator_id, figures, ranked_figures, alike_figures, bases, periods, rough FROM measured)
SELECT r.*, i.name_zh, i.name_en, i.unit_zh, i.unit_en, c.id, c.position, m.observation_id, m.value, m.qualifier, m.period_start,
       m.period_end, m.period_text, m.period_precision, m.basis_zh, m.basis_en, m.note_zh, m.note_en, coalesce(m.alike, false) AS alike,
       coalesce(m.ranked, false) AS ranked, m.rank, CASE WHEN m.ranked AND i.kind NOT IN ('ratio', 'coverage') AND m.largest > 0
                                                         THEN 100 * m.value / m.largest END AS percent,
       CASE WHEN m.alike AND m.longest > 0 THEN 100 * greatest(m.value, 0) / m.longest END AS bar,
       coalesce(m.indicator_id IN (FROM common), false) AS common_money, coalesce(m.newer, false) AS newer,
       s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM series r JOIN indicator i USING (indicator_id)
CROSS JOIN (SELECT unnest(string_split($chosen, ',')) AS id, unnest(range(len(string_split($chosen, ',')))) AS position) c
LEFT JOIN measured m ON m.indicator_id = r.indicator_id AND m.scope_id = c.id
LEFT JOIN source s ON s.source_id = m.source_id
ORDER BY coalesce(array_position(['cluster_output_value', 'cluster_revenue', 'cluster_sales', 'cluster_enterprises', 'cluster_employment_persons',
                                  'cluster_tax'], r.indicator_id), 99), r.ranked_figures DESC, r.figures DESC, r.indicator_id,
         alike DESC, ranked DESC, m.rank, m.value IS NULL, m.period_end DESC NULLS LAST, c.position
