-- What departments and cities owe on a day: one row per goal and target date or quota year, with its reporter, whether a figure
-- is missing, since when it is late and by how many days (see `goal_due`). Of a department or a city (NULL: all), the longest late first.
SELECT d.indicator_id, d.name_zh, d.name_en, d.unit_zh, d.unit_en, d.own, d.scope_kind, d.scope_id, c.name_zh AS scope_zh,
       c.name_en AS scope_en, d.due_on, d.year, d.lower, d.upper, d.strict, d.actual, d.actual_on, d.qualifier, d.light, d.reason,
       d.measure_id, d.reporter_kind, d.reporter_id, coalesce(r.short_zh, c.name_zh) AS reporter_zh,
       coalesce(r.short_en, c.name_en) AS reporter_en, d.missing, d.asked_on,
       CASE WHEN d.missing AND d.asked_on < $as_of THEN date_diff('day', d.asked_on, $as_of) END AS late_days
FROM goal_due d
LEFT JOIN department r ON d.reporter_kind = 'department' AND r.department_id = d.reporter_id
LEFT JOIN scope_name($known_at) c ON NOT d.own AND c.scope_kind = d.scope_kind AND c.scope_id = d.scope_id
WHERE ($department IS NULL OR (d.reporter_kind = 'department' AND d.reporter_id = $department))
    AND ($city IS NULL OR (d.reporter_kind = 'city' AND d.reporter_id = $city))
ORDER BY late_days DESC NULLS LAST, d.missing DESC, d.headline DESC, d.measure_id NULLS FIRST, d.indicator_id, d.due_on NULLS LAST, d.scope_id
