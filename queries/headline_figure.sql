-- The figures of the headline goals in their own scope up to a day, goal by goal, oldest first, each with its source (as in goal_figure).
SELECT o.indicator_id, o.observation_id, o.period_start, o.period_end, o.period_text, o.period_precision, o.value, o.qualifier, o.basis_zh, o.basis_en,
       o.preferred, o.note_zh, o.note_en, s.source_id, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind,
       s.published_on, s.published_text
FROM observation_known($known_at) o
JOIN goal_scope g USING (indicator_id, scope_kind, scope_id) JOIN indicator i USING (indicator_id)
JOIN source s USING (source_id)
WHERE i.headline AND o.period_end <= $as_of
ORDER BY o.indicator_id, o.period_end, o.preferred, o.observation_id
