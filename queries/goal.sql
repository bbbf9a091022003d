-- One goal as judged on a day in its own scope: one row per target date or quota year, as in goal_status. No row for an
-- unknown id.
SELECT * FROM goal_described WHERE indicator_id = $goal AND own ORDER BY due_on NULLS LAST
