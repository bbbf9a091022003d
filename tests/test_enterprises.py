"""The enterprises: the list found, sorted and paged in the database, the two ladders, the files, and how the page draws them."""

import csv
import io
import re
from datetime import date

import openpyxl
import pandas as pd
import pytest

import queries
from pages.parts import charts, enterprise_cards, enterprise_file, shell
from tests.test_queries import TODAY, answer

ANYONE = {"q": None}


def found(**given) -> set[str]:
    """The enterprises that pass."""
    return set(answer("enterprise_list", **(ANYONE | {"cluster": None, "size": 10_000} | given)).enterprise_id)


@pytest.fixture(scope="module")
def everyone() -> pd.DataFrame:
    return answer("enterprise_list", q=None, cluster=None, size=10_000).set_index("enterprise_id")


@pytest.mark.parametrize("q", ["晶澳太阳能", "JA SOLAR", "jingaotaiyang", "jatynkj", "单晶硅、电池", "mono silicon cells", "002459",
                               "晶澳　股份", "solar 晶澳"])
def test_the_search_finds_by_every_kind_of_word(q):
    assert found(q=q) == {"ja-solar"}


def test_every_word_must_be_held(everyone):
    assert found(q="晶澳 羊绒") == set()
    assert found(q="%") == set() and found(q="河北") == set(everyone.index[everyone.name_zh.str.contains("河北")])


def test_former_names_are_found(everyone):
    former = everyone.former_name_zh.dropna()
    assert len(former) and all(enterprise in found(q=name) for enterprise, name in former.items())


def test_the_pages_hold_every_enterprise_once(everyone):
    for sort, descending in (("standing", False), ("city", False), ("board", True)):
        pages = [answer("enterprise_list", q=None, cluster=None, sort=sort, descending=descending, size=50, skipped=skipped)
                 for skipped in range(0, 300, 50)]
        ids = [enterprise for page in pages for enterprise in page.enterprise_id]
        assert len(ids) == len(set(ids)) and set(ids) == set(everyone.index)
        assert ids == list(answer("enterprise_list", q=None, cluster=None, sort=sort, descending=descending, size=10_000).enterprise_id)
    assert {page.found.iloc[0] for page in pages if len(page)} == {len(everyone)} and len(pages[5]) == len(everyone) - 250


def test_named_leaders_stand_first_then_names(everyone):
    leaders = int(everyone.named_leader.sum())
    assert 0 < leaders == everyone.leaders.iloc[0]
    assert everyone.named_leader.tolist() == [True] * leaders + [False] * (len(everyone) - leaders)


@pytest.mark.parametrize("sort", [sort for sort in enterprise_cards.SORTS if not sort.startswith("-")])
def test_blanks_stand_last_whichever_way_it_is_sorted(sort):
    column = {"name": "name_en", "standing": "named_leader", "city": "city_en", "county": "county_en", "cluster": "cluster_en",
              "industry": "industry_en", "milestones": "kinds"}.get(sort, sort)
    up, down = (answer("enterprise_list", q=None, cluster=None, sort=sort, descending=descending, size=10_000, lang="en")[column]
                for descending in (False, True))
    blanks = up.isna().sum()
    if column != "kinds":  # none held is a number, not a blank
        assert not up.head(len(up) - blanks).isna().any() and not down.head(len(down) - blanks).isna().any()
    if sort in ("name", "cluster", "leader_since"):
        dropped = up.dropna() if sort == "leader_since" else up.dropna().str.lower()
        assert dropped.is_monotonic_increasing and len(dropped) > 1
        dropped = down.dropna() if sort == "leader_since" else down.dropna().str.lower()
        assert dropped.is_monotonic_decreasing


def test_names_go_by_pinyin_in_chinese():
    names = answer("enterprise_list", q=None, cluster=None, sort="name", size=10_000).name_zh
    assert names.iloc[0].startswith("安") and names.iloc[-1][0] in "中紫遵张卓正"


def test_an_unknown_order_is_an_error():
    with pytest.raises(Exception, match="cannot be sorted by taste"):
        answer("enterprise_list", q=None, sort="taste")


def test_every_filter_keeps_what_it_names(everyone):
    assert found(city="130500") == set(everyone.index[everyone.city_zh == "邢台市"])
    assert found(county="130528") == set(everyone.index[everyone.county_zh == "宁晋县"])
    assert found(industry="cashmere") == set(everyone.index[everyone.industry_en == "Cashmere"]) != set()
    assert found(cluster="anping-wire-mesh") == set(everyone.index[everyone.cluster_zh == "安平丝网"]) != set()
    assert found(standing="leader") == set(everyone.index[everyone.named_leader])
    assert found(standing="documented") == set(everyone.index[~everyone.named_leader])
    assert found(confidence="low") == set(everyone.index[everyone.confidence == "low"])
    assert found(milestone="listed") == set(everyone.index[everyone.kinds.str.contains("listed").fillna(False).astype(bool)])
    clusters = set(answer("department_cluster", department="science").name_zh)
    assert found(department="science") == set(everyone.index[everyone.cluster_zh.isin(clusters)])


def test_a_milestone_is_asked_for_with_its_year_and_only_while_it_holds():
    assert "ja-solar" not in found(milestone="leader") and "ja-solar" in found(milestone="leader", as_of=date(2023, 6, 30))
    assert found(milestone="leader", reached="2025") == {enterprise for enterprise in found(milestone="leader")
                                                        if answer("enterprise", enterprise=enterprise).leader_since.iloc[0].year == 2025} != set()
    reached = answer("milestone_file", q=None, cluster=None)
    listed = reached[(reached.reached_on.dt.year == 2023) & (reached.kind != "documented") & reached.ended_on.isna()]
    assert found(reached="2023") == set(listed.enterprise_id) != set(), "a document of that year is no milestone"


def ladder(as_of: date = TODAY, **given) -> pd.DataFrame:
    return answer("enterprise_ladder", as_of=as_of, **(ANYONE | {"cluster": None} | given)).set_index(["kind", "day"])


def test_the_ladders_count_what_is_held_on_each_day():
    rows, year_2022, year_2023 = ladder(), pd.Timestamp("2022-12-31"), pd.Timestamp("2023-12-31")
    assert rows.loc[("leader", year_2022), "ended"] == 0 and rows.loc[("leader", year_2023), "ended"] == 2, "JA Solar and Tsaker were adjusted"
    for kind in ("leader", "listed", "srdi", "little_giant"):
        assert rows.loc[(kind, pd.Timestamp(TODAY)), "held"] == len(found(milestone=kind)), kind
    giants = rows.loc[("little_giant", pd.Timestamp(TODAY))]
    assert (giants.held, giants.undated) == (3, 3), "none of them has a date"
    assert rows.loc[("little_giant", pd.Timestamp("2025-12-31")), "held"] == 0, "without a date in no year"
    assert pd.isna(rows.loc[("listed", pd.Timestamp(TODAY)), "with_previous"]), "no tutoring is documented"
    assert list(rows.loc["leader"].index.year) == [2021, 2022, 2023, 2024, 2025, 2026]
    assert list(ladder(as_of=date(2022, 12, 31)).loc["leader"].today) == [False, True]


def test_the_ladders_obey_the_filters_and_count_who_holds_two_steps():
    rows = ladder(city="130500").xs(pd.Timestamp(TODAY), level="day")
    assert rows.loc["leader", "held"] == len(found(milestone="leader", city="130500"))
    both = len(found(milestone="srdi") & found(milestone="little_giant"))
    assert ladder().loc[("little_giant", pd.Timestamp(TODAY)), "with_previous"] == both


def test_the_files_hold_what_the_query_answers():
    firms, milestones = answer("enterprise_file", q=None, cluster=None), answer("milestone_file", q=None, cluster=None)
    assert set(firms.enterprise_id) == found() and set(milestones.enterprise_id) <= found()
    book = openpyxl.load_workbook(io.BytesIO(enterprise_file.workbook(firms, milestones, {"截至": "今天"}, "zh")))
    assert book.sheetnames == ["企业", "节点", "说明"]
    head, *rows = book["企业"].values
    assert len(rows) == len(firms) and rows == sorted(rows, key=lambda row: row[4] != "领跑者企业")
    column = dict(zip(head, zip(*rows, strict=True), strict=True))
    assert list(column["企业名称"]) == list(firms.name_zh) and list(column["来源：标题"]) == list(firms.source_title)
    assert [day and day.date() for day in column["列入领跑者时间"]] == [None if pd.isna(day) else day.date() for day in firms.leader_since]
    assert [lon for lon in column["经度"] if lon] == firms.lon.dropna().tolist() and isinstance(column["经度"][0], float)
    assert set(column["来源：性质"]) <= {"官方发布", "媒体报道", "企业公告", "转载", "未核实"} and any(column["来源：网址"])
    assert len(list(book["节点"].values)) == len(milestones) + 1
    plain = list(csv.DictReader(io.StringIO(enterprise_file.csv_file(firms, "en").decode("utf-8-sig"))))
    assert [row["Name (English)"] for row in plain] == list(firms.name_en)
    assert [row["Stock code"] for row in plain] == ["" if pd.isna(code) else code for code in firms.stock_code]
    assert {row["Board"] for row in plain} >= {"", "Shenzhen main board", "Shanghai main board, Hong Kong"}
    assert {row["Standing"] for row in plain} == {"Named leader enterprise", "Documented lead enterprise (not on a known list of leaders)"}


def test_an_answer_for_a_file_is_not_kept():
    given = {"as_of": TODAY, "known_at": None, **dict.fromkeys(
        ("q", "city", "county", "industry", "department", "cluster", "milestone", "reached", "confidence", "standing"))}
    assert queries.ask("enterprise_file", **given, keep=False) is not queries.ask("enterprise_file", **given, keep=False)
    assert queries.ask("enterprise_ladder", **given) is queries.ask("enterprise_ladder", **given)


def drawn(sort: str | None, page: int = 1, lang: str = "zh") -> str:
    rows = answer("enterprise_list", q=None, cluster=None, sort=(sort or "standing").removeprefix("-"), skipped=(page - 1) * 50)
    return enterprise_cards.enterprise_table(rows, ("standing", "leader_since", "product"), sort, page, 50, "ja-solar", lang)


@pytest.mark.parametrize(("sort", "way", "following"), [(None, "none", "sort:name"), ("name", "ascending", "sort:-name"), ("-name", "descending", "sort:")])
def test_a_head_says_how_it_sorts_and_what_a_press_does(sort, way, following):
    assert f'aria-sort="{way}"><button data-choose="{following}"' in drawn(sort)
    assert "主要产品</th>" in drawn(sort), "not every column sorts"


def test_the_way_to_the_other_pages():
    assert 'data-choose="page:" disabled' in drawn(None) and 'data-choose="page:2">' in drawn(None)
    assert 'data-choose="page:6" disabled' in drawn(None, 6) and "第251至252家，共252家" in drawn(None, 6)


def test_a_leaders_day_opens_its_source():
    assert re.search(r'data-trace="milestone:[a-z-]+-leader">2022年11月2日<', drawn(None))


def test_texts_are_escaped():
    assert "<b>x" not in enterprise_cards.nothing(("<b>x",), "zh") and "<b>x" not in enterprise_cards.takeaway(1, 0, ("<b>x",), "en")


def test_the_filter_offers_every_kind_of_milestone():
    assert set(shell.FIXED["milestone"]) == set(charts.MILESTONES)
