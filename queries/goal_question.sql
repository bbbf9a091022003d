-- Every goal of the plan with its target in question on a day (the next deadline, after the last one the last): all columns of
-- goal_status, and the days left until then (NULL where none are, or the target has no date). Headline goals first, then by clause.
FROM (
    SELECT *, CASE WHEN due_on >= $as_of THEN date_diff('day', $as_of::DATE, due_on) END AS days_left
    FROM goal_described($as_of, $known_at, $preset) WHERE own
    QUALIFY row_number() OVER (PARTITION BY indicator_id
                               ORDER BY due_on >= $as_of DESC, abs(date_diff('day', due_on, $as_of)), due_on DESC) = 1
)
ORDER BY headline DESC, measure_id NULLS FIRST,
    array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], indicator_id), indicator_id
