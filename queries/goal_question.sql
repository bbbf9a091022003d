-- Every goal of the plan with its target in question on a day: all columns of goal_status, and the days left until then (NULL where none
-- are, or the target has no date). Headline goals first, then by clause.
SELECT *, CASE WHEN due_on >= $as_of THEN date_diff('day', $as_of::DATE, due_on) END AS days_left
FROM goal_described WHERE own AND in_question
ORDER BY headline DESC, measure_id NULLS FIRST,
    array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], indicator_id), indicator_id
