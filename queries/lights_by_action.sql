-- The six actions of the plan: how many of their targets and quota years stand under each light on the day (one row per action
-- and light; an action without any has one row without a light).
SELECT a.action_id, a.name_zh, a.name_en, s.light, count(s.light) AS goals
FROM action a LEFT JOIN (
    SELECT m.action_id, s.light FROM goal_status($as_of, $known_at, $preset) s
    JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
    JOIN indicator USING (indicator_id) JOIN measure m USING (measure_id)
) s USING (action_id)
GROUP BY ALL ORDER BY a.action_id, s.light
