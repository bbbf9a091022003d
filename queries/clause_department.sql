-- The departments that a clause names, in the order of its text ("first named = lead" is our reading).
SELECT d.department_id, d.name_zh, d.name_en, d.short_zh, d.short_en, d.note_zh, d.note_en, md.position
FROM measure_department md JOIN department d USING (department_id) WHERE md.measure_id = $measure ORDER BY md.position
