-- What was last reported in words about each goal up to a day, headline goals first, then by clause: status, problem, next step, by when, and
-- who said so.
SELECT n.indicator_id, i.name_zh, i.name_en, i.measure_id, n.period_end, n.author, n.status_note, n.problem, n.next_step, n.due_on,
       s.source_id, s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM goal_note_known($known_at) n JOIN indicator i USING (indicator_id) JOIN source s USING (source_id)
WHERE n.period_end <= $as_of
QUALIFY row_number() OVER (PARTITION BY n.indicator_id ORDER BY n.period_end DESC, n.recorded_at DESC) = 1
ORDER BY i.headline DESC, i.measure_id NULLS FIRST, n.indicator_id
