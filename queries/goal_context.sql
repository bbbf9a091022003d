-- The nearest evidence beside a goal: figures in another scope, which never count towards it, and why; best first.
SELECT * FROM context_figure($as_of, $known_at) WHERE indicator_id = $goal ORDER BY position, scope_kind
