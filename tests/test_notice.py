"""The notification as Word reads it: its layout, every number against the rows, what it opens with, its marks and its pages."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

import queries
from data import warehouse
from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.notice import NOTICE_QUESTIONS, notice
from pages.parts.paper import Paper
from tests import test_takeaways

DAYS = (date(2024, 6, 30), date(2026, 11, 24))
MID = date(2024, 6, 30)
KINDS = {"monthly": "月调度情况", "quarterly": "季度通报", "annual": "年度考核情况"}
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"


@pytest.fixture(params=["real", "sample"])
def state(request) -> str:
    return warehouse.current() if request.param == "real" else request.getfixturevalue("made_up")


def answers(as_of: date, state: str, city: str | None = None) -> dict[str, pd.DataFrame]:
    """The answers that a notification is drawn from."""
    given = {"as_of": as_of, "known_at": None, "preset": "schedule", "city": city}
    return {name: queries.ask(name, state=state, **{key: given.get(key) for key in queries.question(name).wanted})
            for name in NOTICE_QUESTIONS}


def facts(as_of: date, state: str, lang: str = "zh", kind: str = "monthly", city: str | None = None) -> Paper:
    return Paper(kind, as_of, lang, "7K3QX-9MZ4T", state, datetime(2026, 11, 24, 15), city=city, sample=state.startswith("sample-"))


def opened(as_of: date, state: str, lang: str = "zh", kind: str = "monthly", city: str | None = None):
    """The rows and the document, read back."""
    found = answers(as_of, state, city)
    return found, docx.Document(io.BytesIO(notice(found, facts(as_of, state, lang, kind, city), lang)))


def lines(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def cells(table) -> list[list[str]]:
    return [["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row._tr.tc_lst] for row in table.rows]


def rounded(w: Words, value: float) -> set[str]:
    """A value as a document writes it, in the units of either language."""
    forms = (value, abs(value) * 0.1, value * 0.01, value / 10_000, round(abs(value), 1), lights.expected_value(value, ""),
             lights.expected_value(value, "%"))
    return {w.number(shown) for shown in forms} | {f"{value:.0f}"}


def written(frames: dict[str, pd.DataFrame], lang: str) -> set[str]:
    """Every number that the rows may put into a document, rounded as it is written, and how many rows there are."""
    return set().union(*({str(len(frame))} | test_takeaways.written(frame, lang, rounded, NUMBER) for frame in frames.values()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_every_number_stands_in_the_rows(as_of, lang, state):
    found, document = opened(as_of, state, lang)
    allocations = found["allocation_status"]
    known = written(found, lang) | {"7", "3", "9", "4", "45", "184"} | {str(n) for n in range(1, 9)}  # code, when figures are due, headings
    known |= {str(int(found["goal_question"].actual.isna().sum())), str(int(found["duty"].missing.sum()))}
    known |= {str(int(found["duty"].late_days.notna().sum())), str(found["goal_light"].goals.sum()), str(found["closing_balance"].goals.sum())}
    known |= {str(n) for rows in (allocations, found["goal_question"], found["missing_figure"]) for n in range(len(rows) + 1)}
    body = [text for text in lines(document) if not text.startswith("[")][:-1]
    for text in [*body, *(cell for table in document.tables for row in cells(table) for cell in row)]:
        assert not re.search(r"\b(None|nan|NaT)\b", text), text
        missing = set(re.findall(NUMBER, re.sub(r"\[\d+\]", "", text))) - known
        assert not missing, f"{missing} in {text!r}"


def test_the_tables_say_what_the_rows_say(made_up):
    found, document = opened(MID, made_up)
    goals, actions, reporters, cities, _, behind, owed = map(cells, document.tables)
    rest = wording.records(found["goal_question"][~found["goal_question"].headline])
    assert [row[1] for row in goals[1:]] == [goal["name_zh"] for goal in rest]
    w = words("zh")
    for row, goal in zip(goals[1:], rest, strict=True):
        value, _, qualifier = lights.shown_figure(goal)
        assert row[3] == wording.target(w, goal) and row[5] == w(f"light.{goal['light']}")
        assert row[4].startswith(wording.figure(w, value, goal["unit_zh"], qualifier))
        assert (value is None) == (not re.search(r"\[\d+\]$", row[4])), "a figure has a source, a blank none"
    totals = found["lights_by_action"].groupby("action_id").goals.sum()
    assert [int(row[-1]) for row in actions[1:]] == list(totals)
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in actions[1:])
    assert [row[:4] for row in reporters[1:]] == [
        [row.reporter_zh, str(row.asked), str(row.missing), str(row.late)] for row in found["reporter_standing"].itertuples()]
    assert [row[1:] for row in cities[1:]] == [
        [str(row.clusters), str(row.leaders), str(row.documented), str(row.counties), str(row.without_cluster)] for row in found["city_standing"].itertuples()]
    allocated = found["allocation_status"]
    assert len(behind) - 1 == allocated.light.isin(["red", "missed", "yellow"]).sum() > 0
    assert [(row[0], int(row[2])) for row in owed[1:]] == list(zip(found["missing_figure"].reporter_zh, found["missing_figure"].figures, strict=True))


def test_owed_and_standing_agree_with_the_duties(state):
    for as_of in DAYS:
        found = answers(as_of, state)
        duty, standing, owed = found["duty"], found["reporter_standing"], found["missing_figure"]
        assert standing.asked.sum() == len(duty) and standing.missing.sum() == owed.figures.sum() == duty.missing.sum()
        assert standing.late.sum() == duty.late_days.notna().sum()
        assert standing.behind.sum() == duty.light.isin(["red", "missed"]).sum()
        if duty.late_days.notna().any():
            assert standing.late_days.max() == owed.late_days.max() == duty.late_days.max()


def test_few_figures_open_with_what_is_known_expected_and_owed():
    found, document = opened(MID, warehouse.current())
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:4] == ["一、已掌握情况", "二、方案要求", "三、各单位报送与进展", "四、六大行动进展"]
    empty = found["goal_question"][found["goal_question"].actual.isna()]
    assert [row[0] for row in cells(document.tables[0])[1:]] == list(empty.name_zh), "all empty goals stand in one table"
    known = found["goal_status"][found["goal_status"].own & found["goal_status"].actual.notna()]
    for row in wording.records(known):
        assert any(lights.reason_sentence(row, "zh") in text for text in lines(document))


def test_with_half_of_the_figures_the_order_is_the_usual_one(made_up):
    _, document = opened(MID, made_up)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "一、总体情况", "二、各项目标进展", "三、六大行动进展", "四、各单位报送与进展", "五、各市情况", "六、存在问题和下步措施",
        "七、近期时限", "八、有关要求", "数据来源"]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == ["（一）主要目标", "（二）各行动目标", "（三）进度滞后或未达标的目标"]


@pytest.mark.parametrize(("known", "first"), [(15, "已掌握情况"), (16, "总体情况")])
def test_half_is_not_fewer_than_half(known, first):
    found = answers(MID, warehouse.current())
    found["freshness"] = found["freshness"].assign(goals=32 if known == 16 else 31, goals_with_figure=known)
    document = docx.Document(io.BytesIO(notice(found, facts(MID, warehouse.current()), "zh")))
    assert next(p.text for p in document.paragraphs if p.style.name == "Heading 1") == f"一、{first}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_title_names_the_meeting_and_the_day(kind, lang):
    _, document = opened(MID, warehouse.current(), lang, kind)
    w = words(lang)
    assert document.paragraphs[0].text.split("\n")[1] == w(f"notice.title.{kind}") and (lang == "en" or KINDS[kind] in document.paragraphs[0].text)
    assert w.date(MID) in document.paragraphs[1].text


def test_a_city_has_its_own(made_up):
    found, document = opened(MID, made_up, city="130500")
    assert document.paragraphs[0].text.startswith("邢台市") and set(found["reporter_standing"].reporter_zh) == {"邢台市"}
    assert set(found["allocation_status"].scope_zh) == {"邢台市"}


def test_a_city_that_nothing_is_asked_of_has_reported_nothing():
    w = words("zh")
    text = "\n".join(lines(opened(MID, warehouse.current(), city="130500")[1]))
    assert text.count(w("due.none_asked")) == 2 and w("notice.no_allocation") in text
    assert w("notice.requests_none") not in text and w("notice.no_allocations") not in text


def test_what_no_document_can_hold_is_left_out_and_its_knowledge_is_named(made_up):
    found = answers(MID, made_up)
    found["note_latest"] = found["note_latest"].assign(problem="问\x0b题\x00")
    paper = replace(facts(MID, made_up), known_at=datetime(2026, 11, 20, 4))
    text = "\n".join(lines(docx.Document(io.BytesIO(notice(found, paper, "zh")))))
    assert "问题" in text and "根据2026年11月20日 12:00" in text


def test_every_reference_leads_to_a_source_and_every_source_is_used(state):
    _, document = opened(MID, state)
    body = document.element.body
    led = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    listed = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert led == set(listed) and listed == [f"source_{n}" for n in range(1, len(listed) + 1)]
    assert "行动方案" in next(text for text in lines(document) if text.startswith("[1]")), "the plan comes first"


def test_a_number_has_one_source(state):
    for as_of in DAYS:
        rows = answers(as_of, state)["number_source"]
        assert not rows.duplicated(["about", "key"]).any() and (rows.about == "plan").sum() == 1
        status = queries.ask("goal_status", state=state, as_of=as_of, known_at=None, preset="schedule", department=None, light=None)
        figures = pd.concat([status[name].dropna() for name in ("baseline_id", "actual_id", "judged_id")])
        assert set(figures) == set(rows[rows.about == "figure"].key)


def test_the_notes_of_the_latest_day(made_up):
    found, document = opened(date(2026, 11, 24), made_up)
    notes = found["note_latest"]
    assert len(notes) == notes.indicator_id.nunique() == 6
    said = [text for text in lines(document) if "演示处室" in text]
    notes = [note for note in wording.records(notes) if note["problem"] or note["next_step"]]
    assert len(said) == len(notes) == 5, "one says neither a problem nor a step"
    for note, text in zip(notes, said, strict=True):
        assert text.startswith(note["name_zh"])
        assert all(part.rstrip("。") in text for part in (note["problem"], note["next_step"]) if part)


def test_the_targets_in_question_are_those_that_are_counted(state):
    for as_of in DAYS:
        found = answers(as_of, state)
        rows = found["goal_question"]
        assert rows.indicator_id.is_unique and len(rows) == found["freshness"].goals.item()
        assert rows.light.value_counts().to_dict() == dict(zip(found["goal_light"].light, found["goal_light"].goals, strict=True))
        left = rows[rows.due_on >= pd.Timestamp(as_of)]
        assert (left.days_left == (left.due_on - pd.Timestamp(as_of)).dt.days).all() and rows.days_left.notna().sum() == len(left)


def test_the_page_is_laid_out_as_the_standard_says():
    _, document = opened(MID, warehouse.current())
    section = document.sections[0]
    size = [round(length.mm, 1) for length in (section.page_width, section.page_height, section.top_margin, section.left_margin)]
    assert size == [210, 297, 37, 28]
    area = section.page_width - section.left_margin - section.right_margin, section.page_height - section.top_margin - section.bottom_margin
    assert [round(length / Mm(1), 1) for length in area] == [156, 225]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars" and int(grid.get(qn("w:linePitch"))) * 22 <= 225 / 25.4 * 1440
    assert (16 + int(grid.get(qn("w:charSpace"))) / 4096) * 28 == pytest.approx(156 / 25.4 * 72, abs=0.1)
    style = document.styles["Body Text"]
    spacing = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 156 / 25.4 * 72 / 29 < 16 + spacing <= 156 / 25.4 * 72 / 28, "28 signs to the line, not 29"
    assert 22 * style.paragraph_format.line_spacing.pt <= 225 / 25.4 * 72 < 23 * style.paragraph_format.line_spacing.pt
    assert style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize(("name", "east", "size"), [("Title", "方正小标宋简体", 22), ("Body Text", "仿宋_GB2312", 16), ("Heading 1", "黑体", 16),
                                                    ("Heading 2", "楷体_GB2312", 16)])
def test_fonts_are_named_on_style_and_run(name, east, size, made_up):
    _, document = opened(MID, made_up)
    style = document.styles[name]
    runs = [run._r.rPr for p in document.paragraphs if p.style.name == name for run in p.runs]
    for fonts in [properties.find(qn("w:rFonts")) for properties in (style.element.rPr, *runs)]:
        assert fonts.get(qn("w:eastAsia")) == east and fonts.get(qn("w:ascii")) == "Times New Roman" and not fonts.get(qn("w:asciiTheme"))
    assert style.font.size.pt == size and runs


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_has_its_number_code_day_and_mark(lang, state):
    _, document = opened(MID, state, lang)
    section, w = document.sections[0], words(lang)
    assert document.settings.odd_and_even_pages_header_footer
    for foot in (section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]):
        assert [code.text for code in foot._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert "7K3QX-9MZ4T" in foot.text and w.date(MID) in foot.text and "— 1 —" in foot.text
        number = next(run for run in foot.runs if run.text == "— ")
        assert number.font.size is None and document.styles["Footer"].font.size.pt == 14
        assert number._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "宋体"
    assert section.footer.paragraphs[0].text.endswith("—") and section.even_page_footer.paragraphs[0].text.startswith("— ")
    marked = w("sample.mark") if state.startswith("sample-") else ""
    assert [head.paragraphs[0].text for head in (section.header, section.even_page_header)] == [marked] * 2


def test_tables_repeat_their_head_and_keep_their_rows_whole(state):
    _, document = opened(MID, state)
    for table in document.tables:
        for i, row in enumerate(table.rows):
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
            assert (row._tr.trPr.find(qn("w:tblHeader")) is not None) == (i == 0)


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice Writer and poppler-utils to set the pages")
@pytest.mark.parametrize(("lang", "fewest", "most"), [("zh", 6, 16), ("en", 4, 14)])
def test_the_pages_hold_all_that_is_written(lang, fewest, most, made_up, tmp_path):
    found = answers(MID, made_up)
    content = notice(found, facts(MID, made_up, lang), lang)
    (tmp_path / "notice.docx").write_bytes(content)
    subprocess.run(["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
                    tmp_path / "notice.docx"], check=True, capture_output=True, timeout=150)
    text = subprocess.run(["pdftotext", "-raw", tmp_path / "notice.pdf", "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    assert fewest <= len(pages) <= most
    plain = [re.sub(r"\s", "", page) for page in pages]
    for n, page in enumerate(plain, 1):
        assert f"—{n}—" in page and "7K3QX-9MZ4T" in page and words(lang)("sample.mark").replace(" ", "") in page
    whole = "".join(re.sub(r"(截至.{8,11}|Asof\w{9})(验证码|Code)7K3QX-9MZ4T|—\d+—|演示数据$|^演示数据|^Sampledata", "", page) for page in plain)
    document = docx.Document(io.BytesIO(content))
    for line in lines(document):
        for part in re.split(r"\[\d+\]", line):
            assert all(piece in whole for piece in re.findall(r"[\w，。：]{4,8}", re.sub(r"\s", "", part))[:3]), part
