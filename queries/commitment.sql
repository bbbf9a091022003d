-- What the plan promises without a number, by clause: listed, never rated. Safeguards follow the measures. Of a department
-- (NULL: all) those of its measures.
SELECT c.commitment_id, coalesce(c.measure_id, c.safeguard_id) AS clause_id, c.safeguard_id IS NOT NULL AS safeguard, m.action_id,
       coalesce(m.name_zh, s.name_zh) AS clause_zh, coalesce(m.name_en, s.name_en) AS clause_en,
       c.text_zh, c.text_en, c.confirmed, c.note_zh, c.note_en
FROM commitment c
LEFT JOIN measure m USING (measure_id) LEFT JOIN safeguard s ON s.safeguard_id = c.safeguard_id
WHERE $department IS NULL OR c.measure_id IN (SELECT measure_id FROM measure_department WHERE department_id = $department)
ORDER BY safeguard, clause_id, c.commitment_id
