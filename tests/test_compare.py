"""Comparisons: like with like only, whatever is chosen; what the page says follows from its rows, in both languages."""

import random
import re
import shutil
from datetime import date
from itertools import combinations

import duckdb
import pandas as pd
import pytest

import queries
from data import warehouse
from data.words import words
from pages.parts import compare_cards, wording
from tests.test_pages import parameter, text, visit
from tests.test_queries import MID_2024, TODAY, answer

EXAMPLES = "qinghe-cashmere,linxi-bearings,anping-wire-mesh"
LIKE = "jinzhou-textiles,luquan-electronics,ningjin-cables,qinghe-cashmere,shahe-glass,gaoyang-textiles,anping-wire-mesh"
FIGURE = ["indicator_id", "basis_zh", "period_start", "period_end"]


def raw(as_of: date) -> pd.DataFrame:
    """The published figures of clusters up to a day, straight from the facts, the preferred ones only."""
    with warehouse.cursor(warehouse.current()) as db:
        frame = db.execute("""SELECT scope_id AS id, indicator_id, basis_zh, period_start, period_end, period_precision, source_id, value, qualifier
                              FROM observation WHERE scope_kind = 'cluster' AND preferred AND period_end <= ?""", [as_of]).df()
    rough = frame.period_precision == "approximate"
    return frame.assign(source_id=frame.source_id.where(rough, ""))


def clusters() -> list[str]:
    """Every cluster of which a figure was published."""
    return sorted(set(raw(TODAY).id))


def like_with_like(figures: pd.DataFrame, facts: pd.DataFrame) -> None:
    """Every ranked set has one indicator, one basis, one period and no mere floor, its ranks follow from its values, and it is as large
    as a set of like figures among the chosen can be."""
    ids = set(figures.id)
    facts = facts[facts.id.isin(ids) & (facts.qualifier != "at_least")]
    best = facts.groupby([*FIGURE, "source_id"], dropna=False).id.nunique().groupby("indicator_id").max()
    for indicator, rows in figures.groupby("indicator_id"):
        ranked, others = rows[rows.ranked], rows[~rows.ranked]
        assert len(ranked) == (best.get(indicator, 0) if best.get(indicator, 0) > 1 else 0) == rows.ranked_figures.iloc[0]
        assert others["rank"].isna().all() and others.percent.isna().all(), "what is not ranked has neither rank nor ratio"
        assert others[~others.alike].bar.isna().all(), "and is not drawn on the scale of the others"
        assert list(rows.value.isna()) == sorted(rows.value.isna()), "no figure stands at the end"
        assert list(rows.ranked) == sorted(rows.ranked, reverse=True), "the ranked stand first"
        if len(ranked):
            assert (ranked[FIGURE].nunique(dropna=False) == 1).all() and "at_least" not in set(ranked.qualifier)
            assert ranked.period_end.dt.year.nunique() == 1
            assert (ranked["rank"] == ranked.value.rank(method="min", ascending=False)).all()
            assert (ranked.percent - 100 * ranked.value / ranked.value.max()).abs().max() < 1e-9


def test_unlike_figures_are_never_ranked_in_any_pair_that_share_a_series():
    facts = raw(TODAY)
    shared = {pair for _, rows in facts.groupby("indicator_id") for pair in combinations(sorted(set(rows.id)), 2)}
    some = random.Random(7).sample(sorted(shared), 30)
    for pair in some:
        like_with_like(answer("compare_figure", chosen=",".join(pair)), facts)


@pytest.mark.parametrize("as_of", [date(2019, 1, 1), MID_2024, TODAY], ids=str)
@pytest.mark.parametrize("size", [3, 6, 10])
def test_unlike_figures_are_never_ranked_in_larger_sets(size, as_of):
    facts, everyone, chance = raw(as_of), clusters(), random.Random(size)
    for _ in range(10):
        like_with_like(answer("compare_figure", chosen=",".join(chance.sample(everyone, size)), as_of=as_of), facts)


def test_all_that_is_alike_in_the_record_has_one_series_basis_and_period():
    with warehouse.cursor(warehouse.current()) as db:
        for kind in ("cluster", "city"):
            frame = db.execute("FROM scope_figure(?, ?, NULL)", [kind, TODAY]).df()
            assert (frame.groupby("likeness")[FIGURE].nunique(dropna=False) == 1).all(axis=None)
            assert frame[frame.period_end.isna()].likeness.isna().all(), "a figure of an unknown year is like none"
            rough = frame[frame.period_precision == "approximate"]
            assert (rough.groupby("likeness").source_id.nunique() == 1).all()


def test_the_three_examples_are_not_ranked_and_the_page_says_why():
    figures = answer("compare_figure", chosen=EXAMPLES)
    assert not figures.ranked.any() and figures.bar.isna().all()
    named = (("qinghe-cashmere", "清河羊绒"), ("linxi-bearings", "临西轴承"), ("anping-wire-mesh", "安平丝网"))
    (said,) = compare_cards.sentences(figures, answer("compare_cluster", chosen=EXAMPLES), named, "cluster", "zh")
    assert said == ("清河羊绒317.8亿元（2021年，营业收入），临西轴承271.58亿元（2024年，营业收入），安平丝网760亿元（约2022年，"
                    "营业收入（报道时所称的年度数）），口径、期间不同（部分期间仅为约数），不作排名。")
    output = wording.records(figures[figures.indicator_id == "cluster_output_value"])
    assert compare_cards.reason(output, named, "zh").startswith("安平丝网为2023年“产值”，清河羊绒为2022年“产值”，期间不同，不作排名。")
    assert compare_cards.reason(output, named, "en").startswith("安平丝网: 2023, “output value”; 清河羊绒: 2022, “output value”: the periods differ,")


def test_like_figures_are_ranked_by_their_values():
    rows = answer("compare_figure", chosen=LIKE)
    revenue = rows[rows.indicator_id == "cluster_revenue"].set_index("id")
    assert revenue["rank"].dropna().to_dict() == {
        "luquan-electronics": 1, "ningjin-cables": 2, "shahe-glass": 3, "qinghe-cashmere": 4, "jinzhou-textiles": 5}
    assert revenue.percent.round(1).dropna().to_dict() == {
        "luquan-electronics": 100, "ningjin-cables": 78.7, "shahe-glass": 76.2, "qinghe-cashmere": 75.7, "jinzhou-textiles": 23.3}
    assert pd.isna(revenue.value["gaoyang-textiles"]) and revenue.index[-1] == "gaoyang-textiles"
    assert bool(revenue.newer["ningjin-cables"]) and not revenue.newer["shahe-glass"]


def changed(tmp_path, *statements: str) -> pd.DataFrame:
    """The comparison of clusters with changed facts."""
    copy = tmp_path / "copy.duckdb"
    shutil.copy(warehouse.serving_file(warehouse.current()), copy)
    with duckdb.connect(str(copy)) as db:
        for statement in statements:
            db.execute(statement)
        given = {"what": "cluster", "chosen": LIKE, "as_of": TODAY, "known_at": None}
        return db.execute(queries.question("compare_figure").text, given).df().query("indicator_id == 'cluster_revenue'").set_index("id")


SET = "UPDATE observation SET {} WHERE indicator_id = 'cluster_revenue' AND scope_id = '{}' AND period_end = DATE '2021-12-31'"


def test_equal_figures_share_a_rank(tmp_path):
    rows = changed(tmp_path, SET.format("value = 330.51", "shahe-glass"))
    assert rows["rank"].dropna().to_dict() == {
        "luquan-electronics": 1, "ningjin-cables": 2, "shahe-glass": 2, "qinghe-cashmere": 4, "jinzhou-textiles": 5}


def test_a_floor_is_drawn_but_not_ranked(tmp_path):
    rows = changed(tmp_path, SET.format("qualifier = 'at_least', value = 840", "shahe-glass"))
    glass = rows.loc["shahe-glass"]
    assert pd.isna(glass["rank"]) and pd.isna(glass.percent) and bool(glass.alike) and not glass.ranked
    assert rows["rank"].dropna().to_dict() == {"luquan-electronics": 1, "ningjin-cables": 2, "qinghe-cashmere": 3, "jinzhou-textiles": 4}
    assert (glass.bar, rows.bar["luquan-electronics"]) == (100, 50), "one scale for all that are alike"
    frame, named = rows.reset_index(), tuple((id, id) for id in LIKE.split(","))
    for lang, note in (("zh", "另有1个只报“以上”数，未参与排名。"), ("en", " 1 more gives only a floor")):
        (said,) = compare_cards.sentences(frame, answer("compare_cluster", chosen=LIKE), named, "cluster", lang)
        assert note in said
        assert words(lang)("compare.note_floor") in compare_cards.reason(wording.records(frame), named, lang)


@pytest.mark.parametrize("change", ["basis_zh = '销售额'", "period_start = DATE '2021-07-01'", "period_precision = 'approximate'"])
def test_another_basis_or_period_is_not_alike(tmp_path, change):
    rows = changed(tmp_path, SET.format(change, "luquan-electronics"))
    assert not rows.ranked["luquan-electronics"] and rows["rank"].dropna().to_dict() == {
        "ningjin-cables": 1, "shahe-glass": 2, "qinghe-cashmere": 3, "jinzhou-textiles": 4}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("what", "size"), [("cluster", 2), ("cluster", 3), ("cluster", 10), ("city", 4), ("department", 3)])
def test_every_number_of_the_takeaway_stands_in_the_rows(what, size, lang):
    w, chance = words(lang), random.Random(size)
    names = {row.id: row[f"name_{lang}"] for _, row in answer("filter_option").query("kind == @what").iterrows()}
    for _ in range(10):
        ids = chance.sample(sorted(names), size)
        figures, counts = answer("compare_figure", what=what, chosen=",".join(ids)), answer(f"compare_{what}", chosen=",".join(ids))
        shown = wording.records(figures[figures.value.notna()])
        numbers = {size, *counts.value.dropna().astype(int), *figures.ranked_figures, *(figures.alike_figures - figures.ranked_figures)}
        numbers |= {len({row["basis_zh"] for row in shown if row["common_money"]}),
                    len({(row["period_start"], row["period_end"]) for row in shown if row["common_money"]}), sum(figures.common_money)}
        for sentence in compare_cards.sentences(figures, counts, tuple((id, names[id]) for id in ids), what, lang):
            stand = {part for row in shown for part in (wording.figure(w, row["value"], w.pick(row, "unit"), row["qualifier"]),
                                                        w.pick(row, "basis"), wording.period(w, row))}
            for part in sorted(stand, key=len, reverse=True):
                sentence = sentence.replace(part, "")
            assert {int(number) for number in re.findall(r"\d+", sentence)} <= numbers, sentence


def test_what_is_on_record_shares_ranks_and_nothing_is_no_nought():
    rows = answer("compare_cluster", chosen=EXAMPLES)
    documented = rows[rows.series == "documented"].set_index("id")
    assert documented["rank"].to_dict() == {"qinghe-cashmere": 1, "anping-wire-mesh": 1, "linxi-bearings": 3}
    assert rows[rows.series == "leaders"].value.isna().all() and not rows[rows.series == "leaders"].ranked.any()
    cities = answer("compare_city", chosen="130500,130600,130400").query("series == 'clusters'").set_index("id")
    assert cities["rank"].to_dict() == {"130500": 1, "130600": 2, "130400": 2}
    marks = answer("cluster_mark")
    assert cities.value.to_dict() == {id: (marks.city_id == id).sum() for id in cities.index}


def test_the_lights_of_a_department_add_up_to_its_goals():
    rows = answer("compare_department", chosen="diit,science,amr,finance").set_index(["series", "id"]).value
    for department in ("diit", "science", "amr", "finance"):
        goals = answer("goal_status", department=department).query("own").indicator_id.nunique()
        assert rows["goals", department] == goals == rows.loc[["met", "grey"], department].sum()
    assert rows["owed_without", "diit"] <= rows["owed", "diit"] and rows["owed", "finance"] == 0


def test_starting_sets_hold_ten_at_most():
    for what in ("cluster", "city", "department"):
        starts, known = answer("compare_start", what=what), set(answer("filter_option").query("kind == @what").id)
        for start in starts.itertuples():
            ids = start.chosen.split(",")
            assert len(ids) == start.n <= 10 and set(ids) <= known
    assert answer("compare_start", what="cluster").chosen.iloc[0] == EXAMPLES


# The page -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", [{"compare": EXAMPLES}, {"compare": LIKE}, {"compare": "qinghe-cashmere"}, {"what": "city"},
                                     {"what": "city", "compare": "130500,130600,131000,130682"}, {"what": "department"},
                                     {"what": "department", "compare": "diit,science"}, {"compare": "chengan-equipment,yuanshi-equipment"}], ids=str)
def test_the_page_opens_with_anything_chosen(address, lang):
    app = visit("compare", lang=lang, **address)
    assert not app.exception and not app.warning
    assert {key: parameter(app, key) for key in address} == address
    for observation in answer("compare_figure", what=address.get("what", "cluster"), chosen=address.get("compare", "")).observation_id.dropna():
        assert f'data-trace="observation:{observation}"' in text(app)


def test_ten_at_most_stand_side_by_side():
    eleven = clusters()[:11]
    app = visit("compare", lang="zh", compare=",".join(eleven))
    assert len(app.warning) == 1 and "11" in app.warning[0].value and "前10个" in app.warning[0].value
    assert app.multiselect(key="compare_ids").value == eleven[:10] and not app.exception


def test_unknown_ids_are_ignored_with_a_notice_each():
    app = visit("compare", lang="en", compare="qinghe-gold,qinghe-cashmere,,diit,qinghe-cashmere")
    assert [notice.value.split("`")[1] for notice in app.warning] == ["compare=qinghe-gold", "compare=diit"]
    assert app.multiselect(key="compare_ids").value == ["qinghe-cashmere"]
    assert words("en")("compare.one", name="Qinghe cashmere") in text(app)


def test_choosing_writes_the_address_and_another_kind_begins_anew():
    app = visit("compare", lang="zh", compare="qinghe-cashmere")
    app.multiselect(key="compare_ids").select("linxi-bearings").run()
    assert parameter(app, "compare") == "qinghe-cashmere,linxi-bearings"
    app.button_group(key="compare_what").set_value("city").run()
    assert parameter(app, "what") == "city" and parameter(app, "compare") is None and not app.exception
