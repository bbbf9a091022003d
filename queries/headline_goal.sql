-- The four headline goals: for each the target in question on the day, as in goal_status,
-- and the light of its earlier target beside it.
WITH goal AS (FROM goal_described WHERE headline AND own)
SELECT g.*, e.due_on AS earlier_due_on, e.lower AS earlier_lower, e.upper AS earlier_upper, e.light AS earlier_light,
       e.reason AS earlier_reason
FROM goal g LEFT JOIN goal e ON e.indicator_id = g.indicator_id AND e.due_on < g.due_on
WHERE g.in_question
QUALIFY row_number() OVER (PARTITION BY g.indicator_id ORDER BY e.due_on DESC) = 1
ORDER BY array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], g.indicator_id)
