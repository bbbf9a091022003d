-- What is on record for chosen clusters ($chosen: ids joined by commas) as of a day, counted: named leaders, documented lead
-- enterprises, enterprises with a milestone by its kind. No row where nothing is on record: that is not a nought. Equal numbers share a
-- rank; `bar` is the share of the largest. A kind of milestone is counted, not ranked.
WITH firm AS (
    SELECT cluster_id AS id, enterprise_id, named_leader FROM enterprise_standing($as_of, $known_at)
    WHERE array_position(string_split($chosen, ','), cluster_id) > 0
),
counted AS (
    SELECT id, 1 AS place, 'leaders' AS series, count(*) AS value FROM firm WHERE named_leader GROUP BY ALL
    UNION ALL
    SELECT id, 2, 'documented', count(*) FROM firm WHERE NOT named_leader GROUP BY ALL
    UNION ALL
    SELECT f.id, 10 + enum_code(m.kind), m.kind::VARCHAR, count(DISTINCT m.enterprise_id)
    FROM firm f JOIN milestone_known($known_at) m USING (enterprise_id)
    WHERE m.kind NOT IN ('leader', 'documented') AND coalesce(m.reached_on, $as_of) <= $as_of AND coalesce(m.ended_on > $as_of, true)
    GROUP BY ALL
)
SELECT series, id, value, series IN ('leaders', 'documented') AND count(*) OVER same > 1 AS ranked,
       CASE WHEN ranked THEN rank() OVER (PARTITION BY series ORDER BY value DESC) END AS rank, 100 * value / max(value) OVER same AS bar
FROM counted WINDOW same AS (PARTITION BY series)
ORDER BY place, series, value DESC, array_position(string_split($chosen, ','), id)
