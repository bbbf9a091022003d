-- Where a number comes from: every version of the fact that $trace names (`observation:<id>`, `milestone:<id>`, `claim:<id>`, `allocation:<id>`), as
-- known at a moment, the latest first: what it says and counts, for which scope and period, on which basis, from which source, how it
-- entered the record (Beijing time) and by whom. `holds` marks the version in force, `later` a fact of a later day than is asked about; of an allocation `value` to `value_to` is the target; no row for an unknown fact.
WITH fact AS (
    SELECT 'observation' AS kind, o.observation_id AS id, i.indicator_id, i.name_zh, i.name_en, i.definition_zh, i.definition_en,
           i.unit_zh, i.unit_en, o.scope_kind, o.scope_id, o.value, o.qualifier, o.period_start, o.period_end, o.period_text,
           o.period_precision, o.basis_zh, o.basis_en, o.preferred, o.note_zh, o.note_en, NULL AS text_zh, NULL AS text_en, NULL AS milestone,
           o.source_id, o.confidence, o.recorded_at, o.return_id, o.retracted, NULL AS value_to
    FROM observation o JOIN indicator i USING (indicator_id)
    UNION ALL
    SELECT 'milestone', m.milestone_id, NULL, e.name_zh, e.name_en, NULL, NULL, NULL, NULL, 'enterprise', m.enterprise_id, NULL, NULL,
           m.reached_on, m.reached_on, NULL, m.date_precision, NULL, NULL, NULL, NULL, NULL, m.detail_zh, m.detail_en, m.kind,
           m.source_id, m.confidence, m.recorded_at, m.return_id, m.retracted, NULL
    FROM milestone m JOIN enterprise_known($known_at) e USING (enterprise_id)
    UNION ALL
    SELECT 'claim', k.claim_id, NULL, c.name_zh, c.name_en, NULL, NULL, NULL, NULL, 'cluster', k.cluster_id, NULL, NULL,
           k.period_end, k.period_end, k.period_text, CASE WHEN k.period_end IS NOT NULL THEN 'year' END, NULL, NULL, NULL, NULL, NULL,
           k.text_zh, k.text_en, k.kind, k.source_id, k.confidence, k.recorded_at, k.return_id, k.retracted, NULL
    FROM claim k JOIN county_cluster_known($known_at) c USING (cluster_id)
    UNION ALL
    SELECT 'allocation', a.allocation_id, i.indicator_id, i.name_zh, i.name_en, i.definition_zh, i.definition_en, i.unit_zh, i.unit_en,
           a.scope_kind, a.scope_id, a.lower, NULL, NULL, a.due_on, NULL, 'day', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           a.source_id, a.confidence, a.recorded_at, a.return_id, a.retracted, a.upper
    FROM allocation a JOIN indicator i USING (indicator_id)
)
SELECT f.* EXCLUDE (recorded_at), f.kind <> 'allocation' AND f.period_end > $as_of::DATE AS later, f.recorded_at + INTERVAL 8 HOUR AS recorded_at, p.name_zh AS scope_zh, p.name_en AS scope_en,
       row_number() OVER (ORDER BY f.recorded_at DESC) = 1 AND NOT f.retracted AS holds,
       r."by", r.message, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text
FROM fact f JOIN source s USING (source_id)
LEFT JOIN scope_name($known_at) p ON p.scope_kind = f.scope_kind::VARCHAR AND p.scope_id = f.scope_id
LEFT JOIN "return" r USING (return_id)
WHERE f.kind = split_part($trace, ':', 1) AND f.id = substr($trace, strpos($trace, ':') + 1)
    AND f.recorded_at <= coalesce($known_at, TIMESTAMP 'infinity')
ORDER BY f.recorded_at DESC
