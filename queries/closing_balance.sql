-- After the plan's end: the last target of each goal (the last year of a quota) by light. No row before the end.
SELECT light, count(*) AS goals, any_value(ends_on) AS ends_on
FROM (
    SELECT s.light, p.ends_on
    FROM goal_status($as_of, $known_at, $preset) s
    JOIN goal_scope g ON g.indicator_id = s.indicator_id AND g.scope_kind = s.scope_kind AND g.scope_id = s.scope_id
    JOIN indicator i ON i.indicator_id = s.indicator_id JOIN plan p USING (plan_id)
    WHERE $as_of > p.ends_on
    QUALIFY row_number() OVER (PARTITION BY s.indicator_id ORDER BY s.due_on DESC NULLS LAST) = 1
)
GROUP BY ALL ORDER BY goals DESC, light
