-- Every goal of the plan by its target in question (the next deadline, after the last one the last) with how much of a gap it is:
-- `gap` is `behind` (red, missed, yellow), `missing` (its figure is owed) or null; `days_left` to the deadline, 0 once it has passed, null without one;
-- `urgency`: the points behind schedule to be made up in each month left (in one, where fewer are left); `place` ranks the gaps of
-- a kind, those behind by urgency, those missing headline goals first, then by how long they are late.
WITH question AS (
    SELECT *, CASE WHEN light IN ('red', 'missed', 'yellow') THEN 'behind' WHEN missing THEN 'missing' END AS gap,
           CASE WHEN due_on IS NOT NULL THEN greatest(date_diff('day', $as_of::DATE, due_on), 0) END AS days_left,
           CASE WHEN missing AND asked_on < $as_of::DATE THEN date_diff('day', asked_on, $as_of::DATE) END AS late_days
    FROM goal_due WHERE own AND in_question
),
pressed AS (
    SELECT *, CASE WHEN gap = 'behind' THEN -schedule_gap_pp / greatest(days_left / (365.25 / 12), 1) END AS urgency FROM question
)
SELECT *, CASE WHEN gap IS NOT NULL THEN row_number() OVER (
           PARTITION BY gap ORDER BY urgency DESC NULLS LAST, gap = 'missing' AND headline DESC, late_days DESC NULLS LAST, headline DESC, measure_id NULLS FIRST, indicator_id) END AS place
FROM pressed
