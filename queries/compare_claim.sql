-- The strongest claim of each chosen cluster ($chosen: ids joined by commas) up to a day, as reported: side by side, never ranked.
SELECT c.claim_id, c.cluster_id AS id, c.kind, c.text_zh, c.text_en, c.period_end, s.publisher, s.title AS source_title, s.url,
       s.kind AS source_kind, s.published_on, s.published_text
FROM claim_known($known_at) c JOIN source s USING (source_id)
WHERE array_position(string_split($chosen, ','), c.cluster_id) > 0 AND coalesce(c.period_end, $as_of) <= $as_of
QUALIFY row_number() OVER (PARTITION BY c.cluster_id ORDER BY c.rank, c.claim_id) = 1
ORDER BY array_position(string_split($chosen, ','), c.cluster_id)
