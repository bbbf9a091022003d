-- The goals broken down (任务分解) to chosen clusters, cities or departments ($chosen: ids joined by commas, of the kind $what), each with
-- the target in question on a day (the next deadline, after the last one the last), its figure and light; by goal, then as chosen.
SELECT g.*, g.scope_id AS id
FROM goal_described($as_of, $known_at, $preset) g
WHERE NOT g.own AND g.scope_kind::VARCHAR = $what AND array_position(string_split($chosen, ','), g.scope_id) > 0
QUALIFY row_number() OVER (PARTITION BY g.indicator_id, g.scope_id
                           ORDER BY g.due_on >= $as_of DESC, abs(date_diff('day', g.due_on, $as_of)), g.due_on DESC) = 1
ORDER BY g.headline DESC, g.measure_id NULLS FIRST, g.indicator_id, array_position(string_split($chosen, ','), g.scope_id)
