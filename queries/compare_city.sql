-- What is on record for chosen cities ($chosen: ids joined by commas) as of a day, counted: clusters by their seat, those named in the
-- plan, named leaders and documented lead enterprises by their own county, goals broken down to the city and these by their light (of
-- each the target in question on the day). No value (or row) where nothing is on record: that (but for the plan, which is known whole)
-- is not a nought; a light under which no goal of a city stands is. Equal numbers share a rank; `bar` is the share of the largest.
WITH chosen AS (SELECT unnest(string_split($chosen, ',')) AS id),
cluster_at AS (
    SELECT n.city_id AS id, c.in_plan FROM county_cluster_known($known_at) c JOIN county n ON n.adcode = c.county_adcode
),
firm AS (
    SELECT n.city_id AS id, e.named_leader FROM enterprise_standing($as_of, $known_at) e JOIN county n ON n.adcode = e.county_adcode
),
allocated AS (
    SELECT scope_id AS id, indicator_id, light FROM goal_described WHERE scope_kind = 'city' AND in_question
),
counted AS (
    SELECT id, 1 AS place, 'clusters' AS series, count(in_plan) AS value FROM chosen LEFT JOIN cluster_at USING (id) GROUP BY ALL
    UNION ALL
    SELECT id, 2, 'in_plan', count(*) FILTER (in_plan) FROM chosen LEFT JOIN cluster_at USING (id) GROUP BY ALL
    UNION ALL
    SELECT id, 3, 'leaders', count(*) FILTER (named_leader) FROM chosen LEFT JOIN firm USING (id) GROUP BY ALL
    UNION ALL
    SELECT id, 4, 'documented', count(*) FILTER (NOT named_leader) FROM chosen LEFT JOIN firm USING (id) GROUP BY ALL
    UNION ALL
    SELECT id, 5, 'allocations', count(indicator_id) FROM chosen LEFT JOIN allocated USING (id) GROUP BY ALL
    UNION ALL
    SELECT b.id, 6, l.light, count(a.indicator_id)
    FROM (SELECT DISTINCT id FROM allocated WHERE id IN (FROM chosen)) b
    CROSS JOIN (SELECT DISTINCT light FROM allocated WHERE id IN (FROM chosen)) l
    LEFT JOIN allocated a ON a.id = b.id AND a.light = l.light GROUP BY ALL
)
SELECT series, id, CASE WHEN place IN (2, 6) OR counted.value > 0 THEN counted.value END AS value, place <= 4 AND counted.value > 0 AND count(*) FILTER (counted.value > 0) OVER same > 1 AS ranked,
       CASE WHEN ranked THEN rank() OVER (PARTITION BY series ORDER BY counted.value DESC) END AS rank,
       CASE WHEN count(*) FILTER (counted.value > 0) OVER same > 1 THEN 100 * counted.value / max(counted.value) OVER same END AS bar
FROM counted WINDOW same AS (PARTITION BY series)
ORDER BY place, array_position(['met', 'green', 'yellow', 'red', 'missed', 'grey', 'reported'], series), counted.value DESC,
         array_position(string_split($chosen, ','), id)
