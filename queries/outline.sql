-- The outlines as SVG paths in the projected view box of `data.boundaries`, by layer.
SELECT layer, adcode, name_zh, name_en, svg_path FROM boundary ORDER BY layer, adcode
