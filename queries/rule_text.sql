-- The judgement of goals as DuckDB holds it: the text of the macro goal_status, with the macros it calls, in the order of the schema.
SELECT function_name, macro_definition, parameters
FROM duckdb_functions()
WHERE function_name IN ('goal_status', 'path_at', 'meets', 'too_close', 'theil_sen_per_month') AND NOT internal
ORDER BY function_name = 'goal_status' DESC, function_oid
