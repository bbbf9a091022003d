-- What changed in the judgement of goals between two moments, (since, since_known_at) and (as_of, known_at), split into its causes.
-- From then to now in steps that change one thing each: the figures known then, as corrected since (`corrected`); those about days
-- up to `since` that were recorded later (`late`); the days up to `as_of` (`real`, or `deadline` where the passing of time alone
-- does the same); the task breakdown (`membership`); the thresholds in force (`rule`). $since_known_at NULL: known then as now.
-- Of a city ($city; NULL: all) its own targets and those of no city.
-- One row per goal target (indicator, scope, due_on or year) that differs between the moments and step that moved it: light,
-- reason, figure and target before and after the step, then and now. A light is NULL where the target did not stand.
-- `difference` is against the last figure before the step, so that those of a target add up to `total`; without a figure, none.
-- They are of the figures as written: only `difference_qualifier` and `total_qualifier` say what they are worth (NULL: nothing).
WITH judged AS (  -- known then as now, the judgements at `since` are one (`steps` 1 to 3), and so are those at `as_of` (4 to 6)
    SELECT if($since_known_at IS NULL, [1, 2, 3], [1]) AS steps, *
    FROM goal_status($since, coalesce($since_known_at, $known_at)::TIMESTAMP, $preset)
    UNION ALL
    SELECT [2], * FROM goal_status($since, $known_at::TIMESTAMP, $preset,
                                   recorded_by := $since_known_at::TIMESTAMP,
                                   allocated_at := $since_known_at::TIMESTAMP, ruled_at := $since_known_at::TIMESTAMP)
    WHERE $since_known_at IS NOT NULL
    UNION ALL
    SELECT [3], * FROM goal_status($since, $known_at::TIMESTAMP, $preset,
                                   allocated_at := $since_known_at::TIMESTAMP, ruled_at := $since_known_at::TIMESTAMP)
    WHERE $since_known_at IS NOT NULL
    UNION ALL
    SELECT [4], * FROM goal_status($as_of, $known_at::TIMESTAMP, $preset,
                                   allocated_at := $since_known_at::TIMESTAMP, ruled_at := $since_known_at::TIMESTAMP)
    WHERE $since_known_at IS NOT NULL
    UNION ALL
    SELECT [5], * FROM goal_status($as_of, $known_at::TIMESTAMP, $preset, ruled_at := $since_known_at::TIMESTAMP)
    WHERE $since_known_at IS NOT NULL
    UNION ALL
    SELECT if($since_known_at IS NULL, [4, 5, 6], [6]), * FROM goal_status($as_of, $known_at::TIMESTAMP, $preset)
),
way AS (
    SELECT indicator_id, scope_kind, scope_id, due_on, year,
           list({'steps': steps, 'id': coalesce(judged_id, actual_id), 'precision': shown_precision,
                 'seen': {'light': light, 'reason': reason, 'value': coalesce(judged_value, actual), 'lower': lower, 'upper': upper,
                          'qualifier': CASE WHEN judged_value IS NULL THEN qualifier ELSE judged_qualifier END,
                          'day': coalesce(judged_on, actual_on)}}) AS stood,
           -- NULL where the target did not stand
           list_transform(range(1, 7), lambda n: list_filter(stood, lambda s: list_contains(s.steps, n))[1]) AS stands
    FROM judged GROUP BY ALL
),
moved AS (
    SELECT *, stands[step] AS was, stands[step + 1] AS became,
           list_filter(list_transform(stands[1:step], lambda s: s.seen), lambda seen: seen.value IS NOT NULL)[-1] AS last
    FROM way, (SELECT unnest(range(1, 6)) AS step)
    WHERE stands[1].seen IS DISTINCT FROM stands[6].seen AND stands[step].seen IS DISTINCT FROM stands[step + 1].seen
)
SELECT m.indicator_id, m.scope_kind, m.scope_id, m.due_on, m.year, m.step,
       CASE WHEN step = 3 AND coalesce(m.became.seen.day, $since) <= $since THEN 'deadline'  -- what is seen needed no later figure
            ELSE ['corrected', 'late', 'real', 'membership', 'rule'][step] END AS cause,
       i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.headline, i.measure_id, g.indicator_id IS NOT NULL AS own,
       p.name_zh AS scope_zh, p.name_en AS scope_en,
       m.was.seen.light AS light_before, m.was.seen.reason AS reason_before, m.was.seen.value AS value_before,
       m.was.seen.qualifier AS qualifier_before, m.was.seen.day AS day_before, m.was.precision AS precision_before,
       m.was.id AS observation_before, m.was.seen.lower AS lower_before, m.was.seen.upper AS upper_before,
       m.became.seen.light AS light_after, m.became.seen.reason AS reason_after, m.became.seen.value AS value_after,
       m.became.seen.qualifier AS qualifier_after, m.became.seen.day AS day_after, m.became.precision AS precision_after,
       m.became.id AS observation_after, m.became.seen.lower AS lower_after, m.became.seen.upper AS upper_after,
       m.became.seen.value - last.value AS difference, difference_qualifier(last, m.became.seen) AS difference_qualifier,
       stands[1].seen.light AS light_then, stands[1].seen.reason AS reason_then, stands[1].seen.value AS value_then, stands[1].seen.day AS day_then,
       stands[6].seen.light AS light_now, stands[6].seen.reason AS reason_now, stands[6].seen.value AS value_now, stands[6].seen.day AS day_now,
       stands[6].seen.value - stands[1].seen.value AS total,
       difference_qualifier(stands[1].seen, stands[6].seen) AS total_qualifier
FROM moved m JOIN indicator i USING (indicator_id)
LEFT JOIN goal_scope g ON g.indicator_id = m.indicator_id AND g.scope_kind = m.scope_kind AND g.scope_id = m.scope_id
LEFT JOIN scope_name($known_at) p ON p.scope_kind = m.scope_kind::VARCHAR AND p.scope_id = m.scope_id
WHERE $city IS NULL OR coalesce(p.city_id, $city) = $city
ORDER BY headline DESC, measure_id NULLS FIRST,
    array_position(['listed_companies', 'little_giants', 'srdi_smes', 'rd_share'], m.indicator_id), m.indicator_id, own DESC,
    m.scope_id, m.due_on NULLS LAST, step
