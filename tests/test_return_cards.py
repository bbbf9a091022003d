"""What the page of returns says: words and names where facts have codes, figures with their qualifier, how much is owed and why."""

import re
from html import unescape

import pytest

import queries
from data import record, returns, warehouse
from data.words import words
from pages.parts import return_cards
from tests.test_returns import CODE, GOOD, TODAY, file

ABOUT = ("figure", GOOD["figure"] | {"qualifier": "about"})
NOW = {"as_of": TODAY, "known_at": None, "preset": "schedule", "department": None, "city": None}


@pytest.fixture(scope="module", autouse=True)
def built(tmp_path_factory):
    """A record of its own with one return of every kind of fact that has words, at a goal that is owed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COCKPIT_HOME", str(tmp_path_factory.mktemp("home")))
        warehouse.build()
        rows = [ABOUT, ("enterprise", GOOD["enterprise"]),
                ("milestone", {"enterprise": CODE, "kind": "leader", "reached_on": "2023-11-15", "ended_on": "2025-04-30", "detail_zh": "第二批"}),
                ("milestone", {"enterprise": CODE, "kind": "green_factory", "reached_on": "2024"})]
        receipt = returns.commit(returns.check(file(*rows), "x.xlsx", today=TODAY), by="a")
        yield receipt.rpartition(".")[0]


def lines(html: str) -> list[str]:
    """The rows of a table as plain text."""
    return [" ".join(unescape(re.sub("<[^>]+>", " ", row)).split()) for row in html.split("<tr>")[2:]]


def test_a_return_is_told_in_words(built):
    told = lines(return_cards.return_table(queries.ask("return_fact", return_id=built), "zh"))
    assert not re.search("leader|green_factory|qinghe|about", "".join(told)), "no codes"
    assert any("清河羊绒" in line and CODE in line for line in told), "an enterprise names its cluster"
    assert any("“领跑者”企业 · 第二批 · 终止日期 2025年4月30日" in line for line in told)
    assert any("— 约510家" in line for line in told)
    assert any("about 510" in line for line in lines(return_cards.return_table(queries.ask("return_fact", return_id=built), "en")))


def preview(*rows: tuple[str, dict]) -> str:
    """What rows would change, as plain text."""
    return "\n".join(lines(return_cards.change_table(returns.check(file(*rows), "x.xlsx", today=TODAY).changes, "zh")))


def test_a_preview_shows_what_is_cleared(built):
    note = {"indicator": "little_giants", "period": "2025-12-31", "next_step": "加强辅导"}
    checked = returns.check(file(("goal_note", note | {"problem": "投入不足"})), "x.xlsx", today=TODAY)
    assert "投入不足" in return_cards.change_table(checked.changes, "zh")
    changes = checked.changes.assign(new=False, before=[{"problem": "投入不足"}], after=[{"problem": None}])
    assert "投入不足 → <b>—</b>" in return_cards.change_table(changes, "zh")


def test_a_preview_speaks_as_the_workbook_does(built):
    assert "报告期 2025年12月31日 存在问题" in preview(("goal_note", GOOD["goal_note"]))
    told = preview(("figure", ABOUT[1] | {"value": 520, "note": "初步统计"}), ("figure", ABOUT[1] | {"scope": "邢台市", "value": 40}),
                   ("milestone", {"enterprise": CODE, "kind": "listed", "reached_on": "2024-05-06"}))
    w = words("zh")
    assert "约510家 → 约520家" in told, "the qualifier stands with the figure, also where it stays"
    assert "figure · 第3行" in told and "数值 约40" in told and "报告期 2025年12月31日" in told
    assert f"{w('workbook.column.reached_on')} 2024年5月6日" in told and f"{w('workbook.column.note')} — → 初步统计" in told
    assert f"{w('workbook.column.kind')} 上市" in told or w("chart.milestone.listed") in told


def test_a_goal_that_would_be_judged_shows_how_exact_its_figure_is(built):
    checked = returns.check(file(("figure", ABOUT[1] | {"value": 520})), "x.xlsx", today=TODAY)
    assert any("约510家" in line and "约520家" in line for line in lines(return_cards.light_table(checked.lights, "zh", "light")))


def test_a_target_met_by_a_later_figure_is_said_to_be_undecided(built):
    listed = {"indicator": "listed_companies", "scope": "leaders", "period": "2025-12", "value": 12}
    past, last = lines(return_cards.light_table(returns.check(file(("figure", listed)), "x.xlsx", today=TODAY).lights, "zh", "light"))
    assert "已达标 数据晚于期限，能否按期达标无法判断" in past and "数据晚于期限" not in last


def test_what_is_owed_is_counted_and_said_why(built):
    duties = queries.ask("duty", **NOW | {"department": "diit"})
    told = unescape(return_cards.duty_table(duties, "zh", TODAY))
    goals = duties[duties.missing].groupby(["indicator_id", "scope_id"]).ngroups
    assert f"共{goals}项目标，欠报{int(duties.missing.sum())}期。表格可上下滚动。" in told and goals > return_cards.HIGH
    assert "应报的报告期" in told and "逾期" in told
    few = duties[duties.missing].head(1).reset_index(drop=True)
    for reason, why in (("only_at_least", "不少于"), ("too_close_to_call", "约数与目标过于接近"), ("no_data", None)):
        told = return_cards.duty_table(few.assign(reason=reason), "zh", TODAY)
        assert "可上下滚动" not in told and ("仍需准确数" in told) == bool(why) and (why or "") in told
    assert "方案未定期限" in return_cards.duty_table(few.assign(due_on=None, year=None).astype({"year": object, "due_on": object}), "zh", TODAY)


def test_a_target_that_is_not_due_yet_is_owed_by_its_latest_figure(built):
    early = TODAY.replace(year=2024)
    told = unescape(return_cards.duty_table(queries.ask("duty", **NOW | {"department": "diit", "as_of": early}), "zh", early))
    assert "最新一期（2025年12月31日目标）" in told and "2023年12月31日、最新一期" in told


def test_a_taking_back_says_so_and_a_return_shows_its_whole_receipt(home):
    receipt = returns.commit(returns.check(file(ABOUT), "x.xlsx", today=TODAY), by="王芳", message="年底数")
    returns.revert(receipt.rpartition(".")[0], by="李明", message="错报")
    rows = queries.ask("return", department=None, city=None)
    told = return_cards.history_list(rows, None, "zh")
    assert re.search("李明 于.*撤回，", told) and re.search("王芳 于.*提交，", told)
    row = rows.iloc[-1].to_dict()
    told = return_cards.return_heading(row, record.as_receipt(row["return_id"], row["hash"]), "zh")
    assert receipt in told and "年底数" in told


def test_an_enterprise_without_an_english_name_is_told_by_its_own(built):
    told = lines(return_cards.change_table(returns.check(file(("enterprise", GOOD["enterprise"] | {"product_zh": "羊绒纱"}),
                                                              ("enterprise", GOOD["enterprise"] | {"name_zh": "全新羊绒有限公司", "credit_code": None})),
                                                         "x.xlsx", today=TODAY).changes, "en"))
    assert any(f"{words('en')('workbook.column.name_zh')} 全新羊绒有限公司" in line for line in told)
    assert not any("English name" in line for line in told)


def test_a_city_that_owes_nothing_is_told_why(built):
    nothing = queries.ask("duty", **NOW | {"city": "130100"})
    assert "分解到本市" in return_cards.duty_list(nothing, "zh", True) and "分解" not in return_cards.duty_list(nothing, "zh")
