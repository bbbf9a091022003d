-- What a reader may mean by $q, from any page: clusters, enterprises, goals, measures, departments, cities and counties whose names,
-- other names, products, codes, pinyin or its initials hold every word of it; the best six of each kind (a name that begins with it, then
-- one that holds it), with how many there are.
WITH place AS (SELECT n.adcode, n.name_zh, n.name_en, t.name_zh AS city_zh, t.name_en AS city_en FROM county n JOIN city t USING (city_id)),
hit AS (FROM searched($q)),
found AS (
    SELECT kind, id, 1 AS position, c.name_zh, c.name_en, p.name_zh AS about_zh, p.name_en AS about_en, c.initials
    FROM hit JOIN county_cluster_known($known_at) c ON hit.kind = 'cluster' AND id = cluster_id JOIN place p ON p.adcode = c.county_adcode
    UNION ALL
    SELECT kind, id, 2, e.name_zh, e.name_en, concat_ws(' · ', p.name_zh, e.product_zh), concat_ws(' · ', p.name_en, e.product_en), e.initials
    FROM hit JOIN enterprise_known($known_at) e ON kind = 'enterprise' AND id = enterprise_id
    LEFT JOIN place p ON p.adcode = e.county_adcode
    UNION ALL
    SELECT hit.kind, id, 3, name_zh, name_en, definition_zh, definition_en, '' FROM hit JOIN indicator ON hit.kind = 'goal' AND id = indicator_id
    UNION ALL
    SELECT kind, id, 4, id || ' ' || name_zh, id || ' ' || name_en, summary_zh, summary_en, '' FROM hit JOIN measure ON kind = 'measure' AND id = measure_id
    UNION ALL
    SELECT kind, id, 4, name_zh, name_en, summary_zh, summary_en, '' FROM hit JOIN safeguard ON kind = 'measure' AND id = 's' || safeguard_id
    UNION ALL
    SELECT kind, id, 5, name_zh, name_en, short_zh, short_en, '' FROM hit JOIN department ON kind = 'department' AND id = department_id
    UNION ALL
    SELECT kind, id, 6, name_zh, name_en, NULL, NULL, '' FROM hit JOIN city ON kind = 'city' AND id = city_id
    UNION ALL
    SELECT kind, id, 7, name_zh, name_en, city_zh, city_en, '' FROM hit JOIN place ON kind = 'county' AND id = adcode
),
graded AS (
    SELECT *, CASE WHEN starts_with(lower(name_zh), lower(trim($q))) OR starts_with(lower(name_en), lower(trim($q))) OR initials = lower(trim($q)) THEN 1
                   WHEN contains(lower(name_zh), lower(trim($q))) OR contains(lower(name_en), lower(trim($q))) THEN 2 ELSE 3 END AS grade
    FROM found
)
SELECT kind, position, id, name_zh, name_en, about_zh, about_en, count(*) OVER (PARTITION BY kind) AS found
FROM graded
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY grade, length(name_zh), id) <= 6
ORDER BY min(grade) OVER (PARTITION BY kind), position, grade, length(name_zh), id
