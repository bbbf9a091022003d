-- Where the numbers of a paper come from, one row each with its source. `about` says which number, `key` of what: `plan` (its targets;
-- key: plan), `figure` (that a light speaks of; key: observation), `baseline` and `context` (of a goal's nearest evidence; key:
-- goal|kind of scope|scope), `event` (that a sentence speaks of; key: event), `allocation` (what was broken down; the same key and its deadline).
WITH judged AS (FROM goal_status($as_of, $known_at, $preset)),
found AS (
    SELECT 'plan' AS about, plan_id AS key, source_id FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)
    UNION
    SELECT 'figure', o.observation_id, o.source_id
    FROM judged j JOIN observation_known($known_at) o ON o.observation_id = coalesce(j.judged_id, j.actual_id)
    UNION
    SELECT 'baseline', concat_ws('|', j.indicator_id, j.scope_kind, j.scope_id), o.source_id
    FROM judged j JOIN observation_known($known_at) o ON o.observation_id = j.baseline_id
    UNION
    SELECT 'context', concat_ws('|', g.indicator_id, g.scope_kind, g.scope_id), c.source_id
    FROM context_figure($as_of, $known_at) c JOIN goal_scope g USING (indicator_id) WHERE c.nearest
    UNION
    SELECT 'event', event_id, source_id FROM event_known($known_at) WHERE event_id = 'successor-plan' AND happened_on <= $as_of
    UNION
    SELECT 'allocation', concat_ws('|', indicator_id, scope_kind, scope_id, due_on), source_id FROM allocation_known($known_at)
)
SELECT f.about, f.key, f.source_id, s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text
FROM found f JOIN source s USING (source_id)
ORDER BY array_position(['plan', 'figure', 'baseline', 'context', 'event', 'allocation'], f.about), f.key
