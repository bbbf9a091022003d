-- Who owes figures on a day: every department and city with figures missing, how many of how many, how many of them late, the
-- longest by how many days, and of which goals; the longest late first.
SELECT d.reporter_kind, d.reporter_id, coalesce(any_value(r.short_zh), any_value(c.name_zh)) AS name_zh,
       coalesce(any_value(r.short_en), any_value(c.name_en)) AS name_en, count(*) AS asked, count(*) FILTER (missing) AS missing,
       count(*) FILTER (missing AND asked_on < $as_of) AS late,
       max(CASE WHEN missing AND asked_on < $as_of THEN date_diff('day', asked_on, $as_of) END) AS late_days,
       count(DISTINCT indicator_id) FILTER (missing) AS goals
FROM goal_due d
LEFT JOIN department r ON d.reporter_kind = 'department' AND r.department_id = d.reporter_id
LEFT JOIN city c ON d.reporter_kind = 'city' AND c.city_id = d.reporter_id
GROUP BY d.reporter_kind, d.reporter_id HAVING count(*) FILTER (missing) > 0
ORDER BY late_days DESC NULLS LAST, missing DESC, d.reporter_kind, d.reporter_id
