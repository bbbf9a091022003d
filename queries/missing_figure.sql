-- Which figures are missing on a day, one row per reporter and goal: how many targets and quota years (`figures`), the years of quotas
-- among them, by when the first of them was or is asked for, and by how many days it is overdue (NULL: not yet). Of a city (NULL: all).
-- Departments first, each reporter's overdue first.
SELECT d.reporter_kind, d.reporter_id, coalesce(any_value(r.short_zh), any_value(c.name_zh)) AS reporter_zh,
       coalesce(any_value(r.short_en), any_value(c.name_en)) AS reporter_en, d.indicator_id, d.name_zh, d.name_en, d.own,
       count(*) AS figures, string_agg(d.year::VARCHAR, ', ' ORDER BY d.year) AS years, min(d.asked_on) AS asked_on,
       max(date_diff('day', d.asked_on, $as_of::DATE)) FILTER (d.asked_on < $as_of) AS late_days
FROM goal_due d
LEFT JOIN department r ON d.reporter_kind = 'department' AND r.department_id = d.reporter_id
LEFT JOIN city c ON d.reporter_kind = 'city' AND c.city_id = d.reporter_id
WHERE d.missing AND ($city IS NULL OR (d.reporter_kind = 'city' AND d.reporter_id = $city))
GROUP BY ALL
ORDER BY d.reporter_kind DESC, any_value(c.position), d.reporter_id, asked_on, d.indicator_id
