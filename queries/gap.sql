-- The gaps of a day: every goal that is behind schedule or whose figure is owed (`gap`), by its target in question, those behind
-- first, the most urgent first (see `goal_gap`).
FROM goal_gap WHERE gap IS NOT NULL ORDER BY gap, place
