-- The calendar of the plan for the year of a day: the ends of its months, quarters and the year with the meeting that the plan asks
-- for then (`monthly`, `quarterly`, `annual`; the plan sets how often, not on which day), the plan's first and last day (`start`,
-- `end`), its deadlines (`target`), the ends of yearly quotas (`quota`) and of what was broken down (`allocation`: one row per goal
-- and day, with how many `units` it falls to; of a city, NULL: all). `passed`: before the day; days_left: until then. After the year
-- in which the plan ended one row, `ended`, with its last day. Column `event` says which.
WITH plan_now AS (FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)),
month AS (
    SELECT last_day(make_date(year($as_of::DATE), m.month, 1)) AS day, m.month
    FROM (SELECT unnest(range(1, 13)) AS month) m, plan_now
    WHERE day BETWEEN starts_on AND ends_on
),
entry AS (
    SELECT m.day, r.rhythm_id::VARCHAR AS event, r.name_zh, r.name_en
    FROM month m JOIN rhythm r ON m.month % CASE r.rhythm_id WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 ELSE 12 END = 0
    UNION ALL BY NAME
    SELECT starts_on AS day, 'start' AS event, title_zh AS name_zh, title_en AS name_en FROM plan_now
    WHERE year(starts_on) = year($as_of::DATE)
    UNION ALL BY NAME
    SELECT ends_on AS day, if(year(ends_on) = year($as_of::DATE), 'end', 'ended') AS event, title_zh AS name_zh, title_en AS name_en
    FROM plan_now WHERE year(ends_on) <= year($as_of::DATE)
    UNION ALL BY NAME
    SELECT if(t.per_year, make_date(year($as_of::DATE), 12, 31), t.due_on) AS day, if(t.per_year, 'quota', 'target') AS event,
           i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, t.lower, t.upper, t.strict, i.measure_id
    FROM target t JOIN indicator i USING (indicator_id) JOIN plan_now USING (plan_id)
    WHERE year(day) = year($as_of::DATE) AND (NOT t.per_year OR day BETWEEN starts_on AND ends_on)
    UNION ALL BY NAME
    SELECT a.due_on AS day, 'allocation' AS event, i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en,
           if($city IS NULL, NULL, any_value(a.lower)) AS lower, if($city IS NULL, NULL, any_value(a.upper)) AS upper, false AS strict,
           i.measure_id, count(*) AS units
    FROM allocation_known($known_at) a JOIN indicator i USING (indicator_id)
    WHERE year(a.due_on) = year($as_of::DATE) AND ($city IS NULL OR (a.scope_kind = 'city' AND a.scope_id = $city))
    GROUP BY ALL
)
SELECT e.*, d.short_zh AS owner_zh, d.short_en AS owner_en, e.day < $as_of AS passed,
       CASE WHEN e.day >= $as_of THEN date_diff('day', $as_of::DATE, e.day) END AS days_left
FROM entry e LEFT JOIN figure_owner o USING (indicator_id) LEFT JOIN department d USING (department_id)
ORDER BY e.day, array_position(['start', 'monthly', 'quarterly', 'annual', 'target', 'quota', 'allocation', 'end', 'ended'], e.event),
    e.measure_id NULLS FIRST, e.indicator_id
