-- The rhythm of the plan's meetings: monthly, quarterly, annual, and the safeguard that sets it.
SELECT r.rhythm_id, r.name_zh, r.name_en, r.safeguard_id, s.name_zh AS safeguard_zh, s.name_en AS safeguard_en
FROM rhythm r JOIN safeguard s USING (safeguard_id) ORDER BY r.rhythm_id
