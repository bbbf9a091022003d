-- Every cluster for a file: names, product, industry, seat, standing in the plan, the latest published money figure as of a day with its
-- series, basis and source (output value, revenue and sales differ and are never compared), named leaders and documented lead
-- enterprises on the day, and who says that the cluster is there. Of a city (NULL: all). By city, then by pinyin.
WITH firms AS (
    SELECT cluster_id, count(*) FILTER (named_leader) AS leaders, count(*) FILTER (NOT named_leader) AS documented
    FROM enterprise_standing($as_of, $known_at) WHERE cluster_id IS NOT NULL GROUP BY ALL
)
SELECT k.cluster_id, k.name_zh, k.name_en, k.product_zh, k.product_en, i.name_zh AS industry_zh, i.name_en AS industry_en,
       n.name_zh AS county_zh, n.name_en AS county_en, k.county_adcode, t.city_id, t.name_zh AS city_zh, t.name_en AS city_en, k.in_plan,
       k.key_cluster, m.observation_id, x.name_zh AS series_zh, x.name_en AS series_en, x.unit_zh, x.unit_en, m.value AS money,
       m.qualifier, m.period_start, m.period_end, m.period_text, m.period_precision, m.basis_zh, m.basis_en, f.publisher AS money_publisher, f.title AS money_source,
       f.published_on AS money_published_on, f.published_text AS money_published_text, f.kind AS money_source_kind, coalesce(r.leaders, 0) AS leaders, coalesce(r.documented, 0) AS documented, k.note_zh, k.note_en,
       k.confidence, s.publisher, s.title AS source_title, s.published_on, s.published_text, s.kind AS source_kind, s.url
FROM county_cluster_known($known_at) k
JOIN industry i USING (industry_id) JOIN county n ON n.adcode = k.county_adcode JOIN city t USING (city_id)
JOIN source s ON s.source_id = k.source_id
LEFT JOIN cluster_money($as_of, $known_at) m USING (cluster_id)
LEFT JOIN indicator x ON x.indicator_id = m.indicator_id LEFT JOIN source f ON f.source_id = m.source_id
LEFT JOIN firms r USING (cluster_id)
WHERE $city IS NULL OR t.city_id = $city
ORDER BY t.position, k.pinyin, k.cluster_id
