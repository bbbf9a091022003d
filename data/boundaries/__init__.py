"""The outlines of Hebei: GeoJSON for the maps of the browser, SVG paths for the maps that are drawn on the server.

`derive.py` says where they come from; NOTICE names the owners.
"""

import hashlib
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
LAYERS = ("counties", "cities", "outline", "neighbours")


@cache
def layers() -> dict[str, bytes]:
    """The GeoJSON of every layer."""
    return {layer: (HERE / f"{layer}.geojson").read_bytes() for layer in LAYERS}


@cache
def layer_url(layer: str) -> str:
    """The address of a layer on this server: it names its content, so that browsers may keep it for ever."""
    return f"/boundaries/{layer}-{hashlib.sha256(layers()[layer]).hexdigest()[:12]}.geojson"


@cache
def paths() -> pd.DataFrame:
    """Every outline as a row of the table `boundary`: an SVG path in degrees (see `path`) and its extent."""
    rows = []
    for layer, content in layers().items():
        for feature in json.loads(content)["features"]:
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings = [[(round(lon * 1000), round(lat * 1000)) for lon, lat in ring] for part in parts for ring in part]
            lons, lats = zip(*[point for ring in rings for point in ring], strict=True)
            known = {key: feature["properties"][key] for key in ("adcode", "name_zh", "name_en")}
            rows.append({"layer": layer, **known, "svg_path": "".join(map(path, rings)), "west": min(lons) / 1000,
                         "south": min(lats) / 1000, "east": max(lons) / 1000, "north": max(lats) / 1000})
    return pd.DataFrame(rows)


def path(ring: list[tuple[int, int]]) -> str:
    """A ring of thousandths of degrees as an SVG path in degrees (longitude, latitude, north upwards): where it begins,
    then each point from the one before, which takes a third less than absolute numbers would."""
    steps = []
    for (x, y), (next_x, next_y) in pairwise(ring[:-1]):  # the last point is the first again
        if (x, y) != (next_x, next_y):
            steps += [_number(next_x - x), _number(next_y - y)]
    return f"M{' '.join(map(_number, ring[0]))}l{' '.join(steps).replace(' -', '-')}z"


def _number(thousandths: int) -> str:
    """Thousandths as a decimal number in its shortest form: .012, -1.5, 0."""
    return re.sub(r"^(-?)0\.", r"\1.", f"{thousandths / 1000:.6g}")
