-- Every return that was kept, the latest first: who handed it in, for whom, when (Beijing time), why, how many facts it brought,
-- which return it takes back, and whether it was taken back itself. Taking back can be taken back: of a chain of returns, each taking
-- back the one before, the last is in force, and so every second one before it.
WITH RECURSIVE fact AS (
    SELECT return_id FROM observation UNION ALL SELECT return_id FROM allocation UNION ALL SELECT return_id FROM goal_note
    UNION ALL SELECT return_id FROM enterprise UNION ALL SELECT return_id FROM milestone
),
last AS (SELECT reverts, arg_max(return_id, recorded_at) AS by_return FROM "return" WHERE reverts IS NOT NULL GROUP BY ALL),
chain AS (
    SELECT return_id, return_id AS at, 0 AS steps FROM "return"
    UNION ALL
    SELECT c.return_id, l.by_return, c.steps + 1 FROM chain c JOIN last l ON l.reverts = c.at
),
origin AS (
    SELECT return_id, department_id, city_id FROM "return" WHERE reverts IS NULL
    UNION ALL
    SELECT r.return_id, o.department_id, o.city_id FROM "return" r JOIN origin o ON o.return_id = r.reverts
)
SELECT r.return_id, r."by", r.message, r.recorded_at + INTERVAL 8 HOUR AS handed_in_at, r.hash, r.reverts,
       (SELECT max(steps) % 2 = 1 FROM chain c WHERE c.return_id = r.return_id) AS taken_back, o.department_id, o.city_id,
       coalesce(d.short_zh, c.name_zh) AS reporter_zh, coalesce(d.short_en, c.name_en) AS reporter_en,
       (SELECT count(*) FROM fact f WHERE f.return_id = r.return_id) AS facts
FROM "return" r LEFT JOIN origin o USING (return_id)
LEFT JOIN department d ON d.department_id = o.department_id
LEFT JOIN city c ON c.city_id = o.city_id
WHERE ($department IS NULL OR o.department_id = $department) AND ($city IS NULL OR o.city_id = $city)
ORDER BY r.recorded_at DESC
