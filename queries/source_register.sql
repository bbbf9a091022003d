-- Every source with its kind, how many facts rest on it as known at a moment and how many of them are figures, and the totals of
-- its kind (`kind_*`). Kinds by how close they are to the origin, then by facts. The register is of no day.
WITH fact AS (
    SELECT source_id, true AS figure FROM observation_known($known_at)
    UNION ALL SELECT source_id, false FROM county_cluster_known($known_at)
    UNION ALL SELECT source_id, false FROM enterprise_known($known_at)
    UNION ALL SELECT source_id, false FROM milestone_known($known_at)
    UNION ALL SELECT source_id, false FROM claim_known($known_at)
    UNION ALL SELECT source_id, false FROM event_known($known_at)
    UNION ALL SELECT source_id, false FROM allocation_known($known_at)
    UNION ALL SELECT source_id, false FROM goal_note_known($known_at)
),
used AS (SELECT source_id, count(*) AS facts, count(*) FILTER (figure) AS figures FROM fact GROUP BY ALL)
SELECT s.source_id, s.publisher, s.title AS source_title, s.url, s.published_on, s.published_text, s.kind AS source_kind,
       coalesce(u.facts, 0) AS facts, coalesce(u.figures, 0) AS figures,
       count(*) OVER kind AS kind_sources, (sum(u.facts) OVER kind)::BIGINT AS kind_facts, (sum(u.figures) OVER kind)::BIGINT AS kind_figures
FROM source s LEFT JOIN used u USING (source_id)
WINDOW kind AS (PARTITION BY s.kind)
ORDER BY s.kind, facts DESC, s.published_on DESC NULLS LAST, s.source_id
