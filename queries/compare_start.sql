-- Good sets to begin a comparison with, of the kind $what (cluster, city, department), ten at most in each: the plan's three examples,
-- the largest sets of figures that are alike as of a day (kind `alike`, three figures or more), the clusters of one industry (those named
-- in the plan first), the cities with most clusters and the others (`rest`), the departments with most goals and the others. `chosen`:
-- ids joined by commas; `n`: how many; `all_n`: of how many.
WITH alike AS (
    SELECT likeness, any_value(indicator_id) AS indicator_id, any_value(basis_zh) AS basis_zh, any_value(basis_en) AS basis_en,
           any_value(period_start) AS period_start, any_value(period_end) AS period_end, any_value(period_precision) AS period_precision,
           list(scope_id ORDER BY value DESC, scope_id) AS ids
    FROM scope_figure($what, $as_of, $known_at) WHERE likeness IS NOT NULL AND qualifier <> 'at_least'
    GROUP BY likeness HAVING count(*) >= 3
    ORDER BY count(*) DESC, period_end DESC, likeness LIMIT 6
),
industry_clusters AS (
    SELECT industry_id, list(cluster_id ORDER BY in_plan DESC, pinyin) AS ids FROM county_cluster_known($known_at) GROUP BY ALL HAVING count(*) >= 2
),
cities AS (
    SELECT n.city_id, count(*) AS clusters FROM county_cluster_known($known_at) c JOIN county n ON n.adcode = c.county_adcode GROUP BY ALL
),
departments AS (SELECT department_id, count(*) AS goals FROM goal_department GROUP BY ALL),
begun AS (
    SELECT 'cluster' AS what, 'examples' AS kind, NULL AS name_zh, NULL AS name_en, NULL AS basis_zh, NULL AS basis_en, NULL::DATE AS period_start,
           NULL::DATE AS period_end, NULL::period_precision AS period_precision, ['qinghe-cashmere', 'linxi-bearings', 'anping-wire-mesh'] AS ids
    UNION ALL
    SELECT $what, 'alike', i.name_zh, i.name_en, a.basis_zh, a.basis_en, a.period_start, a.period_end, a.period_precision, a.ids
    FROM alike a JOIN indicator i USING (indicator_id)
    UNION ALL
    SELECT 'cluster', 'industry', name_zh, name_en, NULL, NULL, NULL, NULL, NULL, ids FROM industry_clusters JOIN industry USING (industry_id)
    UNION ALL
    SELECT 'city', 'most', NULL, NULL, NULL, NULL, NULL, NULL, NULL, list(city_id ORDER BY clusters DESC, city_id) FROM cities
    UNION ALL
    SELECT 'department', 'most', NULL, NULL, NULL, NULL, NULL, NULL, NULL, list(department_id ORDER BY goals DESC, department_id) FROM departments
)
SELECT * EXCLUDE (what, ids), array_to_string(CASE WHEN rest THEN ids[11:20] ELSE ids[:10] END, ',') AS chosen,
       CASE WHEN rest THEN least(len(ids) - 10, 10) ELSE least(len(ids), 10) END AS n, len(ids) AS all_n
FROM begun CROSS JOIN (VALUES (false), (true)) v (rest)
WHERE what = $what AND (NOT rest OR (kind = 'most' AND len(ids) > 10))
ORDER BY array_position(['examples', 'most', 'alike', 'industry'], kind), rest, all_n DESC, period_end DESC, name_en
