-- The last day on which a headline goal can be seen judged by its path: the day of its latest figure that has a baseline before
-- the plan, lies within the plan and does not yet meet the next target. NULL where there is none.
SELECT max(o.period_end) AS day
FROM observation_known($known_at) o
JOIN goal_scope g USING (indicator_id, scope_kind, scope_id)
JOIN indicator i USING (indicator_id)
JOIN target t ON t.indicator_id = o.indicator_id AND t.due_on >= o.period_end AND o.value < t.lower
WHERE i.headline AND o.preferred AND o.period_end > g.starts_on AND o.period_end <= $as_of AND t.lower > (
    SELECT arg_max(b.value, b.period_end) FROM observation_known($known_at) b
    WHERE (b.indicator_id, b.scope_kind, b.scope_id) = (o.indicator_id, o.scope_kind, o.scope_id) AND b.period_end <= g.starts_on)
