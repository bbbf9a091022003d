-- What is on record for chosen clusters ($chosen: ids joined by commas) as of a day, counted: named leaders, documented lead
-- enterprises, enterprises with a milestone by its kind. No value (or row) where nothing is on record: that is not a nought. Equal numbers share a
-- rank; `bar` is the share of the largest. A kind of milestone is counted, not ranked.
WITH chosen AS (SELECT unnest(string_split($chosen, ',')) AS id),
firm AS (
    SELECT cluster_id AS id, enterprise_id, named_leader FROM enterprise_standing($as_of, $known_at)
    WHERE cluster_id IN (FROM chosen)
),
counted AS (
    SELECT id, 1 AS place, 'leaders' AS series, count(*) FILTER (named_leader) AS value FROM chosen LEFT JOIN firm USING (id) GROUP BY ALL
    UNION ALL
    SELECT id, 2, 'documented', count(*) FILTER (NOT named_leader) FROM chosen LEFT JOIN firm USING (id) GROUP BY ALL
    UNION ALL
    SELECT f.id, 10 + enum_code(m.kind), m.kind::VARCHAR, count(DISTINCT m.enterprise_id)
    FROM firm f JOIN milestone_known($known_at) m USING (enterprise_id)
    WHERE m.kind NOT IN ('leader', 'documented') AND coalesce(m.reached_on, $as_of) <= $as_of AND coalesce(m.ended_on > $as_of, true)
    GROUP BY ALL
)
SELECT series, id, nullif(value, 0) AS value, place <= 2 AND counted.value > 0 AND count(*) FILTER (counted.value > 0) OVER same > 1 AS ranked,
       CASE WHEN ranked THEN rank() OVER (PARTITION BY series ORDER BY counted.value DESC) END AS rank,
       CASE WHEN count(*) FILTER (counted.value > 0) OVER same > 1 THEN 100 * counted.value / max(counted.value) OVER same END AS bar
FROM counted WINDOW same AS (PARTITION BY series)
ORDER BY place, series, counted.value DESC, array_position(string_split($chosen, ','), id)
