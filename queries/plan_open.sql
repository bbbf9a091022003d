-- Targets that the calendar does not bind to the plan's end: without a date (`undated`), or whose last date lies before the plan
-- ends (`early`), so that nothing is asked for the `open_days` after it.
SELECT CASE WHEN t.due_on IS NULL THEN 'undated' ELSE 'early' END AS kind, i.indicator_id, i.measure_id, i.name_zh, i.name_en, i.unit_zh,
       i.unit_en, t.lower, t.upper, t.strict, t.due_on, p.ends_on, date_diff('day', t.due_on, p.ends_on) AS open_days,
       t.confirmed, t.note_zh, t.note_en
FROM target t JOIN indicator i USING (indicator_id) JOIN plan p USING (plan_id)
WHERE NOT t.per_year AND (t.due_on IS NULL OR (SELECT max(due_on) FROM target o WHERE o.indicator_id = t.indicator_id) = t.due_on
    AND t.due_on < p.ends_on)
ORDER BY t.due_on NULLS FIRST, i.measure_id
