-- Every cluster as of a day, with its place, industry, latest money figure and how many of its enterprises lead: what marks on maps
-- are made of. A base: others read it by its name.
WITH firms AS (
    SELECT cluster_id, count(*) FILTER (named_leader) AS leaders, count(*) FILTER (NOT named_leader) AS documented
    FROM enterprise_standing($as_of, $known_at) WHERE cluster_id IS NOT NULL GROUP BY ALL
)
SELECT c.cluster_id, c.name_zh, c.name_en, l.alias_zh, c.pinyin, c.initials, c.product_zh, c.product_en, c.in_plan, c.key_cluster, c.lon, c.lat,
       c.industry_id, i.name_zh AS industry_zh, i.name_en AS industry_en, g.group_id, g.name_zh AS group_zh,
       g.name_en AS group_en, g.colour, c.county_adcode, n.name_zh AS county_zh, n.name_en AS county_en,
       t.city_id, t.name_zh AS city_zh, t.name_en AS city_en,
       m.indicator_id AS money_indicator, x.name_zh AS money_zh, x.name_en AS money_en, m.observation_id AS money_observation, m.value AS money,
       m.qualifier AS money_qualifier, m.period_start, m.period_end, m.period_precision, m.basis_zh AS money_basis_zh,
       m.basis_en AS money_basis_en, coalesce(m.money_class, 0) AS money_class, coalesce(m.stale, false) AS stale,
       coalesce(f.leaders, 0) AS leaders, coalesce(f.documented, 0) AS documented
FROM county_cluster_known($known_at) c
JOIN industry i USING (industry_id) JOIN industry_group g USING (group_id)
JOIN county n ON n.adcode = c.county_adcode JOIN city t USING (city_id)
LEFT JOIN cluster_money($as_of, $known_at) m USING (cluster_id)
LEFT JOIN indicator x ON x.indicator_id = m.indicator_id
LEFT JOIN firms f USING (cluster_id)
LEFT JOIN (SELECT cluster_id, string_agg(alias_zh, ' ') AS alias_zh FROM cluster_alias GROUP BY ALL) l USING (cluster_id)
