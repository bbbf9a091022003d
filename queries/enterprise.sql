-- One enterprise as of a day with all that is known of it: names, standing, place and how exactly it is known, cluster, product,
-- listing, notes, source. No row for an unknown id.
SELECT e.*, c.name_zh AS cluster_zh, c.name_en AS cluster_en, i.name_zh AS industry_zh, i.name_en AS industry_en,
       n.name_zh AS county_zh, n.name_en AS county_en, t.name_zh AS city_zh, t.name_en AS city_en,
       s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text
FROM enterprise_standing($as_of, $known_at) e JOIN source s ON s.source_id = e.source_id
LEFT JOIN county n ON n.adcode = e.county_adcode LEFT JOIN city t ON t.city_id = n.city_id
LEFT JOIN county_cluster_known($known_at) c ON c.cluster_id = e.cluster_id LEFT JOIN industry i ON i.industry_id = c.industry_id
WHERE e.enterprise_id = $enterprise
