-- How the goals stand on a day: each by its target in question, by light; of each
-- light the goal that is furthest behind schedule. $department and $light as in goal_status.
WITH judged AS (FROM goal_described($as_of, $known_at, $preset) WHERE own)
SELECT light, count(*) AS goals,
       arg_min(name_zh, schedule_gap_pp) AS furthest_zh, arg_min(name_en, schedule_gap_pp) AS furthest_en,
       min(schedule_gap_pp) AS furthest_gap_pp
FROM (
    FROM judged
    WHERE in_question AND ($department IS NULL OR list_contains(department_ids, $department) OR owner_id = $department)
        AND ($light IS NULL OR indicator_id IN (SELECT indicator_id FROM judged WHERE light = $light))
)
GROUP BY light ORDER BY array_position(['met', 'green', 'yellow', 'red', 'missed', 'reported', 'grey'], light)
