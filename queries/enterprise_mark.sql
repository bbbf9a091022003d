-- Every enterprise with a place as a mark on the map, always all of them in the same order; `matches` says whether it passes
-- the filters (NULL: no filter): its own county's city, and its cluster's industry, departments and standing in the plan. Of
-- more than 2,000 the documented ones are one mark a county, with how many of them pass the filters as `enterprises`: a map
-- holds no more.
WITH placed AS (
    SELECT e.enterprise_id, e.name_zh, e.name_en, e.cluster_id, e.county_adcode, e.lon, e.lat, e.location_basis, e.named_leader, e.leader_until,
           e.product_zh, e.product_en, n.name_zh AS county_zh, n.name_en AS county_en, n.city_id,
           coalesce(($city IS NULL OR n.city_id = $city) AND ($industry IS NULL OR c.industry_id = $industry)
               AND (NOT coalesce($named_only, false) OR c.in_plan)
               AND ($department IS NULL OR e.cluster_id IN (SELECT cluster_id FROM department_cluster($department, $known_at))), false) AS matches
    FROM enterprise_standing($as_of, $known_at) e JOIN county n ON n.adcode = e.county_adcode
    LEFT JOIN county_cluster_known($known_at) c USING (cluster_id)
    WHERE e.lon IS NOT NULL
),
crowd AS (SELECT count(*) > 2000 AS counted FROM placed)
SELECT p.*, NULL::BIGINT AS enterprises FROM placed p, crowd WHERE named_leader OR NOT counted
UNION ALL
SELECT 'county-' || p.county_adcode, p.county_zh, p.county_en, NULL, p.county_adcode, n.lon, n.lat, 'county_seat', false, NULL, NULL, NULL,
       p.county_zh, p.county_en, p.city_id, bool_or(matches), count(*) FILTER (matches)
FROM placed p JOIN crowd ON counted JOIN county n ON n.adcode = p.county_adcode WHERE NOT named_leader
GROUP BY p.county_adcode, p.county_zh, p.county_en, n.lon, n.lat, p.city_id
ORDER BY named_leader, enterprise_id
