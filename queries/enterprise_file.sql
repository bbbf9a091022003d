-- Every enterprise that passes the search and the filters (see enterprise_found), for a file: all that is known of it, what it
-- holds on the day and its source; named leaders first, then by pinyin.
WITH held AS (
    SELECT m.enterprise_id, string_agg(DISTINCT m.kind, ' ' ORDER BY m.kind) AS kinds FROM milestone_known($known_at) m
    WHERE m.kind <> 'documented' AND coalesce(m.reached_on, $as_of) <= $as_of AND coalesce(m.ended_on > $as_of, true)
    GROUP BY ALL
),
led AS (  -- how finely the day since when it leads is known
    SELECT enterprise_id, reached_on, min(date_precision) AS leader_precision
    FROM milestone_known($known_at) WHERE kind = 'leader' GROUP BY ALL
)
SELECT f.enterprise_id, f.name_zh, f.name_en, f.former_name_zh, f.credit_code, f.named_leader, f.leader_since, l.leader_precision, h.kinds,
       t.name_zh AS city_zh, t.name_en AS city_en, n.name_zh AS county_zh, n.name_en AS county_en, f.county_adcode,
       f.location_basis, f.lon, f.lat, c.name_zh AS cluster_zh, c.name_en AS cluster_en, i.name_zh AS industry_zh,
       i.name_en AS industry_en, f.product_zh, f.product_en, f.board, f.stock_code, f.note_zh, f.note_en, f.confidence,
       s.publisher, s.title AS source_title, s.published_on, s.published_text, s.kind AS source_kind, s.url
FROM enterprise_found($as_of, $known_at, $q, $city, $county, $industry, $department, $cluster, $milestone, $reached, $confidence, $standing) f
JOIN source s ON s.source_id = f.source_id
LEFT JOIN county n ON n.adcode = f.county_adcode LEFT JOIN city t ON t.city_id = n.city_id
LEFT JOIN county_cluster_known($known_at) c ON c.cluster_id = f.cluster_id LEFT JOIN industry i ON i.industry_id = c.industry_id
LEFT JOIN held h ON h.enterprise_id = f.enterprise_id
LEFT JOIN led l ON l.enterprise_id = f.enterprise_id AND l.reached_on = f.leader_since
ORDER BY f.named_leader DESC, f.pinyin, f.enterprise_id
