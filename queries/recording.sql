-- When the first fact entered the record (UTC): before that moment nothing was known.
SELECT min(recorded_at) AS first_at FROM observation
