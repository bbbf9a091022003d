-- Every enterprise with a place as a mark on the map, always all of them in the same order; `matches` follows its cluster
-- (without a cluster: its county's city).
SELECT e.enterprise_id, e.name_zh, e.name_en, e.cluster_id, e.county_adcode, e.lon, e.lat, e.location_basis, e.named_leader,
       e.product_zh, e.product_en, n.name_zh AS county_zh, n.name_en AS county_en, n.city_id
FROM enterprise_standing($as_of, $known_at) e JOIN county n ON n.adcode = e.county_adcode
WHERE e.lon IS NOT NULL
ORDER BY e.named_leader, e.enterprise_id
