-- What a return says, fact by fact: what it is about, the figure with its period and qualifier or the words, and those that held before it
-- (NULL: none); of an enterprise its cluster, of a milestone its kind and the day it ended.
WITH told AS (
    SELECT 'figure' AS sheet, observation_id AS id, indicator_id, NULL AS enterprise_id, scope_kind::VARCHAR AS scope_kind, scope_id,
           period_end AS day, period_start, period_precision::VARCHAR AS period_precision, value, qualifier::VARCHAR AS qualifier, NULL AS kind, NULL AS cluster_id, NULL AS words,
           NULL::DATE AS ended_on, recorded_at, return_id, retracted FROM observation
    UNION ALL
    SELECT 'allocation', allocation_id, indicator_id, NULL, scope_kind, scope_id, due_on, NULL, NULL, lower, 'at_least', NULL, NULL, NULL, NULL, recorded_at,
           return_id, retracted FROM allocation
    UNION ALL
    SELECT 'goal_note', note_id, indicator_id, NULL, NULL, NULL, period_end, NULL, NULL, NULL, NULL, NULL, NULL,
           concat_ws(' · ', status_note, problem, next_step), NULL, recorded_at, return_id, retracted FROM goal_note
    UNION ALL
    SELECT 'enterprise', enterprise_id, NULL, enterprise_id, 'county', county_adcode, NULL, NULL, NULL, NULL, NULL, NULL, cluster_id,
           concat_ws(' · ', credit_code, product_zh, board, stock_code), NULL, recorded_at, return_id, retracted FROM enterprise
    UNION ALL
    SELECT 'milestone', milestone_id, NULL, enterprise_id, NULL, NULL, reached_on, NULL, NULL, NULL, NULL, kind::VARCHAR, NULL,
           detail_zh, ended_on, recorded_at, return_id, retracted FROM milestone
),
compared AS (
    SELECT *, lag(value) OVER same AS value_before, lag(qualifier) OVER same AS qualifier_before, lag(kind) OVER same AS kind_before,
           lag(cluster_id) OVER same AS cluster_before, lag(words) OVER same AS words_before, lag(ended_on) OVER same AS ended_before,
           lag(retracted) OVER same AS retracted_before
    FROM told WINDOW same AS (PARTITION BY sheet, id ORDER BY recorded_at)
)
SELECT b.sheet, b.id, coalesce(i.name_zh, e.name_zh) AS name_zh, coalesce(i.name_en, e.name_en) AS name_en, i.unit_zh, i.unit_en,
       b.scope_kind, b.scope_id, s.name_zh AS scope_zh, s.name_en AS scope_en, b.day, b.period_start,
       b.period_precision, b.value, b.qualifier, b.kind, l.name_zh AS cluster_zh,
       l.name_en AS cluster_en, b.words, b.ended_on, b.retracted,
       CASE WHEN NOT b.retracted_before THEN b.value_before END AS value_before, b.qualifier_before,
       CASE WHEN NOT b.retracted_before THEN b.kind_before END AS kind_before,
       CASE WHEN NOT b.retracted_before THEN p.name_zh END AS cluster_before_zh,
       CASE WHEN NOT b.retracted_before THEN p.name_en END AS cluster_before_en,
       CASE WHEN NOT b.retracted_before THEN b.words_before END AS words_before,
       CASE WHEN NOT b.retracted_before THEN b.ended_before END AS ended_on_before
FROM compared b
LEFT JOIN indicator i USING (indicator_id)
LEFT JOIN (SELECT enterprise_id, arg_max(name_zh, recorded_at) AS name_zh, arg_max(name_en, recorded_at) AS name_en
           FROM enterprise GROUP BY ALL) e ON e.enterprise_id = b.enterprise_id
LEFT JOIN scope_name(NULL) s ON s.scope_kind = b.scope_kind AND s.scope_id = b.scope_id
LEFT JOIN city c ON b.scope_kind = 'city' AND c.city_id = b.scope_id
LEFT JOIN county_cluster_known(NULL) l ON l.cluster_id = b.cluster_id
LEFT JOIN county_cluster_known(NULL) p ON p.cluster_id = b.cluster_before
WHERE b.return_id = $return_id
ORDER BY b.sheet, name_zh, c.position, b.scope_id, b.day
