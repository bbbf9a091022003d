-- The measures of a department, with its place in the text ("first named = lead" is our reading), the departments beside it
-- and the clusters and industries named.
SELECT m.measure_id, m.action_id, m.name_zh, m.name_en, m.summary_zh, m.summary_en, m.confirmed, m.note_zh, m.note_en, own.position,
       string_agg(d.short_zh, '、' ORDER BY md.position) AS departments_zh,
       string_agg(d.short_en, ', ' ORDER BY md.position) AS departments_en,
       any_value(n.clusters_zh) AS clusters_zh, any_value(n.clusters_en) AS clusters_en
FROM measure_department own JOIN measure m USING (measure_id)
JOIN measure_department md ON md.measure_id = m.measure_id JOIN department d ON d.department_id = md.department_id
LEFT JOIN (
    SELECT mc.measure_id, string_agg(c.name_zh, '、' ORDER BY c.pinyin) AS clusters_zh,
           string_agg(c.name_en, ', ' ORDER BY c.name_en) AS clusters_en
    FROM measure_cluster mc JOIN county_cluster_known($known_at) c USING (cluster_id) GROUP BY ALL
) n ON n.measure_id = m.measure_id
WHERE own.department_id = $department
GROUP BY ALL ORDER BY m.measure_id
