-- What was reported about a goal in words up to a day, the latest first: status, problem, next step, and who said so.
SELECT g.period_end, g.author, g.status_note, g.problem, g.next_step, g.due_on, g.recorded_at, s.publisher, s.title AS source_title,
       s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM goal_note_known($known_at) g JOIN source s USING (source_id)
WHERE g.indicator_id = $goal AND g.period_end <= $as_of ORDER BY g.period_end DESC, g.recorded_at DESC
