-- Five figures on all clusters: the latest published as of the day, each with scope, date, basis and source. The named
-- leader enterprises are counted on the leaders' list, whose batches overlap and are never added.
WITH wanted AS (
    FROM (VALUES (1, 'cluster_count', 'all_clusters'), (2, 'cluster_revenue', 'all_clusters'),
                 (3, 'cluster_employment', 'all_clusters'), (4, 'cluster_tax', 'all_clusters'),
                 (5, 'leader_enterprises', NULL)) v (position, indicator_id, scope_kind)
)
SELECT w.position, w.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, o.observation_id, o.value, o.qualifier, o.scope_kind,
       o.period_start, o.period_end, o.period_text, o.period_precision, o.basis_zh, o.basis_en, o.note_zh, o.note_en,
       s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM wanted w
JOIN indicator i USING (indicator_id)
LEFT JOIN observation_known($known_at) o ON o.indicator_id = w.indicator_id
    AND (o.scope_kind::VARCHAR = w.scope_kind OR (w.scope_kind IS NULL AND o.scope_kind IN ('leaders', 'key_clusters')))
    AND o.period_end <= $as_of
LEFT JOIN source s ON s.source_id = o.source_id
QUALIFY row_number() OVER (PARTITION BY w.indicator_id ORDER BY o.period_end DESC NULLS LAST, o.preferred DESC) = 1
ORDER BY w.position
