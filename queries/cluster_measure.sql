-- The measures of the plan that speak of a cluster, by its name or by its industry only, and the departments responsible.
SELECT m.measure_id, m.name_zh, m.name_en, m.summary_zh, m.summary_en, cm.by_name, cm.confirmed, cm.note_zh, cm.note_en,
       string_agg(d.short_zh, '、' ORDER BY md.position) AS departments_zh,
       string_agg(d.short_en, ', ' ORDER BY md.position) AS departments_en
FROM cluster_measure($known_at) cm JOIN measure m USING (measure_id)
JOIN measure_department md USING (measure_id) JOIN department d USING (department_id)
WHERE cm.cluster_id = $cluster
GROUP BY ALL ORDER BY cm.by_name DESC, m.measure_id
