-- What the lights of a day rest on: how many goals the plan has, how many have a light from a figure for at least one target or
-- quota year, and the sources of the figures in the goals' own scopes up to the day, by kind of source.
WITH goal AS (
    SELECT indicator_id, bool_or(light IN ('met', 'green', 'yellow', 'red', 'missed')) AS judged, bool_or(actual IS NOT NULL) AS has_figure
    FROM goal_described JOIN goal_scope USING (indicator_id, scope_kind, scope_id) GROUP BY ALL
),
used AS (
    SELECT DISTINCT s.source_id, s.kind
    FROM observation_known($known_at) o JOIN goal_scope USING (indicator_id, scope_kind, scope_id) JOIN source s USING (source_id)
    WHERE o.period_end <= $as_of
)
SELECT count(*) AS goals, count(*) FILTER (judged) AS judged, count(*) FILTER (has_figure) AS with_figure,
       (SELECT count(*) FROM used) AS sources,
       (SELECT count(*) FILTER (kind = 'official') FROM used) AS official,
       (SELECT count(*) FILTER (kind = 'press') FROM used) AS press,
       (SELECT count(*) FILTER (kind = 'filing') FROM used) AS filing,
       (SELECT count(*) FILTER (kind = 'repost') FROM used) AS repost,
       (SELECT count(*) FILTER (kind = 'unverified') FROM used) AS unverified
FROM goal
