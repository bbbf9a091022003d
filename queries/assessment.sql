-- The sheet of the annual assessment (年考核) as of a day: for every department the targets and yearly quotas of its measures (role `leads`: it
-- owes the figure, which is our reading of the plan) and what was allocated to it, for every city what was allocated to it; those of the year
-- of the day, after the plan its last year, and targets without a date. Of a city (NULL: all units). Each row has the figure that the
-- light speaks of with its basis and source, and
--   role        leads, takes_part, or allocated
--   outcome     met; missed; no_figure (grey: nothing that decides); running (not yet due); reported (no verdict asked for)
--   met, missed, no_figure, running, reported   how many rows of the unit have that outcome
--   place, placed   its place by completion among the `placed` allocations of the same goal, kind of scope and deadline that have a
--               figure which decides; NULL unless all of these are exact, of one day and one basis, and at least two
--   unplaced    why there is no place: whole_goal, no_figure, alone, not_exact, unlike
WITH year_of AS (SELECT least(year($as_of::DATE), year(ends_on)) AS assessed FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)),
judged AS (
    SELECT g.*, y.assessed, coalesce(g.judged_value, g.actual) AS value, coalesce(g.judged_on, g.actual_on) AS value_on,
           CASE WHEN g.judged_value IS NULL THEN g.qualifier ELSE g.judged_qualifier END AS value_qualifier,
           coalesce(g.judged_id, g.actual_id) AS observation_id
    FROM goal_described g, year_of y
    WHERE g.due_on IS NULL OR year(g.due_on) = y.assessed
),
task AS (
    SELECT 'department' AS unit_kind, d.department_id AS unit_id, if(d.department_id = j.owner_id, 'leads', 'takes_part') AS role, j.*
    FROM judged j JOIN goal_department d USING (indicator_id) WHERE j.own
    UNION ALL
    SELECT scope_kind::VARCHAR, scope_id, 'allocated', j.* FROM judged j WHERE NOT own AND scope_kind IN ('department', 'city')
),
based AS (
    SELECT t.* EXCLUDE (source_id, publisher, source_title, source_kind, url, published_on, published_text),
           o.basis_zh, o.basis_en, o.period_text, s.source_id, s.publisher, s.title AS source_title, s.kind AS source_kind, s.url,
           s.published_on, s.published_text,
           CASE WHEN t.light IN ('met', 'missed', 'reported') THEN t.light WHEN t.light = 'grey' THEN 'no_figure' ELSE 'running' END AS outcome,
           t.value IS NOT NULL AND outcome <> 'no_figure' AS decides,
           count(*) FILTER (decides) OVER alike AS with_figure,
           count(*) FILTER (decides AND t.value_qualifier <> 'exact') OVER alike AS inexact,
           count(DISTINCT CASE WHEN decides THEN concat_ws('|', t.value_on, o.basis_zh) END) OVER alike AS likenesses
    FROM task t
    LEFT JOIN observation_known($known_at) o USING (observation_id) LEFT JOIN source s ON s.source_id = o.source_id
    WINDOW alike AS (PARTITION BY t.indicator_id, t.own, t.scope_kind, t.due_on)
),
reasoned AS (
    SELECT *, CASE WHEN own THEN 'whole_goal' WHEN NOT decides THEN 'no_figure' WHEN with_figure < 2 THEN 'alone'
                   WHEN inexact > 0 THEN 'not_exact' WHEN likenesses > 1 THEN 'unlike' END AS unplaced
    FROM based
),
ranked AS (
    SELECT *, CASE WHEN unplaced IS NULL THEN rank() OVER (
                  PARTITION BY indicator_id, own, scope_kind, due_on, unplaced ORDER BY shown_completion DESC) END AS place,
           CASE WHEN unplaced IS NULL THEN with_figure END AS placed,
           count(*) FILTER (outcome = 'met') OVER unit AS met, count(*) FILTER (outcome = 'missed') OVER unit AS missed,
           count(*) FILTER (outcome = 'no_figure') OVER unit AS no_figure, count(*) FILTER (outcome = 'running') OVER unit AS running,
           count(*) FILTER (outcome = 'reported') OVER unit AS reported
    FROM reasoned WINDOW unit AS (PARTITION BY unit_kind, unit_id)
)
SELECT r.* EXCLUDE (decides, with_figure, inexact, likenesses), coalesce(d.short_zh, c.name_zh) AS unit_name_zh,
       coalesce(d.short_en, c.name_en) AS unit_name_en
FROM ranked r
LEFT JOIN department d ON r.unit_kind = 'department' AND d.department_id = r.unit_id
LEFT JOIN city c ON r.unit_kind = 'city' AND c.city_id = r.unit_id
WHERE $city IS NULL OR (r.unit_kind = 'city' AND r.unit_id = $city)
ORDER BY r.unit_kind DESC, c.position, count(*) OVER (PARTITION BY r.unit_kind, r.unit_id) DESC, r.unit_id, r.role, r.headline DESC,
    r.measure_id NULLS FIRST, r.indicator_id, r.due_on NULLS LAST
