-- What departments and cities owe on a day: one row per goal and target date or quota year, with its reporter (a goal's own
-- figure is owed by `figure_owner`, that of an allocation by the city or department it falls to), whether a figure is missing,
-- since when it is late (`asked_on`: a deadline, or the last figure and its reporting cycle, and 45 days) and by how many days.
-- Of a department or a city (NULL: all), the longest late first. The year in which the plan began is part of a year and never owed.
WITH due AS (
    SELECT g.*, s.starts_on,
           CASE WHEN NOT g.own AND g.scope_kind IN ('city', 'department') THEN g.scope_kind::VARCHAR ELSE 'department' END AS reporter_kind,
           CASE WHEN NOT g.own AND g.scope_kind IN ('city', 'department') THEN g.scope_id ELSE g.owner_id END AS reporter_id,
           g.reason IN ('no_data', 'no_figure_since_start', 'stale', 'no_figure_at_deadline', 'only_at_least', 'too_close_to_call') AS missing,
           45 + CASE WHEN g.due_on < $as_of THEN g.due_on
                     ELSE coalesce(g.actual_on, greatest(s.starts_on, make_date(g.year, 1, 1))) + coalesce(s.cycle_days, 184) END AS asked_on
    FROM goal_described($as_of, $known_at, $preset) g JOIN goal_scope s USING (indicator_id)
    WHERE g.year IS NULL OR make_date(g.year, 1, 1) >= s.starts_on
)
SELECT d.indicator_id, d.name_zh, d.name_en, d.unit_zh, d.unit_en, d.own, d.scope_kind, d.scope_id, c.name_zh AS scope_zh,
       c.name_en AS scope_en, d.due_on, d.year, d.lower, d.upper, d.strict, d.actual, d.actual_on, d.qualifier, d.light, d.reason,
       d.measure_id, d.reporter_kind, d.reporter_id, coalesce(r.short_zh, c.name_zh) AS reporter_zh,
       coalesce(r.short_en, c.name_en) AS reporter_en, d.missing, d.asked_on::DATE AS asked_on,
       CASE WHEN d.missing AND d.asked_on < $as_of THEN date_diff('day', d.asked_on::DATE, $as_of) END AS late_days
FROM due d
LEFT JOIN department r ON d.reporter_kind = 'department' AND r.department_id = d.reporter_id
LEFT JOIN city c ON d.scope_kind = 'city' AND c.city_id = d.scope_id
WHERE ($department IS NULL OR (d.reporter_kind = 'department' AND d.reporter_id = $department))
    AND ($city IS NULL OR (d.reporter_kind = 'city' AND d.reporter_id = $city))
ORDER BY late_days DESC NULLS LAST, d.missing DESC, d.headline DESC, d.measure_id NULLS FIRST, d.indicator_id, d.due_on NULLS LAST, d.scope_id
