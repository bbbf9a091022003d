-- The plan that follows this one, once it is issued: an entry of the diary.
SELECT happened_on, title_zh, title_en FROM event_known($known_at)
WHERE event_id = 'successor-plan' AND happened_on <= $as_of
