-- Department by measure: its place in the text of each measure it is responsible for, and how many goals the measure has.
SELECT d.department_id, d.name_zh, d.name_en, d.short_zh, d.short_en, d.note_zh, d.note_en, d.confirmed,
       m.measure_id, m.name_zh AS measure_zh, m.name_en AS measure_en, md.position,
       (SELECT count(*) FROM indicator i WHERE i.measure_id = m.measure_id) AS goals,
       count(*) OVER (PARTITION BY d.department_id) AS measures
FROM measure_department md JOIN department d USING (department_id) JOIN measure m USING (measure_id)
ORDER BY measures DESC, d.department_id, m.measure_id
