-- The goals broken down (任务分解) to chosen clusters, cities or departments ($chosen: ids joined by commas, of the kind $what), each with
-- the target in question on a day, its figure and light; by goal, then as chosen.
SELECT g.*, g.scope_id AS id
FROM goal_described g
WHERE NOT g.own AND g.in_question AND g.scope_kind::VARCHAR = $what AND array_position(string_split($chosen, ','), g.scope_id) > 0
ORDER BY g.headline DESC, g.measure_id NULLS FIRST, g.indicator_id, array_position(string_split($chosen, ','), g.scope_id)
