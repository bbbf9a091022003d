-- After the plan's end: the last target of each goal (the last year of a quota) by light. No row before the end.
SELECT light, count(*) AS goals, any_value(ends_on) AS ends_on
FROM (
    SELECT light, ends_on
    FROM goal_described
    JOIN goal_scope USING (indicator_id, scope_kind, scope_id)
    WHERE $as_of > ends_on
    QUALIFY row_number() OVER (PARTITION BY indicator_id ORDER BY due_on DESC NULLS LAST) = 1
)
GROUP BY ALL ORDER BY goals DESC, light
