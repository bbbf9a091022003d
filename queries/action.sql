-- The six actions of the plan, with the doubts about their names.
SELECT action_id, name_zh, name_en, confirmed, note_zh, note_en FROM action ORDER BY action_id
