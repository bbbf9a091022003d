-- The two ladders of the plan among the enterprises that pass the search and the filters (see enterprise_found): specialised and
-- new, little giant, named leader; listing pool, share reform, tutoring, listed. One row per step and day: every year end from
-- 2021 and $as_of. Of each step how many enterprises hold it on that day, how many of those hold the step before too (NULL
-- where nobody holds that one; a step may be skipped), and how many held it and have left it by then. A milestone without a date counts from
-- no day: `undated` says how many more hold the step for all that is known on $as_of, and only the counts of $as_of (`today`) have them in.
WITH step(ladder, position, kind) AS (VALUES ('growth', 1, 'srdi'), ('growth', 2, 'little_giant'), ('growth', 3, 'leader'),
    ('listing', 1, 'pool'), ('listing', 2, 'share_reform'), ('listing', 3, 'tutoring'), ('listing', 4, 'listed')),
day AS (
    SELECT make_date(y::INTEGER, 12, 31) AS day, false AS today FROM range(2021, year($as_of) + 1) t(y) WHERE day < $as_of
    UNION ALL SELECT $as_of::DATE, true
),
reached AS MATERIALIZED (
    SELECT enterprise_id, s.ladder, s.position, m.reached_on, m.ended_on
    FROM enterprise_found($as_of, $known_at, $q, $city, $county, $industry, $department, $cluster, $milestone, $reached, $confidence, $standing) f
    JOIN milestone_known($known_at) m USING (enterprise_id) JOIN step s ON s.kind = m.kind
    WHERE coalesce(m.reached_on, $as_of) <= $as_of
),
stand AS (  -- an enterprise at a step on a day
    SELECT d.day, d.today, r.ladder, r.position, r.enterprise_id,
           bool_or(coalesce(r.ended_on > d.day, true)) AS holds,
           NOT bool_or(r.reached_on IS NOT NULL AND coalesce(r.ended_on > d.day, true)) AS undated
    FROM reached r JOIN day d ON coalesce(r.reached_on <= d.day, d.today)
    GROUP BY ALL
),
counted AS (
    SELECT s.day, s.today, s.ladder, s.position, count(*) FILTER (s.holds) AS held, count(*) FILTER (s.holds AND b.holds) AS with_previous,
           count(*) FILTER (NOT s.holds) AS ended, count(*) FILTER (s.holds AND s.undated) AS undated
    FROM stand s LEFT JOIN stand b ON b.day = s.day AND b.ladder = s.ladder AND b.position = s.position - 1 AND b.enterprise_id = s.enterprise_id
    GROUP BY ALL
)
SELECT s.ladder, s.position, s.kind, d.day, d.today, coalesce(c.held, 0) AS held,
       CASE WHEN lag(c.held) OVER (PARTITION BY s.ladder, d.day ORDER BY s.position) > 0 AND c.held > 0 THEN c.with_previous END AS with_previous,
       coalesce(c.ended, 0) AS ended, coalesce(c.undated, 0) AS undated
FROM step s CROSS JOIN day d LEFT JOIN counted c ON c.day = d.day AND c.ladder = s.ladder AND c.position = s.position
ORDER BY s.ladder, d.day, s.position
