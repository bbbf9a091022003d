-- What the plan gives chosen departments ($chosen: ids joined by commas) to do, counted as of a day: goals of their measures, these by
-- their light (of each goal the target in question on the day), measures and those that
-- name the department first, goals whose figure it owes and those of them without any figure. A nought is a nought here. Equal numbers
-- share a rank; `bar` is the share of the largest.
WITH chosen AS (SELECT unnest(string_split($chosen, ',')) AS id),
goal AS (
    SELECT g.department_id AS id, s.indicator_id, s.light, o.department_id = g.department_id AS owed,
           bool_or(s.actual IS NOT NULL) OVER (PARTITION BY g.department_id, s.indicator_id) AS has_figure
    FROM goal_described s JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
    JOIN goal_department g USING (indicator_id) LEFT JOIN figure_owner o ON o.indicator_id = s.indicator_id
    WHERE g.department_id IN (FROM chosen)
    QUALIFY s.in_question
),
counted AS (
    SELECT id, 1 AS place, 'goals' AS series, count(indicator_id) AS value FROM chosen LEFT JOIN goal USING (id) GROUP BY ALL
    UNION ALL
    SELECT c.id, 2, l.light, count(g.indicator_id)
    FROM chosen c CROSS JOIN (SELECT DISTINCT light FROM goal) l LEFT JOIN goal g ON g.id = c.id AND g.light = l.light GROUP BY ALL
    UNION ALL
    SELECT id, 3, 'measures', count(measure_id) FROM chosen LEFT JOIN measure_department ON department_id = id GROUP BY ALL
    UNION ALL
    SELECT id, 4, 'first_named', count(measure_id) FROM chosen LEFT JOIN measure_department ON department_id = id AND position = 1 GROUP BY ALL
    UNION ALL
    SELECT id, 5, 'owed', count(indicator_id) FILTER (owed) FROM chosen LEFT JOIN goal USING (id) GROUP BY ALL
    UNION ALL
    SELECT id, 6, 'owed_without', count(indicator_id) FILTER (owed AND NOT has_figure) FROM chosen LEFT JOIN goal USING (id) GROUP BY ALL
)
SELECT series, id, value, series IN ('goals', 'measures') AND count(*) OVER same > 1 AS ranked,
       CASE WHEN ranked THEN rank() OVER (PARTITION BY series ORDER BY value DESC) END AS rank,
       CASE WHEN count(*) OVER same > 1 THEN 100 * value / nullif(max(value) OVER same, 0) END AS bar
FROM counted WINDOW same AS (PARTITION BY series)
ORDER BY place, array_position(['met', 'green', 'yellow', 'red', 'missed', 'grey', 'reported'], series), value DESC,
         array_position(string_split($chosen, ','), id)
