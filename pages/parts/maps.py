"""The maps: all clusters and enterprises for the browser (deck.gl), and the same drawn on the server as SVG.

Marks that share a place are fanned out around it. In the deck every row of the data stays in its place in the message:
a filter changes colours only, because a click is reported by its row; the outlines are fetched once from their own
address.
"""

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape
from math import cos, pi, radians

import numpy as np
import pandas as pd
import pydeck as pdk

from data.words import Words, words
from pages.parts import gauges, wording
from pages.parts.kept import kept
from pages.parts.palette import FONTS, PALETTES, Palette

CLUSTER_LAYER = "clusters"
ENTERPRISE_LAYERS = ("leaders", "documented")
EXAMPLES = ("qinghe-cashmere", "linxi-bearings", "anping-wire-mesh")  # labelled, as the plan's best-known

RADII = (3.5, 4.5, 6, 8, 10.5, 13)  # pixels by class of money: none, < 50, 50-, 100-, 500-, >= 1000
STAR, SQUARE = "★", "■"  # characters that every font for Chinese has
STAR_SIZE, SQUARE_SIZE, LABEL_SIZE, PLACE_SIZE = 17, 8, 14, 12

STEP, FIRM_STEP = 0.05, 0.03  # degrees of latitude between neighbours in a fan: clusters, enterprises
WIDEST = 0.19  # degrees of latitude that a fan reaches at most: about half a county
GOLDEN = pi * (3 - 5 ** 0.5)  # the turn from one mark of a fan to the next, as in a sunflower

CENTRE, NEAR = (116.6, 39.4), 8.5
NEAREST = 11  # the outlines are true to a kilometre, no closer
# Where the names of what lies around Hebei stand.
AROUND = {"beijing": (116.42, 40.18), "tianjin": (117.35, 39.33), "shanxi": (113.1, 38.6),
          "inner_mongolia": (115.6, 42.5), "liaoning": (120.05, 41.0), "shandong": (117.4, 36.75),
          "henan": (113.6, 35.95), "bohai": (118.85, 38.75)}


# Marks at one place --------------------------------------------------------------------------------------------------

def fan_out(marks: pd.DataFrame, key: str, step: float = STEP, inner: float | pd.Series = 0.0) -> pd.DataFrame:
    """The marks with `x`, `y` (degrees, four decimals): those at one place (`lon`, `lat`) are laid around it in the
    order of seeds in a sunflower. Rows keep their order.

    The order within a place follows the column `key`, so that a mark stays where it is whatever else of it changes. The
    first stands at the place itself, or `inner` degrees from it where other marks stand there already; `step` is the
    distance to the next, in degrees of latitude, smaller where a crowd would reach farther than `WIDEST`.
    """
    places = marks.sort_values(key).groupby(["lon", "lat"], sort=False)[key]
    rank, others = places.cumcount().reindex(marks.index), places.transform("size").reindex(marks.index) - 1
    room = (WIDEST ** 2 - np.square(inner)) / others.clip(lower=1)
    reach, turn = np.sqrt(np.square(inner) + np.minimum(step ** 2, room) * rank), rank * GOLDEN
    return marks.assign(x=(marks.lon + reach * np.sin(turn) / np.cos(np.radians(marks.lat))).round(4),
                        y=(marks.lat + reach * np.cos(turn)).round(4))


def fan_around(enterprises: pd.DataFrame, clusters: pd.DataFrame) -> pd.DataFrame:
    """The enterprises fanned out like clusters, at a place with clusters around the fan of those."""
    there = enterprises[["lon", "lat"]].join(clusters.groupby(["lon", "lat"]).size().rename("there"), on=["lon", "lat"])
    inner = np.minimum(STEP * np.sqrt(there.there - 1) + FIRM_STEP, WIDEST * 0.9).fillna(0)
    return fan_out(enterprises, "enterprise_id", FIRM_STEP, inner)


# Names on the map ----------------------------------------------------------------------------------------------------

@dataclass
class Label:
    """A text at a place (degrees), set `gap` pixels beside it, or on it where there is none; `by` is the offset of its
    middle from the place in pixels, y downwards."""

    text: str
    lon: float
    lat: float
    size: float
    gap: float = 0
    fixed: bool = False
    by: tuple[float, float] = (0, 0)

    def offsets(self) -> list[tuple[float, float]]:
        """The offsets it may take, the best first."""
        width, height = gauges.text_width(self.text, self.size) * gauges.BOLDER, self.size * 1.2
        if self.fixed:
            return [(0, 0)]
        if self.gap:
            right, down = width / 2 + self.gap, height / 2 + self.gap
            return [(right, 0), (-right, 0), (0, -down), (0, down)]
        return [(x, y) for y in (0, -height, height, -2 * height, 2 * height) for x in (0, -width / 2, width / 2)]


def settle(labels: list[Label], marks: pd.DataFrame, place: Callable, scale: float = 1) -> None:
    """Gives each label the offset where it covers no earlier label and the fewest marks.

    `place` gives the pixels (n × 2) of places in degrees; `scale` the size of a mark's pixel.
    """
    dots = place(marks.x, marks.y)
    radii = np.array(RADII)[marks.money_class] * scale
    taken = np.empty((0, 4))  # middle and half the size of the labels before
    for label in labels:
        at = place([label.lon], [label.lat])[0]
        half = np.array([gauges.text_width(label.text, label.size) * gauges.BOLDER, label.size * 1.2]) / 2

        def covered(offset, at=at, half=half, taken=taken) -> float:
            others = np.abs(taken[:, :2] - at - offset) < taken[:, 2:] + half
            under = np.abs(dots - at - offset) < radii[:, None] * 0.7 + half
            return 1000 * others.all(axis=1).sum() + under.all(axis=1).sum()

        best = min(label.offsets(), key=covered)  # the first of equals
        label.by = (round(best[0], 1), round(best[1], 1))
        taken = np.vstack([taken, [*(at + best), *half]])


def cluster_labels(w: Words, marks: pd.DataFrame, wanted: Collection[str], chosen: str | None,
                    scale: float = 1) -> list[Label]:
    """The names of the wanted clusters that pass the filters and of the chosen one, which has the first choice of a
    place."""
    rows = wording.records(marks[marks.matches & marks.cluster_id.isin(wanted) | (marks.cluster_id == chosen)])
    return [Label(w.pick(row, "name"), row["x"], row["y"], LABEL_SIZE * scale, (RADII[row["money_class"]] + 5) * scale)
            for row in sorted(rows, key=lambda row: row["cluster_id"] != chosen)]


def _around_labels(w: Words, scale: float = 1) -> list[Label]:
    """The names of what lies around Hebei."""
    return [Label(w(f"map.around_{name}"), *place, PLACE_SIZE * scale, fixed=True) for name, place in AROUND.items()]


def _short(name: str) -> str:
    """The name of a city as maps write it: 邢台 for 邢台市, Xiong'an for Xiong'an New Area."""
    return re.sub("(市|新区| New Area)$", "", name)


# In the browser ------------------------------------------------------------------------------------------------------

class Drawing(pdk.Deck):
    """A deck whose compact JSON is made once: it is kept and sent to many visitors.

    `layers` and `view` are deck.gl's own, in its JSON form.
    """

    def __init__(self, layers: list[dict], view: dict, tooltip: dict):
        # Without a map style of its own nothing is asked of any map server.
        super().__init__(map_provider=None, tooltip=tooltip)
        north_up = {"@@type": "MapView", "controller": {"dragRotate": False, "touchRotate": False}}
        spec = json.loads(super().to_json()) | {"layers": layers, "initialViewState": view, "views": [north_up]}
        self._compact = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))

    def to_json(self) -> str:
        """The JSON that Streamlit sends."""
        return self._compact


@kept
def cluster_deck(clusters: pd.DataFrame, enterprises: pd.DataFrame, cities: pd.DataFrame, boundary_layers: pd.DataFrame,
                 lang: str, theme: str, chosen: str | None = None, near: str | None = None,
                 zoom: float = 5.4, *, labels: Collection[str] = EXAMPLES, show_leaders: bool = True,
                 show_documented: bool = True) -> Drawing:
    """The map of all clusters and enterprises as a deck.

    `clusters`, `enterprises`, `cities`, `boundary_layers` as in queries/cluster_mark.sql, enterprise_mark.sql, city.sql,
    boundary_layer.sql; `chosen` a cluster_id to ring; `near` a cluster_id to open at instead of the whole province, which
    fits at `zoom`; `labels` the clusters that carry their names.

    A click comes back, with `on_select` and `selection_mode="single-object"`, as `selection`: `indices[layer]` holds
    the number of the row in that layer, `objects[layer]` the row itself. It has `cluster_id` in the layer `clusters`;
    `enterprise_id` and, where it is known, `cluster_id` in the layers `leaders` and `documented`. Both are empty after
    a click on the mark that was chosen last, or beside all marks.
    """
    w, palette = words(lang), PALETTES[theme]
    urls = dict(zip(boundary_layers.layer, boundary_layers.url, strict=True))
    place = clusters[clusters.cluster_id == near]
    at = (place.lon.item(), place.lat.item()) if len(place) else CENTRE
    view = {"longitude": at[0], "latitude": at[1], "zoom": NEAR if len(place) else zoom, "minZoom": zoom - 0.4,
            "maxZoom": NEAREST, "pitch": 0, "maxPitch": 0, "bearing": 0}
    marks, firms = fan_out(clusters, "cluster_id"), wording.records(fan_around(enterprises, clusters))

    around, named = _around_labels(w), cluster_labels(w, marks, labels, chosen)
    names = [Label(_short(w.pick(city, "name")), city["lon"], city["lat"], PLACE_SIZE)
             for city in wording.records(cities)]
    settle([*around, *named, *names], marks, lambda lon, lat: _screen(lon, lat, view["zoom"]))

    layers = [
        _outline("neighbours", urls, fill=_rgb(palette.track, 150)),
        _outline("counties", urls, fill=_rgb(palette.background), line=_rgb(palette.line), width=0.7),
        _outline("cities", urls, line=_rgb(palette.muted, 130), width=1),
        _outline("outline", urls, line=_rgb(palette.muted), width=2),
        _texts("places", _labels(around + names), _rgb(palette.muted, 235), PLACE_SIZE, getPixelOffset="@@=by"),
    ]
    if show_documented:
        squares = [_firm(w, firm) for firm in firms if not firm["named_leader"]]
        grey = palette.milestones["documented"]
        layers.append(_firm_layer("documented", squares, SQUARE, SQUARE_SIZE, grey, palette))
    layers.append(_cluster_layer(w, marks, palette))
    layers.append(_rings("named", marks[marks.matches & marks.cluster_id.isin(labels) & (marks.cluster_id != chosen)], palette, 2, 1.5))
    layers.append(_rings("ring", marks[marks.cluster_id == chosen], palette, 5, 3))
    if show_leaders:
        stars = [_firm(w, firm) for firm in firms if firm["named_leader"]]
        layers.append(_firm_layer("leaders", stars, STAR, STAR_SIZE, palette.milestones["leader"], palette))
    layers.append(_texts("labels", _labels(named), _rgb(palette.text), LABEL_SIZE, palette.background, fontWeight=600,
                         getPixelOffset="@@=by"))
    return Drawing(layers, view, _tooltip(palette))


@kept
def map_alt(clusters: pd.DataFrame, lang: str) -> str:
    """What the map shows, in a sentence: how many clusters, with named leaders, and of the largest class of money figures."""
    shown = clusters[clusters.matches]
    return words(lang)("map.alt_all" if len(shown) == len(clusters) else "map.alt", n=len(clusters), shown=len(shown),
                       led=int((shown.leaders > 0).sum()), leaders=int(shown.leaders.sum()),
                       large=int((shown.money_class == len(RADII) - 1).sum()))


def _screen(lon, lat, zoom: float) -> np.ndarray:
    """Pixels (n × 2, y downwards) of places in degrees on a map of deck.gl: Web Mercator."""
    lon, lat = np.asarray(lon, float), np.radians(np.asarray(lat, float))
    y = np.log(np.tan(pi / 4 + lat / 2)) / pi
    return np.column_stack((1 + lon / 180, 1 - y)) * 256 * 2 ** zoom


def _rgb(colour: str, alpha: int = 255) -> list[int]:
    """A colour as deck.gl takes it."""
    return [int(colour[i:i + 2], 16) for i in (1, 3, 5)] + [alpha]


def _which(values: list) -> str:
    """An expression of deck.gl: the value whose number a row has under `look`."""
    *first, last = map(json.dumps, values)
    return "@@=" + "".join(f"look=={number}?{value}:" for number, value in enumerate(first)) + last


# While a mark is selected, Streamlit pales the colours of all others. It changes those of a layer as a whole only, so
# the colours here are given to the part of a layer that draws with them.

def _outline(name: str, urls: dict[str, str], *, fill: list[int] | None = None, line: list[int] | None = None,
             width: float = 0) -> dict:
    """A layer of outlines, fetched from its address."""
    return {"@@type": "GeoJsonLayer", "id": name, "data": urls[name], "pickable": False,
            "filled": fill is not None, "stroked": line is not None, "getLineColor": line or _rgb("#000000", 0),
            "getLineWidth": width, "lineWidthUnits": "pixels", "lineJointRounded": True,
            "_subLayerProps": {"polygons-fill": {"getFillColor": fill or _rgb("#000000", 0)}}}


def _point(x: float, y: float) -> dict:
    return {"type": "Point", "coordinates": [x, y]}


def _points(name: str, rows: list[dict], fill: list[int] | str, **how) -> dict:
    """A layer of discs, `r` pixels in radius: rows with a `geometry`."""
    return {"@@type": "GeoJsonLayer", "id": name, "data": rows, "getPointRadius": "@@=r", "pointRadiusUnits": "pixels",
            "lineWidthUnits": "pixels", "_subLayerProps": {"points-circle": {"getFillColor": fill}}, **how}


def _texts(name: str, rows: list[dict], colour: list[int] | str, size: float, halo: str | None = None, **how) -> dict:
    """A layer of texts at `at`, with a halo where it has a colour."""
    soft = {"outlineWidth": 2, "outlineColor": _rgb(halo)} if halo else {}
    return {"@@type": "TextLayer", "id": name, "data": rows, "getPosition": "@@=at", "getText": "@@=text",
            "getSize": size, "characterSet": "auto", "fontFamily": FONTS,
            "fontSettings": {"sdf": halo is not None, "buffer": 12, "radius": 10}, "pickable": False,
            "_subLayerProps": {"characters": {"getColor": colour}}, **soft, **how}


def _labels(labels: list[Label]) -> list[dict]:
    return [{"at": [label.lon, label.lat], "text": label.text, "by": label.by} for label in labels]


def _cluster_layer(w: Words, marks: pd.DataFrame, palette: Palette) -> dict:
    """The clusters: coloured by group of industries, hollow where the figure is old, grey where filtered out."""
    groups = marks.drop_duplicates("group_id").sort_values("group_id")
    looks = {(False, ""): (_rgb(palette.muted, 45), _rgb(palette.muted, 100), 0.75)}
    for group, colour in zip(groups.group_id, groups.colour, strict=True):
        looks[False, group] = _rgb(colour, 230), _rgb(palette.background), 1
        looks[True, group] = _rgb(palette.background, 200), _rgb(colour), 2.5
    numbers = {look: number for number, look in enumerate(looks)}
    rows = []
    for row in wording.records(marks):
        look = (bool(row["stale"]), row["group_id"]) if row["matches"] else (False, "")
        rows.append({"cluster_id": row["cluster_id"], "geometry": _point(row["x"], row["y"]),
                     "r": RADII[row["money_class"]], "look": numbers[look], "name": w.pick(row, "name"),
                     "note": _note(w, row)})
    fills, lines, widths = map(list, zip(*looks.values(), strict=True))
    return _points(CLUSTER_LAYER, rows, _which(fills), getLineColor=_which(lines), getLineWidth=_which(widths),
                   pickable=True)


def _note(w: Words, row: dict) -> str:
    """What a tooltip says of a cluster below its name; all of it stands in the panel too."""
    note = f"{w.pick(row, 'county')} · {w.pick(row, 'industry')}"
    if row["money_class"]:
        note += "\n" + w("map.tip_money", name=w.pick(row, "money"), period=wording.period(w, row),
                         value=wording.figure(w, row["money"], w("unit.money"), row["money_qualifier"]))
    return note


def _rings(id: str, marks: pd.DataFrame, palette: Palette, gap: float, width: float) -> dict:
    """Rings around clusters: the chosen one, and those with a name, which may stand beside a dot of another."""
    rows = [{"geometry": _point(row.x, row.y), "r": RADII[row.money_class] + gap} for row in marks.itertuples()]
    return _points(id, rows, _rgb("#000000", 0), filled=False, getLineColor=_rgb(palette.text), getLineWidth=width,
                   pickable=False)


def _firm(w: Words, row: dict) -> dict:
    """An enterprise, or those of a county, as a row of its layer."""
    if row["enterprises"] is not None:
        note = w("map.tip_county", n=row["enterprises"])
    else:
        note = w("map.tip_leader" if row["named_leader"] else "map.tip_documented", county=w.pick(row, "county"))
    firm = {"enterprise_id": row["enterprise_id"], "at": [row["x"], row["y"]], "name": w.pick(row, "name"), "note": note}
    if row["cluster_id"]:
        firm["cluster_id"] = row["cluster_id"]
    return firm if row["matches"] else firm | {"off": 1}


def _firm_layer(name: str, rows: list[dict], mark: str, size: float, colour: str, palette: Palette) -> dict:
    """A layer of enterprises: characters as marks."""
    return _texts(name, rows, f"@@=off?{_rgb(palette.muted, 50)}:{_rgb(colour)}", size, palette.background,
                  getText=f"@@='{mark}'", fontWeight=900, pickable=True)


def _tooltip(palette: Palette) -> dict:
    """The tooltip of every mark. Streamlit escapes what it fills in, so a line break is the only markup a note has."""
    return {"html": "<b>{name}</b><br>{note}", "style": {
        "fontFamily": FONTS, "fontSize": "13px", "lineHeight": "1.5", "whiteSpace": "pre-line", "maxWidth": "320px",
        "color": palette.text, "background": palette.soft, "border": f"1px solid {palette.line}", "borderRadius": "6px",
        "boxShadow": "0 2px 8px rgba(0, 0, 0, 0.2)"}}


# The key -------------------------------------------------------------------------------------------------------------

@kept
def map_legend(clusters: pd.DataFrame, lang: str, theme: str, review_number: str | None = None) -> str:
    """The key of the map as HTML: colours (the commonest first), sizes, hollow marks, enterprises, what map it is.

    `clusters` needs one row per mark with `group_id`, `group_zh`, `group_en`, `colour`. `review_number` as in
    `map_statement`.
    """
    w, palette = words(lang), PALETTES[theme]
    counts = clusters.group_id.value_counts()
    groups = clusters.drop_duplicates("group_id").sort_values("group_id")
    groups = groups.sort_values("group_id", key=lambda ids: -ids.map(counts), kind="stable")
    colours = [_key_item(f'<i class="dot" style="background:{group["colour"]}"></i>', w.pick(group, "group"))
               for group in wording.records(groups)]
    sizes = [_key_item(f'<i class="size" style="width:{2 * radius:g}px;height:{2 * radius:g}px"></i>',
                       w(f"map.class_{number}")) for number, radius in reversed(list(enumerate(RADII)))]
    hollow = _key_item('<i class="size hollow"></i>', w("map.stale"))
    firms = [_key_item(f'<b style="color:{palette.milestones[family]};font-size:{size}px">{mark}</b>', w(key))
             for family, size, mark, key in (("leader", STAR_SIZE, STAR, "enterprise.leader"),
                                             ("documented", SQUARE_SIZE, SQUARE, "map.documented"))]
    return (f'<div class="legend"><div>{"".join(colours)}</div><div><b>{escape(w("map.size"))}</b>{"".join(sizes)}'
            f'{hollow}</div><div>{"".join(firms)}</div>'
            f'<div class="source">{escape(map_statement(lang, review_number))}</div></div>')


def _key_item(mark: str, text: str) -> str:
    return f"<span>{mark}{escape(text)}</span>"


def map_statement(lang: str, review_number: str | None = None) -> str:
    """What kind of map it is and whose boundaries it shows, in plain text.

    `review_number` is the map's own number of review (审图号); without one it is an internal working map.
    """
    w = words(lang)
    kind = w("map.reviewed", number=review_number) if review_number else w("map.internal")
    return f"{kind} · {w('map.attribution')}"


# On the server -------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Frame:
    """A piece of the map in the plane, `width` units wide: equirectangular, true at 38.9° north, north upwards."""

    west: float
    south: float
    east: float
    north: float
    width: float

    def box(self, label: Label) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a label in units."""
        ((x, y),) = self.project([label.lon], [label.lat]) + label.by
        half = gauges.text_width(label.text, label.size) / 2
        return x - half, y - label.size * 0.6, x + half, y + label.size * 0.6

    def holds(self, label: Label) -> bool:
        """Whether all of a label is in the frame."""
        left, top, right, bottom = self.box(label)
        return left > 0 and top > 0 and right < self.width and bottom < self.height

    def overlap(self, label: Label, other: Label) -> bool:
        """Whether two labels overlap."""
        (left, top, right, bottom), there = self.box(label), self.box(other)
        return left < there[2] and there[0] < right and top < there[3] and there[1] < bottom

    @property
    def across(self) -> float:
        """Units to a degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def down(self) -> float:
        """Units to a degree of latitude."""
        return self.across / cos(radians(38.9))

    @property
    def height(self) -> float:
        """The height in units."""
        return (self.north - self.south) * self.down

    def project(self, lon, lat) -> np.ndarray:
        """The units (n × 2, y downwards) of places in degrees."""
        return np.column_stack(((np.asarray(lon, float) - self.west) * self.across,
                                (self.north - np.asarray(lat, float)) * self.down))

    def within(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the table `boundary` that may reach into the frame."""
        return rows[(rows.east > self.west) & (rows.west < self.east) & (rows.north > self.south)
                    & (rows.south < self.north)]

    def outlines(self, rows: pd.DataFrame, fill: str, line: str, width: float) -> str:
        """SVG: the outlines of rows of the table `boundary` that may reach into the frame, whose paths are in degrees."""
        return self.paths(self.within(rows), fill, line, width)

    def paths(self, rows: pd.DataFrame, fill: str, line: str, width: float) -> str:
        """SVG: the outlines of rows of the table `boundary`, wherever they are."""
        matrix = (self.across, 0, 0, -self.down, -self.west * self.across, self.north * self.down)
        return (f'<path transform="matrix({" ".join(f"{number:.6g}" for number in matrix)})" '
                f'd="{"".join(rows.svg_path)}" fill="{fill}" stroke="{line}" stroke-width="{width:g}" '
                f'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>')


PROVINCE = Frame(112.8, 35.85, 120.5, 42.75, 1000)
PAUSE, FLIGHT = 0.4, 1.8  # seconds that a map which flies stands still at first, and that it flies
STILL = 1.6  # marks and letters of the still picture: it is shown about 600 pixels wide


@kept
def svg_map(outlines: pd.DataFrame, clusters: pd.DataFrame, lang: str, theme: str, chosen: str | None = None, *,
            enterprises: pd.DataFrame | None = None, labels: Collection[str] = EXAMPLES) -> str:
    """The same map as a still picture, an `img` whose `alt` says what it shows: for browsers without WebGL.

    `outlines` as in queries/outline.sql, the rest as for the deck; of the enterprises the named leaders are drawn.
    """
    svg = province_svg(outlines, clusters, lang, theme, chosen, enterprises=enterprises, labels=labels)
    return f'<img class="still" src="{gauges.data_uri(svg)}" alt="{escape(map_alt(clusters, lang))}">'


def province_svg(outlines: pd.DataFrame, clusters: pd.DataFrame, lang: str, theme: str, chosen: str | None = None, *,
                 enterprises: pd.DataFrame | None = None, labels: Collection[str] = EXAMPLES) -> str:
    """The still picture as SVG, 1000 units wide; see `svg_map`."""
    w, palette = words(lang), PALETTES[theme]
    marks, layer = fan_out(clusters, "cluster_id"), outlines.groupby("layer").get_group
    around, named = _around_labels(w, STILL), cluster_labels(w, marks, labels, chosen, STILL)
    names = [Label(_short(w.pick(city, "name")), *_middle(city["svg_path"]), PLACE_SIZE * STILL)
             for city in wording.records(layer("cities"))]
    settle([*around, *named, *names], marks, PROVINCE.project, STILL)
    parts = [f'<rect width="{PROVINCE.width:g}" height="{PROVINCE.height:.1f}" fill="{palette.soft}"/>',
             PROVINCE.outlines(layer("neighbours"), palette.track, "none", 0),
             PROVINCE.outlines(layer("counties"), palette.background, palette.line, 0.7),
             PROVINCE.outlines(layer("cities"), "none", palette.muted, 0.6),
             PROVINCE.outlines(layer("outline"), "none", palette.muted, 2),
             *[_svg_label(label, PROVINCE, palette.muted) for label in around + names]]
    for row, (x, y) in zip(wording.records(marks), PROVINCE.project(marks.x, marks.y), strict=True):
        radius, colour = RADII[row["money_class"]] * STILL, row["colour"] if row["matches"] else palette.line
        if row["stale"] and row["matches"]:
            parts.append(_disc(x, y, radius, palette.background, colour, 4))
        else:
            parts.append(_disc(x, y, radius, colour, palette.background, 1.5))
        if row["cluster_id"] == chosen:
            parts.append(_disc(x, y, radius + 8, "none", palette.text, 5))
        elif row["matches"] and row["cluster_id"] in labels:
            parts.append(_disc(x, y, radius + 3, "none", palette.text, 2.5))
    if enterprises is not None:
        stars = fan_around(enterprises, clusters).query("named_leader and matches")
        parts += [_svg_label(Label(STAR, lon, lat, STAR_SIZE * STILL), PROVINCE, palette.milestones["leader"],
                             palette.background) for lon, lat in zip(stars.x, stars.y, strict=True)]
    parts += [_svg_label(label, PROVINCE, palette.text, palette.background) for label in named]
    return gauges.svg_picture(PROVINCE.width, PROVINCE.height, PROVINCE.width, lang, parts)


@kept
def county_figure(outlines: pd.DataFrame, clusters: pd.DataFrame, cluster: pd.DataFrame, lang: str, theme: str, flies: bool = False) -> str:
    """The map of a cluster's county as HTML, with a caption that says what it shows.

    `cluster` is the one row of queries/cluster.sql, `clusters` as in queries/cluster_mark.sql; see `flown` for a map that flies.
    """
    w, (row,) = words(lang), wording.records(cluster)
    n = int((clusters.county_adcode == row["county_adcode"]).sum())
    caption = w("map.county_caption", county=w.pick(row, "county"), n=n)
    if row["enterprises"]:
        caption += w("map.ring_caption", n=row["enterprises"])
    picture = gauges.data_uri(county_svg(outlines, clusters, row, lang, theme, flies=flies))
    return (f'<figure class="county"><img src="{picture}" alt="{escape(caption)}">'
            f'<figcaption class="source">{escape(caption)}</figcaption></figure>')


def county_svg(outlines: pd.DataFrame, clusters: pd.DataFrame, row: dict, lang: str, theme: str,
               width: float = 320, flies: bool = False) -> str:
    """One county and what is around it as SVG: its clusters, the page's own one largest, and a counted ring for its
    enterprises, whose addresses are not known. `row` is the cluster as a dict, the rest as for `county_figure`."""
    w, palette = words(lang), PALETTES[theme]
    layer = outlines.groupby("layer").get_group
    counties = layer("counties")
    own = counties[counties.adcode == row["county_adcode"]]
    frame = square_around(own.iloc[0], width)
    land = [frame.outlines(layer("neighbours"), palette.track, "none", 0),
            frame.outlines(counties, palette.soft, palette.line, 1),
            frame.outlines(layer("outline"), "none", palette.muted, 1.5),
            frame.outlines(own, palette.background, palette.text, 1.5)]
    parts = []
    marks = clusters[clusters.county_adcode == row["county_adcode"]]
    seat, radius, taken = marks.iloc[0], width * 0.2, []
    if row["enterprises"]:
        ((x, y),) = frame.project([seat.lon], [seat.lat])
        parts.append(f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke-width="1.5" '
                     f'stroke="{palette.milestones["documented"]}" stroke-dasharray="4 4"/>')
        taken.append(Label(w("map.ring", n=row["enterprises"]), seat.lon, seat.lat, 14, by=(0, radius + 14)))
    names = [Label(w.pick(county, "name"), *_middle(county["svg_path"]), 11)
             for county in wording.records(frame.within(counties)) if county["adcode"] != row["county_adcode"]]
    for name in names:
        if frame.holds(name) and not any(frame.overlap(name, other) for other in taken):
            taken.append(name)
    parts += [_svg_label(label, frame, palette.muted) if label in names else
              _svg_label(label, frame, palette.text, palette.background) for label in taken]
    fanned = fan_out(marks, "cluster_id", 20 / frame.down)
    mine = (fanned.cluster_id == row["cluster_id"]).to_numpy()
    for (x, y), colour, own_mark in zip(frame.project(fanned.x, fanned.y), fanned.colour, mine, strict=True):
        parts.append(_disc(x, y, 11 if own_mark else 6, colour, palette.text if own_mark else palette.background,
                           3 if own_mark else 1))
    return _local_map(frame, land, parts, outlines, lang, palette, flies)


@kept
def city_figure(outlines: pd.DataFrame, clusters: pd.DataFrame, enterprises: pd.DataFrame, counties: pd.DataFrame, city: str, lang: str, theme: str,
                width: float = 640, flies: bool = False) -> str:
    """The map of a city's counties as HTML, with a key; its `alt` names the counties with and without clusters. The smaller its
    `width`, the larger its letters on a screen that it fills; see `flown` for a map that flies.

    `counties` as in queries/city_county.sql, `clusters` and `enterprises` as in queries/cluster_mark.sql and enterprise_mark.sql, `city` its name.
    """
    w = words(lang)
    full, empty = ([w.pick(row, "name") for row in wording.records(counties[some])]
                   for some in (counties.clusters > 0, counties.clusters == 0))
    alt = w("city.map_alt", city=city, counties=len(counties),
            full=len(full), names=w("list.join").join(full) or w("figure.dash"),
            empty=len(empty), empty_names=w("list.join").join(empty) or w("figure.dash"))
    picture = gauges.data_uri(city_svg(outlines, clusters, enterprises, counties, lang, theme, width, flies))
    return (f'<figure class="city"><img src="{picture}" alt="{escape(alt)}"><figcaption class="source">{escape(w("city.map_key"))} '
            f"{escape(map_statement(lang))}</figcaption></figure>")


def city_svg(outlines: pd.DataFrame, clusters: pd.DataFrame, enterprises: pd.DataFrame, counties: pd.DataFrame, lang: str, theme: str, width: float = 640,
             flies: bool = False) -> str:
    """The counties of a city as SVG: those with clusters tinted, the empty ones hatched, clusters as dots, the names of counties
    that have room, with how many named leaders each has; what lies around them is plain. Arguments as for `city_figure`."""
    w, palette = words(lang), PALETTES[theme]
    layer = outlines.groupby("layer").get_group
    every = layer("counties")
    full, empty = (every[every.adcode.isin(counties[some].adcode)] for some in (counties.clusters > 0, counties.clusters == 0))
    frame = frame_around(pd.concat([full, empty]), width)
    hatch = (f'<defs><pattern id="empty" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="scale('
             f'{1 / frame.across:.6g} {1 / frame.down:.6g}) rotate(45)"><rect width="9" height="9" fill="{palette.background}"/>'
             f'<rect width="2.5" height="9" fill="{palette.line}"/></pattern></defs>')
    land = [hatch, frame.outlines(layer("neighbours"), palette.track, "none", 0),
            frame.outlines(every, palette.soft, palette.line, 0.7),
            frame.outlines(layer("outline"), "none", palette.muted, 1.5),
            *(f'<g class="{name}">{frame.outlines(rows, fill, palette.muted, 1.2)}</g>'
              for name, rows, fill in (("full", full, f"{palette.accent}2e"), ("empty", empty, "url(#empty)")))]
    parts = []
    # within their county, not at its seat: a seat near the border would put them on the neighbour
    inside = counties.set_index("adcode")[["label_lon", "label_lat"]].set_axis(["lon", "lat"], axis=1)
    placed = clusters[clusters.matches].drop(columns=["lon", "lat"]).join(inside, on="county_adcode")
    marks = fan_out(placed, "cluster_id", 15 / frame.down)
    leaders = enterprises[enterprises.named_leader & enterprises.matches].county_adcode.value_counts()
    stars = {adcode: f" {STAR}{n}" for adcode, n in leaders.items()}  # how many, not where: stars of their own would stand on a neighbour
    labels = [Label(_county_name(w.pick(row, "name")) + stars.get(row["adcode"], ""), row["label_lon"], row["label_lat"], 13)
              for row in wording.records(counties)]
    settle(labels, marks, frame.project)
    for row, (x, y) in zip(wording.records(marks), frame.project(marks.x, marks.y), strict=True):
        fill, line = (palette.background, row["colour"]) if row["stale"] else (row["colour"], palette.background)
        parts.append(_disc(x, y, RADII[row["money_class"]], fill, line, 2.5 if row["stale"] else 1))
    shown = []
    for label in labels:
        if frame.holds(label) and not any(frame.overlap(label, other) for other in shown):
            shown.append(label)
    parts += [_svg_label(label, frame, palette.text, palette.background) for label in shown]
    return _local_map(frame, land, parts, outlines, lang, palette, flies)


def _local_map(frame: Frame, land: list[str], marks: list[str], outlines: pd.DataFrame, lang: str, palette: Palette, flies: bool) -> str:
    ground = f'<rect width="{frame.width:g}" height="{frame.height:.1f}" fill="{palette.soft}"/>'
    parts = flown(frame, land, marks, outlines, palette) if flies else [*land, *marks]
    return gauges.svg_picture(frame.width, frame.height, frame.width, lang, [ground, *parts])


def flown(frame: Frame, land: list[str], marks: list[str], outlines: pd.DataFrame, palette: Palette) -> list[str]:
    """The parts of a map that flies from the whole province to its frame as soon as it is shown, so that a hall sees where the place
    lies: the land moves, and what stands on it comes into view on arrival. Whoever asked for less motion sees it arrived."""
    layer = outlines.groupby("layer").get_group
    ((left, top), (right, bottom)) = frame.project([PROVINCE.west, PROVINCE.east], [PROVINCE.north, PROVINCE.south])
    scale = min(frame.width / (right - left), frame.height / (bottom - top))
    x, y = frame.width / 2 - scale * (left + right) / 2, frame.height / 2 - scale * (top + bottom) / 2
    style = (f"@media (prefers-reduced-motion: no-preference) {{ .land {{ animation: fly {FLIGHT}s {PAUSE}s cubic-bezier(.7, 0, .3, 1) both }} "
             f".marks {{ animation: come .4s {PAUSE + FLIGHT}s both }} }} "
             f"@keyframes fly {{ from {{ transform: translate({x:.1f}px, {y:.1f}px) scale({scale:.4f}) }} }} "
             "@keyframes come { from { opacity: 0 } }")
    province = [frame.paths(layer("cities"), palette.background, palette.line, 0.7), frame.paths(layer("outline"), "none", palette.muted, 1.5)]
    return [f"<style>{style}</style>", f'<g class="land">{"".join([*province, *land])}</g>', f'<g class="marks">{"".join(marks)}</g>']


def _county_name(name: str) -> str:
    """The name of a county as maps write it: Kuancheng for Kuancheng Manchu Autonomous County; Chinese names stay whole."""
    return re.sub(r"( [\w ]*Autonomous| Mining)? (County|District|City)$", "", name)


def frame_around(places: pd.DataFrame, width: float) -> Frame:
    """The frame around outlines, a little wider."""
    west, east, south, north = places.west.min(), places.east.max(), places.south.min(), places.north.max()
    lon, lat = (east - west) * 0.05, (north - south) * 0.05
    return Frame(west - lon, south - lat, east + lon, north + lat, width)


def square_around(place, width: float) -> Frame:
    """The square frame around an outline, half as wide again."""
    squeeze = cos(radians(38.9))
    half = max(place.east - place.west, (place.north - place.south) / squeeze) * 0.75
    lon, lat = (place.west + place.east) / 2, (place.south + place.north) / 2
    return Frame(lon - half, lat - half * squeeze, lon + half, lat + half * squeeze, width)


def _middle(svg_path: str) -> tuple[float, float]:
    """The centre of gravity (degrees) of the largest part of an outline."""
    parts = []
    for part in svg_path.split("M")[1:]:
        x, y = np.array(re.findall(r"-?\d*\.?\d+", part), float).reshape(-1, 2).cumsum(axis=0).T
        cross = x * np.roll(y, -1) - np.roll(x, -1) * y
        area = cross.sum() / 2
        parts.append((abs(area), ((x + np.roll(x, -1)) * cross).sum() / (6 * area),
                      ((y + np.roll(y, -1)) * cross).sum() / (6 * area)))
    return max(parts)[1:]


def _disc(x: float, y: float, radius: float, fill: str, line: str, width: float) -> str:
    return (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{line}" '
            f'stroke-width="{width:g}"/>')


def _svg_label(label: Label, frame: Frame, colour: str, halo: str | None = None) -> str:
    """SVG: a label, with a halo where it has a colour."""
    ((x, y),) = frame.project([label.lon], [label.lat])
    text = gauges.svg_text(x + label.by[0], y + label.by[1] + label.size * 0.36, label.text, label.size, colour,
                           bold=halo is not None)
    if halo:
        edge = f'stroke="{halo}" stroke-width="{label.size / 4:.2g}" stroke-linejoin="round" paint-order="stroke"'
        text = text.replace("<text ", f"<text {edge} ", 1)
    return text
