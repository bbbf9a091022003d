-- The other clusters of the same industry, nearest first (great-circle kilometres between county seats).
SELECT b.cluster_id, b.name_zh, b.name_en, n.name_zh AS county_zh, n.name_en AS county_en, t.name_zh AS city_zh,
       t.name_en AS city_en,
       round(2 * 6371 * asin(sqrt(pow(sin(radians(b.lat - a.lat) / 2), 2)
             + cos(radians(a.lat)) * cos(radians(b.lat)) * pow(sin(radians(b.lon - a.lon) / 2), 2)))) AS km
FROM county_cluster_known($known_at) a
JOIN county_cluster_known($known_at) b ON a.industry_id = b.industry_id AND a.cluster_id <> b.cluster_id
JOIN county n ON n.adcode = b.county_adcode JOIN city t USING (city_id)
WHERE a.cluster_id = $cluster ORDER BY km, b.cluster_id
