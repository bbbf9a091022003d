-- How fresh the data are on a day: the latest figure by its period, the last recording (Beijing time), and how many goals of the plan have
-- any figure in their own scope.
SELECT (SELECT max(period_end) FROM observation_known($known_at) WHERE period_end <= $as_of) AS latest_figure_on,
       (SELECT max(recorded_at) + INTERVAL 8 HOUR FROM observation_known($known_at)) AS recorded_at,
       count(DISTINCT s.indicator_id) AS goals,
       count(DISTINCT s.indicator_id) FILTER (s.actual IS NOT NULL) AS goals_with_figure
FROM goal_described s
JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
