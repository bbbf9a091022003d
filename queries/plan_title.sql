-- The plan whose goals are shown: its title and who issued it when.
SELECT title_zh, title_en, issuer_zh, issuer_en, issued_on FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)
