-- The scenes that a meeting may show, in the order of its agenda, each with why it stands there; `proposed` marks those that a
-- meeting of a kind ($meeting: monthly, quarterly, annual) is proposed. Always the same frame around the gaps of the day: the overview, the
-- headline goals (not monthly), what is behind, the most urgent gaps one by one (three, annual five), figures missing, the city
-- and the cluster that most need a look (annual three), who owes what, what is due, the closing. A column `why` names the reason,
-- the others hold what its sentence needs: gap_pp points behind, days_left, late_days, n (of `of`), light, clause, departments.
-- Tables of more than eight rows go on in a second scene (`behind:2`); of what is missing only the first is proposed.
WITH gap AS (FROM goal_gap),
depth AS (SELECT CASE $meeting WHEN 'annual' THEN 5 ELSE 3 END AS gaps, CASE $meeting WHEN 'annual' THEN 3 ELSE 1 END AS places),
goals AS (
    SELECT 'goal:' || indicator_id AS scene, CASE WHEN headline AND $meeting <> 'monthly' THEN 2 ELSE 4 END AS part,
           CASE WHEN headline AND $meeting <> 'monthly' THEN
               array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], indicator_id)
                ELSE coalesce(place + CASE gap WHEN 'missing' THEN 100 ELSE 0 END, 900) END AS turn,
           CASE WHEN headline AND $meeting <> 'monthly' THEN true  -- a headline goal has its scene already, and takes none of the gaps'
                ELSE coalesce(gap = 'behind', false) AND row_number() OVER (PARTITION BY gap, headline AND $meeting <> 'monthly' ORDER BY place)
                     <= gaps END AS proposed,
           name_zh, name_en, coalesce(gap, 'on_course') AS why, light, -schedule_gap_pp AS gap_pp, days_left, due_on, late_days,
           NULL::BIGINT AS n, NULL::BIGINT AS total, measure_id, departments_zh, departments_en, owner_zh, owner_en
    FROM gap, depth
),
tables AS (  -- eight rows a scene
    SELECT kind || CASE page WHEN 1 THEN '' ELSE ':' || page END AS scene, part, page AS turn, page = 1 OR kind = 'behind' AS proposed, kind AS why, n, total
    FROM (SELECT g.gap AS kind, CASE g.gap WHEN 'behind' THEN 3 ELSE 5 END AS part, count(*) AS n, any_value(total) AS total
          FROM gap g, (SELECT count(*) AS total FROM gap) WHERE g.gap IS NOT NULL GROUP BY g.gap
          UNION ALL
          SELECT 'departments', 8, count(*), NULL FROM (
              SELECT DISTINCT reporter_kind, reporter_id FROM goal_due WHERE missing)
          HAVING count(*) > 0
          UNION ALL
          SELECT 'due', 9, count(*), NULL FROM gap WHERE due_on >= $as_of HAVING count(*) > 0),
         generate_series(1, (n + 7) // 8) AS pages (page)
    WHERE kind NOT IN ('departments', 'due') OR page = 1
),
behind AS (  -- the breakdown of tasks, each by the target in question
    SELECT scope_kind, scope_id, count(*) AS n
    FROM goal_described WHERE NOT own AND in_question AND light IN ('red', 'missed') GROUP BY ALL
),
asked AS (
    SELECT scope_kind, scope_id, count(*) AS total FROM goal_described WHERE NOT own AND in_question GROUP BY ALL
),
ground AS (
    SELECT city_id, count(*) AS total,
           count(*) FILTER (adcode NOT IN (SELECT county_adcode FROM cluster_place($known_at))) AS n
    FROM county GROUP BY ALL
),
cities AS (
    SELECT 'city:' || t.city_id AS scene, t.name_zh, t.name_en,
           CASE WHEN b.n > 0 THEN 'city_behind' ELSE 'city_empty' END AS why, coalesce(b.n, g.n) AS n,
           CASE WHEN b.n > 0 THEN a.total ELSE g.total END AS total,
           row_number() OVER (ORDER BY b.n DESC NULLS LAST, g.n DESC, t.position) AS turn
    FROM city t JOIN ground g USING (city_id)
    LEFT JOIN behind b ON b.scope_kind = 'city' AND b.scope_id = t.city_id
    LEFT JOIN asked a ON a.scope_kind = 'city' AND a.scope_id = t.city_id
),
firms AS (
    SELECT cluster_id, count(*) FILTER (named_leader) AS n, count(*) AS total
    FROM enterprise_standing($as_of, $known_at) WHERE cluster_id IS NOT NULL GROUP BY ALL
),
clusters AS (
    SELECT 'cluster:' || k.cluster_id AS scene, k.name_zh, k.name_en, 'cluster' AS why, coalesce(f.n, 0) AS n,
           coalesce(f.total, 0) AS total, row_number() OVER (ORDER BY f.n DESC NULLS LAST, k.in_plan DESC, f.total DESC NULLS LAST, k.cluster_id) AS turn
    FROM county_cluster_known($known_at) k LEFT JOIN firms f USING (cluster_id)
),
every AS (
    FROM goals
    UNION ALL BY NAME FROM tables
    UNION ALL BY NAME SELECT 'overview' AS scene, 1 AS part, 1 AS turn, true AS proposed, 'overview' AS why
    UNION ALL BY NAME SELECT *, 6 AS part, $meeting <> 'monthly' AND turn <= places AS proposed FROM cities, (SELECT places FROM depth)
    UNION ALL BY NAME SELECT *, 7 AS part, $meeting <> 'monthly' AND turn <= places AS proposed FROM clusters, (SELECT places FROM depth)
    UNION ALL BY NAME SELECT 'closing' AS scene, 10 AS part, 1 AS turn, true AS proposed, 'closing' AS why
)
SELECT * EXCLUDE (places) FROM every ORDER BY part, turn, scene
