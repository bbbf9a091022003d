-- The six actions of the plan: how many of their goals stand under each light on the day (one row per action and light).
SELECT a.action_id, a.name_zh, a.name_en, s.light, count(*) AS goals
FROM goal_status($as_of, $known_at, $preset) s
JOIN indicator i USING (indicator_id) JOIN measure m USING (measure_id) JOIN action a USING (action_id)
GROUP BY ALL ORDER BY a.action_id, s.light
