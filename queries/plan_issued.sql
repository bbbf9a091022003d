-- The plan whose goals are shown, as it was issued: title, who issued it and when, its first and last day, its source.
SELECT p.title_zh, p.title_en, p.issuer_zh, p.issuer_en, p.issued_on, p.starts_on, p.ends_on,
       s.source_id, s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM plan p JOIN source s USING (source_id) WHERE p.plan_id IN (SELECT plan_id FROM indicator)
