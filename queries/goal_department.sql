-- The departments responsible for each goal's measure, in the order of the text, as one list in each language, and the
-- clusters its measure names.
SELECT i.indicator_id,
       string_agg(d.short_zh, '、' ORDER BY md.position) AS departments_zh,
       string_agg(d.short_en, ', ' ORDER BY md.position) AS departments_en,
       list(md.department_id ORDER BY md.position) AS department_ids,
       any_value(n.clusters_zh) AS clusters_zh, any_value(n.clusters_en) AS clusters_en
FROM indicator i
JOIN measure_department md USING (measure_id) JOIN department d USING (department_id)
LEFT JOIN (
    SELECT mc.measure_id, string_agg(c.name_zh, '、' ORDER BY c.pinyin) AS clusters_zh,
           string_agg(c.name_en, ', ' ORDER BY c.name_en) AS clusters_en
    FROM measure_cluster mc JOIN county_cluster_known($known_at) c USING (cluster_id) GROUP BY ALL
) n USING (measure_id)
GROUP BY ALL ORDER BY ALL
