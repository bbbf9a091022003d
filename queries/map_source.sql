-- What the marks of the map rest on, by source: how many clusters, figures of their size and namings of the leaders that stand on the day.
-- Sources with the most marks first.
WITH mark AS (
    SELECT source_id, 'cluster' AS kind FROM county_cluster_known($known_at)
    UNION ALL
    SELECT m.source_id, 'money' FROM cluster_money($as_of, $known_at) m JOIN county_cluster_known($known_at) c USING (cluster_id)
    UNION ALL
    SELECT m.source_id, 'leader' FROM milestone_known($known_at) m JOIN enterprise_standing($as_of, $known_at) e USING (enterprise_id)
    WHERE m.kind = 'leader' AND e.named_leader AND e.lon IS NOT NULL AND coalesce(m.reached_on, $as_of) <= $as_of
)
SELECT s.source_id, s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text,
       count(*) FILTER (m.kind = 'cluster') AS clusters, count(*) FILTER (m.kind = 'money') AS figures,
       count(*) FILTER (m.kind = 'leader') AS leaders
FROM mark m JOIN source s USING (source_id)
GROUP BY ALL ORDER BY count(*) DESC, s.source_id
