-- What a reader may mean by $q, from any page: clusters, enterprises, goals, measures, departments, cities and counties whose names,
-- other names, products, codes, pinyin or its initials hold every word of it; the best six of each kind (a name that begins with it, then
-- one that holds it), with how many there are.
WITH place AS (SELECT n.adcode, n.name_zh, n.name_en, t.name_zh AS city_zh, t.name_en AS city_en FROM county n JOIN city t USING (city_id)),
thing AS (
    SELECT 'cluster' AS kind, 1 AS position, c.cluster_id AS id, c.name_zh, c.name_en, p.name_zh AS about_zh, p.name_en AS about_en,
           concat_ws(' ', a.alias_zh, c.product_zh, c.product_en, p.name_zh, p.name_en, c.pinyin, c.initials) AS also, c.initials
    FROM county_cluster_known($known_at) c JOIN place p ON p.adcode = c.county_adcode
    LEFT JOIN (SELECT cluster_id, string_agg(alias_zh, ' ') AS alias_zh FROM cluster_alias GROUP BY ALL) a USING (cluster_id)
    UNION ALL
    SELECT 'enterprise', 2, e.enterprise_id, e.name_zh, e.name_en, concat_ws(' · ', p.name_zh, e.product_zh), concat_ws(' · ', p.name_en, e.product_en),
           concat_ws(' ', e.former_name_zh, e.credit_code, e.stock_code, e.product_zh, e.product_en, e.pinyin, e.initials), e.initials
    FROM enterprise_known($known_at) e LEFT JOIN place p ON p.adcode = e.county_adcode
    UNION ALL
    SELECT 'goal', 3, indicator_id, name_zh, name_en, definition_zh, definition_en, concat_ws(' ', definition_zh, definition_en, measure_id), ''
    FROM indicator WHERE plan_id IS NOT NULL
    UNION ALL
    SELECT 'measure', 4, measure_id, measure_id || ' ' || name_zh, measure_id || ' ' || name_en, summary_zh, summary_en, concat_ws(' ', summary_zh, summary_en), ''
    FROM measure
    UNION ALL
    SELECT 'department', 5, department_id, name_zh, name_en, short_zh, short_en, concat_ws(' ', short_zh, short_en), '' FROM department
    UNION ALL
    SELECT 'city', 6, city_id, name_zh, name_en, NULL, NULL, city_id, '' FROM city
    UNION ALL
    SELECT 'county', 7, adcode, name_zh, name_en, city_zh, city_en, adcode, '' FROM place
),
asked AS (SELECT lower(trim($q)) AS whole, list_filter(string_split(lower($q), ' '), lambda word: word <> '') AS words),
found AS (
    SELECT t.*, CASE WHEN starts_with(lower(t.name_zh), whole) OR starts_with(lower(t.name_en), whole) OR t.initials = whole THEN 1
                     WHEN contains(lower(t.name_zh), whole) OR contains(lower(t.name_en), whole) THEN 2 ELSE 3 END AS grade
    FROM thing t, asked
    WHERE len(words) > 0 AND list_bool_and(list_transform(words, lambda word:
        contains(lower(concat_ws(' ', t.name_zh, t.name_en, t.also)), word)))
)
SELECT kind, position, id, name_zh, name_en, about_zh, about_en, count(*) OVER (PARTITION BY kind) AS found
FROM found
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY grade, length(name_zh), id) <= 6
ORDER BY min(grade) OVER (PARTITION BY kind), position, grade, length(name_zh), id
