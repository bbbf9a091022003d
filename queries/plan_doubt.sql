-- Where the Chinese original of the plan could not be checked or is doubtful: every row marked so, by table, with the clause it
-- belongs to, what it says and why it is doubtful; `checked` and `doubtful` count the rows of its table.
WITH text AS (
    SELECT 1 AS position, 'action' AS table_name, action_id AS clause, name_zh AS text_zh, name_en AS text_en, confirmed, note_zh, note_en FROM action
    UNION ALL SELECT 2, 'measure', measure_id, name_zh, name_en, confirmed, note_zh, note_en FROM measure
    UNION ALL SELECT 3, 'commitment', coalesce(measure_id, safeguard_id), text_zh, text_en, confirmed, note_zh, note_en FROM commitment
    UNION ALL SELECT 4, 'indicator', measure_id, name_zh, name_en, confirmed, note_zh, note_en FROM indicator WHERE plan_id IS NOT NULL
    UNION ALL SELECT 5, 'target', i.measure_id, i.name_zh || coalesce(' ' || year(t.due_on), ''), i.name_en || coalesce(' ' || year(t.due_on), ''),
                     t.confirmed, t.note_zh, t.note_en FROM target t JOIN indicator i USING (indicator_id)
    UNION ALL SELECT 6, 'incentive', measure_id, what_zh, what_en, confirmed, note_zh, note_en FROM incentive
    UNION ALL SELECT 7, 'measure_cluster', m.measure_id, c.name_zh, c.name_en, m.confirmed, m.note_zh, m.note_en
              FROM measure_cluster m JOIN county_cluster_known($known_at) c USING (cluster_id)
    UNION ALL SELECT 8, 'department', NULL, name_zh, name_en, confirmed, note_zh, note_en FROM department
)
SELECT table_name, clause, text_zh, text_en, note_zh, note_en, confirmed,
       count(*) FILTER (confirmed) OVER kind AS checked, count(*) FILTER (NOT confirmed) OVER kind AS doubtful
FROM text WINDOW kind AS (PARTITION BY table_name)
QUALIFY NOT confirmed
ORDER BY position, clause NULLS FIRST, text_en
