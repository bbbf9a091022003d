-- The clusters that a clause names, with their county and city and what is doubtful about the reading.
SELECT c.cluster_id, c.name_zh, c.name_en, n.name_zh AS county_zh, n.name_en AS county_en, t.name_zh AS city_zh, t.name_en AS city_en,
       g.colour, mc.confirmed, mc.note_zh, mc.note_en
FROM measure_cluster mc JOIN county_cluster_known($known_at) c USING (cluster_id)
JOIN industry i USING (industry_id) JOIN industry_group g USING (group_id)
JOIN county n ON n.adcode = c.county_adcode JOIN city t USING (city_id)
WHERE mc.measure_id = $measure ORDER BY c.pinyin
