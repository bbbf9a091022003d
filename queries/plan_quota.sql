-- What the plan's quotas add up to against the total they are part of: quota times full years (`promised`) against what the total
-- asks (`needed`: its rise between its last two dates, or the whole where it has no date). `short` is what the quota leaves open (0: nothing).
WITH part (quota_id, whole_id) AS (VALUES ('srdi_smes_new', 'srdi_smes'), ('share_reforms', 'listing_pool')),
whole AS (
    SELECT t.*, lag(t.lower) OVER dated AS from_value, lag(t.due_on) OVER dated AS from_on
    FROM target t WHERE t.indicator_id IN (SELECT whole_id FROM part)
    WINDOW dated AS (PARTITION BY t.indicator_id ORDER BY t.due_on)
    QUALIFY row_number() OVER (PARTITION BY t.indicator_id ORDER BY t.due_on DESC) = 1
)
SELECT q.indicator_id AS quota_id, q.measure_id, q.name_zh, q.name_en, q.unit_zh, q.unit_en, t.lower AS per_year,
       w.indicator_id AS whole_id, i.measure_id AS whole_measure_id, i.name_zh AS whole_zh, i.name_en AS whole_en, w.from_value, w.from_on,
       w.lower AS to_value, w.due_on AS to_on,
       -- full years: those after the first date up to the last, or those that lie wholly within the plan
       year(coalesce(w.due_on, p.ends_on)) - coalesce(year(w.from_on), year(p.starts_on - 1)) AS years,
       t.lower * years AS promised, w.lower - coalesce(w.from_value, 0) AS needed, greatest(needed - promised, 0) AS short,
       100 * promised / needed AS share, needed / t.lower AS years_needed, t.confirmed AND w.confirmed AND q.confirmed AS confirmed
FROM part
JOIN indicator q ON q.indicator_id = part.quota_id JOIN target t ON t.indicator_id = q.indicator_id AND t.per_year
JOIN indicator i ON i.indicator_id = part.whole_id JOIN whole w ON w.indicator_id = i.indicator_id
JOIN plan p ON p.plan_id = q.plan_id
ORDER BY q.measure_id DESC
