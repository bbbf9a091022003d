-- Every goal as judged on a day: one row per indicator, scope and target date or quota year, with names, unit, clause,
-- departments, doubts, who owes the figure and the nearest evidence. Headline goals first, then by clause.
-- $department and $light keep only the goals of a department, or with a target or year under a light (NULL: all); all rows of them.
WITH judged AS (FROM goal_described)
SELECT * FROM judged
WHERE ($department IS NULL OR list_contains(department_ids, $department) OR owner_id = $department)
    AND ($light IS NULL OR indicator_id IN (SELECT indicator_id FROM judged WHERE own AND light = $light))
ORDER BY headline DESC, measure_id NULLS FIRST,
    array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], indicator_id), indicator_id, own DESC, scope_id, due_on NULLS LAST
