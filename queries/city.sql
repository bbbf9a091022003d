-- The reporting units of the province with the points of their names on maps.
SELECT city_id, name_zh, name_en, lon, lat FROM city ORDER BY position
