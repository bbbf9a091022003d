-- The thresholds in force, one row per preset: the metric compared, green from, yellow from (red below), valid from; `chosen`
-- marks the preset that the view is judged by.
SELECT preset, version, metric, green_from, yellow_from, valid_from, preset = $preset AS chosen
FROM threshold
WHERE in_force AND valid_from <= coalesce($known_at, TIMESTAMP 'infinity')
QUALIFY row_number() OVER (PARTITION BY preset ORDER BY version DESC) = 1
ORDER BY preset = 'schedule' DESC, preset
