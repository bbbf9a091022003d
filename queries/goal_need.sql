-- What a goal still needs: its target in question on the day, first the goal's
-- own row, then the share of every department, city or cluster that has an allocation. All columns of goal_status, and
--   state         whether something is left to do: met, passed (on the deadline, too), part_year, no_data, undated, open
--   remaining     target less latest figure, never below zero; empty without a figure, once met and after the deadline
--   months_left   months from the day to the deadline (a month is 365.25 / 12 days); required_per_month is one by the other
--   name_of_scope_* who has the share
--   shares, shares_known, shares_remaining   of the shares of one kind with one deadline: how many, how many have a figure, what
--                 these still need together
-- After an "at least" figure remaining and required_per_month are upper ends; shares_qualifier is at_least where one of these shares has it.
WITH question AS (
    SELECT *,
           CASE WHEN light = 'met' THEN 'met' WHEN due_on <= $as_of THEN 'passed' WHEN reason = 'part_year' THEN 'part_year'
                WHEN actual IS NULL THEN 'no_data' WHEN due_on IS NULL THEN 'undated' ELSE 'open' END AS state
    FROM goal_described WHERE indicator_id = $goal AND in_question
),
measured AS (
    SELECT *, CASE WHEN state IN ('undated', 'open') THEN greatest(lower - actual, 0) END AS remaining,
           CASE WHEN due_on > $as_of THEN (due_on - $as_of) / (365.25 / 12) END AS months_left
    FROM question
)
SELECT m.*,
       coalesce(c.name_zh, y.name_zh, d.short_zh, k.name_zh, e.name_zh, m.scope_id) AS name_of_scope_zh,
       coalesce(c.name_en, y.name_en, d.short_en, k.name_en, e.name_en, m.scope_id) AS name_of_scope_en,
       count(*) OVER alike AS shares, count(actual) OVER alike AS shares_known, sum(remaining) OVER alike AS shares_remaining,
       CASE WHEN bool_or(m.qualifier = 'at_least' AND remaining IS NOT NULL) OVER alike THEN 'at_least' END AS shares_qualifier
FROM measured m
LEFT JOIN city c ON m.scope_kind = 'city' AND c.city_id = m.scope_id
LEFT JOIN county y ON m.scope_kind = 'county' AND y.adcode = m.scope_id
LEFT JOIN department d ON m.scope_kind = 'department' AND d.department_id = m.scope_id
LEFT JOIN county_cluster_known($known_at) k ON m.scope_kind = 'cluster' AND k.cluster_id = m.scope_id
LEFT JOIN enterprise_known($known_at) e ON m.scope_kind = 'enterprise' AND e.enterprise_id = m.scope_id
WINDOW alike AS (PARTITION BY own, m.scope_kind, m.due_on)
ORDER BY own DESC, m.scope_kind::scope_kind, c.position, m.scope_id
