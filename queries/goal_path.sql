-- The path of a goal (序时进度) as straight lines: its baseline, where there is one, then its targets, oldest first.
SELECT g.indicator_id, 'baseline' AS knot, o.period_end AS day, o.value, NULL::DOUBLE AS upper
FROM goal_scope g JOIN observation_known($known_at) o USING (indicator_id, scope_kind, scope_id)
WHERE g.indicator_id = $goal AND g.kind NOT IN ('quota', 'frequency') AND o.period_end <= least(g.starts_on, $as_of)
QUALIFY row_number() OVER (ORDER BY o.period_end DESC, o.preferred DESC) = 1
UNION ALL
SELECT indicator_id, 'target', due_on, lower, upper FROM target WHERE indicator_id = $goal AND due_on IS NOT NULL
ORDER BY day
