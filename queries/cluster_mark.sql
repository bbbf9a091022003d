-- Every cluster as a mark on the map, always all of them in the same order; `matches` says whether it passes the filters
-- (NULL: no filter). A department's clusters are those its measures name, directly or by industry.
SELECT c.*, ($city IS NULL OR c.city_id = $city) AND ($industry IS NULL OR c.industry_id = $industry)
           AND (NOT coalesce($named_only, false) OR c.in_plan)
           AND ($department IS NULL OR c.cluster_id IN (SELECT cluster_id FROM department_cluster($department, $known_at))) AS matches
FROM cluster_described c
ORDER BY c.money_class DESC, c.cluster_id
