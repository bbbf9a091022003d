-- The diary of the plan up to a day, latest first, each entry with its source.
SELECT e.event_id, e.happened_on, e.title_zh, e.title_en, e.note_zh, e.note_en, s.publisher, s.title AS source_title, s.url,
       s.kind AS source_kind, s.published_on, s.published_text
FROM event_known($known_at) e JOIN source s USING (source_id)
WHERE e.happened_on <= $as_of ORDER BY e.happened_on DESC, e.event_id
