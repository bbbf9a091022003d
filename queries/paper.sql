-- The paper that a verification code ($code) stands for: what it is for, as of which day and whose knowledge (`known_until`, UTC), from
-- which state of the data, when it was issued (Beijing time) and by whom. The code is read as people write it: in any case, with or
-- without its dash, O for 0, I or L for 1. No row where no paper of that code was kept.
SELECT p.code, p.kind, r.name_zh AS kind_zh, r.name_en AS kind_en, p.lang, p.as_of, p.known_at, p.city_id, c.name_zh AS city_zh,
       c.name_en AS city_en, p.state, p.fingerprint, p.issued_at + INTERVAL 8 HOUR AS issued_at, p."by",
       least(p.known_at, p.issued_at) AS known_until
FROM paper p JOIN rhythm r ON r.rhythm_id = p.kind LEFT JOIN city c USING (city_id)
WHERE p.code = regexp_replace(translate(upper($code), 'OIL', '011'), '[^0-9A-Z]', '', 'g')
