-- Every paper that was issued and kept, the latest first: what it is for, as of which day and whose knowledge, when it was issued (Beijing
-- time) and by whom. `current`: no fact has been recorded since, so that the same paper made anew would say the same.
SELECT p.code, p.kind, r.name_zh AS kind_zh, r.name_en AS kind_en, p.lang, p.as_of, p.known_at, p.city_id, c.name_zh AS city_zh,
       c.name_en AS city_en, p.fingerprint, p.issued_at + INTERVAL 8 HOUR AS issued_at, p."by",
       p.issued_at >= (SELECT last_at FROM recording) AS current
FROM paper p JOIN rhythm r ON r.rhythm_id = p.kind LEFT JOIN city c USING (city_id)
ORDER BY p.issued_at DESC, p.code
