-- One cluster: names, products, industry, county and city, standing in the plan, and how many enterprises are documented as
-- of a day (leaders: on the list of leaders then). No row for an unknown id.
SELECT c.cluster_id, c.name_zh, c.name_en, c.product_zh, c.product_en, c.in_plan, c.key_cluster, c.industry_id, c.county_adcode,
       c.note_zh, c.note_en, i.name_zh AS industry_zh, i.name_en AS industry_en, g.colour, g.group_id,
       n.name_zh AS county_zh, n.name_en AS county_en, t.city_id, t.name_zh AS city_zh, t.name_en AS city_en,
       (SELECT string_agg(alias_zh, '、' ORDER BY alias_zh) FROM cluster_alias a
        WHERE a.cluster_id = c.cluster_id AND a.alias_zh <> c.name_zh) AS alias_zh,
       count(e.enterprise_id) AS enterprises, count(e.enterprise_id) FILTER (e.named_leader) AS leaders,
       s.source_id, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text
FROM county_cluster_known($known_at) c
JOIN industry i USING (industry_id) JOIN industry_group g USING (group_id)
JOIN county n ON n.adcode = c.county_adcode JOIN city t USING (city_id) JOIN source s ON s.source_id = c.source_id
LEFT JOIN enterprise_standing($as_of, $known_at) e ON e.cluster_id = c.cluster_id
WHERE c.cluster_id = $cluster GROUP BY ALL
