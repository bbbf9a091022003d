-- The clusters that the measures of a department speak of, by name or by industry, and by which measures.
SELECT c.cluster_id, c.name_zh, c.name_en, cm.by_name,
       string_agg(cm.measure_id, '、' ORDER BY cm.measure_id) AS clauses_zh,
       string_agg(cm.measure_id, ', ' ORDER BY cm.measure_id) AS clauses_en
FROM department_cluster($department, $known_at) cm JOIN county_cluster_known($known_at) c USING (cluster_id)
GROUP BY ALL ORDER BY cm.by_name DESC, c.cluster_id
