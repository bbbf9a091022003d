-- The goal of an id, whether or not there is a target to judge it by on any day yet; no row for an unknown id.
SELECT indicator_id FROM indicator WHERE indicator_id = $goal AND plan_id IS NOT NULL
