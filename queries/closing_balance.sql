-- After the plan's end: its last targets (those due on its last day, the last quota year, and the undated ones) by light,
-- and the successor plan. No row before the end.
SELECT s.light, count(*) AS goals, any_value(p.ends_on) AS ends_on
FROM goal_status($as_of, $known_at, $preset) s
JOIN goal_scope g ON g.indicator_id = s.indicator_id AND g.scope_kind = s.scope_kind AND g.scope_id = s.scope_id
JOIN indicator i ON i.indicator_id = s.indicator_id JOIN plan p USING (plan_id)
WHERE $as_of > p.ends_on AND (s.due_on IS NULL OR s.due_on = p.ends_on)
GROUP BY ALL ORDER BY goals DESC, s.light
