-- The goals of a clause as judged on a day in their own scope: one row per goal and target date or quota year, as in goal_status.
SELECT * FROM goal_described WHERE own AND measure_id = $measure ORDER BY indicator_id, due_on NULLS LAST
