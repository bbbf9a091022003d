-- The outlines as SVG paths in degrees (longitude, latitude, north upwards), with their extent, by layer.
SELECT layer, adcode, name_zh, name_en, svg_path, west, south, east, north FROM boundary ORDER BY layer, adcode
