-- Whom the plan's goals count, and whether anyone has ever counted it: per scope the goals, those whose scope or wording is doubtful,
-- those with any figure in that scope up to a day, and the names of those without.
WITH counted AS (
    SELECT DISTINCT indicator_id FROM observation_known($known_at) o JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
    WHERE o.period_end <= $as_of
)
SELECT g.scope_kind, count(*) AS goals, count(*) FILTER (NOT i.confirmed) AS doubtful, count(c.indicator_id) AS with_figure,
       string_agg(i.name_zh, '、' ORDER BY i.measure_id NULLS FIRST, i.indicator_id) FILTER (c.indicator_id IS NULL) AS without_zh,
       string_agg(i.name_en, '; ' ORDER BY i.measure_id NULLS FIRST, i.indicator_id) FILTER (c.indicator_id IS NULL) AS without_en
FROM indicator i JOIN goal_scope g USING (indicator_id) LEFT JOIN counted c USING (indicator_id)
GROUP BY g.scope_kind ORDER BY g.scope_kind
