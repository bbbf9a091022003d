-- The milestones of one enterprise up to a day, those without a date last, each with its end (where it came by then), its
-- confidence and its source; kind `documented` only says that a source speaks of the enterprise.
SELECT m.milestone_id, m.kind, m.reached_on, CASE WHEN m.ended_on <= $as_of THEN m.ended_on END AS ended_on, m.date_precision,
       m.detail_zh, m.detail_en, m.confidence,
       s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text
FROM milestone_known($known_at) m JOIN source s ON s.source_id = m.source_id
WHERE m.enterprise_id = $enterprise AND coalesce(m.reached_on, $as_of) <= $as_of
ORDER BY m.reached_on NULLS LAST, m.milestone_id
