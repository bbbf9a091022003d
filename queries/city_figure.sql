-- The figures that speak of a city as a whole up to a day, by series and latest first, each with basis, period and source; `latest`
-- marks the latest of each series. A figure whose year is unknown stands last.
SELECT o.observation_id, o.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, o.value, o.qualifier, o.period_start, o.period_end,
       o.period_text, o.period_precision, o.basis_zh, o.basis_en, o.preferred, o.note_zh, o.note_en, o.confidence, o.source_id,
       s.publisher, s.title AS source_title, s.url, s.kind AS source_kind, s.published_on, s.published_text,
       row_number() OVER in_order = 1 AS latest
FROM observation_known($known_at) o JOIN indicator i USING (indicator_id) JOIN source s USING (source_id)
WHERE o.scope_kind = 'city' AND o.scope_id = $city AND coalesce(o.period_end, $as_of) <= $as_of
WINDOW in_order AS (PARTITION BY o.indicator_id ORDER BY o.period_end DESC NULLS LAST, o.preferred DESC, o.observation_id)
ORDER BY o.indicator_id, o.period_end DESC NULLS LAST, o.preferred DESC, o.observation_id
