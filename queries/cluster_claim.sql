-- Market shares and honours of a cluster as its sources report them, strongest and best dated first; never ranked against
-- those of other clusters.
SELECT c.claim_id, c.kind, c.text_zh, c.text_en, c.period_end, c.period_text, c.confidence, c.source_id,
       s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text
FROM claim_known($known_at) c JOIN source s USING (source_id)
WHERE c.cluster_id = $cluster AND coalesce(c.period_end, $as_of) <= $as_of
ORDER BY c.rank, c.claim_id
