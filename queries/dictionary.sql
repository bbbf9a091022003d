-- The data dictionary: every column of every table with its type, whether it is required, its meaning as the schema comments it
-- (in English), and the rows of its table. $term keeps what has all its words in table, column or comment (NULL: all).
SELECT c.table_name, t.estimated_size AS row_count, c.column_name, c.data_type, NOT c.is_nullable AS required, c.comment
FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_oid, schema_oid, table_oid)
WHERE NOT c.internal AND list_bool_and(list_transform(string_split_regex(trim(lower(coalesce($term, ''))), '\s+'),
    lambda word: contains(lower(concat_ws(' ', c.table_name, c.column_name, c.comment)), word)))
ORDER BY c.table_name, c.column_index
