-- How the goals stand on a day: each by its target in question, by light, with the
-- names of the goals under it in the order of the plan (their gaps are unlike and never ranked). $department and $light as in goal_status.
WITH judged AS (FROM goal_described WHERE own)
SELECT light, count(*) AS goals,
       list(name_zh ORDER BY headline DESC, measure_id NULLS FIRST, indicator_id) AS names_zh,
       list(name_en ORDER BY headline DESC, measure_id NULLS FIRST, indicator_id) AS names_en
FROM (
    FROM judged
    WHERE in_question AND ($department IS NULL OR list_contains(department_ids, $department) OR owner_id = $department)
        AND ($light IS NULL OR indicator_id IN (SELECT indicator_id FROM judged WHERE light = $light))
)
GROUP BY light ORDER BY array_position(['met', 'green', 'yellow', 'red', 'missed', 'reported', 'grey'], light)
