-- What looking ahead is computed from: the figures of a goal as goal_status reads them (its own scope, one a day, the preferred of
-- conflicting ones), oldest first; of a yearly quota those of the year in question, after its beginning at zero (`origin`).
--   of_pace      the observed pace is computed from it: it lies in the 12 months up to the latest figure, and is not an "at least" one
--   of_forecast  a forecast may be computed from it: not older than the baseline, and not an "at least" figure
WITH figure AS (
    SELECT o.period_end AS day, o.value, o.qualifier, g.starts_on,
           CASE WHEN g.kind IN ('quota', 'frequency') THEN make_date(year(least($as_of, g.ends_on)), 1, 1) END AS year_from
    FROM observation_known($known_at) o JOIN goal_scope g USING (indicator_id, scope_kind, scope_id)
    WHERE o.indicator_id = $goal AND o.period_end <= $as_of
        AND (year_from IS NULL OR (o.period_start = year_from AND year(o.period_end) = year(year_from)))
    QUALIFY row_number() OVER (PARTITION BY o.period_end ORDER BY o.preferred DESC, o.recorded_at DESC, o.observation_id) = 1
)
SELECT day, value, qualifier, false AS origin,
       day >= (SELECT max(day) FROM figure) - INTERVAL 12 MONTH AND qualifier <> 'at_least' AS of_pace,
       qualifier <> 'at_least'
           AND (year_from IS NOT NULL OR day >= coalesce((SELECT max(day) FROM figure WHERE day <= starts_on), day)) AS of_forecast
FROM figure
UNION ALL
SELECT DISTINCT (year_from - 1)::DATE, 0, 'exact', true, false, true FROM figure WHERE year_from IS NOT NULL
ORDER BY day
