-- Every figure known about days up to a day, for a file: series, scope by name, value, qualifier, period, basis, source, when it was
-- recorded (Beijing time); where the light of a goal or an allocation speaks of it, that light and the deadline it is for (of several the
-- target in question). Of a city ($city; NULL: all) the figures of the city and all that lies in
-- it, and those of no city. Goals of the plan first, the latest figure of a series first; one whose year is unknown stands last.
WITH lit AS (
    SELECT coalesce(judged_id, actual_id) AS observation_id, light, due_on, year FROM goal_described
    WHERE actual_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY coalesce(judged_id, actual_id) ORDER BY in_question DESC, due_on DESC) = 1
)
SELECT o.observation_id, o.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.plan_id IS NOT NULL AS of_plan, i.measure_id,
       o.scope_kind, o.scope_id, p.name_zh AS scope_zh, p.name_en AS scope_en, c.name_zh AS city_zh, c.name_en AS city_en,
       o.value, o.qualifier, o.period_start, o.period_end, o.period_text, o.period_precision, o.basis_zh, o.basis_en, o.preferred,
       l.light, l.due_on, l.year, o.note_zh, o.note_en, o.confidence, o.recorded_at + INTERVAL 8 HOUR AS recorded_at, o.return_id,
       o.source_id, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text
FROM observation_known($known_at) o JOIN indicator i USING (indicator_id) JOIN source s USING (source_id)
LEFT JOIN scope_name($known_at) p ON p.scope_kind = o.scope_kind::VARCHAR AND p.scope_id = o.scope_id
LEFT JOIN city c ON c.city_id = p.city_id
LEFT JOIN lit l USING (observation_id)
WHERE coalesce(o.period_end, $as_of) <= $as_of AND ($city IS NULL OR coalesce(p.city_id, $city) = $city)
ORDER BY of_plan DESC, i.headline DESC, i.measure_id NULLS FIRST, o.indicator_id, o.scope_kind, c.position, o.scope_id,
    o.period_end DESC NULLS LAST, o.preferred DESC, o.observation_id
