-- How steeply the plan climbs: for every goal with two dates the rise asked between them and per year (`least` to `most`: from the
-- top of an earlier range to the floor of the later, and from floor to top), beside the rise per year from its baseline to the first
-- date (`before`), where a baseline is known, how many times as fast the second step is
-- (`times`, floor to floor), and how many of these goals have no baseline.
WITH step AS (
    SELECT indicator_id, due_on AS to_on, lower AS to_lower, upper AS to_upper, confirmed, lag(due_on) OVER dated AS from_on,
           lag(lower) OVER dated AS from_lower, lag(upper) OVER dated AS from_upper, lag(strict) OVER dated AS from_strict
    FROM target WHERE due_on IS NOT NULL WINDOW dated AS (PARTITION BY indicator_id ORDER BY due_on)
),
base AS (
    SELECT indicator_id, any_value(baseline) AS baseline, any_value(baseline_on) AS baseline_on
    FROM goal_described JOIN goal_scope USING (indicator_id, scope_kind, scope_id) GROUP BY ALL
)
SELECT p.starts_on, i.indicator_id, i.measure_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, s.* EXCLUDE (indicator_id), b.baseline, b.baseline_on,
       year(s.to_on) - year(s.from_on) AS years,
       coalesce(s.from_upper, s.from_lower) AS top, coalesce(s.to_upper, s.to_lower) AS roof,
       (s.to_lower - top) / years AS least, (roof - s.from_lower) / years AS most,
       date_diff('day', b.baseline_on, s.from_on) / 365.25 AS before_years, (s.from_lower - b.baseline) / before_years AS before,
       (s.to_lower - s.from_lower) / years / before AS times,
       count(*) OVER () AS goals, count(*) FILTER (b.baseline IS NULL) OVER () AS without_baseline
FROM step s JOIN indicator i USING (indicator_id) JOIN plan p USING (plan_id) LEFT JOIN base b USING (indicator_id)
WHERE s.from_on IS NOT NULL
ORDER BY i.headline DESC, i.measure_id NULLS FIRST, array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], i.indicator_id), i.indicator_id
