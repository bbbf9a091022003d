-- Every return that was kept, the latest first: who handed it in, for whom, when (Beijing time), why, how many facts it brought,
-- which return it takes back, and by which it was taken back itself.
WITH fact AS (
    SELECT return_id FROM observation UNION ALL SELECT return_id FROM allocation UNION ALL SELECT return_id FROM goal_note
    UNION ALL SELECT return_id FROM enterprise UNION ALL SELECT return_id FROM milestone
)
SELECT r.return_id, r."by", r.message, r.recorded_at + INTERVAL 8 HOUR AS handed_in_at, r.hash, r.reverts,
       (SELECT max(t.return_id) FROM "return" t WHERE t.reverts = r.return_id) AS taken_back_by, r.department_id, r.city_id,
       coalesce(d.short_zh, c.name_zh) AS reporter_zh, coalesce(d.short_en, c.name_en) AS reporter_en,
       (SELECT count(*) FROM fact f WHERE f.return_id = r.return_id) AS facts
FROM "return" r
LEFT JOIN "return" o ON o.return_id = r.reverts
LEFT JOIN department d ON d.department_id = coalesce(r.department_id, o.department_id)
LEFT JOIN city c ON c.city_id = coalesce(r.city_id, o.city_id)
WHERE ($department IS NULL OR d.department_id = $department) AND ($city IS NULL OR c.city_id = $city)
ORDER BY r.recorded_at DESC
