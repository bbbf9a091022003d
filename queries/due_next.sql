-- What falls due for a department or a city from a day on, soonest first, with the days left: `target` (the day of a target),
-- `quota` (the end of a yearly quota's running year), `report` (by when the next figure is expected, as in `goal_due`).
-- A department's are those of the goals that its measures name or whose figures it owes, and of what was allocated to it; a
-- city's those of what was allocated to it. Nothing for neither.
WITH falling AS (
    SELECT CASE WHEN year IS NULL THEN 'target' ELSE 'quota' END AS kind, due_on AS day, indicator_id, own, year,
           name_zh, name_en, unit_zh, unit_en, lower, upper, strict, light
    FROM goal_described
    WHERE due_on >= $as_of
        AND CASE WHEN $department IS NOT NULL AND own THEN list_contains(department_ids, $department) OR owner_id = $department
                 WHEN $department IS NOT NULL THEN scope_kind = 'department' AND scope_id = $department
                 ELSE scope_kind = 'city' AND scope_id = $city END
    UNION ALL
    SELECT 'report', asked_on, indicator_id, own, NULL, name_zh, name_en, unit_zh, unit_en, lower, upper, strict, light
    FROM goal_due
    WHERE asked_on >= $as_of AND (missing OR due_on >= $as_of)
        AND CASE WHEN $department IS NOT NULL THEN reporter_kind = 'department' AND reporter_id = $department
                 ELSE reporter_kind = 'city' AND reporter_id = $city END
    QUALIFY row_number() OVER (PARTITION BY indicator_id, scope_kind, scope_id, asked_on ORDER BY due_on) = 1
)
SELECT *, date_diff('day', $as_of::DATE, day::DATE) AS days_left FROM falling
ORDER BY day, array_position(['report', 'target', 'quota'], kind), indicator_id, own DESC
