-- What falls due from a day on, soonest first, whoever is responsible, with the days left: the days of targets (`target`), the ends of yearly
-- quotas (`quota`), the days by which a figure is expected (`report`, as in `goal_due`). The goals of the plan itself; of a city
-- ($city) what was allocated to it.
WITH falling AS (
    SELECT CASE WHEN year IS NULL THEN 'target' ELSE 'quota' END AS kind, due_on AS day, indicator_id, measure_id, headline, year,
           name_zh, name_en, unit_zh, unit_en, lower, upper, strict, light, owner_zh, owner_en
    FROM goal_described
    WHERE due_on >= $as_of AND CASE WHEN $city IS NULL THEN own ELSE NOT own AND scope_kind = 'city' AND scope_id = $city END
    UNION ALL
    SELECT 'report', asked_on, indicator_id, measure_id, headline, NULL, name_zh, name_en, unit_zh, unit_en, lower, upper, strict, light,
           owner_zh, owner_en
    FROM goal_due
    WHERE asked_on >= $as_of AND (missing OR due_on >= $as_of)
        AND CASE WHEN $city IS NULL THEN own ELSE NOT own AND scope_kind = 'city' AND scope_id = $city END
    QUALIFY row_number() OVER (PARTITION BY indicator_id, scope_kind, scope_id, asked_on ORDER BY due_on) = 1
)
SELECT *, date_diff('day', $as_of::DATE, day::DATE) AS days_left FROM falling
ORDER BY day, array_position(['report', 'target', 'quota'], kind), headline DESC, measure_id NULLS FIRST, indicator_id
