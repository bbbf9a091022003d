-- A rehearsal of the rule: every goal and share that is judged as of a day, by the rule of $preset, the one in force (light, reason, and all
-- else of goal_status) and by other thresholds (light_then, reason_then): those of $other, or $green_from and $yellow_from in their place.
-- Flips first, the plan's own before the shares. Nothing is changed by it.
--   expected_ratio   the figure in percent of what is expected
--   weighed, flips   whether thresholds decide the light at all, whether it would change
WITH other AS (
    FROM goal_status($as_of, $known_at, $other, green_from := $green_from::DOUBLE, yellow_from := $yellow_from::DOUBLE)
)
SELECT s.*, o.light AS light_then, o.reason AS reason_then, 100 * s.actual / nullif(s.expected, 0) AS expected_ratio,
       s.reason IN ('on_schedule', 'slightly_behind', 'behind') OR s.reason = 'only_at_least' AND s.due_on >= $as_of AS weighed,
       s.light <> o.light AS flips,
       p.name_zh AS name_of_scope_zh, p.name_en AS name_of_scope_en
FROM goal_described s
JOIN other o ON o.indicator_id = s.indicator_id AND o.scope_kind = s.scope_kind AND o.scope_id = s.scope_id
    AND o.due_on IS NOT DISTINCT FROM s.due_on AND o.year IS NOT DISTINCT FROM s.year
LEFT JOIN city c ON s.scope_kind = 'city' AND c.city_id = s.scope_id
LEFT JOIN scope_name($known_at) p ON p.scope_kind = s.scope_kind::VARCHAR AND p.scope_id = s.scope_id
ORDER BY flips DESC, s.own DESC, s.headline DESC, s.measure_id NULLS FIRST, s.indicator_id, c.position, s.scope_id, s.due_on
