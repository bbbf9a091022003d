"""The outlines of Hebei: GeoJSON for the maps of the browser, SVG paths for the maps that are drawn on the server.

`derive.py` says where they come from; NOTICE names the owners.
"""

import hashlib
import json
from functools import cache
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


def paths() -> pd.DataFrame:
    """Every outline as a row of the table `boundary`: an SVG path in degrees (`lon lat`, north upwards) and its extent."""
    rows = []
    for layer, content in layers().items():
        for feature in json.loads(content)["features"]:
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings = [[(round(lon, 3), round(lat, 3)) for lon, lat in ring] for part in parts for ring in part]
            lons, lats = zip(*[point for ring in rings for point in ring], strict=True)
            rows.append({
                "layer": layer, **{key: feature["properties"][key] for key in ("adcode", "name_zh", "name_en")},
                "svg_path": "".join(f"M{'L'.join(f'{lon:g} {lat:g}' for lon, lat in ring)}Z" for ring in rings),
                "west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats),
            })
    return pd.DataFrame(rows)
