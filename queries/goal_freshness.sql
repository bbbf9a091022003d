-- How fresh the figure of each goal is on a day: the latest in its own scope with its age in days, its reporting cycle, who owes it,
-- when it was recorded (Beijing time), and a `state`: none (no figure), overdue (a figure is missing and was due, see `goal_due`), fresh (nothing overdue).
WITH goal AS (
    SELECT indicator_id, max(late) AS late_days FROM (
        SELECT indicator_id, CASE WHEN missing AND asked_on < $as_of THEN date_diff('day', asked_on, $as_of) END AS late
        FROM goal_due WHERE own) GROUP BY ALL
),
latest AS (
    SELECT o.* FROM observation_known($known_at) o JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
    WHERE o.period_end <= $as_of
    QUALIFY row_number() OVER (PARTITION BY o.indicator_id ORDER BY o.period_end DESC, o.preferred DESC, o.recorded_at DESC) = 1
)
SELECT i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.measure_id, d.short_zh AS owner_zh, d.short_en AS owner_en,
       o.observation_id, o.value, o.qualifier, o.period_start, o.period_end, o.period_text, o.period_precision, o.recorded_at + INTERVAL 8 HOUR AS recorded_at,
       date_diff('day', o.period_end, $as_of) AS age_days, coalesce(i.cycle_days, 184) AS cycle_days, g.late_days,
       CASE WHEN o.observation_id IS NULL THEN 'none' WHEN g.late_days IS NOT NULL THEN 'overdue' ELSE 'fresh' END AS state,
       count(*) OVER (PARTITION BY state) AS state_goals
FROM indicator i
LEFT JOIN goal g USING (indicator_id) LEFT JOIN latest o USING (indicator_id)
LEFT JOIN figure_owner w USING (indicator_id) LEFT JOIN department d USING (department_id)
WHERE i.plan_id IS NOT NULL
ORDER BY array_position(['fresh', 'overdue', 'none'], state), i.headline DESC, i.measure_id NULLS FIRST, i.indicator_id
