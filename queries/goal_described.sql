-- Every goal as judged, with what a reader needs beside it: names and unit, clause, departments and named clusters, doubts, who
-- owes the figure, the source of the latest figure, the nearest evidence in another scope (context_*), the highest target of
-- its axis; of the figure that the light speaks of (the judged one, else the latest) its completion. Scope `own` marks the
-- goals of the plan itself; the other rows are allocations.
WITH responsible AS (
    SELECT md.measure_id, string_agg(d.short_zh, '、' ORDER BY md.position) AS departments_zh,
           string_agg(d.short_en, ', ' ORDER BY md.position) AS departments_en,
           list(md.department_id ORDER BY md.position) AS department_ids
    FROM measure_department md JOIN department d USING (department_id) GROUP BY ALL
),
named AS (
    SELECT mc.measure_id, string_agg(c.name_zh, '、' ORDER BY c.pinyin) AS clusters_zh,
           string_agg(c.name_en, ', ' ORDER BY c.name_en) AS clusters_en
    FROM measure_cluster mc JOIN county_cluster_known($known_at) c USING (cluster_id) GROUP BY ALL
),
axis AS (SELECT indicator_id, max(coalesce(upper, lower)) AS axis_target FROM target GROUP BY ALL)
SELECT s.*, 100 * coalesce(s.judged_value, s.actual) / s.lower AS shown_completion,
       b.period_precision AS baseline_precision, g.indicator_id IS NOT NULL AS own,
       i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.definition_zh, i.definition_en,
       i.kind, i.headline, i.measure_id, m.action_id, m.name_zh AS measure_zh, m.name_en AS measure_en,
       t.strict, i.confirmed AND coalesce(t.confirmed, true) AS confirmed,
       coalesce(t.note_zh, i.note_zh) AS note_zh, coalesce(t.note_en, i.note_en) AS note_en,
       r.departments_zh, r.departments_en, r.department_ids, n.clusters_zh, n.clusters_en,
       o.department_id AS owner_id, d.short_zh AS owner_zh, d.short_en AS owner_en,
       src.publisher, src.title AS source_title, src.kind AS source_kind, src.url, src.published_on, src.published_text,
       x.context_id, x.name_zh AS context_zh, x.name_en AS context_en, x.unit_zh AS context_unit_zh,
       x.unit_en AS context_unit_en, x.value AS context_value, x.qualifier AS context_qualifier, x.period_end AS context_on,
       x.period_precision AS context_precision, axis.axis_target
FROM goal_status($as_of, $known_at, $preset) s
JOIN indicator i USING (indicator_id)
LEFT JOIN measure m ON m.measure_id = i.measure_id
LEFT JOIN goal_scope g ON g.indicator_id = s.indicator_id AND g.scope_kind = s.scope_kind AND g.scope_id = s.scope_id
LEFT JOIN target t ON g.indicator_id = t.indicator_id
    AND (t.due_on IS NOT DISTINCT FROM s.due_on OR (t.per_year AND s.year IS NOT NULL))
LEFT JOIN observation_known($known_at) b ON b.observation_id = s.baseline_id
LEFT JOIN responsible r ON r.measure_id = i.measure_id
LEFT JOIN named n ON n.measure_id = i.measure_id
LEFT JOIN figure_owner o ON o.indicator_id = s.indicator_id
LEFT JOIN department d ON d.department_id = o.department_id
LEFT JOIN source src ON src.source_id = s.source_id
LEFT JOIN context_figure($as_of, $known_at) x ON x.indicator_id = s.indicator_id AND x.nearest
LEFT JOIN axis ON axis.indicator_id = s.indicator_id
