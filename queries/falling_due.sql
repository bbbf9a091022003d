-- What falls due next for anybody: the goals of the plan with a deadline on or after a day, by their next one, soonest first, with
-- the days left and their light.
FROM goal_gap WHERE due_on >= $as_of ORDER BY due_on, headline DESC, gap NULLS LAST, place, indicator_id
