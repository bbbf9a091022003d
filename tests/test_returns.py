"""What departments report: every fault is named where it stands, what is right reaches the record whole, or nothing does."""

import io
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import queries
from data import record, reported, returns, template, warehouse, workbook
from data.words import LANGUAGES, words
from pages.parts import provenance_cards, task_cards, wording
from tests import processes
from tests.conftest import command

ROOT = Path(__file__).parent.parent
DIIT, XINGTAI = ("department", "diit"), ("city", "130500")
TODAY = date(2026, 11, 24)
CODE = "91130534MA0CCCCC6H"  # made up, with a right check character
GOOD = {
    "figure": {"indicator": "little_giants", "scope": "province", "period": "2025-12-31", "value": 510},
    "allocation": {"indicator": "little_giants", "scope": "130500", "due_on": "2025-12-31", "lower": 40},
    "goal_note": {"indicator": "little_giants", "period": "2025-12-31", "problem": "部分企业研发投入不足"},
    "enterprise": {"name_zh": "清河县演示羊绒有限公司", "county": "清河县", "cluster": "清河羊绒", "credit_code": CODE},
    "milestone": {"enterprise": "奥威服装", "kind": "leader", "reached_on": "2023-11-15"},
}


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The checks that write nothing share the state of the whole test run."""
    warehouse.build()


def file(*rows: tuple[str, dict], reporter: str | None = "diit") -> bytes:
    """A workbook of rows, each with the key of its sheet; headers are the names of the columns."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "cover"
    if reporter:
        cover.append([words("zh")("workbook.about.reporter"), reporter])
    for sheet, row in rows:
        if sheet not in book.sheetnames:
            book.create_sheet(sheet).append(list(workbook.SHEETS[sheet]))
        book[sheet].append([row.get(column) for column in workbook.SHEETS[sheet]])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def found(*rows: tuple[str, dict], reporter: str | None = "diit",
          given: tuple[str, str] | None = None) -> list[tuple[str, str | None]]:
    """The rules that rows break, with the columns."""
    checked = returns.check(file(*rows, reporter=reporter), "x.xlsx", reporter=given, today=TODAY)
    return [(fault.rule, fault.column) for fault in checked.faults]


@pytest.mark.parametrize("sheet", GOOD)
def test_a_good_row_passes(sheet):
    row = GOOD[sheet] | ({"enterprise": known_enterprise()} if sheet == "milestone" else {})
    checked = returns.check(file((sheet, row)), "x.xlsx", today=TODAY)
    assert not [fault for fault in checked.faults if not fault.warning]
    assert len(checked.changes) == 1 and checked.accepted


def known_enterprise() -> str:
    """An enterprise of the shipped facts that is no leader yet."""
    with warehouse.cursor(warehouse.current()) as db:
        return db.execute("SELECT name_zh FROM enterprise_standing(?, NULL) WHERE NOT named_leader ORDER BY enterprise_id LIMIT 1",
                          [TODAY]).fetchone()[0]


@pytest.mark.parametrize(("sheet", "change", "rule", "column"), [
    ("figure", {"indicator": "小巨人"}, "unknown_name", "indicator"),
    ("figure", {"indicator": None}, "required", "indicator"),
    ("figure", {"scope": "亚特兰蒂斯"}, "unknown_name", "scope"),
    ("figure", {"scope": "新华区"}, "ambiguous", "scope"),
    ("figure", {"scope": "all_clusters"}, "wrong_scope_province", "scope"),
    ("figure", {"scope": "qinghe-cashmere"}, "wrong_scope_province", "scope"),
    ("figure", {"scope": "country"}, "wrong_scope_province", "scope"),
    ("figure", {"indicator": "rd_share", "value": 3.1}, "wrong_scope_leaders", "scope"),
    ("figure", {"indicator": "listing_pool"}, "wrong_scope_all_clusters", "scope"),
    ("figure", {"period": "去年底"}, "period", "period"),
    ("figure", {"period": "2025-13"}, "period", "period"),
    ("figure", {"period": "2025-02-29"}, "no_such_day", "period"),
    ("figure", {"value": "1,3"}, "comma", "value"),
    ("figure", {"value": "1，3"}, "comma", "value"),
    ("figure", {"value": "12,34,567"}, "comma", "value"),
    ("figure", {"value": "1.5,000"}, "comma", "value"),
    ("figure", {"value": "约12"}, "value_about", "value"),
    ("figure", {"value": "7,000以上"}, "value_at_least", "value"),
    ("allocation", {"lower": "约12"}, "value", "lower"),
    ("figure", {"period": "46022"}, "period_serial", "period"),
    ("figure", {"period": "2026"}, "future", "period"),
    ("figure", {"period": "2026-11-25"}, "future", "period"),
    ("figure", {"value": "三百二十"}, "value", "value"),
    ("figure", {"value": "510家"}, "value", "value"),
    ("figure", {"value": None, "note": "尚未统计"}, "required", "value"),
    ("figure", {"value": 510.5}, "not_whole", "value"),
    ("figure", {"value": -1}, "negative", "value"),
    ("figure", {"value": "51%"}, "percent", "value"),
    ("figure", {"unit": "万家"}, "unit", "unit"),
    ("figure", {"indicator": "rd_share", "scope": "leaders", "value": 0.035}, "percent_as_fraction", "value"),
    ("figure", {"indicator": "diagnosis_coverage", "scope": "all_clusters", "value": 120}, "over_100", "value"),
    ("figure", {"indicator": "green_factories", "scope": "clusters", "period": "2025年下半年"}, "names_like", "scope"),
    ("figure", {"indicator": "green_factories", "scope": "all_clusters", "period": "2025年三季度"}, "quota_period", "period"),
    ("figure", {"indicator": "cluster_revenue", "scope": "qinghe-cashmere", "period": "2025-06"}, "money_period", "period"),
    ("figure", {"qualifier": "大概"}, "unknown_name", "qualifier"),
    ("allocation", {"indicator": "cluster_revenue"}, "no_goal", "indicator"),
    ("allocation", {"scope": "province"}, "wrong_scope_allocation", "scope"),
    ("allocation", {"indicator": "listing_pool", "scope": "key_clusters"}, "wrong_scope_allocation", "scope"),
    ("allocation", {"lower": 0}, "not_positive", "lower"),
    ("allocation", {"upper": 30}, "upper_below_lower", "upper"),
    ("allocation", {"due_on": "年底"}, "period", "due_on"),
    ("allocation", {"due_on": "1990"}, "due_outside", "due_on"),
    ("allocation", {"due_on": "2026"}, "due_outside", "due_on"),
    ("allocation", {"indicator": "green_factories", "due_on": "2025-06-30"}, "quota_due", "due_on"),
    ("figure", {"period": "2025年1-9"}, "period", "period"),
    ("figure", {"value": "1e300"}, "value", "value"),
    ("figure", {"value": "9" * 400}, "too_large", "value"),
    ("figure", {"indicator": "rd_share", "scope": "leaders", "value": "350%"}, "over_100", "value"),
    ("enterprise", {"name_zh": "长" * 501}, "string_too_long", "name_zh"),
    ("goal_note", {"problem": None}, "note_empty", "status_note"),
    ("goal_note", {"period": "2027-01"}, "future", "period"),
    ("enterprise", {"name_zh": None}, "required", "name_zh"),
    ("enterprise", {"county": "青河县"}, "names_like", "county"),
    ("enterprise", {"county": "桥西区"}, "ambiguous", "county"),
    ("enterprise", {"county": "邢台市"}, "city_for_county", "county"),
    ("enterprise", {"county": "邢台"}, "city_for_county", "county"),
    ("enterprise", {"county": "承德"}, "name_like", "county"),
    ("enterprise", {"county": "定州"}, "name_like", "county"),
    ("enterprise", {"cluster": "清河黄金"}, "names_like", "cluster"),
    ("enterprise", {"credit_code": CODE[:-1] + "X"}, "credit_code", "credit_code"),
    ("enterprise", {"credit_code": "911305341234"}, "credit_code", "credit_code"),
    ("figure", {"value": "10000000000000"}, "too_large", "value"),
    ("figure", {"period": 2025.10}, "period", "period"),
    ("enterprise", {"stock_code": "600abc"}, "stock_code", "stock_code"),
    ("milestone", {"enterprise": "查无此企业有限公司"}, "unknown_enterprise", "enterprise"),
    ("milestone", {"kind": "冠军"}, "name_like", "kind"),
    ("milestone", {"reached_on": "2023-11-15", "ended_on": "2022-01-01"}, "ends_before", "ended_on"),
    ("milestone", {"reached_on": "2030"}, "future", "reached_on"),
], ids=lambda value: str(value)[:40])
def test_a_broken_rule_is_named_in_its_cell(sheet, change, rule, column):
    assert (rule, column) in found((sheet, GOOD[sheet] | change))


@pytest.mark.parametrize(("reporter", "rows", "told"), [
    ("science", [("figure", {"indicator": "first_sets", "unit": "万", "scope": "全省", "period": "2025年三季度", "value": "-51.5%", "qualifier": "大概"})],
     [("foreign_indicator", "indicator"), ("unit", "unit"), ("wrong_scope_all_clusters", "scope"), ("quota_period", "period"), ("percent", "value"),
      ("negative", "value"), ("not_whole", "value"), ("unknown_name", "qualifier")]),
    ("130500", [("figure", {"indicator": "little_giants", "scope": "保定市", "note": "x"})],
     [("foreign_scope", "scope"), ("required", "period"), ("required", "value")]),
    ("diit", [("allocation", GOOD["allocation"] | {"scope": "全省", "due_on": "2026", "lower": 0, "upper": -3})],
     [("wrong_scope_allocation", "scope"), ("due_outside", "due_on"), ("not_positive", "lower"), ("negative", "upper"), ("not_positive", "upper"),
      ("upper_below_lower", "upper")]),
    ("science", [("goal_note", {"indicator": "little_giants", "period": "2027", "due_on": "年底"})],
     [("foreign_indicator", "indicator"), ("future", "period"), ("note_empty", "status_note"), ("period", "due_on")]),
    ("130500", [("enterprise", {"credit_code": "123", "county": "安平县", "cluster": "安平丝网", "stock_code": "600abc"})],
     [("required", "name_zh"), ("credit_code", "credit_code"), ("foreign_scope", "county"), ("foreign_scope", "cluster"), ("stock_code", "stock_code")]),
    ("diit", [("milestone", {"enterprise": "查无此企业有限公司", "kind": "冠军", "reached_on": "2023", "ended_on": "2022"})],
     [("unknown_enterprise", "enterprise"), ("name_like", "kind"), ("ends_before", "ended_on")]),
    ("diit", [("figure", GOOD["figure"] | {"value": "x"}), ("figure", GOOD["figure"] | {"value": 510}), ("figure", GOOD["figure"] | {"value": "x"})],
     [("value", "value"), ("row_conflict", "indicator"), ("row_twice", "indicator"), ("value", "value")]),
    ("diit", [("figure", GOOD["figure"] | {"value": "x"}), ("figure", GOOD["figure"] | {"value": "y"})],
     [("value", "value"), ("row_conflict", "indicator"), ("value", "value")]),
    ("diit", [("figure", GOOD["figure"] | {"unit": "万", "scope": "亚特兰蒂斯", "period": "去年", "value": "=1+1"})],
     [("formula", "value"), ("unit", "unit"), ("unknown_name", "scope"), ("period", "period")]),
    ("diit", [("goal_note", GOOD["goal_note"] | {"problem": "=A1"})], [("formula", "problem")]),
    ("diit", [("figure", GOOD["figure"] | {"scope": None, "value": value}) for value in (6, 7)], [("required", "scope"), ("required", "scope")]),
    ("diit", [("milestone", {"enterprise": "查无此企业有限公司", "kind": "standard", "reached_on": "2024", "detail_zh": f"=A{n}"}) for n in (1, 2)],
     [("formula", "detail_zh"), ("unknown_enterprise", "enterprise")] * 2),
    ("diit", [("milestone", {"enterprise": "查无此企业有限公司", "kind": "leader"})] * 2,
     [("unknown_enterprise", "enterprise"), ("unknown_enterprise", "enterprise"), ("row_twice", "enterprise")]),
    ("diit", [("enterprise", GOOD["enterprise"] | {"county": "亚特兰蒂斯"}), ("milestone", {"enterprise": CODE, "kind": "leader", "reached_on": "2023"})],
     [("unknown_name", "county")]),
    ("diit", [("enterprise", GOOD["enterprise"] | {"county": "亚特兰蒂斯"}), ("milestone", {"enterprise": CODE, "kind": "leader", "reached_on": "去年"})],
     [("unknown_name", "county"), ("period", "reached_on")]),
    ("diit", [("figure", GOOD["figure"] | {"scope": "key_clusters", "value": value}) for value in (6, 7)],
     [("wrong_scope_province", "scope"), ("row_conflict", "indicator"), ("wrong_scope_province", "scope")]),
    ("diit", [("figure", GOOD["figure"] | {"scope": GOOD["enterprise"]["name_zh"]}), ("enterprise", GOOD["enterprise"])], [("enterprise_first", "scope")]),
    ("130500", [("allocation", GOOD["allocation"] | {"scope": "130500"}), ("allocation", GOOD["allocation"] | {"scope": "全省"})],
     [("own_allocation", "scope"), ("foreign_scope", "scope")]),
], ids=lambda value: value if isinstance(value, str) else "")
def test_all_that_is_wrong_with_a_row_is_told_at_once_cell_by_cell(reporter, rows, told):
    assert found(*rows, reporter=reporter) == told


POOL = {  # what may stand in a cell, right and wrong; in every column there may be nothing, a formula or the text of another one
    "indicator": ["little_giants", "首台（套）重大技术装备和核心部件", "cluster_revenue", "rd_share", "listing_pool", "小巨人"],
    "scope": ["province", "河北", "130500", "清河县", "qinghe-cashmere", "leaders", "diit", "某地", "清河县演示羊绒有限公司"],
    "period": ["2025-12-31", "2025年上半年", "2099", "去年", "46022", "2025-02-30"], "due_on": ["2025", "1990", "2025-06-30", "年底"],
    "value": ["510", "-1", "0.035", "3.5%", "x", "9" * 30, "约12"], "lower": ["40", "0", "x"], "upper": ["30", "50", "-3"],
    "unit": ["家", "%", "万"], "qualifier": ["about", "大概"], "name_zh": ["清河县演示羊绒有限公司", "全新羊绒有限公司", "长" * 501],
    "former_name_zh": ["全新羊绒有限公司"], "credit_code": [CODE, f"{CODE[:8]}-{CODE[8:]}", "91130534MA0DDDDD5N", "123"],
    "county": ["清河县", "定州", "邢台市", "桥西区", "安平县"], "cluster": ["清河羊绒", "安平丝网", "x"],
    "enterprise": ["清河县演示羊绒有限公司", "全新羊绒有限公司", CODE, "查无此企业有限公司"], "kind": ["leader", "standard", "冠军"],
    "reached_on": ["2023", "2023-11-15", "2030"], "ended_on": ["2022", "2024", "x"], "stock_code": ["600001", "abc"],
}


@pytest.mark.parametrize("reporter", ["diit", "science", "130500", "131100"])
def test_whatever_stands_in_a_return_its_faults_have_words(reporter):
    pick = random.Random(reporter)
    every = [text for texts in POOL.values() for text in texts]

    def cell(column: str) -> str | None:
        kind = pick.random()
        return None if kind < 0.15 else "=A1" if kind < 0.2 else pick.choice(every) if kind < 0.25 else pick.choice(POOL.get(column, ["文字"]))

    rows = [(sheet, {column: cell(column) for column in columns}) for sheet, columns in workbook.SHEETS.items() for _ in range(150)]
    checked = returns.check(file(*rows, reporter=reporter), "x.xlsx", today=TODAY)
    assert len({fault.rule for fault in checked.faults}) > 25 and not checked.accepted
    for fault in checked.faults:
        assert fault.line and all("{" not in fault.sentence(lang) for lang in LANGUAGES), fault


def test_a_column_that_is_not_there_is_told_once():
    book = openpyxl.Workbook()
    book.active.title = "指标数据"
    for row in (["指标", "统计范围", "数值"], ["专精特新“小巨人”企业", "全省", 510], ["专精特新“小巨人”企业", "邢台市", 40]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    assert [fault.rule for fault in returns.check(kept.getvalue(), "x.xlsx", reporter=DIIT, today=TODAY).faults] == ["column_missing"]


def test_one_wrong_enterprise_row_throws_no_doubt_on_others(home):
    first, second = "91130534MA0DDDDD5N", CODE
    other = {"county": "清河县", "cluster": "清河羊绒"}
    kept(("enterprise", other | {"name_zh": "记录羊绒有限公司", "credit_code": first}))
    rows = [("enterprise", other | {"name_zh": "记录羊绒有限公司", "credit_code": second}),
            ("enterprise", other | {"name_zh": "全新羊绒有限公司", "credit_code": second}),
            ("milestone", {"enterprise": second, "kind": "leader", "reached_on": "2023"})]
    (fault,) = returns.check(file(*rows), "x.xlsx", today=TODAY).faults
    assert (fault.rule, fault.line) == ("enterprise_conflict", 2) and first in fault.advice("zh") and "记录羊绒有限公司" in fault.advice("zh")


def test_an_enterprise_of_this_return_is_named_by_its_row():
    rows = [("enterprise", GOOD["enterprise"]), ("enterprise", GOOD["enterprise"] | {"name_zh": "奥威羊绒有限公司", "credit_code": None}),
            ("enterprise", GOOD["enterprise"] | {"former_name_zh": "奥威羊绒有限公司"}),
            ("milestone", {"enterprise": "奥威羊绒有限公司", "kind": "leader", "reached_on": "2023"})]
    (fault,) = returns.check(file(*rows), "x.xlsx", today=TODAY).faults
    assert (fault.rule, fault.line) == ("enterprise_conflict", 4)
    assert "第 3 行的奥威羊绒有限公司" in fault.advice("zh") and "奥威羊绒有限公司 in row 3" in fault.advice("en")


def test_a_code_may_be_written_with_hyphens_and_referred_to_so():
    code = f"{CODE[:8]}-{CODE[8:]}"
    assert found(("enterprise", GOOD["enterprise"] | {"credit_code": code}), ("milestone", {"enterprise": code, "kind": "leader", "reached_on": "2023"})) == []


def test_an_event_does_not_end_before_the_day_on_record(home):
    event = {"enterprise": known_enterprise(), "kind": "leader"}
    kept(("milestone", event | {"reached_on": "2023-11-15"}))
    (fault,) = returns.check(file(("milestone", event | {"ended_on": "2022"})), "x.xlsx", today=TODAY).faults
    assert (fault.rule, fault.column) == ("ends_before", "ended_on") and "2023年11月15日" in fault.advice("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("column", ["scope", "county", "cluster", "indicator", "qualifier", "kind"])
def test_every_choice_that_the_workbook_offers_is_understood(column, lang):
    ready = template._Ready(reported.known(warehouse.latest(), None, TODAY), warehouse.latest(), lang, date(2025, 12, 31))
    for choice in ready.options()[column]:
        assert ready.known.find(column, choice)


@pytest.mark.parametrize("code", ["002108", "01986", "601633、02333", "601633, 02333"])
def test_a_stock_code_has_five_or_six_digits(code):
    (kept,) = returns.check(file(("enterprise", GOOD["enterprise"] | {"stock_code": code})), "x.xlsx", today=TODAY).facts["enterprise"].to_dict("records")
    assert kept["stock_code"] == code.replace(", ", "、")


def test_what_another_has_kept_and_nobody_has_built_is_not_overwritten(home):
    row = GOOD["enterprise"]
    kept(("enterprise", row))
    theirs = returns.check(file(("enterprise", row | {"stock_code": "600001"})), "x.xlsx", today=TODAY)
    record.commit({table: rows.drop(columns=["_file", "_line"]) for table, rows in theirs.facts.items()}, by="b")
    kept(("enterprise", row | {"product_zh": "羊绒纱"}))
    (enterprise,) = held("enterprise", credit_code=CODE)
    assert (enterprise["stock_code"], enterprise["product_zh"]) == ("600001", "羊绒纱")


def test_one_enterprise_or_event_by_two_names_is_one():
    name = known_enterprise()
    with warehouse.cursor(warehouse.latest()) as db:
        (id,) = db.execute("SELECT enterprise_id FROM enterprise_known(NULL) WHERE name_zh = ?", [name]).fetchone()
    event = {"kind": "leader", "reached_on": "2023-11-15"}
    assert found(("milestone", event | {"enterprise": name}), ("milestone", event | {"enterprise": id})) == [("row_conflict", "enterprise")]
    row = GOOD["enterprise"]
    assert found(("enterprise", row), ("enterprise", row | {"credit_code": None})) == [("row_conflict", "name_zh")]


def test_several_standards_of_a_year_stand_beside_each_other(home):
    event = {"enterprise": known_enterprise(), "kind": "standard", "reached_on": "2024"}
    kept(("milestone", event | {"detail_zh": "国家标准甲"}), ("milestone", event | {"detail_zh": "国家标准乙"}))
    kept(("milestone", event | {"detail_zh": "国家标准丙"}), ("milestone", event | {"detail_zh": "国家标准甲", "reached_on": "2024-05-06"}))
    rows = [row for row in held("milestone", kind="standard") if row["detail_zh"] and row["detail_zh"].startswith("国家标准")]
    assert sorted((row["detail_zh"], row["date_precision"]) for row in rows) == [("国家标准丙", "year"), ("国家标准乙", "year"), ("国家标准甲", "day")]


def test_of_several_of_one_name_each_is_told():
    (fault,) = returns.check(file(("figure", GOOD["figure"] | {"scope": "桥西区"})), "x.xlsx", today=TODAY).faults
    assert (fault.rule, fault.allowed) == ("ambiguous", ("130104（石家庄市桥西区）、130703（张家口市桥西区）",
                                                         "130104 (Qiaoxi District, Shijiazhuang), 130703 (Qiaoxi District, Zhangjiakou)"))


def test_a_fault_speaks_the_readers_language_throughout():
    rows = [("figure", {"indicator": "first_sets", "unit": "万", "scope": "province", "period": "2099", "value": -1372.5}),
            ("allocation", {"indicator": "cluster_revenue", "scope": "清河县", "due_on": "2025", "lower": 1}),
            ("milestone", {"enterprise": "x", "kind": "冠军"})]
    written = {"万", "冠军"}  # what stands in the cells is told as it stands there
    faults = returns.check(file(*rows, reporter="science"), "x.xlsx", today=TODAY).faults
    assert {fault.rule for fault in faults} >= {"foreign_indicator", "unit", "wrong_scope_all_clusters", "negative", "not_whole", "future",
                                                "no_goal", "name_like"}
    for fault in faults:
        assert not re.search("[\u4e00-\u9fff]", re.sub("|".join(written), "", fault.advice("en"))), fault
        assert re.search("[\u4e00-\u9fff]", fault.advice("zh"))
    assert "24 Nov 2026" in "".join(fault.advice("en") for fault in faults)


def test_every_fault_has_words_in_both_languages():
    broken = [("figure", GOOD["figure"] | {"value": "x", "period": "y", "scope": "某地"}), ("allocation", GOOD["allocation"] | {"lower": 0})]
    faults = returns.check(file(*broken), "x.xlsx", today=TODAY).faults
    assert [fault.rule for fault in faults] == ["unknown_name", "period", "value", "not_positive"], "every fault at once, in the order of the workbook"
    for fault in faults:
        for n, lang in enumerate(LANGUAGES):
            found = fault.found if isinstance(fault.found, str) else fault.found[n]
            assert found in fault.sentence(lang) and str(fault.line) in fault.sentence(lang)


def facts_of(rows: list[dict]) -> pd.DataFrame:
    """The observations that figures become, in their order."""
    checked = returns.check(file(*(("figure", row) for row in rows)), "x.xlsx", today=TODAY)
    return checked.facts["observation"].sort_values("_line", key=lambda line: line.astype(int))


def test_periods_are_understood():
    told = [("2025-12-31", "2025-12-31", "day"), ("2025/6/30", "2025-06-30", "day"), ("2025.6.30", "2025-06-30", "day"),
            ("2025年6月30日", "2025-06-30", "day"), ("2025年6月30号", "2025-06-30", "day"), ("20250630", "2025-06-30", "day"),
            ("２０２５年６月", "2025-06-30", "month"), ("2025-02", "2025-02-28", "month"), ("截至2025年9月底", "2025-09-30", "month"),
            ("2025年1—9月", "2025-09-30", "month"), ("Jan–Sep 2025", "2025-09-30", "month"), ("2025年前三季度", "2025-09-30", "quarter"),
            ("2025年上半年", "2025-06-30", "half"), ("2025H1", "2025-06-30", "half"), ("2025年第三季度", "2025-09-30", "quarter"),
            ("2025Q4", "2025-12-31", "quarter"), ("2025", "2025-12-31", "year"), ("2025年末", "2025-12-31", "year"), ("2025年全年", "2025-12-31", "year")]
    counties = [id for kind, id in reported.known(warehouse.latest(), None, TODAY).city_of if kind == "county"]
    kept = facts_of([GOOD["figure"] | {"scope": county, "period": text} for county, (text, *_) in zip(counties, told, strict=False)])
    assert list(zip(kept.period_text, kept.period_end, kept.period_precision, strict=True)) == told


def test_numbers_are_understood():
    told = [("little_giants", "province", "５１０", "510"), ("little_giants", "全省", "1,510", "1510"), ("little_giants", "全省", "1，510", "1510"),
            ("srdi_smes", "全省", "1,005,100", "1005100"), ("rd_share", "leaders", "3.25", "3.25"), ("srdi_smes", "全省", " 5100 ", "5100"),
            ("rd_share", "“领跑者”企业", "3.5%", "3.5"), ("rd_share", "leaders", "0.5%", "0.5"), ("“领跑者”企业研发投入占比", "leaders", 3.5, "3.5")]
    kept = facts_of([{"indicator": indicator, "scope": scope, "period": f"2025-{month:02}", "value": written}
                     for month, (indicator, scope, written, _) in enumerate(told, 1)])
    assert kept.value.tolist() == [value for *_, value in told]


def test_a_quota_counts_from_january_and_a_stock_from_nowhere():
    facts = returns.check(file(("figure", GOOD["figure"]), ("figure", {"indicator": "green_factories", "scope": "all_clusters", "period": "2025-09",
                                                                       "value": 30})), "x.xlsx", today=TODAY).facts["observation"]
    assert facts["period_start"].tolist() == [None, "2025-01-01"]


def test_the_same_row_twice_and_two_that_differ():
    row = GOOD["figure"]
    assert found(("figure", row), ("figure", row)) == [("row_twice", "indicator")]
    assert found(("figure", row), ("figure", row | {"value": 511})) == [("row_conflict", "indicator")]


def test_who_reports_must_be_known():
    assert ("no_reporter", None) in found(("figure", GOOD["figure"]), reporter=None)
    assert ("unknown_reporter", None) in found(("figure", GOOD["figure"]), reporter="省天文台")
    assert ("other_reporter", None) in found(("figure", GOOD["figure"]), given=XINGTAI)
    assert ("unknown_reporter", None) in found(("figure", GOOD["figure"]), reporter=None, given=("city", "atlantis"))
    assert found(("figure", GOOD["figure"]), reporter=None, given=DIIT) == []


def test_a_city_reports_on_itself_alone():
    own = {"indicator": "little_giants", "scope": "邢台市", "period": "2025-12-31", "value": 40}
    assert found(("figure", own), reporter="邢台市") == []
    assert ("foreign_scope", "scope") in found(("figure", own | {"scope": "保定市"}), reporter="130500")
    assert ("foreign_scope", "scope") in found(("figure", own | {"scope": "全省"}), reporter="130500")
    assert ("foreign_scope", "county") in found(("enterprise", GOOD["enterprise"] | {"county": "安平县"}), reporter="130500")


def test_faults_name_places_not_codes():
    elsewhere = file(("figure", {"indicator": "little_giants", "scope": "130600", "period": "2025-12-31", "value": 40}), reporter="130500")
    other = returns.check(file(("figure", GOOD["figure"])), "x.xlsx", reporter=XINGTAI, today=TODAY).faults[0]
    (foreign,) = returns.check(elsewhere, "x.xlsx", today=TODAY).faults
    assert (foreign.rule, foreign.found, foreign.allowed) == ("foreign_scope", ("保定市", "Baoding"), ("邢台市", "Xingtai"))
    assert (other.rule, other.found[0], other.allowed[0]) == ("other_reporter", "河北省工业和信息化厅", "邢台市")


def test_a_name_that_is_not_known_is_guessed_only_where_something_is_like_it():
    said = {text: returns.check(file(("enterprise", GOOD["enterprise"] | {"county": text})), "x.xlsx", today=TODAY).faults[0]
            for text in ("青河县", "亚特兰蒂斯", "平泉县")}
    assert (said["亚特兰蒂斯"].rule, said["亚特兰蒂斯"].allowed) == ("unknown_name", ("", ""))
    assert said["青河县"].rule in ("name_like", "names_like") and "清河县" in said["青河县"].allowed[0]
    assert said["平泉县"].allowed[0].split("、")[0] == "平泉市", "a county that became a city comes before those that are only spelled alike"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("column", ["indicator", "scope", "county", "cluster", "kind"])
def test_the_examples_of_the_workbook_are_accepted(column, lang):
    known = reported.known(warehouse.latest(), None, TODAY)
    hint = words(lang)(f"workbook.hint.{column}")
    assert known.find(column, hint.rpartition("例：" if lang == "zh" else "Example: ")[2])


def test_what_would_change_comes_by_goal():
    rows = [("figure", GOOD["figure"] | {"scope": scope, "indicator": goal, "value": 40}) for scope, goal in
            (("石家庄市", "srdi_smes"), ("石家庄市", "little_giants"), ("邢台市", "srdi_smes"), ("邢台市", "little_giants"))]
    subjects = returns.check(file(*rows), "x.xlsx", today=TODAY).changes.subject_zh.str.partition(" · ")[0].tolist()
    assert subjects == sorted(subjects, key=subjects.index) and subjects[0] == subjects[1] != subjects[2] == subjects[3]


def test_a_department_reports_on_its_own_goals():
    row = ("figure", {"indicator": "first_sets", "scope": "all_clusters", "period": "2025", "value": 5})
    assert ("foreign_indicator", "indicator") in found(row, reporter="science")
    assert ("foreign_indicator", "indicator") not in found(row, reporter="diit")


def test_a_stock_that_falls_or_jumps_is_asked_about_and_passes():
    low, high = (returns.check(file(("figure", GOOD["figure"] | {"value": value})), "x.xlsx", today=TODAY) for value in (1, 5000))
    assert [(fault.rule, fault.warning) for fault in (*low.faults, *high.faults)] == [("falls", True), ("jumps", True)]
    assert low.accepted and high.accepted


def test_what_a_cell_of_a_date_holds_is_told_as_a_date():
    (fault,) = returns.check(file(("figure", GOOD["figure"] | {"period": "46022"})), "x.xlsx", today=TODAY).faults
    assert fault.allowed == "2025-12-31"


@pytest.mark.parametrize("name", ["全省", "河北省", "河北", "Hebei", "whole province"])
def test_the_province_has_many_names(name):
    assert reported.known(warehouse.latest(), None, TODAY).find("scope", name) == ("province", "130000")


def test_a_first_figure_far_above_its_target_and_a_cluster_elsewhere_are_asked_about():
    far = GOOD["figure"] | {"indicator": "listing_pool", "scope": "all_clusters"}
    for value, told in ((500 * returns.FAR, []), (500 * returns.FAR + 1, ["far_above_target"])):
        checked = returns.check(file(("figure", far | {"value": value})), "x.xlsx", today=TODAY)
        assert [fault.rule for fault in checked.faults] == told and checked.accepted
    checked = returns.check(file(("enterprise", GOOD["enterprise"] | {"county": "临西县"})), "x.xlsx", today=TODAY)
    assert [(fault.rule, fault.column, fault.warning) for fault in checked.faults] == [("cluster_elsewhere", "cluster", True)] and checked.accepted
    assert "清河羊绒" in checked.faults[0].advice("zh") and "清河县" in checked.faults[0].advice("zh")


def test_a_floor_is_asked_about_as_a_floor():
    row = {"indicator": "srdi_smes", "scope": "province", "period": "2026-06", "value": 5}
    (fault,) = returns.check(file(("figure", row)), "x.xlsx", today=TODAY).faults
    assert fault.rule == "falls" and "7,000家以上（2025年11月30日）" in fault.advice("zh") and "at least 7,000" in fault.advice("en")


def asked_about(*rows: dict, reporter: str = "diit") -> list[tuple[str, str, str]]:
    """The warnings of figures: rule, the figure, and the one it is held against with its day."""
    checked = returns.check(file(*(("figure", row) for row in rows), reporter=reporter), "x.xlsx", today=TODAY)
    return [(fault.rule, fault.found[0], fault.allowed[1]) for fault in checked.faults]


def test_a_correction_is_held_against_what_it_replaces(home):
    kept(("figure", GOOD["figure"] | {"value": 450}))
    assert asked_about(GOOD["figure"] | {"value": 45_000}) == [("jumps", "45,000家", "450 enterprises (31 Dec 2025)")]
    assert asked_about(GOOD["figure"] | {"value": 440}) == [("falls", "440家", "450 enterprises (31 Dec 2025)")]


def test_a_year_is_held_against_the_last_year_whatever_lies_between(home):
    row = {"indicator": "cluster_revenue", "scope": "qinghe-cashmere"}
    kept(("figure", row | {"period": "2023年", "value": 330}), ("figure", row | {"period": "2024年1—5月", "value": 150}))
    assert asked_about(row | {"period": "2024年", "value": 170}) == [("falls", "170亿元", "330 100 million yuan (31 Dec 2023)")]
    assert asked_about(row | {"period": "2025年1—5月", "value": 140}) == [("falls", "140亿元", "150 100 million yuan (31 May 2024)")]


def test_a_workbook_that_was_left_open_changes_nothing():
    checked = returns.check(template.template(DIIT, "zh", today=TODAY), "x.xlsx", today=TODAY)
    assert not checked.faults and not checked.accepted and checked.changes.empty


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reporter", [DIIT, XINGTAI, ("department", "science"), ("city", "xiongan")], ids=str)
def test_a_filled_workbook_passes(reporter, lang):
    book = openpyxl.load_workbook(io.BytesIO(template.template(reporter, lang, today=TODAY)))
    sheet = book[words(lang)("workbook.sheet.figure")]
    for line in range(2, sheet.max_row + 1):
        if sheet.cell(line, 1).value:
            sheet.cell(line, workbook.SHEETS["figure"].index("value") + 1).value = 12
    kept = io.BytesIO()
    book.save(kept)
    checked = returns.check(kept.getvalue(), "x.xlsx", today=TODAY)
    assert [fault for fault in checked.faults if not fault.warning] == []
    assert checked.reporter == reporter and len(checked.changes) >= 5


def test_the_template_asks_for_what_the_plan_expects():
    figures = workbook.read(template.template(DIIT, "zh", period=date(2024, 9, 30), today=TODAY), "x.xlsx").rows["figure"]
    asked = set(zip(figures.indicator, figures.scope, figures.period, strict=True))
    assert {("上市企业", "“领跑者”企业", "2023年12月"), ("上市企业", "“领跑者”企业", "2024年9月")} <= asked
    assert {("完成股份制改造企业", "全部集群", "2023年"), ("完成股份制改造企业", "全部集群", "2024年1—9月")} <= asked
    with pytest.raises(template.UnknownReporter):
        template.template(("city", "atlantis"), "zh")


@pytest.mark.parametrize(("lang", "last"), [("zh", "7,000以上 (2025年11月30日)"), ("en", "at least 7,000 (30 Nov 2025)")])
def test_the_last_figure_in_the_workbook_is_told_as_surely_as_it_is_known(lang, last):
    sheet = openpyxl.load_workbook(io.BytesIO(template.template(DIIT, lang, today=TODAY)))[words(lang)("workbook.sheet.figure")]
    name = workbook.SHEETS["figure"].index("last")
    assert last in {row[name].value for row in sheet.iter_rows(min_row=2)}


# Committing ------------------------------------------------------------------------------------------------------------

def test_a_return_is_kept_and_judged_and_can_be_taken_back(home):
    checked = returns.check(file(("figure", GOOD["figure"])), "x.xlsx", today=TODAY)
    before = queries.ask("goal", goal="little_giants", as_of=TODAY, known_at=None, preset="schedule")
    (change,) = checked.lights.to_dict("records")
    assert (change["light_before"], change["light_after"], change["actual_after"]) == ("grey", "met", 510)
    receipt = returns.commit(checked, by="王芳", message="年底数")
    after = queries.ask("goal", goal="little_giants", as_of=TODAY, known_at=None, preset="schedule")
    assert after.light.tolist() == ["met", "met"] and before.light.tolist() != after.light.tolist()
    assert after.publisher.iloc[1] == "河北省工业和信息化厅（报送）" and str(after.published_on.iloc[1])[:10] == str(TODAY)
    assert record.verify(receipt)
    return_id = receipt.rpartition(".")[0]
    (fact,) = queries.ask("return_fact", return_id=return_id).to_dict("records")
    assert fact["value"] == 510 and pd.isna(fact["value_before"])
    assert returns.check(file(("figure", GOOD["figure"])), "x.xlsx", today=TODAY).unchanged == 1, "nothing new the second time"
    known = record.history().recorded_at.max()
    time.sleep(0.01)
    returns.commit(returns.check(file(("figure", GOOD["figure"] | {"value": 490})), "x.xlsx", today=TODAY), by="王芳")
    asked = {"goal": "little_giants", "as_of": TODAY, "preset": "schedule"}
    assert queries.ask("goal", known_at=None, **asked).light.tolist()[1] == "missed"
    past = queries.ask("goal", known_at=known, **asked)
    assert past.light.tolist() == after.light.tolist() and past.actual.tolist() == after.actual.tolist(), "any past state can be rebuilt"
    for row in record.history().return_id:
        returns.revert(row, by="王芳", message="试报")
    assert queries.ask("goal", known_at=None, **asked).light.tolist() == before.light.tolist()
    assert len(record.history()) == 4 and record.audit() == []


def test_faults_keep_everything_out(home):
    checked = returns.check(file(("figure", GOOD["figure"]), ("figure", GOOD["figure"] | {"scope": "邢台市", "value": "x"})), "x.xlsx", today=TODAY)
    assert not checked.accepted
    with pytest.raises(returns.NotAccepted):
        returns.commit(checked, by="a")
    assert record.history().empty


def test_a_list_of_leaders_fills_the_map(home):
    name = known_enterprise()
    rows = [("enterprise", GOOD["enterprise"]), ("milestone", {"enterprise": CODE, "kind": "“领跑者”企业", "reached_on": "2023"}),
            ("milestone", {"enterprise": name, "kind": "leader", "reached_on": "2024-11"})]
    checked = returns.check(file(*rows), "x.xlsx", today=TODAY)
    assert [fault.rule for fault in checked.faults] == []
    returns.commit(checked, by="a")
    with warehouse.cursor(warehouse.current()) as db:
        leaders = {row[0]: row[1:] for row in db.execute(
            "SELECT name_zh, cluster_id, initials, lon FROM enterprise_standing(?, NULL) WHERE named_leader", [TODAY]).fetchall()}
    assert name in leaders and leaders["清河县演示羊绒有限公司"][:2] == ("qinghe-cashmere", "qhxysyryxgs")
    assert leaders["清河县演示羊绒有限公司"][2], "placed at its county seat"


def test_a_correction_of_an_enterprise_erases_nothing(home):
    with warehouse.cursor(warehouse.current()) as db:
        before = db.execute("SELECT * FROM enterprise_known(NULL) WHERE product_zh IS NOT NULL AND credit_code IS NULL "
                            "AND cluster_id IS NOT NULL AND county_adcode IS NOT NULL ORDER BY enterprise_id LIMIT 1").df().iloc[0]
    returns.commit(returns.check(file(("enterprise", {"name_zh": before.name_zh, "county": before.county_adcode, "credit_code": CODE})), "x.xlsx",
                                 today=TODAY), by="a")
    with warehouse.cursor(warehouse.current()) as db:
        after = db.execute("SELECT * FROM enterprise_known(NULL) WHERE enterprise_id = ?", [before.enterprise_id]).df().iloc[0]
    assert after.credit_code == CODE and after.product_zh == before.product_zh and after.cluster_id == before.cluster_id
    assert after.lon == before.lon


def test_an_allocation_makes_a_city_owe(home):
    returns.commit(returns.check(file(("allocation", GOOD["allocation"])), "x.xlsx", today=TODAY), by="a")
    owed = queries.ask("duty", as_of=TODAY, known_at=None, preset="schedule", department=None, city="130500")
    assert owed.indicator_id.tolist() == ["little_giants"] and owed.missing.all() and owed.late_days.iloc[0] == 283
    own = ("figure", {"indicator": "little_giants", "scope": "130500", "period": "2025-12-31", "value": 44})
    returns.commit(returns.check(file(own, reporter="130500"), "x.xlsx", today=TODAY), by="b")
    assert not queries.ask("duty", as_of=TODAY, known_at=None, preset="schedule", department=None, city="130500").missing.any()


def test_a_department_sees_reports_and_explains_what_was_allocated_to_it(home):
    def allocated() -> pd.DataFrame:
        return queries.ask("allocation_status", as_of=TODAY, known_at=None, preset="schedule", department="science", city=None)

    assert allocated().empty
    share = {"indicator": "little_giants", "scope": "science", "due_on": "2025-12-31", "lower": 40, "upper": 50}
    returns.commit(returns.check(file(("allocation", share)), "x.xlsx", today=TODAY), by="a")
    own = ("figure", {"indicator": "little_giants", "scope": "science", "period": "2025-12-31", "value": 44})
    returns.commit(returns.check(file(own, reporter="science"), "x.xlsx", today=TODAY), by="b")
    (row,) = wording.records(allocated())
    assert (row["scope_id"], row["lower"], row["actual"], row["light"]) == ("science", 40, 44, "met")
    whole = returns.check(file(("figure", GOOD["figure"]), reporter="science"), "x.xlsx", today=TODAY)
    assert [fault.rule for fault in whole.faults] == ["foreign_indicator"], "the goal itself stays its department's"
    told = queries.ask("trace", trace=f"allocation:{row['allocation_id']}", as_of=TODAY, known_at=None)
    card = provenance_cards.fact_card(told, "zh")
    assert "40至50家" in card and "省科技厅" in card and "allocation:" in task_cards.allocation_table(allocated(), "zh", "light")


def held(table: str, **where) -> list[dict]:
    """The rows of a table of facts that hold now."""
    with warehouse.cursor(warehouse.latest()) as db:
        conditions = " AND ".join(f"{column} = ${column}" for column in where)
        return db.execute(f"SELECT * FROM {table}_known(NULL) WHERE {conditions} AND return_id IS NOT NULL", where).df().to_dict("records")


def kept(*rows: tuple[str, dict], reporter: str = "diit") -> str:
    """Hands rows in and gives the receipt."""
    return returns.commit(returns.check(file(*rows, reporter=reporter), "x.xlsx", today=TODAY), by="a")


def test_a_leader_that_left_stays_gone_when_it_is_reported_without_dates(home):
    with warehouse.cursor(warehouse.latest()) as db:
        name, reached, ended = db.execute("""SELECT e.name_zh, m.reached_on, m.ended_on FROM milestone_known(NULL) m
            JOIN enterprise_known(NULL) e USING (enterprise_id) WHERE m.kind = 'leader' AND m.ended_on IS NOT NULL LIMIT 1""").fetchone()
    checked = returns.check(file(("milestone", {"enterprise": name, "kind": "leader"})), "x.xlsx", today=TODAY)
    assert checked.unchanged == 1 and not checked.accepted, "it says nothing new"
    kept(("milestone", {"enterprise": name, "kind": "leader", "reached_on": str(reached.year), "detail_zh": "首批"}))
    (row,) = held("milestone", kind="leader")
    assert (row["reached_on"].date(), row["ended_on"].date(), row["detail_zh"]) == (reached, ended, "首批")


def test_a_return_is_kept_once_and_only_as_it_was_checked(home):
    first, second = (returns.check(file(("figure", GOOD["figure"] | {"value": value})), "x.xlsx", today=TODAY) for value in (510, 520))
    returns.commit(first, by="a")
    for stale in (first, second):
        with pytest.raises(record.Moved):
            returns.commit(stale, by="a")
    assert len(record.history()) == 1


def test_what_is_kept_has_a_receipt_even_where_the_build_fails(home, monkeypatch):
    checked = returns.check(file(("figure", GOOD["figure"])), "x.xlsx", today=TODAY)

    def full(*_) -> None:
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(warehouse, "build", full)
    assert record.verify(returns.commit(checked, by="a"))


def test_a_city_does_not_set_its_own_share(home):
    assert ("own_allocation", "scope") in found(("allocation", GOOD["allocation"] | {"lower": 1}), reporter="130500")
    assert found(("allocation", GOOD["allocation"] | {"scope": "清河县"}), reporter="130500") == []


def test_a_goal_has_one_figure_of_a_reporter_whatever_its_basis(home):
    rows = [("figure", GOOD["figure"]), ("figure", GOOD["figure"] | {"value": 490, "basis": "规上口径"})]
    assert found(*rows) == [("row_conflict", "indicator")]
    kept(rows[0])
    kept(rows[1])
    assert [row["value"] for row in held("observation", indicator_id="little_giants", scope_kind="province")] == [490]


def test_the_figure_of_the_goals_owner_counts(home):
    row = {"indicator": "listing_pool", "scope": "all_clusters", "period": "2025-12-31"}
    kept(("figure", row | {"value": 500}))
    kept(("figure", row | {"value": 400}), reporter="csrc_hebei")
    goal = queries.ask("goal", goal="listing_pool", as_of=TODAY, known_at=None, preset="schedule")
    assert goal.actual.tolist() == [500], "the other one stands beside it and does not count"


def test_a_quarter_of_money_does_not_replace_the_year(home):
    row = {"indicator": "cluster_revenue", "scope": "qinghe-cashmere"}
    kept(("figure", row | {"period": "2025年", "value": 330}), ("figure", row | {"period": "2025年四季度", "value": 90}))
    assert sorted(row["value"] for row in held("observation", indicator_id="cluster_revenue")) == [90, 330]
    assert queries.ask("cluster_mark", as_of=TODAY, known_at=None, city=None, industry=None, department=None, named_only=False).set_index(
        "cluster_id").money["qinghe-cashmere"] == 330


def test_an_enterprise_is_told_by_its_code_and_stays_with_its_city(home):
    kept(("enterprise", GOOD["enterprise"]), reporter="130500")
    other = GOOD["enterprise"] | {"county": "安平县", "cluster": "安平丝网"}
    assert ("foreign_scope", "name_zh") in found(("enterprise", other), reporter="131100")
    assert ("enterprise_conflict", "name_zh") in found(("enterprise", other | {"credit_code": "91131125MA0DDDDD5D"}), reporter="diit")
    assert ("foreign_scope", "cluster") in found(("enterprise", GOOD["enterprise"] | {"cluster": "安平丝网"}), reporter="130500")
    assert ("foreign_scope", "enterprise") in found(("milestone", {"enterprise": CODE, "kind": "leader"}), reporter="131100")


def test_the_history_tells_what_is_in_force(home):
    first = kept(("figure", GOOD["figure"])).rpartition(".")[0]
    back = returns.revert(first, by="b", message="错报").rpartition(".")[0]

    def told() -> dict[str, bool]:
        rows = queries.ask("return", department="diit", city=None)
        return dict(zip(rows.return_id, rows.taken_back, strict=True))
    assert told() == {first: True, back: False}
    again = returns.revert(back, by="b", message="没有错").rpartition(".")[0]
    assert told() == {first: False, back: True, again: False}


def test_many_unknown_names_do_not_hold_others_up():
    rows = [("figure", GOOD["figure"] | {"indicator": f"不存在的指标{n}", "scope": f"不存在的地方{n}"}) for n in range(400)]
    started = time.perf_counter()
    assert len(found(*rows)) == 800
    assert time.perf_counter() - started < 10


# The command line --------------------------------------------------------------------------------------------------------

def test_the_commands_from_the_template_to_the_receipt(home, tmp_path):
    book = tmp_path / "diit.xlsx"
    assert command(home, "template", str(book), "--department", "diit", "--period", "2025-12").returncode == 0 and book.exists()
    book.write_bytes(file(("figure", GOOD["figure"] | {"value": "x"})))
    said = command(home, "check", str(book), "--lang", "zh")
    assert said.returncode == 1 and said.stdout.split("\n")[0].split("\t")[:4] == ["figure", "2", "value", "value"]
    assert command(home, "load", str(book), "--by", "a").returncode == 1 and record.history().empty
    book.write_bytes(file(("figure", GOOD["figure"])))
    assert command(home, "check", str(book)).returncode == 0
    receipt = command(home, "load", str(book), "--by", "王芳", "--message", "年底数").stdout.split()[-1]
    assert command(home, "verify", receipt).returncode == 0 and command(home, "verify", receipt[:-1] + "!").returncode == 1
    assert command(home, "verify", "nothing").returncode == 1
    half = command(home, "verify", receipt.rpartition(".")[0], "--lang", "zh")
    assert half.returncode == 1 and "完整的回执号" in half.stderr and receipt.rpartition(".")[0] in half.stderr
    again = command(home, "load", str(book), "--by", "王芳")
    assert again.returncode == 1 and "nothing to hand in" in again.stderr
    (kept,) = pd.read_csv(io.StringIO(command(home, "history").stdout)).to_dict("records")
    assert pd.Timestamp(kept["beijing_time"]) - pd.Timestamp(kept["recorded_at"]) == pd.Timedelta(hours=8)
    assert command(home, "compact").returncode == 0 and command(home, "audit").returncode == 0
    assert command(home, "revert", receipt.rpartition(".")[0], "--by", "b", "--message", "错报").returncode == 0
    assert len(record.history()) == 2


def test_the_commands_name_what_is_wrong(home, tmp_path):
    for given in (["template", str(tmp_path / "x.xlsx"), "--city", "atlantis"], ["template", str(tmp_path / "x.xlsx"), "--period", "soon"],
                  ["template", str(tmp_path / "none/x.xlsx"), "--city", "130500"], ["check", str(tmp_path / "none.xlsx")],
                  ["load", str(tmp_path / "none.xlsx"), "--by", "a"], ["compact"], ["check", str(tmp_path)]):
        said = command(home, *given, "--lang", "zh")
        assert said.returncode == 1 and said.stderr and "Traceback" not in said.stderr, given
        assert not re.search("No such|directory|Errno", said.stderr), "the system's own words are English"


def test_nothing_is_written_over(home, tmp_path):
    for name in ("filled.xlsx", "t.csv", "record.zip"):
        (tmp_path / name).write_bytes(b"of someone")
    record.commit({}, by="a")
    for given in (["template", str(tmp_path / "filled.xlsx")], ["template", str(tmp_path / "t.csv")], ["backup", str(tmp_path / "record.zip")]):
        said = command(home, *given, "--lang", "zh")
        assert said.returncode == 1 and ("已存在" in said.stderr or ".xlsx" in said.stderr), given
        assert Path(given[1]).read_bytes() == b"of someone"
    assert ".xlsx" in command(home, "template", str(tmp_path / "u.csv")).stderr and not (tmp_path / "u.csv").exists()


def test_who_hands_in_and_why_is_said_in_words(home, tmp_path):
    book = tmp_path / "x.xlsx"
    book.write_bytes(file(("figure", GOOD["figure"])))
    for by in ("", " "):
        assert "--by" in command(home, "load", str(book), "--by", by).stderr and record.history().empty
    kept(("figure", GOOD["figure"]))
    said = command(home, "revert", record.history().return_id[0], "--by", "a", "--message", " ")
    assert said.returncode == 1 and "--message" in said.stderr and len(record.history()) == 1


def test_a_reporter_may_be_named_as_people_do(home, tmp_path):
    assert command(home, "template", str(tmp_path / "a.xlsx"), "--city", "邢台").returncode == 0
    assert command(home, "template", str(tmp_path / "b.xlsx"), "--department", "省工业和信息化厅").returncode == 0
    said = command(home, "template", str(tmp_path / "c.xlsx"), "--city", "亚特兰蒂斯", "--lang", "zh")
    assert said.returncode == 1 and "130500\t邢台市" in said.stderr


def test_a_reader_that_stops_reading_is_no_fault(home):
    statement = "SELECT * FROM range(200000)"
    sql = subprocess.Popen([sys.executable, "-m", "data", "sql", statement], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           env=os.environ | {"COCKPIT_HOME": str(home)})
    sql.stdout.readline()
    sql.stdout.close()
    sql.wait(60)
    assert sql.stderr.read() == b""


def commit_within(say: Callable[[tuple[str, str]], None], room: int) -> None:
    """Hands a figure in on a full disk."""
    checked = returns.check(file(("figure", GOOD["figure"] | {"value": 520})), "x.xlsx", today=TODAY)
    processes.fill_disk(room)
    try:
        say(("kept", returns.commit(checked, by="a")))
    except Exception as error:
        say(("refused", type(error).__name__))


@pytest.mark.parametrize("room", [0, 20_000, 200_000])
def test_a_full_disk_leaves_the_record_as_it_was(home, room):
    returns.commit(returns.check(file(("figure", GOOD["figure"])), "x.xlsx", today=TODAY), by="a")
    head, state = record.history().return_id.tolist(), warehouse.latest()
    ((outcome, told),) = processes.done(*processes.start(commit_within, room))
    assert record.audit() == []
    if outcome == "refused":
        assert record.history().return_id.tolist() == head and warehouse.latest() == state
    else:  # there was room for the return, not for the database that shows it
        assert record.verify(told) and len(record.history()) == 2
    assert warehouse.contents(warehouse.build())[0]["return"] == len(record.history()), "the record opens, and the next build shows it"


def publish(say: Callable[[str], None], first: int, city: str) -> None:
    """Hands four figures of a city in, one after the other, and says so of each."""
    for value in range(first, first + 4):
        row = {"indicator": "little_giants", "scope": city, "period": "2025-12-31", "value": value}
        while True:
            with suppress(record.Moved):  # the other was first: checked again
                say(returns.commit(returns.check(file(("figure", row)), "x.xlsx", today=TODAY), by=city))
                break


def test_two_publishers_at_once_leave_the_latest_state(home):
    both = [processes.start(publish, first, city) for first, city in ((10, "130500"), (20, "130100"))]
    assert [len(processes.done(*each)) for each in both] == [4, 4]
    assert len(record.history()) == 8
    with warehouse.cursor(warehouse.current()) as db:
        assert dict(db.execute("""SELECT scope_id, value FROM observation_known(NULL) WHERE return_id IS NOT NULL""").fetchall()) \
            == {"130500": 13, "130100": 23}
        assert db.execute('SELECT count(*) FROM "return"').fetchone() == (8,)
