-- One page of the enterprises that pass the search and the filters (see enterprise_found): $size rows after the first $skipped,
-- each with how many were found, how many of those are named leaders, and the kinds of milestones it holds on the day (but for
-- documents that only speak of it). $sort is one of name, standing, leader_since, city, county, cluster, industry, milestones, board, credit_code, confidence; names go by
-- pinyin, in English ($lang) by letter; what has no value stands last either way.
WITH held AS (
    SELECT m.* FROM milestone_known($known_at) m
    WHERE m.kind <> 'documented' AND coalesce(m.reached_on, $as_of) <= $as_of AND coalesce(m.ended_on > $as_of, true)
),
found AS MATERIALIZED (
    SELECT f.enterprise_id, f.named_leader, f.leader_since, if($lang = 'zh', f.pinyin, lower(f.name_en)) AS letters,
           CASE $sort WHEN 'name' THEN letters WHEN 'standing' THEN if(f.named_leader, '1', '2')
                WHEN 'leader_since' THEN f.leader_since::VARCHAR WHEN 'city' THEN lpad(t.position::VARCHAR, 2, '0')
                WHEN 'county' THEN f.county_adcode WHEN 'cluster' THEN if($lang = 'zh', c.pinyin, lower(c.name_en))
                WHEN 'industry' THEN i.group_id || i.name_en WHEN 'board' THEN f.board || coalesce(f.stock_code, '')
                WHEN 'milestones' THEN (SELECT lpad(count(DISTINCT h.kind)::VARCHAR, 2, '0') FROM held h WHERE h.enterprise_id = f.enterprise_id)
                WHEN 'credit_code' THEN f.credit_code WHEN 'confidence' THEN enum_code(f.confidence)::VARCHAR
                ELSE error('enterprises cannot be sorted by ' || $sort) END AS sort_key
    FROM enterprise_found($as_of, $known_at, $q, $city, $county, $industry, $department, $cluster, $milestone, $reached, $confidence, $standing) f
    LEFT JOIN county n ON n.adcode = f.county_adcode LEFT JOIN city t ON t.city_id = n.city_id
    LEFT JOIN county_cluster_known($known_at) c ON c.cluster_id = f.cluster_id
    LEFT JOIN industry i ON i.industry_id = c.industry_id
),
page AS MATERIALIZED (
    SELECT * FROM found
    ORDER BY CASE WHEN NOT $descending THEN sort_key END, CASE WHEN $descending THEN sort_key END DESC NULLS LAST, letters, enterprise_id
    LIMIT $size OFFSET $skipped
)
SELECT p.enterprise_id, p.named_leader, p.leader_since, l.milestone_id AS leader_id, l.date_precision AS leader_precision,
       e.name_zh, e.name_en, e.former_name_zh, e.credit_code, e.product_zh, e.product_en, e.board, e.stock_code, e.confidence,
       c.name_zh AS cluster_zh, c.name_en AS cluster_en, i.name_zh AS industry_zh, i.name_en AS industry_en,
       n.name_zh AS county_zh, n.name_en AS county_en, t.name_zh AS city_zh, t.name_en AS city_en,
       (SELECT string_agg(DISTINCT h.kind, ' ' ORDER BY h.kind) FROM held h WHERE h.enterprise_id = p.enterprise_id) AS kinds,
       s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text,
       (SELECT count(*) FROM found) AS found, (SELECT count(*) FROM found WHERE named_leader) AS leaders
FROM page p JOIN enterprise_known($known_at) e USING (enterprise_id) JOIN source s ON s.source_id = e.source_id
LEFT JOIN county n ON n.adcode = e.county_adcode LEFT JOIN city t ON t.city_id = n.city_id
LEFT JOIN county_cluster_known($known_at) c ON c.cluster_id = e.cluster_id LEFT JOIN industry i ON i.industry_id = c.industry_id
LEFT JOIN (
    SELECT * FROM held WHERE kind = 'leader' QUALIFY row_number() OVER (PARTITION BY enterprise_id ORDER BY reached_on, milestone_id) = 1
) l ON l.enterprise_id = p.enterprise_id
ORDER BY CASE WHEN NOT $descending THEN p.sort_key END, CASE WHEN $descending THEN p.sort_key END DESC NULLS LAST, p.letters, p.enterprise_id
