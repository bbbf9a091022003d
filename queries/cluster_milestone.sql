-- The milestones of the enterprises of a cluster up to a day, named leaders first, then those with most milestones, at most forty
-- enterprises (`enterprises` says how many there are): one row per milestone, undated ones too; kind `documented` only says that a
-- source speaks of the enterprise.
WITH reached AS (
    SELECT e.*, m.* EXCLUDE (enterprise_id, source_id, confidence, recorded_at, return_id, retracted), m.source_id AS told_by, m.confidence AS trust
    FROM enterprise_standing($as_of, $known_at) e JOIN milestone_known($known_at) m USING (enterprise_id)
    WHERE e.cluster_id = $cluster AND coalesce(m.reached_on, $as_of) <= $as_of
),
first AS (
    SELECT enterprise_id, count(*) OVER () AS enterprises FROM reached GROUP BY enterprise_id, named_leader
    QUALIFY row_number() OVER (ORDER BY named_leader DESC, count(*) FILTER (kind <> 'documented') DESC, enterprise_id) <= 40
)
SELECT enterprise_id, r.name_zh, r.name_en, r.product_zh, r.product_en, r.named_leader, r.board, r.stock_code, r.note_zh, r.note_en,
       r.location_basis, r.milestone_id, r.kind, r.reached_on, CASE WHEN r.ended_on <= $as_of THEN r.ended_on END AS ended_on,
       r.date_precision, r.detail_zh, r.detail_en, r.trust AS confidence, s.source_id, s.publisher, s.title AS source_title, s.url,
       s.kind AS source_kind, s.published_on, s.published_text, f.enterprises
FROM reached r JOIN first f USING (enterprise_id) JOIN source s ON s.source_id = r.told_by
ORDER BY r.named_leader DESC, enterprise_id, r.reached_on NULLS LAST, r.milestone_id
