"""The outlines and tables of places: complete, joined by code, and the same in every form they are served in."""

import ast
import csv
import hashlib
import json
import re
import sys
from collections import Counter
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

import queries
from data import boundaries, warehouse

LAYERS = {"counties": 167, "cities": 11, "outline": 1, "neighbours": 7}
UNITS = ["130100", "130200", "130300", "130400", "130500", "130600", "130700", "130800", "130900", "131000", "131100",
         "130682", "130181", "xiongan"]


def table(name: str) -> list[dict]:
    """The rows of a table of places as its file has them."""
    with (boundaries.HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features(layer: str) -> dict[str, dict]:
    """The outlines of a layer by code."""
    listed = json.loads(boundaries.layers()[layer])["features"]
    found = {feature["properties"]["adcode"]: feature for feature in listed}
    assert len(found) == len(listed), f"a code stands twice in {layer}"
    return found


def rings(feature: dict) -> list[list[list[float]]]:
    """The rings of an outline."""
    geometry = feature["geometry"]
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for part in parts for ring in part]


def holds(feature: dict, lon: float, lat: float) -> bool:
    """Whether a point lies inside an outline: it crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings(feature):
        for (x, y), (to_x, to_y) in pairwise(ring):
            if (y > lat) != (to_y > lat):
                crossings += lon < x + (lat - y) / (to_y - y) * (to_x - x)
    return crossings % 2 == 1


def test_every_layer_is_complete():
    assert {layer: len(features(layer)) for layer in boundaries.layers()} == LAYERS


def test_counties_are_the_same_in_outlines_and_table():
    counties, outlines = {row["adcode"]: row for row in table("county")}, features("counties")
    assert len(table("county")) == len(counties) == 167
    assert list(counties) == sorted(outlines)
    for code, feature in outlines.items():
        shared = {key: counties[code][key] for key in ("adcode", "name_zh", "name_en", "city_id")}
        assert feature["properties"] == shared
    kinds = Counter(row["kind"] for row in counties.values())
    assert kinds == {"district": 49, "city": 21, "county": 91, "autonomous_county": 6}


def test_only_codes_tell_counties_apart():
    counties = table("county")
    twice = {name for name, count in Counter(row["name_zh"] for row in counties).items() if count > 1}
    assert twice == {"新华区", "桥西区"}
    assert max(Counter((row["name_zh"], row["city_id"]) for row in counties).values()) == 1
    assert {row["name_zh"] for row in counties if row["name_en"] == "Wei County"} == {"魏县", "威县"}
    names = {row["adcode"]: row["name_en"] for row in counties}
    assert (names["130534"], names["130181"], names["130102"]) == ("Qinghe County", "Xinji City", "Chang'an District")
    assert (names["130726"], names["130225"]) == ("Yu County", "Laoting County"), "read otherwise than by character"


def test_seats_and_labels_lie_in_their_county():
    outlines = features("counties")
    for row in table("county"):
        for lon, lat in (("lon", "lat"), ("label_lon", "label_lat")):
            assert holds(outlines[row["adcode"]], float(row[lon]), float(row[lat])), (row["name_zh"], lon)


def test_units_stand_in_the_order_of_the_province():
    units = table("city")
    assert [row["city_id"] for row in sorted(units, key=lambda row: int(row["position"]))] == UNITS
    assert units[4]["name_en"] == "Xingtai"
    assert {row["city_id"] for row in table("county")} == set(UNITS)


def test_a_unit_is_labelled_inside_its_area():
    counties, cities = features("counties"), features("cities")
    for row in table("city"):
        lon, lat = float(row["lon"]), float(row["lat"])
        own = [counties[county["adcode"]] for county in table("county") if county["city_id"] == row["city_id"]]
        prefecture = [cities[row["city_id"]]] if row["city_id"] in cities else own
        assert any(holds(feature, lon, lat) for feature in prefecture), row["name_zh"]


def test_counties_report_to_their_prefecture_but_for_five():
    counties = table("county")
    elsewhere = {row["name_zh"]: row["city_id"] for row in counties if row["city_id"] != f"{row['adcode'][:4]}00"}
    xiongan = dict.fromkeys(("雄县", "容城县", "安新县"), "xiongan")
    assert elsewhere == {"定州市": "130682", "辛集市": "130181"} | xiongan


def test_neighbours_leave_hebei_free():
    for row in table("county"):
        point = float(row["label_lon"]), float(row["label_lat"])
        assert not any(holds(feature, *point) for feature in features("neighbours").values()), row["name_zh"]


def test_outlines_meet_no_edge_of_a_frame():
    points = [point for layer in LAYERS for feature in features(layer).values() for ring in rings(feature)
              for point in ring]
    lons, lats = zip(*points, strict=True)
    assert min(lons) > 112 and max(lons) < 121.5 and min(lats) > 35.2 and max(lats) < 43.3


@pytest.mark.parametrize("layer", LAYERS)
def test_an_address_names_its_content(layer):
    content = boundaries.layers()[layer]
    url = boundaries.layer_url(layer)
    assert url == f"/boundaries/{layer}-{hashlib.sha256(content).hexdigest()[:12]}.geojson"
    assert warehouse.boundary(url.removeprefix("/boundaries/")) == content


def test_paths_are_the_outlines():
    rows = boundaries.paths()
    assert rows.groupby("layer").size().to_dict() == LAYERS
    known = {layer: features(layer) for layer in LAYERS}
    for row in rows.itertuples():
        drawn = [thousandths(points(part)) for part in row.svg_path.split("M")[1:]]
        given = [without_repeats(thousandths(ring)) for ring in rings(known[row.layer][row.adcode])]
        assert given == drawn, row.name_zh
        lons, lats = zip(*[point for ring in drawn for point in ring], strict=True)
        extent = [(row.west, row.south), (row.east, row.north)]
        assert thousandths(extent) == [(min(lons), min(lats)), (max(lons), max(lats))]


def points(part: str) -> list[tuple[float, float]]:
    """The points of one part of an SVG path: where it begins, then steps from one to the next, then the way back."""
    assert re.fullmatch(r"[-. \d]+l[-. \d]+z", part), part[:40]
    numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", part)]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    return list(accumulate(pairs, lambda point, step: (point[0] + step[0], point[1] + step[1])))


def thousandths(places: list) -> list[tuple[int, int]]:
    """Places in thousandths of degrees."""
    return [(round(lon * 1000), round(lat * 1000)) for lon, lat in places]


def without_repeats(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A ring without points that repeat the one before, and without its last, which is its first."""
    return [point for n, point in enumerate(ring[:-1]) if n == 0 or point != ring[n - 1]]


def test_the_database_serves_what_the_files_hold():
    served = queries.ask("outline")
    columns = ["layer", "adcode", "name_zh", "name_en", "svg_path", "west", "south", "east", "north"]
    expected = boundaries.paths().sort_values(["layer", "adcode"], ignore_index=True)[columns]
    assert served[columns].astype(object).equals(expected.astype(object))
    urls = queries.ask("boundary_layer").set_index("layer").url.to_dict()
    assert urls == {layer: boundaries.layer_url(layer) for layer in LAYERS}


def test_nothing_but_pandas_is_needed_at_run_time():
    tree = ast.parse(Path(boundaries.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"pandas"}


def test_the_data_are_attributed_and_carry_no_number_of_another_map():
    for content in boundaries.layers().values():
        text = content.decode()
        assert "天地图" in json.loads(text)["attribution"]
        assert "GS" not in text and "审图号" not in text
