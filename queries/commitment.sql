-- What the plan promises without a number, by clause: listed, never rated. Safeguards follow the measures.
SELECT c.commitment_id, coalesce(c.measure_id, c.safeguard_id) AS clause_id, c.safeguard_id IS NOT NULL AS safeguard, m.action_id,
       coalesce(m.name_zh, s.name_zh) AS clause_zh, coalesce(m.name_en, s.name_en) AS clause_en,
       c.text_zh, c.text_en, c.confirmed, c.note_zh, c.note_en,
       list(md.department_id) FILTER (md.department_id IS NOT NULL) AS department_ids
FROM commitment c
LEFT JOIN measure m USING (measure_id) LEFT JOIN safeguard s ON s.safeguard_id = c.safeguard_id
LEFT JOIN measure_department md ON md.measure_id = c.measure_id
GROUP BY ALL ORDER BY safeguard, clause_id, c.commitment_id
