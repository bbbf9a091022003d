-- The paths (序时进度) of the headline goals, goal by goal, as straight lines: the baseline, where there is one, then the targets, oldest first
-- (as in goal_path).
SELECT g.indicator_id, 'baseline' AS knot, o.period_end AS day, o.value, NULL::DOUBLE AS upper
FROM goal_scope g JOIN indicator i USING (indicator_id)
JOIN observation_known($known_at) o USING (indicator_id, scope_kind, scope_id)
WHERE i.headline AND g.kind NOT IN ('quota', 'frequency') AND o.period_end <= least(g.starts_on, $as_of)
QUALIFY row_number() OVER (PARTITION BY g.indicator_id ORDER BY o.period_end DESC, o.preferred DESC) = 1
UNION ALL
SELECT t.indicator_id, 'target', t.due_on, t.lower, t.upper
FROM target t JOIN indicator i USING (indicator_id) WHERE i.headline AND t.due_on IS NOT NULL
ORDER BY indicator_id, day
