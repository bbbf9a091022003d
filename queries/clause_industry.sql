-- The industries that a clause names, in the words of the plan, with how many clusters of each are documented.
SELECT mi.industry_id, mi.name_zh, mi.name_en, count(c.cluster_id) AS clusters
FROM measure_industry mi LEFT JOIN county_cluster_known($known_at) c USING (industry_id)
WHERE mi.measure_id = $measure GROUP BY ALL ORDER BY mi.name_en
