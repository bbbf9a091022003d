-- What each filter offers: kind (city, county, industry, department, cluster, reached: the years of milestones), id, names, and
-- for clusters the pinyin and its initials; in the order in which they are offered.
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
UNION ALL
SELECT 'county', n.adcode, if(n.name_zh = t.name_zh, n.name_zh, t.name_zh || '·' || n.name_zh),
       if(n.name_en = t.name_en, n.name_en, n.name_en || ', ' || t.name_en), NULL, NULL, row_number() OVER (ORDER BY t.position, n.adcode)
FROM county n JOIN city t USING (city_id)
UNION ALL
SELECT DISTINCT 'reached', year(reached_on)::VARCHAR, year(reached_on) || '年', year(reached_on)::VARCHAR, NULL, NULL, -year(reached_on)
FROM milestone_known($known_at) WHERE reached_on IS NOT NULL
ORDER BY kind, position
