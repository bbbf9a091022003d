-- The year in which the plan begins, where it is not a whole year: how many yearly quotas ask for it, and how many of its days lie
-- within the plan. No row for a plan that begins on 1 January.
SELECT year(p.starts_on) AS year, p.starts_on, count(*) AS quotas, date_diff('day', p.starts_on, make_date(year(p.starts_on), 12, 31)) + 1 AS days,
       date_diff('day', make_date(year(p.starts_on), 1, 1), make_date(year(p.starts_on) + 1, 1, 1)) AS year_days, 100 * days / year_days AS share
FROM target t JOIN indicator i USING (indicator_id) JOIN plan p USING (plan_id)
WHERE t.per_year AND p.starts_on <> make_date(year(p.starts_on), 1, 1) GROUP BY p.starts_on
