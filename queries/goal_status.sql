-- Every goal as judged on a day: one row per indicator, scope and target date or quota year, with its names, unit, clause,
-- the doubts about the target, and the department that owes the figure. Headline goals first, then by clause.
SELECT s.*, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.definition_zh, i.definition_en, i.kind, i.headline,
       i.measure_id, m.action_id, m.name_zh AS measure_zh, m.name_en AS measure_en,
       t.strict, i.confirmed AND coalesce(t.confirmed, true) AS confirmed,
       coalesce(t.note_zh, i.note_zh) AS note_zh, coalesce(t.note_en, i.note_en) AS note_en,
       o.department_id AS owner_id, d.short_zh AS owner_zh, d.short_en AS owner_en,
       src.publisher, src.title AS source_title, src.published_on,
       max(coalesce(s.upper, s.lower)) OVER (PARTITION BY s.indicator_id, s.scope_kind, s.scope_id) AS axis_target
FROM goal_status($as_of, $known_at, $preset) s
JOIN indicator i USING (indicator_id)
LEFT JOIN measure m USING (measure_id)
LEFT JOIN goal_scope g ON g.indicator_id = s.indicator_id AND g.scope_kind = s.scope_kind AND g.scope_id = s.scope_id
LEFT JOIN target t ON g.indicator_id = t.indicator_id
    AND (t.due_on IS NOT DISTINCT FROM s.due_on OR (t.per_year AND s.year IS NOT NULL))
LEFT JOIN figure_owner o ON o.indicator_id = s.indicator_id
LEFT JOIN department d ON d.department_id = o.department_id
LEFT JOIN source src ON src.source_id = s.source_id
ORDER BY i.headline DESC, i.measure_id NULLS FIRST, i.indicator_id, s.due_on NULLS LAST
