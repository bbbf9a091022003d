-- The ids of the things of a kind (cluster, enterprise, goal …) that a search finds; see `searched` in schema.sql.
SELECT id FROM searched($q) WHERE kind = $kind
