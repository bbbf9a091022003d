-- Numbers of the plan that are easily taken for one another: the same count of the same unit in two different clauses (rates
-- left out). `years` are
-- the full years of the plan, `total` what each side asks over them (a quota every year, a total once).
WITH asked AS (
    SELECT i.indicator_id, i.measure_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.definition_zh, i.definition_en, t.lower, t.per_year,
           year(p.ends_on) - year(p.starts_on - 1) AS years, CASE WHEN t.per_year THEN t.lower * years ELSE t.lower END AS total,
           t.confirmed, coalesce(t.note_zh, i.note_zh) AS note_zh, coalesce(t.note_en, i.note_en) AS note_en
    FROM target t JOIN indicator i USING (indicator_id) JOIN plan p USING (plan_id) WHERE i.measure_id IS NOT NULL AND i.kind NOT IN ('ratio', 'coverage')
)
SELECT a.lower, a.unit_zh, a.unit_en, a.years, a.indicator_id, a.measure_id, a.name_zh, a.name_en, a.per_year, a.total, a.note_zh, a.note_en,
       b.indicator_id AS other_id, b.measure_id AS other_measure_id, b.name_zh AS other_zh, b.name_en AS other_en,
       b.per_year AS other_per_year, b.total AS other_total, a.confirmed AND b.confirmed AS confirmed
FROM asked a JOIN asked b ON a.lower = b.lower AND a.unit_zh = b.unit_zh AND a.unit_en = b.unit_en AND a.measure_id < b.measure_id
ORDER BY a.unit_en = 'events' DESC, a.measure_id, b.measure_id
