-- Every goal as judged, with what is owed for it: its reporter (a goal's own figure is owed by `figure_owner`, that of an
-- allocation by the city or department it falls to), whether a figure is missing, and since when it is late (`asked_on`: a
-- deadline, or the last figure and its reporting cycle, and 45 days). The year in which the plan began is part of a year and never owed.
SELECT g.*, s.starts_on, coalesce(s.cycle_days, 184) AS cycle_days,
       CASE WHEN NOT g.own AND g.scope_kind IN ('city', 'department') THEN g.scope_kind::VARCHAR ELSE 'department' END AS reporter_kind,
       CASE WHEN NOT g.own AND g.scope_kind IN ('city', 'department') THEN g.scope_id ELSE g.owner_id END AS reporter_id,
       g.reason IN ('no_data', 'no_figure_since_start', 'stale', 'no_figure_at_deadline', 'only_at_least', 'too_close_to_call') AS missing,
       (45 + CASE WHEN g.due_on < $as_of::DATE THEN g.due_on
                  ELSE coalesce(g.actual_on, greatest(s.starts_on, make_date(g.year, 1, 1))) + coalesce(s.cycle_days, 184) END)::DATE AS asked_on
FROM goal_described g JOIN goal_scope s USING (indicator_id)
WHERE g.year IS NULL OR make_date(g.year, 1, 1) >= s.starts_on
