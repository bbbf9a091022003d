-- The milestones of the enterprises of a cluster up to a day, named leaders first: one row per milestone, undated ones too;
-- kind `documented` only says that a source speaks of the enterprise.
SELECT e.enterprise_id, e.name_zh, e.name_en, e.product_zh, e.product_en, e.named_leader, e.board, e.stock_code, e.note_zh,
       e.note_en, e.location_basis, m.milestone_id, m.kind, m.reached_on,
       CASE WHEN m.ended_on <= $as_of THEN m.ended_on END AS ended_on, m.date_precision, m.detail_zh, m.detail_en,
       m.confidence, s.source_id, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on,
       s.published_text
FROM enterprise_standing($as_of, $known_at) e
JOIN milestone_known($known_at) m USING (enterprise_id) JOIN source s ON s.source_id = m.source_id
WHERE e.cluster_id = $cluster AND coalesce(m.reached_on, $as_of) <= $as_of
ORDER BY e.named_leader DESC, e.enterprise_id, m.reached_on NULLS LAST, m.milestone_id
