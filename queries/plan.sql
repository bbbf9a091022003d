-- The plan whose goals are shown: its first and last day.
SELECT starts_on, ends_on FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)
