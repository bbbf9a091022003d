-- The addresses of the outlines (GeoJSON), by layer.
SELECT layer, url FROM boundary_layer ORDER BY layer
