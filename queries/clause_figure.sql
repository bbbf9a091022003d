-- The latest figure of each goal of a clause in its own scope up to a day, with its source; the earlier ones stand with the goal.
SELECT o.observation_id, i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, o.value, o.qualifier, o.period_start, o.period_end,
       o.period_text, o.period_precision, o.basis_zh, o.basis_en, o.note_zh, o.note_en, s.publisher, s.title AS source_title,
       s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM observation_known($known_at) o
JOIN goal_scope g USING (indicator_id, scope_kind, scope_id)
JOIN indicator i USING (indicator_id) JOIN source s USING (source_id)
WHERE i.measure_id = $measure AND o.period_end <= $as_of
QUALIFY row_number() OVER (PARTITION BY i.indicator_id ORDER BY o.period_end DESC, o.preferred DESC, o.observation_id) = 1
ORDER BY i.indicator_id
