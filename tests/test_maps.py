"""The maps: what the deck sends to the browser, how marks are fanned out, the still pictures, the key."""

import json
import re
from datetime import date
from itertools import combinations
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

import queries
from data.words import words
from pages.parts import gauges, maps
from pages.parts.palette import PALETTES
from pages.parts.wording import records

DAY = {"as_of": date(2025, 12, 31), "known_at": None}
NO_FILTER = {"city": None, "industry": None, "department": None, "named_only": False}
PICKABLE = {"clusters": "cluster_id", "leaders": "enterprise_id", "documented": "enterprise_id"}
OUTLINES = ("neighbours", "counties", "cities", "outline")
SVG = "{http://www.w3.org/2000/svg}"


def clusters(**filters) -> pd.DataFrame:
    """The clusters as pages get them."""
    return queries.ask("cluster_mark", **DAY, **NO_FILTER | filters)


def enterprises(**filters) -> pd.DataFrame:
    """The enterprises as pages get them."""
    return queries.ask("enterprise_mark", **DAY, **NO_FILTER | filters)


def deck(marks: pd.DataFrame | None = None, firms: pd.DataFrame | None = None, lang: str = "zh", theme: str = "light",
         **how) -> maps.Drawing:
    """The deck as the map page draws it."""
    return maps.cluster_deck(clusters() if marks is None else marks, enterprises() if firms is None else firms,
                             queries.ask("city"), queries.ask("boundary_layer"), lang, theme, **how)


def layers(drawing: maps.Drawing) -> dict[str, dict]:
    """The layers of a deck by id."""
    listed = json.loads(drawing.to_json())["layers"]
    found = {layer["id"]: layer for layer in listed}
    assert len(found) == len(listed), "an id stands twice"
    return found


def marks_at(*places: tuple[float, float]) -> pd.DataFrame:
    """Marks with ids a, b, c … at places."""
    lons, lats = zip(*places, strict=True)
    return pd.DataFrame({"id": list("abcdefghijklmnopqrstuvwxyz"[:len(places)]), "lon": lons, "lat": lats})


def kilometres(frame: pd.DataFrame, lon: float, lat: float) -> pd.Series:
    """How far drawn marks lie from a place."""
    return np.hypot((frame.x - lon) * np.cos(np.radians(lat)), frame.y - lat) * 111.2


# In the browser ------------------------------------------------------------------------------------------------------

def test_nothing_is_asked_of_another_server():
    spec = deck().to_json()
    assert json.loads(spec)["mapStyle"] == "__MAP_STYLE__", "Streamlit would fetch a map of its own"
    assert "mapProvider" not in json.loads(spec)
    assert "//" not in spec
    assert {name: layer["data"] for name, layer in layers(deck()).items() if isinstance(layer["data"], str)}.keys() == \
        set(OUTLINES), "outlines do not travel in the message"
    assert all(layers(deck())[name]["data"].startswith(f"/boundaries/{name}-") for name in OUTLINES)


def test_only_marks_can_be_clicked():
    drawn = layers(deck())
    assert {name for name, layer in drawn.items() if layer["pickable"]} == set(PICKABLE)
    assert set(PICKABLE) == {maps.CLUSTER_LAYER, *maps.ENTERPRISE_LAYERS}


def test_a_click_says_what_was_clicked():
    drawn, marks, firms = layers(deck()), clusters(), enterprises()
    assert [row["cluster_id"] for row in drawn["clusters"]["data"]] == list(marks.cluster_id)
    assert [row["enterprise_id"] for row in drawn["leaders"]["data"]] == list(firms[firms.named_leader].enterprise_id)
    assert [row["enterprise_id"] for row in drawn["documented"]["data"]] == \
        list(firms[~firms.named_leader].enterprise_id)
    known = firms.set_index("enterprise_id").cluster_id
    for row in drawn["documented"]["data"]:
        assert row.get("cluster_id") == (None if pd.isna(known[row["enterprise_id"]]) else known[row["enterprise_id"]])


@pytest.mark.parametrize("filters", [{"city": "130500"}, {"industry": "cashmere"}, {"named_only": True},
                                     {"city": "130300", "industry": "cashmere"}], ids=str)
def test_a_filter_changes_colours_only(filters):
    everything, filtered = layers(deck()), layers(deck(clusters(**filters)))
    assert everything.keys() == filtered.keys()
    for name in PICKABLE:
        rows, again = everything[name]["data"], filtered[name]["data"]
        kept = [{k: v for k, v in row.items() if k not in ("look", "off")} for row in rows]
        assert kept == [{k: v for k, v in row.items() if k not in ("look", "off")} for row in again]
    matching = clusters(**filters).matches
    grey = [row["look"] == 0 for row in filtered["clusters"]["data"]]
    assert grey == list(~matching) and any(grey)
    assert not any(row["look"] == 0 for row in everything["clusters"]["data"])
    for name in OUTLINES:
        assert everything[name] == filtered[name]


def test_enterprises_pale_where_they_do_not_pass_the_filters():
    firms = enterprises(city="130500")
    passing = firms.set_index("enterprise_id").matches
    rows = [row for name in maps.ENTERPRISE_LAYERS for row in layers(deck(firms=firms))[name]["data"]]
    assert {row.get("off", 0) for row in rows} == {0, 1}
    for row in rows:
        assert bool(row.get("off")) == (not passing[row["enterprise_id"]])
    assert not [row for name in maps.ENTERPRISE_LAYERS for row in layers(deck())[name]["data"] if "off" in row]


def test_a_stale_figure_is_hollow():
    drawn, marks = layers(deck())["clusters"], clusters()
    fills = chosen_values(drawn["_subLayerProps"]["points-circle"]["getFillColor"])
    widths = chosen_values(drawn["getLineWidth"])
    lines = chosen_values(drawn["getLineColor"])
    white = [255, 255, 255]
    for row, stale, colour in zip(drawn["data"], marks.stale, marks.colour, strict=True):
        own = [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
        look = row["look"]
        assert (fills[look][:3], lines[look][:3]) == ((white, own) if stale else (own, white))
        assert (widths[look] > 2) == stale
    assert marks.stale.any()


def chosen_values(expression: str) -> list:
    """The values of an expression that chooses by the number of a look."""
    numbered = re.findall(r"look==(\d+)\?(\[[^\]]*\]|[\d.]+):", expression)
    assert [int(number) for number, _ in numbered] == list(range(len(numbered)))
    return [json.loads(value) for _, value in numbered] + [json.loads(expression.rsplit(":", 1)[1])]


def test_size_is_the_class_of_money():
    rows = layers(deck())["clusters"]["data"]
    assert [row["r"] for row in rows] == [maps.RADII[money_class] for money_class in clusters().money_class]
    assert list(maps.RADII) == sorted(set(maps.RADII))


def test_the_chosen_cluster_is_ringed_and_named():
    plain, chosen = layers(deck()), layers(deck(chosen="suning-fur"))
    assert plain["ring"]["data"] == []
    (ring,) = chosen["ring"]["data"]
    (mark,) = [row for row in chosen["clusters"]["data"] if row["cluster_id"] == "suning-fur"]
    assert ring["geometry"] == mark["geometry"] and ring["r"] > mark["r"]
    assert chosen["clusters"]["data"] == plain["clusters"]["data"]
    assert {label["text"] for label in plain["labels"]["data"]} == {"清河羊绒", "临西轴承", "安平丝网"}
    assert chosen["labels"]["data"][0]["text"] == mark["name"]
    assert not layers(deck(labels=()))["labels"]["data"]


def test_streamlit_pales_no_colour_of_ours():
    # While something is selected, Streamlit pales these of a layer as a whole; ours belong to the parts of a layer.
    for name, layer in layers(deck(chosen="suning-fur")).items():
        assert layer["@@type"] in ("GeoJsonLayer", "TextLayer")
        assert not {"getFillColor", "getColor"} & layer.keys(), name
        assert layer["_subLayerProps"], name


def test_kinds_of_enterprises_can_be_left_out():
    assert "leaders" not in layers(deck(show_leaders=False)) and "documented" in layers(deck(show_leaders=False))
    assert "documented" not in layers(deck(show_documented=False)) and "leaders" in layers(deck(show_documented=False))
    firms = enterprises()
    assert layers(deck(firms=firms[firms.named_leader]))["documented"]["data"] == []


def test_the_view_stays_whatever_is_filtered_or_chosen():
    view = json.loads(deck().to_json())["initialViewState"]
    for other in (deck(clusters(city="130500")), deck(chosen="suning-fur"), deck(lang="en", theme="dark")):
        assert json.loads(other.to_json())["initialViewState"] == view
    near = json.loads(deck(near="suning-fur").to_json())["initialViewState"]
    (seat,) = clusters().query("cluster_id == 'suning-fur'")[["lon", "lat"]].itertuples(index=False)
    assert (near["longitude"], near["latitude"]) == (seat.lon, seat.lat) and near["zoom"] > view["zoom"]
    assert view["minZoom"] < view["zoom"] < view["maxZoom"] and view["maxPitch"] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tooltips_fill_in_plain_text(lang):
    drawing = deck(lang=lang)
    fields = set(re.findall(r"{(\w+)}", drawing._tooltip["html"]))
    for name in PICKABLE:
        for row in layers(drawing)[name]["data"]:
            assert fields <= row.keys(), "Streamlit leaves the braces of a missing field"
            assert not any("<" in row[field] for field in fields), "Streamlit escapes what it fills in"
    row = next(row for row in layers(drawing)["clusters"]["data"] if row["cluster_id"] == "qinghe-cashmere")
    assert row["name"] == {"zh": "清河羊绒", "en": "Qinghe cashmere"}[lang]
    assert {"zh": "清河县", "en": "Qinghe County"}[lang] in row["note"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_message_is_small(lang):
    drawing = deck(lang=lang)
    spec = drawing.to_json()
    assert len(spec.encode()) < 200 * (len(clusters()) + len(enterprises())) + 10_000
    assert spec is drawing.to_json(), "the JSON is made once"
    assert ": " not in re.sub(r'"[^"]*"', "", spec)
    for name, key in (("clusters", "geometry"), ("documented", "at")):
        for row in layers(drawing)[name]["data"]:
            at = row[key]["coordinates"] if name == "clusters" else row[key]
            assert all(round(degree, 4) == degree for degree in at)


@pytest.mark.parametrize("zoom", [5.2, 5.4, 6])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_clusters_keep_apart(lang, zoom):
    size = 256 * 2 ** zoom
    boxes = []
    for label in layers(deck(lang=lang, zoom=zoom, chosen="qinghe-rare-metals"))["labels"]["data"]:
        (lon, lat), (right, down) = label["at"], label["by"]
        x = (1 + lon / 180) * size + right
        y = (1 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / np.pi) * size + down
        half = gauges.text_width(label["text"], maps.LABEL_SIZE) / 2
        boxes.append((x - half, y - maps.LABEL_SIZE / 2, x + half, y + maps.LABEL_SIZE / 2))
    assert len(boxes) == 4
    for one, other in combinations(boxes, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def test_every_theme_and_language_has_its_own_drawing():
    assert len({deck(lang=lang, theme=theme).to_json() for lang in ("zh", "en") for theme in PALETTES}) == 4


# Marks at one place --------------------------------------------------------------------------------------------------

def test_marks_at_one_place_are_fanned_out_around_it():
    fanned = maps.fan_out(marks_at(*[(115.5, 37.5)] * 8, (116.0, 38.0)), "id")
    assert not fanned.duplicated(["x", "y"]).any()
    assert (fanned.x[0], fanned.y[0]) == (115.5, 37.5) and (fanned.x[8], fanned.y[8]) == (116.0, 38.0)
    assert kilometres(fanned[:8], 115.5, 37.5).max() < 20
    gaps = [np.hypot((a.x - b.x) * np.cos(np.radians(37.5)), a.y - b.y)
            for a, b in combinations(fanned[:8].itertuples(), 2)]
    assert min(gaps) > 0.8 * maps.STEP


def test_a_mark_stays_where_it_is():
    marks = marks_at(*[(115.5, 37.5)] * 12)
    shuffled = marks.sample(frac=1, random_state=1)
    one, other = maps.fan_out(marks, "id"), maps.fan_out(shuffled, "id")
    assert list(other.id) == list(shuffled.id), "rows keep their order"
    columns = ["id", "x", "y"]
    assert one[columns].equals(other[columns].sort_values("id"))
    assert maps.fan_out(marks, "id").equals(one)


def test_a_crowd_stays_close():
    crowd = pd.DataFrame({"id": [f"{n:03}" for n in range(150)], "lon": 115.5, "lat": 37.5})
    fanned = maps.fan_out(crowd, "id")
    assert not fanned.duplicated(["x", "y"]).any()
    assert kilometres(fanned, 115.5, 37.5).max() < 1.02 * maps.WIDEST * 111.2


def test_enterprises_stand_around_the_clusters_of_their_place():
    marks, firms = clusters(), maps.fan_around(enterprises(), clusters())
    fanned = maps.fan_out(marks, "cluster_id")
    assert not pd.concat([fanned, firms]).duplicated(["x", "y"]).any()
    for place, there in firms.groupby(["lon", "lat"]):
        own = fanned[(fanned.lon == place[0]) & (fanned.lat == place[1])]
        if len(own):
            assert kilometres(there, *place).min() > kilometres(own, *place).max()
        else:
            assert kilometres(there, *place).min() < 0.1


# The key -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_key_explains_every_mark(lang):
    marks, w = clusters(), words(lang)
    key = maps.map_legend(marks, lang, "light")
    for group in records(marks.drop_duplicates("group_id")):
        assert group["colour"] in key and w.pick(group, "group").replace("&", "&amp;") in key
    for number in range(len(maps.RADII)):
        assert w(f"map.class_{number}") in key
    for word in ("map.stale", "map.size", "enterprise.leader", "map.documented", "map.attribution"):
        assert w(word) in key
    assert maps.STAR in key and maps.SQUARE in key
    ElementTree.fromstring(key)


def test_the_map_is_internal_until_it_has_a_number_of_its_own():
    assert "内部工作用图" in maps.map_legend(clusters(), "zh", "light")
    reviewed = maps.map_legend(clusters(), "zh", "light", "冀S(2027)001号")
    assert "审图号：冀S(2027)001号" in reviewed and "内部工作用图" not in reviewed
    for lang in ("zh", "en"):
        assert "GS(" not in maps.map_statement(lang), "the number of the source's map is not ours"
        assert words(lang)("map.attribution") in maps.map_statement(lang)


# On the server -------------------------------------------------------------------------------------------------------

def picture(html: str) -> ElementTree.Element:
    """The SVG in the `img` of a block of HTML."""
    (source,) = re.findall(r'<img[^>]* src="data:image/svg\+xml,([^"]*)"', html)
    return ElementTree.fromstring(unquote(source))


def still(marks: pd.DataFrame, lang: str = "zh", theme: str = "light", **how) -> str:
    """The still picture of the province."""
    return maps.svg_map(queries.ask("outline"), marks, lang, theme, **how)


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_still_picture_shows_the_same(lang, theme):
    marks, firms = clusters(), enterprises()
    html = still(marks, lang, theme, chosen="suning-fur", enterprises=firms)
    svg = picture(html)
    assert svg.get("viewBox") == f"0 0 1000 {maps.PROVINCE.height:g}"
    assert len(svg.findall(f"{SVG}circle")) == len(marks) + 1 + len(maps.EXAMPLES), "one for each cluster, the rings of the chosen and the named"
    texts = [text.text for text in svg.findall(f"{SVG}text")]
    assert texts.count(maps.STAR) == firms.named_leader.sum() > 0
    names = {"zh": {"清河羊绒", "石家庄", "北京"}, "en": {"Qinghe cashmere", "Shijiazhuang", "Beijing"}}
    assert names[lang] <= set(texts)
    assert maps.map_alt(marks, lang) in html
    for disc in svg.findall(f"{SVG}circle"):
        assert 0 < float(disc.get("cx")) < 1000 and 0 < float(disc.get("cy")) < maps.PROVINCE.height


def test_the_still_picture_greys_what_is_filtered_out():
    line = PALETTES["light"].line
    fills = [disc.get("fill") for disc in picture(still(clusters(city="130500"))).findall(f"{SVG}circle")]
    assert fills.count(line) == (~clusters(city="130500").matches).sum()
    assert line not in [disc.get("fill") for disc in picture(still(clusters())).findall(f"{SVG}circle")]


def test_names_from_data_are_escaped():
    marks = clusters().copy()
    marks.loc[marks.cluster_id == "qinghe-cashmere", "name_zh"] = 'A&B <b>"\''
    assert 'A&B <b>"\'' in [text.text for text in picture(still(marks)).findall(f"{SVG}text")]


def county(cluster: str, **change) -> tuple[str, ElementTree.Element]:
    """The figure of a cluster's county and its SVG."""
    row = queries.ask("cluster", **DAY, cluster=cluster).assign(**change)
    html = maps.county_figure(queries.ask("outline"), clusters(), row, "zh", "light")
    return html, picture(html)


def test_a_county_shows_its_clusters_and_counts_its_enterprises():
    html, svg = county("qinghe-cashmere", enterprises=6)
    assert "清河县" in html
    ring, *discs = svg.findall(f"{SVG}circle")
    assert ring.get("class") == "ring" and "6家企业" in [text.text for text in svg.findall(f"{SVG}text")]
    marks = clusters()
    assert len(discs) == (marks.county_adcode == "130534").sum() > 1
    radii = sorted(float(disc.get("r")) for disc in discs)
    assert radii[-1] > radii[-2], "the page's own is the largest"
    middle = [float(ring.get(axis)) for axis in ("cx", "cy")]
    for disc in discs:
        assert np.hypot(*np.subtract([float(disc.get(axis)) for axis in ("cx", "cy")], middle)) < float(ring.get("r"))


def test_a_county_without_enterprises_has_no_ring():
    html, svg = county("qinghe-cashmere", enterprises=0)
    assert not [disc for disc in svg.findall(f"{SVG}circle") if disc.get("class") == "ring"]
    assert "虚线" not in html


def test_every_county_with_a_cluster_can_be_drawn():
    outlines, marks = queries.ask("outline"), clusters()
    for row in records(marks.drop_duplicates("county_adcode")):
        svg = ElementTree.fromstring(maps.county_svg(outlines, marks, row | {"enterprises": 3}, "en", "dark"))
        width, height = map(float, svg.get("viewBox").split()[2:])
        assert abs(width / height - 1) < 0.01
        for disc in svg.findall(f"{SVG}circle"):
            assert 0 < float(disc.get("cx")) < width and 0 < float(disc.get("cy")) < height, row["county_zh"]


def test_a_map_flies_from_the_whole_province_to_the_same_place():
    row = records(queries.ask("cluster", **DAY, cluster="qinghe-cashmere"))[0]
    still, flying = (maps.county_svg(queries.ask("outline"), clusters(), row, "zh", "light", flies=flies) for flies in (False, True))
    assert "animation" not in still and "prefers-reduced-motion: no-preference" in flying
    assert still.count("<circle") == flying.count("<circle") and still.count("<text") == flying.count("<text")
    x, y, scale = map(float, re.search(r"translate\(([-\d.]+)px, ([-\d.]+)px\) scale\(([\d.]+)\)", flying).groups())
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', flying).groups())
    counties = queries.ask("outline").query("layer == 'counties' and adcode == '130534'")
    frame = maps.square_around(counties.iloc[0], width)
    corners = frame.project([maps.PROVINCE.west, maps.PROVINCE.east], [maps.PROVINCE.north, maps.PROVINCE.south]) * scale + [x, y]
    assert (corners >= -1).all() and (corners <= [width + 1, height + 1]).all(), "it begins with the whole province"
    assert np.ptp(corners, axis=0).max() == pytest.approx(max(width, height), abs=1), "and fills the picture with it"


def test_the_plane_is_true_to_scale_in_the_middle_of_hebei():
    ((west, south), (east, north)) = maps.PROVINCE.project([116, 117], [38.9, 38.9 + np.cos(np.radians(38.9))])
    assert east - west == pytest.approx(south - north), "a square stays a square, north upwards"
    assert maps.PROVINCE.project([maps.PROVINCE.west], [maps.PROVINCE.north]).tolist() == [[0, 0]]


def test_outlines_and_marks_share_one_plane():
    frame = maps.Frame(113, 36, 120, 43, 700)
    rows = pd.DataFrame([{"svg_path": "M114 37l1 0 0 1z", "west": 114, "south": 37, "east": 115, "north": 38}])
    svg = frame.outlines(rows, "none", "#000000", 1)
    a, b, c, d, e, f = map(float, re.search(r"matrix\(([^)]*)\)", svg)[1].split())
    ((x, y),) = frame.project([114], [37])
    assert (a * 114 + c * 37 + e, b * 114 + d * 37 + f) == pytest.approx((x, y), abs=0.05)
    assert "M114" in svg
    assert "M114" not in maps.Frame(116, 36, 120, 43, 700).outlines(rows, "none", "#000000", 1), "far ones are left out"
