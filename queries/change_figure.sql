-- The figures that entered, were corrected or withdrawn between two moments, (since, since_known_at) and (as_of, known_at), in
-- every scope: value, qualifier, period and basis then and now, when what holds now was recorded, by whom and in which return. `change`
-- is entered, corrected, withdrawn, or preference (only whether it is used where several speak of one period). `cause`: corrected
-- (it was on record then and says something else, or is taken back), late (recorded only since, about a day up to `since` or one that
-- is unknown), real (about a later day). $since_known_at NULL: known then as now. Of a city ($city; NULL: all) the
-- figures of the city and all that lies in it, and those of no city. A figure is `own` in the scope of its goal.
WITH last AS (  -- the last word on each figure now, also where it takes the figure back
    SELECT *, min(recorded_at) OVER (PARTITION BY observation_id) AS first_at FROM observation
    WHERE recorded_at <= coalesce($known_at::TIMESTAMP, 'infinity')
    QUALIFY row_number() OVER (PARTITION BY observation_id ORDER BY recorded_at DESC) = 1
),
held AS (
    FROM observation_known(coalesce($since_known_at, $known_at)::TIMESTAMP) WHERE coalesce(period_end, $since) <= $since
),
compared AS (
    SELECT n.*, h.observation_id IS NOT NULL AS held_then,
           NOT n.retracted AND coalesce(n.period_end, $as_of) <= $as_of AS holds_now,
           h.value AS value_then, h.qualifier AS qualifier_then, h.period_start AS start_then, h.period_end AS end_then,
           h.period_precision AS precision_then, h.preferred AS preferred_then, h.basis_zh AS basis_then_zh, h.basis_en AS basis_then_en,
           n.first_at <= coalesce($since_known_at, $known_at, 'infinity')::TIMESTAMP AS on_record
    FROM last n LEFT JOIN held h USING (observation_id)
)
SELECT o.observation_id, o.indicator_id, o.scope_kind, o.scope_id,
       CASE WHEN NOT o.held_then THEN 'entered' WHEN NOT o.holds_now THEN 'withdrawn'
            WHEN (o.value, o.qualifier, o.period_start, o.period_end, o.basis_zh)
                IS NOT DISTINCT FROM (value_then, qualifier_then, start_then, end_then, basis_then_zh) THEN 'preference' ELSE 'corrected' END AS change,
       CASE WHEN o.held_then THEN 'corrected' WHEN o.period_end > $since THEN 'real'
            WHEN o.on_record THEN 'corrected' ELSE 'late' END AS cause,
       i.name_zh, i.name_en, i.unit_zh, i.unit_en, g.indicator_id IS NOT NULL AS own,
       p.name_zh AS scope_zh, p.name_en AS scope_en,
       value_then, qualifier_then, start_then, end_then, precision_then, preferred_then,
       CASE WHEN o.holds_now THEN o.value END AS value_now, o.qualifier, o.period_start, o.period_end,
       o.period_precision, o.period_text, basis_then_zh, basis_then_en, o.basis_zh, o.basis_en, o.preferred,
       o.recorded_at + INTERVAL 8 HOUR AS recorded_on, o.return_id, o.source_id, s.publisher, s.title AS source_title, s.url,
       s.kind AS source_kind, s.published_on, s.published_text
FROM compared o JOIN indicator i USING (indicator_id) JOIN source s USING (source_id)
LEFT JOIN goal_scope g ON g.indicator_id = o.indicator_id AND g.scope_kind = o.scope_kind AND g.scope_id = o.scope_id
LEFT JOIN scope_name($known_at) p ON p.scope_kind = o.scope_kind::VARCHAR AND p.scope_id = o.scope_id
WHERE (o.held_then OR o.holds_now)
    AND (NOT o.held_then OR NOT o.holds_now
    OR (o.value, o.qualifier, o.period_start, o.period_end, o.basis_zh, o.preferred)
       IS DISTINCT FROM (value_then, qualifier_then, start_then, end_then, basis_then_zh, preferred_then))
    AND ($city IS NULL OR coalesce(p.city_id, $city) = $city)
ORDER BY own DESC, o.indicator_id, o.scope_kind, o.scope_id, o.period_end DESC NULLS LAST, o.observation_id
