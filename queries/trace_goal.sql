-- What a figure ($trace: `observation:<id>`) does for the goals of the plan, as of a day: the targets it is judged for (`role`: latest, judged
-- or baseline, each with the light), those it belongs to but is not read for (`unread`), and the goals it only stands beside (`beside`, with why it does not count).
WITH fact AS (
    SELECT * FROM observation_known($known_at) WHERE 'observation:' || observation_id = $trace AND period_end <= $as_of
)
SELECT s.indicator_id, s.name_zh, s.name_en, s.due_on, s.year::INTEGER AS year, s.lower, s.upper, s.strict, s.unit_zh, s.unit_en, s.light,
       CASE f.observation_id WHEN s.judged_id THEN 'judged' WHEN s.actual_id THEN 'latest' WHEN s.baseline_id THEN 'baseline'
                             ELSE 'unread' END AS role,
       NULL AS note_zh, NULL AS note_en
FROM fact f JOIN goal_described s USING (indicator_id, scope_kind, scope_id)
WHERE s.year IS NULL OR s.year = year(f.period_end)
UNION ALL
SELECT g.indicator_id, g.name_zh, g.name_en, NULL, NULL, NULL, NULL, NULL, g.unit_zh, g.unit_en, NULL, 'beside', c.note_zh, c.note_en
FROM fact f JOIN indicator_context c ON c.context_id = f.indicator_id JOIN indicator g ON g.indicator_id = c.indicator_id
ORDER BY indicator_id, due_on NULLS LAST
