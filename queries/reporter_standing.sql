-- Who reports figures, and how that stands on a day: for every department and city with a goal or an allocation to report on, how many
-- targets and quota years it answers for (`asked`), of how many a figure is missing, of these overdue (`late`, the oldest by
-- `late_days`), and how many are well behind or missed (`behind`). Of a city (NULL: all). Departments first, those owing most first.
SELECT d.reporter_kind, d.reporter_id, coalesce(any_value(r.short_zh), any_value(c.name_zh)) AS reporter_zh,
       coalesce(any_value(r.short_en), any_value(c.name_en)) AS reporter_en, count(*) AS asked, count(*) FILTER (d.missing) AS missing,
       count(*) FILTER (d.missing AND d.asked_on < $as_of) AS late,
       max(date_diff('day', d.asked_on, $as_of::DATE)) FILTER (d.missing AND d.asked_on < $as_of) AS late_days,
       count(*) FILTER (d.light IN ('red', 'missed')) AS behind
FROM goal_due d
LEFT JOIN department r ON d.reporter_kind = 'department' AND r.department_id = d.reporter_id
LEFT JOIN city c ON d.reporter_kind = 'city' AND c.city_id = d.reporter_id
WHERE $city IS NULL OR (d.reporter_kind = 'city' AND d.reporter_id = $city)
GROUP BY d.reporter_kind, d.reporter_id
ORDER BY d.reporter_kind DESC, missing DESC, any_value(c.position), d.reporter_id
