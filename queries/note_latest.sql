-- The latest note on each goal up to a day: status, problem, next step, who said so and where. Headline goals first, then by clause.
SELECT i.indicator_id, i.name_zh, i.name_en, g.period_end, g.author, g.status_note, g.problem, g.next_step, g.due_on, s.source_id,
       s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM goal_note_known($known_at) g JOIN indicator i USING (indicator_id) JOIN source s USING (source_id)
WHERE g.period_end <= $as_of
QUALIFY row_number() OVER (PARTITION BY i.indicator_id ORDER BY g.period_end DESC, g.recorded_at DESC) = 1
ORDER BY i.headline DESC, i.measure_id NULLS FIRST, i.indicator_id
