-- Where the numbers of a paper come from, one row each with its source. `about` says which number, `key` of what: `plan` (its targets;
-- key: plan), `figure` (baseline, latest or judged figure of a goal; key: observation), `context` (of a goal's nearest evidence; key:
-- goal|kind of scope|scope), `event` (that a sentence speaks of; key: event), `allocation` (what was broken down; the same key and its deadline).
WITH judged AS (FROM goal_described),
found AS (
    SELECT 'plan' AS about, plan_id AS key, source_id FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)
    UNION
    SELECT 'figure', observation_id, o.source_id
    FROM (SELECT unnest([baseline_id, actual_id, judged_id]) AS observation_id FROM judged) JOIN observation_known($known_at) o USING (observation_id)
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
ORDER BY array_position(['plan', 'figure', 'context', 'event', 'allocation'], f.about), f.key
