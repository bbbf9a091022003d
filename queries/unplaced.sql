-- What the raw material says but could not be placed in the tables, and why.
SELECT u.unplaced_id, u.what, u.reason_zh, u.reason_en, s.publisher, s.title AS source_title, s.url, s.kind AS source_kind,
       s.published_on, s.published_text
FROM unplaced u LEFT JOIN source s USING (source_id) ORDER BY u.reason_en, u.unplaced_id
