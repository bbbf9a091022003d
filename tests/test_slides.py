"""The slides: charts and gauges carry the numbers of the queries, every slide its day, code, page, notes and fonts; nothing is cut."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime, timedelta

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

import queries
from data import warehouse
from data.words import words
from pages.parts import gauges, lights, slides, wording
from pages.parts.paper import Paper

TODAY, MID_2024 = date(2026, 11, 24), date(2024, 6, 30)
CODE = "7K3QX-0VJ2M"
PINNED = {"known_at": None, "preset": "schedule", "goal": None, "city": None, "department": None, "light": None, "industry": None, "named_only": False}
EMU = 914400
LEAST = {"foot": 12, "page": 12, "sample": 14, "internal": 12, "axis": 14, "day": 14, "unit": 14, "key text": 12}  # letters that may be smaller


@pytest.fixture(scope="module")
def sample() -> str:
    """The state of the sample data."""
    from data import sample
    return sample.load()


def answers(as_of: date, state: str | None = None, **given) -> dict:
    """What the slides are drawn from."""
    pinned = PINNED | {"as_of": as_of} | given
    return {name: queries.ask(name, state=state, **{key: pinned[key] for key in queries.question(name).wanted}) for name in slides.SLIDES_QUESTIONS}


def content(as_of: date, lang: str = "zh", state: str | None = None, kind: str = "annual", city: str | None = None) -> bytes:
    facts = Paper(kind, as_of, lang, CODE, state or warehouse.current(), datetime(2026, 11, 24, 9, 30), None, city, state is not None)
    return slides.presentation(answers(as_of, state, city=city), facts, lang)


def opened(*given, **named):
    return Presentation(io.BytesIO(content(*given, **named)))


def shapes(held):
    """Every shape of a slide or group, those inside groups too."""
    for shape in held.shapes:
        yield shape
        if shape.shape_type == 6:
            yield from shapes(shape)


def texts(slide) -> list[str]:
    """Every paragraph of a slide, cells of tables too."""
    return ["".join(t.text or "" for t in p.iter(qn("a:t"))) for p in slide._element.iter(qn("a:p"))]


def charts(slide) -> list:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


EVERY = [(TODAY, "zh", False), (TODAY, "en", False), (MID_2024, "zh", True), (MID_2024, "en", True), (date(2021, 6, 30), "zh", False),
         (date(2022, 7, 13), "en", False), (TODAY, "zh", True)]


@pytest.fixture(scope="module", params=EVERY, ids=lambda given: "-".join(map(str, given)))
def shown(request, sample):
    """A presentation with its day, language and whether it shows sample data."""
    as_of, lang, made_up = request.param
    return opened(as_of, lang, sample if made_up else None), as_of, lang, made_up


def test_every_slide_says_its_day_code_and_page(shown):
    pptx, as_of, lang, made_up = shown
    w, of = words(lang), len(pptx.slides)
    for n, slide in enumerate(pptx.slides, 1):
        said = texts(slide)
        assert w("slides.foot", day=w.date(as_of), code=CODE) in said and f"{n} / {of}" in said
        assert said.count(w("sample.mark")) == (2 if made_up else 0)
        assert slide.shapes.title.text_frame.text
    assert any("内部工作用图" in text or "Internal working map" in text for text in texts(pptx.slides[1]))


def test_every_slide_has_words_to_read_out_and_its_sources(shown):
    pptx, _, lang, _ = shown
    w = words(lang)
    for slide in pptx.slides:
        said, *rest = [paragraph.text for paragraph in slide.notes_slide.notes_text_frame.paragraphs]
        assert said.startswith(w("slides.read_out", text="")) and len(said) > 12
        assert len([text for text in rest if text.startswith("· ")]) >= 1


def test_every_run_names_its_fonts(shown):
    pptx, _, _lang, _ = shown
    parts = [slide._element for slide in pptx.slides] + [slide.notes_slide.notes_text_frame._txBody for slide in pptx.slides]
    runs = [run for part in parts for run in part.iter(qn("a:r"))]
    assert len(runs) > 150
    for run in runs:
        fonts = run.find(f"{qn('a:rPr')}/{qn('a:ea')}"), run.find(f"{qn('a:rPr')}/{qn('a:latin')}")
        assert all(font is not None and font.get("typeface") for font in fonts), run.find(qn("a:t")).text
    assert {run.find(f"{qn('a:rPr')}/{qn('a:ea')}").get("typeface") for run in runs} <= {"微软雅黑", "黑体", "Segoe UI Symbol"}
    for chart in (chart for slide in pptx.slides for chart in charts(slide)):
        looks = list(chart._chartSpace.iter(qn("a:defRPr")))
        assert len(looks) >= 4 and all(look.find(qn("a:ea")).get("typeface") == "微软雅黑" for look in looks)


def test_nothing_lies_outside_its_slide_and_texts_fit(shown):
    pptx, _, _lang, _ = shown
    for n, slide in enumerate(pptx.slides, 1):
        for shape in shapes(slide):
            left, top, right, bottom = shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
            assert left >= 0 and top >= 0 and right <= pptx.slide_width and bottom <= pptx.slide_height, (n, shape.name)
            if shape.has_text_frame and shape.text_frame.text:
                sizes = [run.font.size.pt for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
                named = shape.text_frame.text == shape.name or shape == slide.shapes.title
                assert min(sizes) >= LEAST.get(shape.name, 14 if named else 16), (n, shape.name, min(sizes))
                if shape._element.txBody.bodyPr.get("wrap") == "square" and shape.name != "watermark":
                    high = sum(len(gauges.wrapped(p.text, p.runs[0].font.size.pt, shape.width / EMU * 72, 99)) * p.runs[0].font.size.pt * 1.2
                               for p in shape.text_frame.paragraphs if p.text)
                    assert high <= shape.height / EMU * 72 + 4, (n, shape.name, shape.text_frame.text)
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= 6.9 * EMU, n
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        lines = gauges.wrapped(cell.text, 16, column.width / EMU * 72 - 9, 99)
                        assert len(lines) * 16 * 1.2 <= row.height / EMU * 72, cell.text


@pytest.mark.parametrize(("as_of", "made_up"), [(TODAY, False), (MID_2024, True)])
def test_the_charts_of_goals_hold_the_figures_of_the_query(as_of, made_up, sample):
    state = sample if made_up else None
    given, pptx, w = answers(as_of, state), opened(as_of, "zh", state), words("zh")
    by_title = {slide.shapes.title.text_frame.text: slide for slide in pptx.slides}
    for goal in wording.records(given["headline_goal"]):
        (chart,) = charts(by_title[goal["name_zh"]])
        days = [date(1899, 12, 30) + timedelta(float(day)) for day in chart.plots[0].categories]  # as a workbook counts days
        drawn = {series.name: {str(day): value for day, value in zip(days, series.values, strict=True) if value is not None}
                 for series in chart.plots[0].series}
        figures = given["headline_figure"][given["headline_figure"].indicator_id == goal["indicator_id"]]
        held = {str(row.period_end.date()): row.value for row in figures[figures.preferred].itertuples()}
        knots = given["goal_path"][given["goal_path"].indicator_id == goal["indicator_id"]]
        assert drawn.get(w("chart.figure"), {}) == held
        assert drawn[w("chart.path")] == {str(row.day.date()): row.value for row in knots.itertuples()}
        assert drawn[w("chart.target")] == {str(row.day.date()): row.value for row in knots[knots.knot == "target"].itertuples()}
        assert lights.reason_sentence(goal, "zh") in texts(by_title[goal["name_zh"]])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_gauges_say_number_light_and_marks(lang, sample):
    for as_of, state in ((TODAY, None), (MID_2024, sample)):
        w, slide = words(lang), opened(as_of, lang, state).slides[2]
        groups = {shape.name: shape for shape in slide.shapes if shape.shape_type == 6}
        goals = wording.records(queries.ask("headline_goal", state=state, as_of=as_of, known_at=None, preset="schedule"))
        assert len(goals) == len(groups) == 4
        for goal in goals:
            group = groups[w.pick(goal, "name")]
            said = {shape.name: shape.text_frame.text for shape in group.shapes if shape.has_text_frame and shape.text_frame.text}
            value, _, qualifier = lights.shown_figure(goal)
            sign = "%" if w.pick(goal, "unit").startswith("%") else ""
            number = w("gauge.no_figure") if value is None else gauges.SIGNS.get(qualifier, "") + w.number(value) + sign
            assert said["number"] == number and said["light"] == w(f"light.{goal['light']}")
            lines = [words_of(fact, lang) for fact in (lights.facts(goal), gauges.unitless(lights.facts(goal)))
                     for words_of in (gauges.target_line, gauges.expected_line)]
            assert {said["target"], said.get("expected")} <= {*lines, None}
            assert group._element.nvGrpSpPr.cNvPr.get("descr") == gauges.gauge_alt(goal, lang)
            arcs = {shape.name: shape.adjustments for shape in group.shapes if shape.name in ("track", "value", "target range")}
            assert ("value" in arcs) == (value is not None) and ("target range" in arcs) == (goal["upper"] is not None)
            if value is not None:
                share = max(gauges.goal_axis(lights.facts(goal)).share(value), 0.004)
                end = etree.tostring(next(s for s in group.shapes if s.name == "value")._element)
                assert f'"adj2" fmla="val {round((180 + 180 * share) * 60000) % 21600000}"' in end.decode()


def test_the_map_holds_every_county_and_cluster(sample):
    given = answers(TODAY)
    slide = opened(TODAY).slides[1]
    (group,) = [shape for shape in slide.shapes if shape.name == "map"]
    names = [shape.name for shape in group.shapes]
    counties, clusters = given["outline"][given["outline"].layer == "counties"], given["cluster_mark"]
    assert set(counties.name_zh) <= set(names) and set(clusters.name_zh) <= set(names)
    leaders = given["enterprise_mark"].named_leader.sum()
    stars = [shape for shape in group.shapes if "star5" in etree.tostring(shape._element).decode()]
    assert len(stars) == leaders > 0
    labels = {shape.text_frame.text for shape in group.shapes if shape.has_text_frame} - {""}
    assert labels == set(clusters[clusters.cluster_id.isin(["qinghe-cashmere", "linxi-bearings", "anping-wire-mesh"])].name_zh)
    dots = {shape.name: shape for shape in group.shapes if "ellipse" in etree.tostring(shape._element).decode()}
    for row in clusters.itertuples():
        assert row.colour.lstrip("#").upper() in etree.tostring(dots[row.name_zh]._element).decode().upper()
    widths = {number: dots[clusters[clusters.money_class == number].name_zh.iloc[0]].width for number in set(clusters.money_class)}
    assert [widths[number] for number in sorted(widths)] == sorted(widths.values()) and len(set(widths.values())) == len(widths)


def stacked(pptx, title: str) -> dict:
    slide = next(slide for slide in pptx.slides if slide.shapes.title.text_frame.text == title)
    (chart,) = charts(slide)
    return {(category, series.name.split()[-1]): value for series in chart.plots[0].series
            for category, value in zip(chart.plots[0].categories, series.values, strict=True) if value is not None}


def test_actions_and_cities_are_counted_as_the_queries_count(sample):
    w, given, pptx = words("zh"), answers(MID_2024, sample), opened(MID_2024, "zh", sample)
    counts = given["lights_by_action"].dropna(subset="light")
    expected = {(w("slides.action", id=row.action_id, name=row.name_zh), w(f"light.{row.light}")): row.goals for row in counts.itertuples()}
    assert stacked(pptx, w("slides.actions")) == expected and len(expected) > 10
    cities = given["allocation_status"].query("scope_kind == 'city'").groupby(["scope_zh", "light"]).size()
    assert stacked(pptx, w("slides.cities")) == {(city, w(f"light.{light}")): n for (city, light), n in cities.items()}
    assert not any(slide.shapes.title.text_frame.text == w("slides.cities") for slide in opened(TODAY).slides), "nothing was broken down"


def rows_of(pptx, title: str) -> list[list[str]]:
    """The rows of a table over all its slides, without heads."""
    return [[cell.text for cell in row.cells] for slide in pptx.slides if slide.shapes.title.text_frame.text.startswith(title)
            for shape in slide.shapes if shape.has_table for row in list(shape.table.rows)[1:]]


def test_lists_are_whole(sample):
    w, given, pptx = words("zh"), answers(MID_2024, sample), opened(MID_2024, "zh", sample)
    own = given["goal_status"][given["goal_status"].own]
    for title, wanted in (("slides.red", ["red", "missed"]), ("slides.yellow", ["yellow"])):
        assert [row[0] for row in rows_of(pptx, w(title))] == list(own[own.light.isin(wanted)].name_zh)
    plain, real = opened(TODAY), answers(TODAY)
    grey = real["goal_status"][real["goal_status"].own & (real["goal_status"].light == "grey")]
    assert [row[0] for row in rows_of(plain, w("slides.grey"))] == list(grey.name_zh.drop_duplicates()) and grey.indicator_id.nunique() == 30
    owed = real["duty"][real["duty"].missing].groupby("reporter_zh").size()
    assert {row[0]: int(row[2]) for row in rows_of(plain, w("slides.owed"))} == owed.to_dict()
    assert rows_of(opened(TODAY, "zh", sample), w("slides.problems"))[0][1:3] == ["演示：在辅企业申报不足。", "演示：每月调度申报材料。"]


def test_a_text_longer_than_a_slide_goes_on(sample):
    given = answers(TODAY, sample)
    long = "问题" * 900
    given["note_latest"] = given["note_latest"].head(2).assign(problem=long + "\x0b完")
    facts = Paper("annual", TODAY, "zh", CODE, sample, datetime(2026, 11, 24, 9, 30), sample=True)
    pptx = Presentation(io.BytesIO(slides.presentation(given, facts, "zh")))
    told = "".join(row[1] for row in rows_of(pptx, words("zh")("slides.problems")))
    assert told.count("问题") == 900 * len(given["note_latest"]) and told.count("完") == len(given["note_latest"])


def test_after_the_end_the_last_slide_but_one_closes_the_plan():
    said = " ".join(texts(opened(TODAY).slides[-2]))
    assert "方案已于2025年12月31日到期" in said and "30" in said
    ahead = rows_of(opened(MID_2024), words("zh")("slides.ahead"))
    due = answers(MID_2024)["due_ahead"]
    assert next(row[0] for row in ahead if row[0]) == words("zh").date(due.day.iloc[0])
    assert all(any(name in row[3] for row in ahead) for name in due.name_zh)


def test_a_city_has_its_own_slides(sample):
    pptx = opened(TODAY, "zh", sample, "monthly", "130500")
    assert "月调度会议材料（邢台市）" in texts(pptx.slides[0])
    assert {place for place, _ in stacked(pptx, words("zh")("slides.cities"))} == {"邢台市"}


def test_the_file_is_wide_names_its_fonts_and_holds_no_font_file():
    made = zipfile.ZipFile(io.BytesIO(content(TODAY)))
    pptx = opened(TODAY)
    assert (pptx.slide_width / EMU, pptx.slide_height / EMU) == (pytest.approx(40 / 3, abs=1e-4), 7.5)
    assert "黑体" in made.read("ppt/theme/theme1.xml").decode() and not [name for name in made.namelist() if "font" in name.lower()]
    assert pptx.core_properties.subject == CODE and len([name for name in made.namelist() if name.endswith(".xlsx")]) == 5
    assert not re.search(r"https?://(?!schemas|purl|www\.w3)", made.read("ppt/slides/slide1.xml").decode())


def test_sources_of_the_map_are_all_there():
    rows, marks = queries.ask("map_source", as_of=TODAY, known_at=None), answers(TODAY)["cluster_mark"]
    assert rows.clusters.sum() == len(marks) and rows.figures.sum() == (marks.money_class > 0).sum()


@pytest.mark.skipif(shutil.which("soffice") is None or shutil.which("pdftotext") is None,
                    reason="LibreOffice Impress and poppler are not installed: the slides are not printed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_office_program_prints_every_slide(lang, sample, tmp_path):
    file = tmp_path / "slides.pptx"
    file.write_bytes(content(MID_2024, lang, sample))
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
                   check=True, capture_output=True, timeout=170, env=os.environ)
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "slides.pdf", "-"], check=True, capture_output=True, text=True).stdout
    pages = printed.split("\f")[:-1]
    pptx = Presentation(file)
    assert len(pages) == len(pptx.slides)
    for page, slide in zip(pages, pptx.slides, strict=True):
        told = re.sub(r"\s", "", page)
        assert re.sub(r"\s", "", slide.shapes.title.text_frame.text)[:12] in told and CODE in told
        assert "\ufffd" not in told and "□" not in told


