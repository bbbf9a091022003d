-- The thresholds in force as known at a moment, one row per preset: green from, yellow from, red below; in percentage points of the
-- schedule gap (schedule_gap_pp) or in percent of the expected value (expected_ratio).
SELECT preset, version, metric, green_from, yellow_from
FROM threshold WHERE in_force AND valid_from <= coalesce($known_at, TIMESTAMP 'infinity')
QUALIFY row_number() OVER (PARTITION BY preset ORDER BY version DESC) = 1
ORDER BY preset = 'schedule' DESC, preset
