-- Which figures and allocations of a paper ($code, as in paper) no longer stand: what it said against what is known now ($known_at NULL)
-- of the same day, one row each; no row where all stand, or where no paper of that code was kept. `change` is entered (recorded only
-- since), corrected or withdrawn. A city's paper holds the figures of the city and all that lies in it, and those of no city.
WITH asked AS (
    SELECT as_of, city_id, least(known_at, issued_at) AS known_until FROM paper
    WHERE code = regexp_replace(translate(upper($code), 'OIL', '011'), '[^0-9A-Z]', '', 'g')
),
said AS (
    SELECT 'figure' AS what, observation_id AS id, indicator_id, scope_kind::VARCHAR AS scope_kind, scope_id, period_end AS day, value,
           qualifier::VARCHAR AS qualifier, NULL::DOUBLE AS upper, recorded_at, source_id, return_id
    FROM observation_known((SELECT known_until FROM asked))
    UNION ALL
    SELECT 'allocation', allocation_id, indicator_id, scope_kind, scope_id, due_on, lower, 'exact', upper, recorded_at, source_id, return_id
    FROM allocation_known((SELECT known_until FROM asked))
),
holds AS (
    SELECT 'figure' AS what, observation_id AS id, indicator_id, scope_kind::VARCHAR AS scope_kind, scope_id, period_end AS day, value,
           qualifier::VARCHAR AS qualifier, NULL::DOUBLE AS upper, recorded_at, source_id, return_id FROM observation_known($known_at)
    UNION ALL
    SELECT 'allocation', allocation_id, indicator_id, scope_kind, scope_id, due_on, lower, 'exact', upper, recorded_at, source_id, return_id
    FROM allocation_known($known_at)
),
compared AS (
    SELECT what, id, coalesce(h.indicator_id, s.indicator_id) AS indicator_id, coalesce(h.scope_kind, s.scope_kind) AS scope_kind,
           coalesce(h.scope_id, s.scope_id) AS scope_id, s.day AS day_then, s.value AS value_then, s.qualifier AS qualifier_then,
           s.upper AS upper_then, h.day AS day_now, h.value AS value_now, h.qualifier AS qualifier_now, h.upper AS upper_now,
           h.recorded_at, coalesce(h.source_id, s.source_id) AS source_id, h.return_id,
           CASE WHEN s.id IS NULL THEN 'entered' WHEN h.id IS NULL THEN 'withdrawn' ELSE 'corrected' END AS change
    FROM (FROM said, asked SELECT said.* WHERE what = 'allocation' OR coalesce(day, as_of) <= as_of) s
    FULL JOIN (FROM holds, asked SELECT holds.* WHERE what = 'allocation' OR coalesce(day, as_of) <= as_of) h USING (what, id)
    WHERE (s.value, s.qualifier, s.upper, s.day) IS DISTINCT FROM (h.value, h.qualifier, h.upper, h.day)
)
SELECT c.* EXCLUDE (recorded_at), c.recorded_at + INTERVAL 8 HOUR AS recorded_at, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.headline,
       p.name_zh AS scope_zh, p.name_en AS scope_en, p.city_id, r.publisher, r.title AS source_title, r.kind AS source_kind, r.url,
       r.published_on, r.published_text
FROM compared c CROSS JOIN asked a JOIN indicator i USING (indicator_id) JOIN source r ON r.source_id = c.source_id
LEFT JOIN scope_place($known_at) p ON p.kind = c.scope_kind AND p.id = c.scope_id
WHERE a.city_id IS NULL OR coalesce(p.city_id, a.city_id) = a.city_id
ORDER BY i.headline DESC, c.indicator_id, c.scope_kind, c.scope_id, c.day_now DESC NULLS LAST, c.id
