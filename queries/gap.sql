-- The gaps of a day: every goal that is behind schedule or whose figure is owed (`gap`), by its target in question, those behind
-- first, the most urgent first (see the macro `goal_gap`).
FROM goal_gap($as_of, $known_at, $preset) WHERE gap IS NOT NULL ORDER BY gap, place
