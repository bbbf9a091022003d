-- Every allocation (任务分解) as judged on a day in its own scope, those behind first and within a goal the farthest behind (gaps
-- of unlike goals are never ranked): for each goal and scope the one in question.
-- Of the goals of a department and of what was allocated to it; of a city and its counties, clusters and enterprises (NULL: all). `allocated_by`, `allocated_source` and
-- `allocated_at` (Beijing time) say who reported the breakdown and when.
SELECT g.*, p.city_id, coalesce(p.name_zh, g.scope_id) AS scope_zh, coalesce(p.name_en, g.scope_id) AS scope_en,
       a.allocation_id, b.publisher AS allocated_by, b.title AS allocated_source, a.recorded_at + INTERVAL 8 HOUR AS allocated_at
FROM goal_described g
LEFT JOIN scope_name($known_at) p ON p.scope_kind = g.scope_kind::VARCHAR AND p.scope_id = g.scope_id
LEFT JOIN allocation_known($known_at) a ON a.indicator_id = g.indicator_id AND a.scope_kind = g.scope_kind AND a.scope_id = g.scope_id
    AND a.due_on = g.due_on AND a.lower = g.lower
LEFT JOIN source b ON b.source_id = a.source_id
WHERE NOT g.own AND g.in_question AND ($department IS NULL OR list_contains(g.department_ids, $department) OR g.owner_id = $department
                                      OR (g.scope_kind = 'department' AND g.scope_id = $department))
    AND ($city IS NULL OR p.city_id = $city)
ORDER BY array_position(['red', 'missed', 'yellow', 'grey', 'green', 'reported', 'met'], g.light),
    g.headline DESC, g.measure_id NULLS FIRST, g.indicator_id, g.schedule_gap_pp NULLS LAST, g.scope_id
