-- Every milestone up to a day of the enterprises that pass the search and the filters (see enterprise_found), for a file, ended
-- ones too, each with its source; in the order of enterprise_file.
SELECT f.enterprise_id, f.name_zh, f.name_en, m.milestone_id, m.kind, m.reached_on, m.date_precision,
       CASE WHEN m.ended_on <= $as_of THEN m.ended_on END AS ended_on, m.detail_zh, m.detail_en, m.confidence,
       s.publisher, s.title AS source_title, s.published_on, s.published_text, s.kind AS source_kind, s.url
FROM enterprise_found($as_of, $known_at, $q, $city, $county, $industry, $department, $cluster, $milestone, $reached, $confidence, $standing) f
JOIN milestone_known($known_at) m USING (enterprise_id) JOIN source s ON s.source_id = m.source_id
WHERE coalesce(m.reached_on, $as_of) <= $as_of
ORDER BY f.named_leader DESC, f.pinyin, f.enterprise_id, m.reached_on NULLS LAST, m.milestone_id
