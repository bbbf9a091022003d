-- The path (序时进度) of a goal ($goal; NULL: of each headline goal) as straight lines, goal by goal: its baseline, where there is one, then
-- its targets, oldest first.
SELECT DISTINCT indicator_id, 'baseline' AS knot, baseline_on AS day, baseline AS value, NULL::DOUBLE AS upper
FROM goal_described WHERE own AND year IS NULL AND baseline IS NOT NULL AND if($goal IS NULL, headline, indicator_id = $goal)
UNION ALL
SELECT t.indicator_id, 'target', t.due_on, t.lower, t.upper
FROM target t JOIN indicator i USING (indicator_id)
WHERE t.due_on IS NOT NULL AND if($goal IS NULL, i.headline, t.indicator_id = $goal)
ORDER BY indicator_id, day
