-- Every clause of the plan in its order, the measures ("1.1" to "6.4") of the six actions and then the safeguards ("s3.1" to
-- "s3.5", as their numbers repeat those of measures), with the clause before and after, its rhythms, and how many departments,
-- goals, commitments and incentives it has.
WITH clause AS (
    SELECT m.measure_id AS clause_id, m.measure_id AS number, false AS safeguard,
           m.action_id, a.name_zh AS action_zh, a.name_en AS action_en,
           m.name_zh, m.name_en, m.summary_zh, m.summary_en, m.confirmed, m.note_zh, m.note_en,
           NULL AS rhythms_zh, NULL AS rhythms_en,
           (SELECT count(*) FROM measure_department x WHERE x.measure_id = m.measure_id) AS departments,
           (SELECT count(*) FROM indicator x WHERE x.measure_id = m.measure_id) AS goals,
           (SELECT count(*) FROM commitment x WHERE x.measure_id = m.measure_id) AS commitments,
           (SELECT count(*) FROM incentive x WHERE x.measure_id = m.measure_id) AS incentives
    FROM measure m JOIN action a USING (action_id)
    UNION ALL
    SELECT 's' || s.safeguard_id, s.safeguard_id, true, NULL, NULL, NULL,
           s.name_zh, s.name_en, s.summary_zh, s.summary_en, true, NULL, NULL,
           (SELECT string_agg(name_zh, '、' ORDER BY array_position(['monthly', 'quarterly', 'annual'], rhythm_id::VARCHAR))
            FROM rhythm r WHERE r.safeguard_id = s.safeguard_id),
           (SELECT string_agg(name_en, ', ' ORDER BY array_position(['monthly', 'quarterly', 'annual'], rhythm_id::VARCHAR))
            FROM rhythm r WHERE r.safeguard_id = s.safeguard_id),
           0, 0, (SELECT count(*) FROM commitment x WHERE x.safeguard_id = s.safeguard_id), 0
    FROM safeguard s
)
SELECT *, lag(clause_id) OVER in_order AS before_id, lead(clause_id) OVER in_order AS after_id
FROM clause WINDOW in_order AS (ORDER BY safeguard, number) ORDER BY safeguard, number
