-- The six actions of the plan: how many of their targets and quota years stand under each light on the day (one row per action
-- and light; an action without any has one row without a light).
SELECT a.action_id, a.name_zh, a.name_en, s.light, count(s.light) AS goals
FROM action a LEFT JOIN (
    SELECT action_id, light FROM goal_described WHERE own
) s USING (action_id)
GROUP BY ALL ORDER BY a.action_id, s.light
