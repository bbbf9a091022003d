-- What is on record for chosen cities ($chosen: ids joined by commas) as of a day, counted: clusters by their seat, those named in the
-- plan, named leaders and documented lead enterprises by their own county, goals broken down to the city and these by their light (of
-- each the target in question on the day: the next deadline, after the last one the last). No row where nothing is on record: that is
-- not a nought. Equal numbers share a rank; `bar` is the share of the largest.
WITH cluster_at AS (
    SELECT n.city_id AS id, c.in_plan FROM county_cluster_known($known_at) c JOIN county n ON n.adcode = c.county_adcode
),
firm AS (
    SELECT n.city_id AS id, e.named_leader FROM enterprise_standing($as_of, $known_at) e JOIN county n ON n.adcode = e.county_adcode
),
allocated AS (
    SELECT scope_id AS id, indicator_id, light FROM goal_status($as_of, $known_at, $preset) WHERE scope_kind = 'city'
    QUALIFY row_number() OVER (PARTITION BY scope_id, indicator_id
                               ORDER BY due_on >= $as_of DESC, abs(date_diff('day', due_on, $as_of)), due_on DESC) = 1
),
counted AS (
    SELECT id, 1 AS place, 'clusters' AS series, count(*) AS value FROM cluster_at GROUP BY ALL
    UNION ALL
    SELECT id, 2, 'in_plan', count(*) FROM cluster_at WHERE in_plan GROUP BY ALL
    UNION ALL
    SELECT id, CASE WHEN named_leader THEN 3 ELSE 4 END, CASE WHEN named_leader THEN 'leaders' ELSE 'documented' END, count(*) FROM firm GROUP BY ALL
    UNION ALL
    SELECT id, 5, 'allocations', count(*) FROM allocated GROUP BY ALL
    UNION ALL
    SELECT id, 6, light, count(*) FROM allocated GROUP BY ALL
)
SELECT series, id, value, place <= 4 AND count(*) OVER same > 1 AS ranked,
       CASE WHEN ranked THEN rank() OVER (PARTITION BY series ORDER BY value DESC) END AS rank, 100 * value / max(value) OVER same AS bar
FROM counted WHERE array_position(string_split($chosen, ','), id) > 0 WINDOW same AS (PARTITION BY series)
ORDER BY place, array_position(['met', 'green', 'yellow', 'red', 'missed', 'grey', 'reported'], series), value DESC,
         array_position(string_split($chosen, ','), id)
