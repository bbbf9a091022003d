-- The lights before and after a rehearsal (queries/rehearsal.sql): how many targets of the plan, and how many shares (allocations),
-- stand under each by the rule in force and by the other thresholds.
WITH judged AS (
    SELECT light, indicator_id, scope_kind, scope_id, false AS other FROM goal_described
    UNION ALL
    SELECT light, indicator_id, scope_kind, scope_id, true
    FROM goal_status($as_of, $known_at, $other, green_from := $green_from::DOUBLE, yellow_from := $yellow_from::DOUBLE)
)
SELECT light,
       count(*) FILTER (kind IS NOT NULL AND NOT other) AS goals_now, count(*) FILTER (kind IS NOT NULL AND other) AS goals_then,
       count(*) FILTER (kind IS NULL AND NOT other) AS shares_now, count(*) FILTER (kind IS NULL AND other) AS shares_then
FROM judged LEFT JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
GROUP BY light ORDER BY array_position(['met', 'green', 'yellow', 'red', 'missed', 'reported', 'grey'], light)
