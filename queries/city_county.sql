-- The counties of a city with the clusters documented in each (of their seat, or reaching into it); `clusters` 0: an empty county
-- (空白县), where none is documented here.
SELECT n.adcode, n.name_zh, n.name_en, n.label_lon, n.label_lat, count(k.cluster_id) AS clusters,
       string_agg(k.name_zh, '、' ORDER BY k.pinyin) AS clusters_zh, string_agg(k.name_en, ', ' ORDER BY k.name_en) AS clusters_en
FROM county n
LEFT JOIN cluster_place($known_at) p ON p.county_adcode = n.adcode
LEFT JOIN county_cluster_known($known_at) k ON k.cluster_id = p.cluster_id
WHERE n.city_id = $city
GROUP BY ALL ORDER BY clusters = 0, n.adcode
