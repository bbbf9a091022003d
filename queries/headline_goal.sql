-- The four headline goals: for each the target in question on the day (the next deadline, after the last one the last),
-- as in goal_status, with the lights of its other targets beside it (earlier_due_on, earlier_light, earlier_reason).
WITH status AS (
    FROM goal_status($as_of, $known_at, $preset) s
    JOIN goal_scope g ON g.indicator_id = s.indicator_id AND g.scope_kind = s.scope_kind AND g.scope_id = s.scope_id
    JOIN indicator i ON i.indicator_id = s.indicator_id
    SELECT s.*, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.note_zh, i.note_en
    WHERE i.headline
)
SELECT s.*, e.due_on AS earlier_due_on, e.lower AS earlier_lower, e.light AS earlier_light, e.reason AS earlier_reason,
       t.strict, t.confirmed, d.short_zh AS owner_zh, d.short_en AS owner_en, o.department_id AS owner_id,
       src.publisher, src.title AS source_title, src.kind AS source_kind, src.published_on,
       x.name_zh AS context_zh, x.name_en AS context_en, x.unit_zh AS context_unit_zh, x.unit_en AS context_unit_en,
       x.value AS context_value, x.qualifier AS context_qualifier, x.period_end AS context_on,
       x.scope_kind AS context_scope, x.note_zh AS context_note_zh, x.note_en AS context_note_en,
       x.publisher AS context_publisher,
       max(coalesce(s.upper, s.lower)) OVER (PARTITION BY s.indicator_id) AS next_target,
       (SELECT max(coalesce(upper, lower)) FROM target a WHERE a.indicator_id = s.indicator_id) AS axis_target
FROM status s
LEFT JOIN status e ON e.indicator_id = s.indicator_id AND e.due_on < s.due_on
LEFT JOIN target t ON t.indicator_id = s.indicator_id AND t.due_on = s.due_on
LEFT JOIN figure_owner o ON o.indicator_id = s.indicator_id
LEFT JOIN department d ON d.department_id = o.department_id
LEFT JOIN source src ON src.source_id = s.source_id
LEFT JOIN context_figure($as_of, $known_at) x ON x.indicator_id = s.indicator_id AND x.nearest
QUALIFY row_number() OVER (PARTITION BY s.indicator_id
                           ORDER BY s.due_on >= $as_of DESC, abs(date_diff('day', s.due_on, $as_of)), e.due_on DESC) = 1
ORDER BY array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], s.indicator_id)
