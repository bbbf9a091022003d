-- The figures of a goal in its own scope up to a day, oldest first, each with its source: what the light is judged from.
SELECT o.observation_id, o.period_start, o.period_end, o.period_text, o.period_precision, o.value, o.qualifier, o.basis_zh, o.basis_en, o.preferred,
       o.note_zh, o.note_en, o.confidence, s.source_id, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind,
       s.published_on, s.published_text
FROM observation_known($known_at) o
JOIN goal_scope g USING (indicator_id, scope_kind, scope_id)
JOIN source s USING (source_id)
WHERE o.indicator_id = $goal AND o.period_end <= $as_of
ORDER BY o.period_end, o.preferred, o.observation_id
