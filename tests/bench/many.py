"""A hundred thousand enterprises, made up and seeded, in a database of their own: how the pages hold then."""

import asyncio
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data import sample, warehouse
from tests.bench.visitor import Visitor
from tests.browser import cockpit

ENTERPRISES = 100_000
LEADERS = 500  # the first of them
SEED = 100_000
ASKED = 25  # pages and searches
SYLLABLES = [("华", "hua"), ("恒", "heng"), ("瑞", "rui"), ("达", "da"), ("鑫", "xin"), ("诚", "cheng"), ("通", "tong"), ("泰", "tai"), ("宏", "hong"),
             ("盛", "sheng"), ("永", "yong"), ("安", "an"), ("金", "jin"), ("源", "yuan"), ("博", "bo"), ("远", "yuan"), ("新", "xin"), ("河", "he")]
KINDS = ("srdi", "little_giant", "hightech", "pool", "share_reform", "tutoring", "listed", "documented")
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FACT = {"source_id": "sample", "confidence": "none", "recorded_at": "2026-11-24 00:00:00", "return_id": None, "retracted": "false"}


def facts(number: int = ENTERPRISES) -> dict[str, pd.DataFrame]:
    """So many enterprises with one to three milestones each, and the source that says they are made up, as text by table."""
    chance = random.Random(SEED)
    with warehouse.cursor(warehouse.current()) as db:
        clusters = db.execute("SELECT cluster_id, county_adcode, name_zh, lon, lat FROM county_cluster_known(NULL) ORDER BY ALL").fetchall()
    enterprises, milestones = [], []
    for n in range(number):
        cluster, county, product, lon, lat = chance.choice(clusters)
        name = chance.choices(SYLLABLES, k=4)
        zh, pinyin = "".join(sign for sign, _ in name), [sound for _, sound in name]
        id = f"made-up-{n}"
        enterprises.append({
            "enterprise_id": id, "name_zh": f"{zh}{n}有限公司", "name_en": f"{''.join(pinyin).title()} {n} Co., Ltd.",
            "former_name_zh": None, "credit_code": "".join(chance.choices(DIGITS, k=18)), "cluster_id": cluster, "county_adcode": county,
            "lon": str(lon), "lat": str(lat), "location_basis": "county_seat", "product_zh": product, "product_en": "made up", "board": None,
            "stock_code": None, "pinyin": "".join(pinyin), "initials": "".join(sound[0] for sound in pinyin), "note_zh": None, "note_en": None})
        for kind in (("leader",) if n < LEADERS else ()) + tuple(chance.sample(KINDS, chance.randint(1, 3))):
            day = date(2019, 1, 1) + timedelta(days=chance.randrange(2500))
            milestones.append({"milestone_id": f"{id}-{kind}", "enterprise_id": id, "kind": kind, "reached_on": day.isoformat(),
                               "ended_on": None, "date_precision": "day", "detail_zh": None, "detail_en": None})
    tables = {"source": pd.DataFrame([sample.SOURCE], dtype=object)}
    for table, rows in (("enterprise", enterprises), ("milestone", milestones)):
        tables[table] = pd.DataFrame([row | FACT for row in rows], dtype=object)
    for table, rows in tables.items():
        rows["_file"], rows["_line"] = f"made up/{table}", range(1, len(rows) + 1)
    return tables


def figures(first_visits: Callable, percentile: Callable) -> Iterator[tuple[str, float, float]]:
    """Name, milliseconds and budget of pages of the list and searches that nobody asked for before, and of the map on a first
    visit; `first_visits(url, address)` gives the median until the map is seen."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COCKPIT_HOME"] = folder
        warehouse.build()
        warehouse.build_sample(facts())
        del os.environ["COCKPIT_HOME"]
        with cockpit.server(Path(folder)) as server:
            for name, times in asyncio.run(lists(server.url)).items():
                yield f"{name} of {ENTERPRISES:,} enterprises, 95th percentile", percentile(times), 500
            yield f"First visit, map with {ENTERPRISES:,} enterprises", first_visits(server.url, "/map?data=sample"), 2500


async def lists(url: str) -> dict[str, list[float]]:
    """The milliseconds of pages and of searches, each for the first time."""
    chance = random.Random(SEED)
    searches = ["".join(sound for _, sound in chance.choices(SYLLABLES, k=2)) for _ in range(ASKED)]
    times = {"Page": [], "Search": []}
    async with Visitor(url, "/enterprises") as visitor:
        await visitor.run(lang="zh", data="sample")
        for n, asked in enumerate(searches):
            times["Page"].append(1000 * await visitor.run(lang="zh", data="sample", page=str(2 + n)))
            times["Search"].append(1000 * await visitor.run(lang="zh", data="sample", q=asked))
        assert not visitor.errors
    return times
