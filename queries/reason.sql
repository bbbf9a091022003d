-- Every reason that the macro goal_status can give, with its light, and how many goals of the plan stand under it on a day with at
-- least one target or quota year (`goals`) and with how many (`verdicts`). A goal with several targets may stand under several.
WITH rule (reason, light) AS (VALUES
    ('met', 'met'), ('above_range', 'met'), ('met_late', 'met'), ('met_by_later_figure', 'met'),
    ('on_schedule', 'green'), ('slightly_behind', 'yellow'), ('behind', 'red'), ('below_baseline', 'red'), ('missed', 'missed'),
    ('no_data', 'grey'), ('no_figure_since_start', 'grey'), ('stale', 'grey'), ('no_baseline', 'grey'),
    ('no_figure_at_deadline', 'grey'), ('only_at_least', 'grey'), ('too_close_to_call', 'grey'),
    ('reported', 'reported'), ('part_year', 'reported')
),
counted AS (
    SELECT reason, light, count(DISTINCT indicator_id) AS goals, count(*) AS verdicts
    FROM goal_described JOIN goal_scope USING (indicator_id, scope_kind, scope_id) GROUP BY ALL
)
SELECT reason, light, coalesce(c.goals, 0) AS goals, coalesce(c.verdicts, 0) AS verdicts
FROM rule FULL JOIN counted c USING (reason, light)
ORDER BY array_position(['met', 'green', 'yellow', 'red', 'missed', 'grey', 'reported'], light), goals DESC, reason
