"""The maps: all clusters and enterprises for the browser (deck.gl), and the same drawn on the server as SVG.

Marks that share a place are fanned out around it. In the deck every row of the data stays in its place in the message: a filter
changes colours only, because a click is reported by its row; the outlines are fetched once from their own address.
"""

import json
import math
from html import escape

import pandas as pd
import pydeck as pdk

from data.words import Words, words
from pages.parts import gauges, wording
from pages.parts.palette import FONTS, PALETTES

CLUSTER_LAYER = "clusters"
ENTERPRISE_LAYERS = ("leaders", "documented")
RADII = (3.5, 4.5, 6, 8, 10.5, 13)  # pixels by class of money: none, < 50, 50-, 100-, 500-, >= 1000
EXAMPLES = ("qinghe-cashmere", "linxi-bearings", "anping-wire-mesh")  # labelled, as the plan's best-known
CENTRE, NEAR = (116.6, 39.35), 8.5
STAR = "★"


class Drawing(pdk.Deck):
    """A deck whose compact JSON is made once: it is kept and sent to many visitors."""

    def __init__(self, *layers: pdk.Layer, view: pdk.ViewState, tooltip: dict):
        # without a map style of its own nothing is asked of any map server
        super().__init__(layers=list(layers), initial_view_state=view, map_provider=None, tooltip=tooltip)
        self._compact = json.dumps(json.loads(super().to_json()), ensure_ascii=False, separators=(",", ":"))

    def to_json(self) -> str:
        """The JSON that Streamlit sends."""
        return self._compact


def fan_out(marks: pd.DataFrame, step: float, empty: int = 0) -> pd.DataFrame:
    """Copies of the marks with `x`, `y`: marks at one place are laid around it on a sunflower, the first in its middle.

    `step` is the distance between neighbours in degrees of latitude; `empty` keeps the first places free for other marks.
    """
    place = marks.groupby(["lon", "lat"]).cumcount() + empty
    alone = marks.groupby(["lon", "lat"]).lon.transform("size") == 1
    turn, reach = place * math.radians(137.508), step * (place ** 0.5)
    if not empty:
        reach = reach.where(~alone, 0)
    stretch = 1 / marks.lat.map(lambda lat: math.cos(math.radians(lat)))
    return marks.assign(x=(marks.lon + reach * turn.map(math.sin) * stretch).round(4),
                        y=(marks.lat + reach * turn.map(math.cos)).round(4))


def _rgb(colour: str, alpha: int = 255) -> list[int]:
    return [int(colour[i:i + 2], 16) for i in (1, 3, 5)] + [alpha]


def _tip(w: Words, row: dict) -> str:
    """A cluster in a tooltip; all of it stands in the panel too."""
    lines = [f"<b>{escape(w.pick(row, 'name'))}</b>", escape(f"{w.pick(row, 'county')} · {w.pick(row, 'industry')}")]
    if row["money_class"]:
        lines.append(escape(w("map.tip_money", name=w.pick(row, "money"), period=row["money_period"],
                              value=wording.figure(w, row["money"], w("unit.money"), row["money_qualifier"]))))
    return "<br>".join(lines)


# In the browser ------------------------------------------------------------------------------------------------------

def cluster_deck(clusters: pd.DataFrame, enterprises: pd.DataFrame, cities: pd.DataFrame, urls: dict[str, str], lang: str, theme: str,
                 chosen: str | None, near: tuple[float, float] | None, zoom: float) -> Drawing:
    """The map of all clusters and enterprises as a deck.

    `clusters` and `enterprises` as in queries/cluster_mark.sql and enterprise_mark.sql; `urls` the address of each layer of outlines;
    `chosen` a cluster_id to ring; `near` a place to open at instead of the whole province, which fits at `zoom`.

    A selection comes back as `selection["objects"][layer]`, a list with the row's data: `cluster_id` in the layer `clusters`,
    `enterprise_id` and `cluster_id` in the layers `leaders` and `documented`.
    """
    w, palette = words(lang), PALETTES[theme]
    marks = [_mark(w, row, palette) for row in wording.records(fan_out(clusters, 0.09))]
    firms = fan_out(enterprises, 0.03, empty=4)
    firms = [{"enterprise_id": row["enterprise_id"], "cluster_id": row["cluster_id"], "x": row["x"], "y": row["y"],
              "named": row["named_leader"], "tip": f"<b>{escape(w.pick(row, 'name'))}</b><br>"
              + escape(w("enterprise.leader" if row["named_leader"] else "enterprise.documented"))} for row in wording.records(firms)]
    labels = [{"x": m["x"], "y": m["y"], "text": m["name"], "r": m["r"]} for m in marks
              if m["cluster_id"] == chosen or m["cluster_id"] in EXAMPLES]
    ringed = [m for m in marks if m["cluster_id"] == chosen]
    leader, label = _rgb(palette.milestones["leader"]), {"get_position": "[x, y]", "character_set": pdk.types.String("auto"),
                                                         "font_family": pdk.types.String(FONTS)}
    outline = {"stroked": True, "line_width_units": pdk.types.String("pixels"), "pickable": False}
    at = {"get_position": "[x, y]", "radius_units": pdk.types.String("pixels"), "line_width_units": pdk.types.String("pixels"),
          "stroked": True}
    return Drawing(
        pdk.Layer("GeoJsonLayer", id="neighbours", data=urls["neighbours"], filled=True, get_fill_color=_rgb(palette.soft),
                  stroked=False, pickable=False),  # the frame they are clipped to would show as a line
        pdk.Layer("GeoJsonLayer", id="counties", data=urls["counties"], filled=True, get_fill_color=_rgb(palette.background),
                  get_line_color=_rgb(palette.line, 150), get_line_width=0.6, **outline),
        pdk.Layer("GeoJsonLayer", id="cities", data=urls["cities"], filled=False, get_line_color=_rgb(palette.muted, 120),
                  get_line_width=1, **outline),
        pdk.Layer("GeoJsonLayer", id="outline", data=urls["outline"], filled=False, get_line_color=_rgb(palette.muted),
                  get_line_width=2, **outline),
        pdk.Layer("TextLayer", id="city_names", data=[{"x": c["lon"], "y": c["lat"], "text": _short(w.pick(c, "name"))}
                                                      for c in wording.records(cities)],
                  get_text="text", get_size=12, get_color=_rgb(palette.muted, 170), **label),
        pdk.Layer("ScatterplotLayer", id="documented", data=[f for f in firms if not f["named"]], filled=True, get_radius=2,
                  get_fill_color=_rgb(palette.background), get_line_color=_rgb(palette.milestones["documented"]), get_line_width=1,
                  pickable=True, **at),
        pdk.Layer("ScatterplotLayer", id=CLUSTER_LAYER, data=marks, filled=True, get_radius="r", get_fill_color="fill",
                  get_line_color="line", get_line_width="edge", pickable=True, auto_highlight=True, **at),
        pdk.Layer("ScatterplotLayer", id="ring", data=[{"x": m["x"], "y": m["y"], "r": m["r"] + 5} for m in ringed], filled=False,
                  get_radius="r", get_line_color=_rgb(palette.text), get_line_width=3, **at),
        pdk.Layer("TextLayer", id="leaders", data=[f | {"text": STAR} for f in firms if f["named"]], get_text="text", get_size=17,
                  get_color=leader, outline_width=3, outline_color=_rgb(palette.background), font_settings={"sdf": True},
                  pickable=True, **label),
        pdk.Layer("TextLayer", id="labels", data=labels, get_text="text", get_size=14, get_color=_rgb(palette.text),
                  get_pixel_offset="[0, -r - 11]", font_weight=600, outline_width=4, outline_color=_rgb(palette.background),
                  font_settings={"sdf": True}, **label),
        view=pdk.ViewState(longitude=(near or CENTRE)[0], latitude=(near or CENTRE)[1], zoom=NEAR if near else zoom, min_zoom=4.8,
                           max_zoom=13, pitch=0, bearing=0),
        tooltip={"html": "{tip}", "style": {"font-family": FONTS, "font-size": "13px", "background": palette.soft,
                                            "color": palette.text, "border": f"1px solid {palette.line}", "border-radius": "6px",
                                            "max-width": "320px", "white-space": "normal"}},
    )


def _mark(w: Words, row: dict, palette) -> dict:
    colour = row["colour"]
    if not row["matches"]:
        fill, line, edge = _rgb(palette.muted, 45), _rgb(palette.muted, 60), 0.5
    elif row["stale"]:  # hollow: the figure is old
        fill, line, edge = _rgb(palette.background, 200), _rgb(colour), 2.5
    else:
        fill, line, edge = _rgb(colour, 225), _rgb(palette.background), 1
    return {"cluster_id": row["cluster_id"], "name": w.pick(row, "name"), "x": row["x"], "y": row["y"],
            "r": RADII[row["money_class"]], "fill": fill, "line": line, "edge": edge, "tip": _tip(w, row)}


def _short(name: str) -> str:
    """A city's name as maps write it: 邢台 for 邢台市."""
    return name.removesuffix("市").removesuffix("新区") if len(name) > 2 else name


def map_legend(clusters: pd.DataFrame, lang: str, theme: str, review_number: str | None = None) -> str:
    """The key of the map as HTML: colours, sizes, hollow marks, enterprises, and what kind of map it is.

    `review_number` is the map's own number of review (审图号); without one it is an internal working map.
    """
    w, palette = words(lang), PALETTES[theme]
    groups = clusters.drop_duplicates("group_id").sort_values("group_id")
    colours = "".join(f'<span><i class="dot" style="background:{g["colour"]}"></i>{escape(w.pick(g, "group"))}</span>'
                      for g in wording.records(groups))
    sizes = "".join(f'<span><i class="size" style="width:{2 * r}px;height:{2 * r}px"></i>{escape(w(f"map.class_{i}"))}</span>'
                    for i, r in reversed(list(enumerate(RADII))))
    firms = (f'<span><b style="color:{palette.milestones["leader"]}">{STAR}</b> {escape(w("enterprise.leader"))}</span>'
             f'<span><i class="size" style="width:6px;height:6px"></i>{escape(w("map.documented"))}</span>')
    kind = w("map.reviewed", number=review_number) if review_number else w("map.internal")
    return (f'<div class="legend"><div>{colours}</div><div><b>{escape(w("map.size"))}</b>{sizes}<span>'
            f'<i class="size hollow"></i>{escape(w("map.stale"))}</span></div><div>{firms}</div>'
            f'<div class="source">{escape(kind)} · {escape(w("map.attribution"))}</div></div>')


# On the server -------------------------------------------------------------------------------------------------------

SQUEEZE = math.cos(math.radians(39.3))  # a degree of longitude beside one of latitude, in the middle of Hebei


def svg_map(outlines: pd.DataFrame, clusters: pd.DataFrame, lang: str, theme: str, chosen: str | None) -> str:
    """The same map as a still picture: an `img`, its content in words beside it."""
    w, palette = words(lang), PALETTES[theme]
    province = outlines[outlines.layer == "outline"].iloc[0]
    parts = [_outlines(outlines[outlines.layer == "counties"], palette.background, palette.line, 0.6),
             _outlines(outlines[outlines.layer == "outline"], "none", palette.muted, 1.5)]
    for row in wording.records(fan_out(clusters, 0.09)):
        colour = row["colour"] if row["matches"] else palette.line
        fill = palette.background if row["stale"] else colour
        parts.append(_disc(row["x"], row["y"], RADII[row["money_class"]] / 130, fill, colour))
        if row["cluster_id"] == chosen or row["cluster_id"] in EXAMPLES:
            parts.append(_text(row["x"], row["y"] + 0.13, 0.14, w.pick(row, "name"), palette.text))
    alt = w("map.alt", n=len(clusters), shown=int(clusters.matches.sum()))
    return _picture(province.west - 0.2, province.south - 0.1, province.east + 0.2, province.north + 0.1, parts, alt, "still")


def county_figure(outlines: pd.DataFrame, clusters: pd.DataFrame, row: dict, lang: str, theme: str) -> str:
    """One county and what is around it: its clusters, the page's own one largest, and a counted ring for its enterprises,
    whose addresses are not known."""
    w, palette = words(lang), PALETTES[theme]
    counties = outlines[outlines.layer == "counties"]
    own = counties[counties.adcode == row["county_adcode"]]
    box = own.iloc[0]
    size = max(box.east - box.west, (box.north - box.south) / SQUEEZE) * 1.5
    west, south = (box.west + box.east - size) / 2, (box.south + box.north - size * SQUEEZE) / 2
    east, north, unit = west + size, south + size * SQUEEZE, size * SQUEEZE / 100
    around = counties[(counties.east > west) & (counties.west < east) & (counties.north > south) & (counties.south < north)]
    parts = [_outlines(around, palette.soft, palette.line, 0.8), _outlines(own, palette.background, palette.muted, 1.6)]
    marks = clusters[clusters.county_adcode == row["county_adcode"]]
    for mark in wording.records(fan_out(marks, unit * 6)):
        mine = mark["cluster_id"] == row["cluster_id"]
        parts.append(_disc(mark["x"], mark["y"], unit * (4 if mine else 2.4), mark["colour"], palette.text if mine else palette.background))
    caption = w("map.county_caption", county=w.pick(row, "county"), n=len(marks))
    if row["enterprises"]:
        seat = marks.iloc[0]
        parts.append(f'<circle cx="{seat.lon * SQUEEZE:.4f}" cy="{-seat.lat:.4f}" r="{unit * 19:.4f}" fill="none" vector-effect='
                     f'"non-scaling-stroke" stroke="{palette.milestones["documented"]}" stroke-dasharray="4 4" stroke-width="1.5"/>')
        parts.append(_text(seat.lon, seat.lat - unit * 27, unit * 7, w("map.ring", n=row["enterprises"]), palette.text))
        caption += w("map.ring_caption", n=row["enterprises"])
    return (f'<figure class="county">{_picture(west, south, east, north, parts, caption, "county")}'
            f'<figcaption class="source">{escape(caption)}</figcaption></figure>')


def _outlines(rows: pd.DataFrame, fill: str, line: str, width: float) -> str:
    return (f'<path transform="scale({SQUEEZE:.4f} -1)" d="{"".join(rows.svg_path)}" fill="{fill}" stroke="{line}" '
            f'stroke-width="{width}" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>')


def _disc(lon: float, lat: float, radius: float, fill: str, line: str) -> str:
    return (f'<circle cx="{lon * SQUEEZE:.4f}" cy="{-lat:.4f}" r="{radius:.4f}" fill="{fill}" stroke="{line}" stroke-width="1.5" '
            f'vector-effect="non-scaling-stroke"/>')


def _text(lon: float, lat: float, size: float, text: str, colour: str) -> str:
    return (f'<text x="{lon * SQUEEZE:.4f}" y="{-lat:.4f}" font-size="{size:.4f}" text-anchor="middle" fill="{colour}" '
            f'font-family="{FONTS}">{escape(text)}</text>')


def _picture(west: float, south: float, east: float, north: float, parts: list[str], alt: str, name: str) -> str:
    box = f"{west * SQUEEZE:.4f} {-north:.4f} {(east - west) * SQUEEZE:.4f} {north - south:.4f}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'
    return f'<img class="{name}" src="{gauges.data_uri(svg)}" alt="{escape(alt)}">'
