-- The paper that a verification code ($code) stands for: what it is for, as of which day and whose knowledge (`known_until`, UTC), from
-- which state of the data, when it was issued (Beijing time) and by whom; `figures`: how many it holds. The code is read as people write
-- it: in any case, with or without its dash, O for 0, I or L for 1. No row where no paper of that code was kept.
WITH asked AS (
    SELECT *, least(known_at, issued_at) AS known_until FROM paper
    WHERE code = regexp_replace(translate(upper($code), 'OIL', '011'), '[^0-9A-Z]', '', 'g')
)
SELECT p.code, p.kind, r.name_zh AS kind_zh, r.name_en AS kind_en, p.lang, p.as_of, p.known_at, p.city_id, c.name_zh AS city_zh,
       c.name_en AS city_en, p.state, p.fingerprint, p.issued_at + INTERVAL 8 HOUR AS issued_at, p."by", p.known_until,
       (SELECT count(*) FROM observation_known((SELECT known_until FROM asked)) o
        LEFT JOIN scope_name((SELECT known_until FROM asked)) s ON s.scope_kind = o.scope_kind::VARCHAR AND s.scope_id = o.scope_id
        WHERE coalesce(o.period_end, p.as_of) <= p.as_of AND coalesce(s.city_id = p.city_id, true)) AS figures
FROM asked p JOIN rhythm r ON r.rhythm_id = p.kind LEFT JOIN city c USING (city_id)
