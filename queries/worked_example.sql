-- One headline goal as judged on a day, with every number that its light comes from: the one with the richest evidence, best
-- one judged by its path (`way` path), else one judged at its deadline (deadline), else one with any figure (figure). No row without.
-- Beside the columns of goal_described: the leg of the path that the figure's day lies on (`leg_*`, days), the differences of the
-- schedule gap, and the thresholds with the score they are compared with. The source is that of the figure that the light speaks of.
WITH judged AS (
    SELECT *, CASE WHEN reason IN ('on_schedule', 'slightly_behind', 'behind', 'below_baseline') THEN 'path'
                   WHEN due_on < $as_of AND judged_value IS NOT NULL THEN 'deadline' ELSE 'figure' END AS way
    FROM goal_described WHERE headline AND own AND actual IS NOT NULL
),
chosen AS (
    SELECT * FROM judged
    ORDER BY array_position(['path', 'deadline', 'figure'], way), coalesce(judged_qualifier, qualifier) = 'exact' DESC,
        baseline IS NOT NULL DESC, CASE WHEN way = 'path' THEN due_on END, due_on DESC, indicator_id
    LIMIT 1
),
knot AS (
    SELECT indicator_id, baseline_on AS day, baseline AS value FROM chosen WHERE baseline IS NOT NULL
    UNION ALL
    SELECT t.indicator_id, t.due_on, t.lower FROM target t JOIN chosen c USING (indicator_id)
    WHERE t.due_on IS NOT NULL AND t.due_on > coalesce(c.baseline_on, DATE '-infinity')
),
leg AS (
    SELECT indicator_id, day AS leg_from_on, value AS leg_from, lead(day) OVER later AS leg_to_on, lead(value) OVER later AS leg_to
    FROM knot WINDOW later AS (ORDER BY day)
)
SELECT c.* EXCLUDE (source_id, publisher, source_title, source_kind, url, published_on, published_text),
       s.source_id, s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text,
       l.leg_from_on, l.leg_from, l.leg_to_on, l.leg_to, l.leg_to - l.leg_from AS leg_rise,
       date_diff('day', l.leg_from_on, l.leg_to_on) AS leg_days, date_diff('day', l.leg_from_on, c.actual_on) AS days_in,
       meets(c.judged_value, c.lower, c.strict) AS reaches, c.actual - c.expected AS ahead, c.lower - c.baseline AS whole,
       t.metric, t.green_from, t.yellow_from,
       CASE t.metric WHEN 'schedule_gap_pp' THEN c.schedule_gap_pp ELSE 100 * c.actual / c.expected END AS score,
       c.due_on - 31 AS window_from
FROM chosen c
LEFT JOIN leg l ON c.actual_on >= l.leg_from_on AND c.actual_on < l.leg_to_on
LEFT JOIN threshold t ON t.preset = c.preset AND t.version = c.rule_version
LEFT JOIN observation_known($known_at) o ON o.observation_id = coalesce(c.judged_id, c.actual_id)
LEFT JOIN source s ON s.source_id = o.source_id
