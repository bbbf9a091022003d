-- Enterprises that became or ceased to be named leaders, listed, little giants … between two moments, (since, since_known_at) and
-- (as_of, known_at), and those that joined, left or changed their cluster: one row per enterprise and kind, `change` became,
-- ceased, joined, left or moved. A standing holds from reached_on (unknown: since it is known) until ended_on. `cause`: real (its
-- day lies after `since`), late (an earlier or unknown day, recorded only since), corrected (it was on record then and says
-- something else, or is taken back), membership (its cluster). `milestone_id` gives the standing, or gave it.
-- $since_known_at NULL: known then as now. Of a city ($city; NULL: all) those in its counties.
WITH said AS (
    SELECT m.*, min(recorded_at) OVER (PARTITION BY milestone_id)
                <= coalesce($since_known_at, $known_at, 'infinity')::TIMESTAMP AS on_record,
           row_number() OVER (PARTITION BY milestone_id ORDER BY recorded_at DESC) = 1 AS last
    FROM milestone m WHERE recorded_at <= coalesce($known_at::TIMESTAMP, 'infinity')
),
last AS (  -- the last word on each milestone now, also where it takes the milestone back or makes another kind of it
    SELECT * EXCLUDE (last) FROM said WHERE last
),
held AS (
    SELECT m.* FROM milestone_known(coalesce($since_known_at, $known_at)::TIMESTAMP) m
    JOIN enterprise_known(coalesce($since_known_at, $known_at)::TIMESTAMP) USING (enterprise_id)
    WHERE coalesce(m.reached_on, $since) <= $since AND coalesce(m.ended_on > $since, true)
        AND kind NOT IN ('documented', 'leader_adjusted')
),
holds AS (
    SELECT m.* FROM last m JOIN enterprise_known($known_at::TIMESTAMP) USING (enterprise_id)
    WHERE NOT m.retracted AND coalesce(m.reached_on, $as_of) <= $as_of AND coalesce(m.ended_on > $as_of, true)
        AND kind NOT IN ('documented', 'leader_adjusted')
),
standing AS (
    SELECT 'became' AS change, CASE WHEN reached_on > $since THEN 'real' WHEN on_record THEN 'corrected' ELSE 'late' END AS cause,
           milestone_id, enterprise_id, kind::VARCHAR AS kind, reached_on AS day, date_precision, detail_zh, detail_en,
           NULL AS cluster_then, recorded_at, return_id, source_id
    FROM holds n WHERE NOT EXISTS (FROM held h WHERE h.enterprise_id = n.enterprise_id AND h.kind = n.kind)
    QUALIFY row_number() OVER (PARTITION BY enterprise_id, kind ORDER BY reached_on NULLS LAST, milestone_id) = 1
    UNION ALL
    SELECT 'ceased', CASE WHEN n.retracted OR h.kind <> n.kind OR coalesce(n.reached_on > $since, false) THEN 'corrected'
                          WHEN n.ended_on > $since THEN 'real' WHEN n.ended_on IS NOT NULL AND h.ended_on IS NULL THEN 'late'
                          ELSE 'corrected' END,
           h.milestone_id, h.enterprise_id, h.kind::VARCHAR, n.ended_on, h.date_precision, n.detail_zh, n.detail_en, NULL,
           n.recorded_at, n.return_id, n.source_id
    FROM held h JOIN last n USING (milestone_id)
    WHERE NOT EXISTS (FROM holds x WHERE x.enterprise_id = h.enterprise_id AND x.kind = h.kind)
    QUALIFY row_number() OVER (PARTITION BY h.enterprise_id, h.kind ORDER BY n.ended_on DESC NULLS LAST, milestone_id) = 1
    UNION ALL
    SELECT CASE WHEN b.cluster_id IS NULL THEN 'joined' WHEN a.cluster_id IS NULL THEN 'left' ELSE 'moved' END, 'membership', NULL,
           enterprise_id, NULL, NULL, NULL, NULL, NULL, b.cluster_id, a.recorded_at, a.return_id, a.source_id
    FROM enterprise_known(coalesce($since_known_at, $known_at)::TIMESTAMP) b FULL JOIN enterprise_known($known_at::TIMESTAMP) a
        USING (enterprise_id)
    WHERE a.cluster_id IS DISTINCT FROM b.cluster_id
)
SELECT t.change, t.cause, t.milestone_id, t.enterprise_id, t.kind, t.day, t.date_precision, t.detail_zh, t.detail_en,
       e.name_zh, e.name_en, e.cluster_id, c.name_zh AS cluster_zh, c.name_en AS cluster_en,
       t.cluster_then, p.name_zh AS cluster_then_zh, p.name_en AS cluster_then_en,
       coalesce(t.recorded_at, e.recorded_at) + INTERVAL 8 HOUR AS recorded_on, coalesce(t.return_id, e.return_id) AS return_id,
       s.source_id, s.publisher, s.title AS source_title, s.url,
       s.kind AS source_kind, s.published_on, s.published_text
FROM standing t
JOIN (  -- the last word on each enterprise, also where it takes the enterprise back
    SELECT * REPLACE (CASE WHEN NOT retracted THEN cluster_id END AS cluster_id) FROM enterprise
    WHERE recorded_at <= coalesce($known_at::TIMESTAMP, 'infinity')
    QUALIFY row_number() OVER (PARTITION BY enterprise_id ORDER BY recorded_at DESC) = 1
) e USING (enterprise_id)
JOIN source s ON s.source_id = coalesce(t.source_id, e.source_id)
LEFT JOIN county_cluster_known($known_at) c ON c.cluster_id = e.cluster_id
LEFT JOIN county_cluster_known($known_at) p ON p.cluster_id = t.cluster_then
LEFT JOIN county n ON n.adcode = e.county_adcode
WHERE $city IS NULL OR n.city_id = $city
ORDER BY t.kind IS NULL, t.kind, t.change, t.day DESC NULLS LAST, e.name_zh
