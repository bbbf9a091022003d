-- When the first fact entered the record and when the last one did (UTC): before the one nothing was known, after the other nothing has
-- changed.
SELECT first_at, last_at FROM recording
