-- The calendar of the plan for the year of a day: the ends of its months, quarters and the year with the meeting that the plan asks for then
-- (`monthly`, `quarterly`, `annual`; the plan sets how often, not on which day), the plan's first and last day (`start`, `end`), its deadlines
-- (`target`), the ends of yearly quotas (`quota`) and of what was broken down (`allocation`: one row per goal and day, with how many
-- `units` it falls to; of a city, NULL: all). `passed`: before the day; days_left: until then. After the year in which the plan ended
-- one row, `ended`, with its last day. Column `event` says which.
WITH life AS (SELECT starts_on, ends_on FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)),
month AS (
    SELECT last_day(make_date(year($as_of::DATE), m.month, 1)) AS day, m.month
    FROM (SELECT unnest(range(1, 13)) AS month) m, life
    WHERE last_day(make_date(year($as_of::DATE), m.month, 1)) BETWEEN starts_on AND ends_on
),
entry AS (
    SELECT m.day, r.rhythm_id::VARCHAR AS event, NULL AS indicator_id, r.name_zh, r.name_en, NULL AS unit_zh, NULL AS unit_en,
           NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, NULL::BOOLEAN AS strict, NULL AS measure_id, NULL::BIGINT AS units
    FROM month m JOIN rhythm r ON m.month % CASE r.rhythm_id WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 ELSE 12 END = 0
    UNION ALL
    SELECT starts_on, 'start', NULL, title_zh, title_en, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM plan WHERE year(starts_on) = year($as_of::DATE)
    UNION ALL
    SELECT ends_on, 'end', NULL, title_zh, title_en, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM plan WHERE year(ends_on) = year($as_of::DATE)
    UNION ALL
    SELECT CASE WHEN t.per_year THEN make_date(year($as_of::DATE), 12, 31) ELSE t.due_on END, if(t.per_year, 'quota', 'target'), i.indicator_id,
           i.name_zh, i.name_en, i.unit_zh, i.unit_en, t.lower, t.upper, t.strict, i.measure_id, NULL
    FROM target t JOIN indicator i USING (indicator_id), life
    WHERE CASE WHEN t.per_year THEN make_date(year($as_of::DATE), 12, 31) BETWEEN starts_on AND ends_on ELSE year(t.due_on) = year($as_of::DATE) END
    UNION ALL
    SELECT a.due_on, 'allocation', i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en,
           CASE WHEN $city IS NOT NULL THEN any_value(a.lower) END, CASE WHEN $city IS NOT NULL THEN any_value(a.upper) END, false, i.measure_id, count(*)
    FROM allocation_known($known_at) a JOIN indicator i USING (indicator_id)
    WHERE year(a.due_on) = year($as_of::DATE) AND ($city IS NULL OR (a.scope_kind = 'city' AND a.scope_id = $city))
    GROUP BY ALL
    UNION ALL
    SELECT ends_on, 'ended', NULL, title_zh, title_en, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM plan WHERE year(ends_on) < year($as_of::DATE)
)
SELECT e.*, d.short_zh AS owner_zh, d.short_en AS owner_en, e.day < $as_of AS passed,
       CASE WHEN e.day >= $as_of THEN date_diff('day', $as_of::DATE, e.day) END AS days_left
FROM entry e LEFT JOIN figure_owner o USING (indicator_id) LEFT JOIN department d USING (department_id)
ORDER BY e.day, array_position(['start', 'monthly', 'quarterly', 'annual', 'target', 'quota', 'allocation', 'end', 'ended'], e.event),
    e.measure_id NULLS FIRST, e.indicator_id
