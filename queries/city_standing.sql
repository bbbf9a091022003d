-- The 14 reporting units with what is documented in each: its counties and how many of them have a cluster, its clusters (by
-- their seat), the named leaders and documented lead enterprises of its counties as of a day, and its allocated goals.
WITH ground AS (
    SELECT city_id, count(*) AS counties,
           count(*) FILTER (adcode IN (SELECT county_adcode FROM cluster_place($known_at))) AS with_cluster
    FROM county GROUP BY ALL
),
grown AS (
    SELECT n.city_id, count(*) AS clusters, count(*) FILTER (k.in_plan) AS in_plan
    FROM county_cluster_known($known_at) k JOIN county n ON n.adcode = k.county_adcode GROUP BY ALL
),
firms AS (
    SELECT n.city_id, count(*) FILTER (e.named_leader) AS leaders, count(*) FILTER (NOT e.named_leader) AS documented
    FROM enterprise_standing($as_of, $known_at) e JOIN county n ON n.adcode = e.county_adcode GROUP BY ALL
),
tasks AS (
    SELECT scope_id AS city_id, count(DISTINCT indicator_id) AS allocated FROM allocation_known($known_at)
    WHERE scope_kind = 'city' GROUP BY ALL
)
SELECT t.city_id, t.name_zh, t.name_en, ground.counties, ground.with_cluster, ground.counties - ground.with_cluster AS without_cluster,
       coalesce(grown.clusters, 0) AS clusters, coalesce(grown.in_plan, 0) AS in_plan, coalesce(firms.leaders, 0) AS leaders,
       coalesce(firms.documented, 0) AS documented, coalesce(tasks.allocated, 0) AS allocated
FROM city t JOIN ground USING (city_id)
LEFT JOIN grown USING (city_id) LEFT JOIN firms USING (city_id) LEFT JOIN tasks USING (city_id)
ORDER BY t.position
