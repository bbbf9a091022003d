-- What each filter offers: kind (city, industry, department, cluster), id, names, and for clusters the pinyin and its
-- initials; in the order in which they are offered.
SELECT 'city' AS kind, city_id AS id, name_zh, name_en, NULL AS pinyin, NULL AS initials, position FROM city
UNION ALL
SELECT 'industry', i.industry_id, i.name_zh, i.name_en, NULL, NULL, row_number() OVER (ORDER BY i.group_id, i.name_en)
FROM industry i WHERE i.industry_id IN (SELECT industry_id FROM county_cluster_known($known_at))
UNION ALL
SELECT 'department', d.department_id, d.short_zh, d.short_en, NULL, NULL,
       row_number() OVER (ORDER BY count(*) DESC, d.short_en)
FROM department d JOIN measure_department USING (department_id) GROUP BY d.department_id, d.short_zh, d.short_en
UNION ALL
SELECT 'cluster', cluster_id, name_zh, name_en, pinyin, initials, row_number() OVER (ORDER BY in_plan DESC, pinyin)
FROM county_cluster_known($known_at)
ORDER BY kind, position
