"""The workbook: the empty one can be filled in, a handed-in one is read or refused with a reason, a marked one shows why."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula

from data import workbook
from data.checks import Fault
from data.words import LANGUAGES, words
from data.workbook import SHEETS, marked, read, template

ABOUT = {"reporter": "省工业和信息化厅", "period": "2025年12月"}
ROWS = {"figure": [
    {"indicator": "专精特新“小巨人”企业", "unit": "家", "scope": "邢台市", "period": "2025年", "last": "57（2024年）"},
    {"indicator": "研发经费占比", "unit": "%", "scope": "全省", "period": "2025年", "value": 3.5, "last": 3.1},
], "enterprise": [{"name_zh": "河北某某轴承有限公司", "county": "临西县", "stock_code": "000001"}]}
OPTIONS = {"indicator": ["专精特新“小巨人”企业", "研发经费占比"], "scope": [f"县{n}" for n in range(300)],
           "qualifier": ["准确数", "不少于"], "kind": ["=危险"], "county": ["临西县"], "cluster": []}
FIGURE = ["指标", "统计范围", "报告期", "数值"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def title(key: str, lang: str = "zh") -> str:
    return words(lang)(f"workbook.sheet.{key}")


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def figures(*rows: list, header: list[str] = FIGURE) -> bytes:
    """A workbook of one sheet of figures."""
    book = Workbook()
    book.active.title = "指标数据"
    for row in (header, *rows):
        book.active.append(row)
    return saved(book)


def one_cell(value, number_format: str = "General") -> str | None:
    """How a cell is read."""
    book = load_workbook(io.BytesIO(figures(["甲", "全省", "2025年", value])))
    book.active["D2"].number_format = number_format
    handed = read(saved(book), "a.xlsx")
    assert handed.faults == []
    return handed.rows["figure"].value[0]


def repacked(content: bytes, change: Callable[[str, bytes], bytes] = lambda name, part: part, **more: bytes) -> bytes:
    """A package with its parts changed and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def bomb() -> bytes:
    """A workbook with a part of 201 MB of nothing."""
    file = io.BytesIO(figures(["甲", "全省", "2025年", 1]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/image1.bin", "w") as part:
        for _ in range(201):
            part.write(bytes(1_000_000))
    return file.getvalue()


def encrypted() -> bytes:
    """A workbook whose first part says that it is encrypted, both in its own header and in the directory."""
    content = bytearray(figures(["甲", "全省", "2025年", 1]))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def rules(content: bytes, name: str = "a.xlsx") -> list[str]:
    return [fault.rule for fault in read(content, name).faults]


# The empty workbook ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_has_its_sheets_headers_and_drop_downs(lang):
    w = words(lang)
    book = load_workbook(io.BytesIO(template(ABOUT, ROWS, OPTIONS, lang)))
    assert book.sheetnames == [title(key, lang) for key in ("cover", *SHEETS, "lists")]
    assert all(sheet.sheet_state == "visible" for sheet in book) and book.security.lockStructure
    assert book.properties.creator == w("product.short") and book.properties.title
    cover = [[cell.value for cell in row] for row in book[title("cover", lang)].iter_rows(max_col=2)]
    assert [w("workbook.about.reporter"), "省工业和信息化厅"] in cover and [9, w("workbook.rule.9")] in cover
    for key, columns in SHEETS.items():
        sheet = book[title(key, lang)]
        texts = [cell.value for cell in sheet[1]]
        assert [text.rstrip("*") for text in texts] == [w(f"workbook.column.{column}") for column in columns]
        starred = [column for column, text in zip(columns, texts, strict=True) if text.endswith("*")]
        assert starred == list(workbook.REQUIRED[key])
        for cell, column in zip(sheet[1], columns, strict=True):
            assert cell.comment.text.endswith(w(f"workbook.hint.{column}"))
        assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"
    choices = {str(choice.sqref): choice for choice in book[title("figure", lang)].data_validations.dataValidation}
    scope = choices["C2:C20001"]
    assert scope.type == "list" and scope.errorStyle == "warning" and scope.prompt
    where, _, cells = scope.formula1.partition("!")
    assert where.strip("'") == title("lists", lang) and len(book[title("lists", lang)][cells.replace("$", "")]) == 300
    assert choices["E2:E20001"].type is None, "a column without values to choose from has a hint only"


def test_the_template_locks_what_informs_and_nothing_else():
    book = load_workbook(io.BytesIO(template(ABOUT, ROWS, OPTIONS, "zh")))
    sheet = book["指标数据"]
    assert sheet.protection.sheet and not sheet.protection.password
    assert not (sheet.protection.sort or sheet.protection.autoFilter or sheet.protection.formatColumns)
    assert all(cell.protection.locked for cell in sheet[1])
    assert [sheet.cell(3, n).protection.locked for n in (1, 2, 3, 4, 5, 9)] == [True, True, True, True, False, True]
    below = {letter: sheet.column_dimensions[letter].protection.locked for letter in "ABCDEFGHI"}
    assert [letter for letter, locked in below.items() if locked] == ["B", "I"]
    enterprises = book["企业名单"]
    assert not enterprises["A2"].protection.locked and not enterprises.column_dimensions["A"].protection.locked
    assert enterprises["H2"].number_format == enterprises.column_dimensions["C"].number_format == "@"
    assert enterprises["H2"].value == "000001"
    assert book["可选项"]["D2"].data_type == "s", "=危险 stays text"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_in_template_is_read(lang):
    book = load_workbook(io.BytesIO(template(ABOUT, ROWS, OPTIONS, lang)))
    sheet = book[title("figure", lang)]
    sheet["E2"], sheet["H2"] = 57, "  初步数\u3000"
    sheet["A5"], sheet["E5"] = "另一个", 0.1
    handed = read(saved(book), "a.xlsx")
    assert handed.faults == [] and handed.about == ABOUT and set(handed.rows) == {"figure", "enterprise"}
    rows = handed.rows["figure"]
    assert list(rows.columns) == [*SHEETS["figure"][:-1], "_file", "_line"]
    assert rows.loc[0].to_dict() == {
        "indicator": "专精特新“小巨人”企业", "unit": "家", "scope": "邢台市", "period": "2025年", "value": "57", "qualifier": None,
        "basis": None, "note": "初步数", "_file": title("figure", lang), "_line": 2}
    assert list(rows.value) == ["57", "3.5", "0.1"] and list(rows._line) == [2, 3, 5], "a gap keeps the row numbers"
    assert handed.headers["figure"]["value"] == words(lang)("workbook.column.value") + "*"
    assert handed.rows["enterprise"].stock_code[0] == "000001"


# Refusals ----------------------------------------------------------------------------------------------------------------

GOOD = figures(["甲", "全省", "2025年", 1])
XXE = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'
REFUSED = {
    "nothing": (b"", "file_empty"),
    "too large": (bytes(workbook.LIMIT + 1), "file_too_large"),
    "old xls": (OLE + "Workbook".encode("utf-16-le"), "file_old_xls"),
    "old doc": (OLE + "WordDocument".encode("utf-16-le"), "file_foreign"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "file_password"),
    "encrypted zip": (encrypted(), "file_password"),
    "cut off": (GOOD[:len(GOOD) // 2], "file_damaged"),
    "broken part": (repacked(GOOD, lambda name, part: part[:-200] if "sheet1" in name else part), "file_damaged"),
    "no part that is needed": (zipped(**{"xl/other.xml": b"<a/>"}), "file_damaged"),
    "macros": (repacked(GOOD, **{"xl/vbaProject.bin": OLE}), "file_macros"),
    "old macros": (repacked(GOOD, **{"xl/macrosheets/sheet1.xml": b"<a/>"}), "file_macros"),
    "bomb": (bomb(), "file_bomb"),
    "much markup": (repacked(GOOD, **{"xl/x.bin": b"<a>" + b"<c/>" * 15_000_000 + b"</a>"}), "file_bomb"),
    "strict": (repacked(GOOD, lambda name, part: part.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")),
        "file_foreign"),
    "many parts": (repacked(GOOD, **{f"xl/x{n}.xml": b"<a/>" for n in range(2000)}), "file_bomb"),
    "entities": (repacked(GOOD, **{"xl/sharedStrings.xml": XXE}), "file_xml"),
    "a document type": (repacked(GOOD, **{"xl/x.xml": b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'}), "file_xml"),
    "entities under another name": (repacked(GOOD, **{"xl/strings.bin": XXE}), "file_xml"),
    "entities in UTF-16": (repacked(GOOD, **{"xl/x.bin": XXE.decode().replace("?>", ' encoding="UTF-16"?>').encode("utf-16")}),
                           "file_xml"),
    "links": (repacked(GOOD, **{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "file_links"),
    "connections": (repacked(GOOD, **{"xl/connections.xml": b"<a/>"}), "file_links"),
    "docx": (zipped(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "file_foreign"),
    "ods": (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<a/>"}), "file_foreign"),
    "zip": (zipped(**{"a.txt": b"a"}), "file_foreign"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "file_foreign"),
    "pdf": (b"%PDF-1.7\n", "file_foreign"),
    "binary": (bytes(range(256)), "file_foreign"),
    "html": (b"<html><table></table></html>", "file_foreign"),
    "prose": ("今天天气很好，没有表头。\n".encode(), "file_header"),
    "blank text": (b"\n \n", "file_no_rows"),
    "empty template": (template(ABOUT, {}, OPTIONS, "zh"), "file_no_rows"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("name", ["填报.xlsx", "填报.csv"])
def test_a_file_that_is_not_read_is_refused_with_a_reason(case, name):
    content, rule = REFUSED[case]
    handed = read(content, name)
    assert [(fault.file, fault.line, fault.rule) for fault in handed.faults] == [(name, None, rule)] and not handed.rows
    assert all(handed.faults[0].sentence(lang) for lang in LANGUAGES)
    book = load_workbook(io.BytesIO(marked(content, name, handed.faults, "zh")))
    assert book.sheetnames == ["检查结果"] and book.active.max_row == 2


# Sheets and headers ------------------------------------------------------------------------------------------------------

def test_hidden_and_unknown_sheets_are_named():
    book = load_workbook(io.BytesIO(GOOD))
    for name, state in (("企业名单", "hidden"), ("旧数据", "veryHidden"), ("指标数椐", "visible"), ("空表", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        if name != "空表":
            sheet.append(["企业名称", "县"])
    book.create_sheet("Figures").append(FIGURE)
    book.create_chartsheet("图").add_chart(BarChart())
    handed = read(saved(book), "a.xlsx")
    assert [(fault.file, fault.rule) for fault in handed.faults] == [
        ("企业名单", "sheet_hidden"), ("旧数据", "sheet_hidden"), ("指标数椐", "sheet_unknown"), ("Figures", "sheet_twice")]
    assert handed.faults[2].allowed == "指标数据" and set(handed.rows) == {"figure"}
    copied = load_workbook(io.BytesIO(figures(["甲", "全省", "2025年", 1])))
    copied.active.title = "Sheet1"
    handed = read(saved(copied), "a.xlsx")
    assert [(fault.rule, fault.warning) for fault in handed.faults] == [("sheet_by_header", True)] and handed.rows["figure"]["_file"][0] == "Sheet1"
    assert "与“指标数据”一致" in handed.faults[0].advice("zh")
    foreign = Workbook()
    foreign.active.append(["x"])
    (unknown, *_) = read(saved(foreign), "a.xlsx").faults
    assert unknown.rule == "sheet_unknown" and "指标数据、任务分解" in unknown.advice("zh") and "Figures, Allocations" in unknown.advice("en")


def test_a_header_may_be_written_in_many_ways():
    header = ["ＩＮＤＩＣＡＴＯＲ ＊", " 统计 范围*", "Period", "value", "所在县（市、区)"]
    handed = read(figures(["甲", "全省", "2025年", 1], header=header), "a.xlsx")
    assert list(handed.headers["figure"]) == ["indicator", "scope", "period", "value"]
    assert [(fault.rule, fault.column, fault.line) for fault in handed.faults] == [("column_unknown", header[4], 1)]


def test_faults_of_a_header_are_named_each():
    handed = read(figures(["甲", "乙", "2025年", 1, None, "外"], header=["指标", "Indicator*", "报告日期", "数值"]), "a.xlsx")
    assert [(fault.rule, fault.column, fault.warning) for fault in handed.faults] == [
        ("column_twice", "Indicator*", False), ("column_unknown", "报告日期", False), ("column_missing", "统计范围", False),
        ("column_missing", "报告期", False), ("column_unnamed", None, True)]
    assert handed.faults[1].allowed == "报告期" and handed.faults[4].found == "F"
    assert handed.rows["figure"].indicator[0] == "甲"


def test_a_title_may_stand_above_the_header():
    book = Workbook()
    book.active.title = "figure"
    for row in ([], ["河北省指标数据表"], ["指标数据"], FIGURE, ["甲", "全省", "2025年", 1]):
        book.active.append(row)
    handed = read(saved(book), "a.xlsx")
    assert handed.faults == [] and list(handed.rows["figure"]._line) == [5]


def test_rows_far_below_are_read_and_too_many_are_said(monkeypatch):
    book = load_workbook(io.BytesIO(GOOD))
    for column, value in enumerate(["乙", "全省", "2025年", 2], 1):
        book.active.cell(5000, column, value)
    assert list(read(saved(book), "a.xlsx").rows["figure"]._line) == [2, 5000]
    book.active.cell(1_048_576, 9).fill = PatternFill("solid", fgColor="FFFFFF")
    (fault,) = read(saved(book), "a.xlsx").faults
    assert (fault.rule, fault.found) == ("too_many_rows", "100000")
    monkeypatch.setattr(workbook, "ROWS", 3)
    assert rules(figures(*[["甲", "全省", "2025年", n] for n in range(3)])) == []
    handed = read(figures(*[["甲", "全省", "2025年", n] for n in range(5)]), "a.xlsx")
    assert [fault.rule for fault in handed.faults] == ["too_many_rows"] and len(handed.rows["figure"]) == 3


def test_wrong_dimensions_lose_nothing():
    def lie(name: str, part: bytes) -> bytes:
        return part.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1:A1"') if "sheet1" in name else part
    assert repacked(GOOD, lie) != repacked(GOOD)
    assert read(repacked(GOOD, lie), "a.xlsx").rows["figure"].value[0] == "1"


# Cells -------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("value", "number_format", "text"), [
    (57, "General", "57"), (57.0, "0.00", "57"), (1e20, "General", "100000000000000000000"),
    (0.0000001, "General", "0.0000001"),
    (3.14, "General", "3.14"), (-2.5, "General", "-2.5"), (0.035, "0.0%", "3.5%"), (0.07, "0%", "7%"), (3.5, '0.0"%"', "3.5%"),
    (1, "0.00%;-0.00%", "100%"), (57, '0"家"', "57"), (datetime(2025, 12, 31), "yyyy-mm-dd", "2025-12-31"),
    (date(2025, 12, 31), 'yyyy"年"m"月"d"日"', "2025-12-31"),
    (datetime(2025, 12, 31, 8, 30), "yyyy-mm-dd hh:mm", "2025-12-31 08:30:00"),
    (date(2025, 12, 1), 'yyyy"年"m"月"', "2025年12月"), (date(2025, 12, 1), "mmm-yy", "2025年12月"),
    (date(2025, 1, 1), "yyyy", "2025年"),
    (True, "General", "true"), (" \u30003.5\u200b\n", "@", "3.5"), ("一\n二", "General", "一\n二"), ("", "General", None)])
def test_a_cell_is_read_as_its_reporter_sees_it(value, number_format, text):
    assert one_cell(value, number_format) == text


@pytest.mark.parametrize(("style", "text"), [(57, "2025年12月"), (27, "2025年12月"), (31, "2025-12-01"), (58, "2025-12-01")])
def test_date_formats_that_chinese_excel_leaves_undeclared_are_known(style, text):
    book = load_workbook(io.BytesIO(figures(["甲", "全省", "2025年", 45992])))
    book.active["D2"].number_format = "0.00"

    def restyled(name: str, part: bytes) -> bytes:
        return part.replace(b'numFmtId="2"', f'numFmtId="{style}"'.encode()) if name == "xl/styles.xml" else part
    assert read(repacked(saved(book), restyled), "a.xlsx").rows["figure"].value[0] == text


@pytest.mark.parametrize(("line", "told"), [(1, ["sheet_unknown"]), (workbook.GLANCE, ["sheet_unknown"]), (workbook.GLANCE + 1, [])])
def test_a_sheet_of_another_name_is_only_glanced_at(line, told):
    book = load_workbook(io.BytesIO(figures(["甲", "全省", "2025年", 1])))
    book.create_sheet("草稿").cell(line, 1, "x")
    assert rules(saved(book)) == told


def test_formulas_and_errors_are_faults_of_their_cell():
    content = figures(["甲", "全省", "2025年", "=1+1", "=SUM(A1)"], ["乙", "全省", "2025年", "#REF!"], ["丙", "全省", "2025年", 1],
                      header=[*FIGURE, "最近数据"])
    book = load_workbook(io.BytesIO(content))
    book.active["A4"] = ArrayFormula("A4:A4", "=NOW()")
    handed = read(saved(book), "a.xlsx")
    assert [(fault.file, fault.line, fault.column, fault.rule, fault.found) for fault in handed.faults] == [
        ("指标数据", 2, "数值", "formula", "=1+1"), ("指标数据", 3, "数值", "cell_error", "#REF!"),
        ("指标数据", 4, "指标", "formula", "=NOW()")]
    assert list(handed.rows["figure"].value) == [None, None, "1"]


# CSV ---------------------------------------------------------------------------------------------------------------------

CSV = '指标,统计范围,报告期,数值,备注\n专精特新,全省,2025年,3.5%,"一,\n二"\n\n乙,全省,2025年,,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding, delimiter):
    text = CSV.replace("一,", "一").replace(",", delimiter)
    handed = read(text.encode(encoding), "数据.xlsx")
    assert handed.faults == [] and handed.about == {} and list(handed.rows) == ["figure"]
    rows = handed.rows["figure"]
    assert rows.loc[0].to_dict() == {"indicator": "专精特新", "scope": "全省", "period": "2025年", "value": "3.5%", "note": "一\n二",
                                     "_file": "数据.xlsx", "_line": 2}
    assert list(rows._line) == [2, 4]


def test_a_csv_is_known_by_its_header():
    assert list(read("name_zh,county\n甲,临西县\n".encode(), "a.csv").rows) == ["enterprise"]
    assert list(read("企业,事项类别\n甲,上市\n".encode(), "a.csv").rows) == ["milestone"]
    assert rules("指标,统计范围,报告期,备注\n甲,全省,2025年,无\n".encode(), "a.csv") == ["column_missing"]


def test_faults_of_a_csv():
    handed = read("指标,统计范围,报告期,数值\n甲,全省,2025年,=1+1\n乙,全省,2025年,1,000\n丙,全省,2025年,#N/A\n".encode(), "a.csv")
    assert [(fault.file, fault.line, fault.rule) for fault in handed.faults] == [
        ("a.csv", 2, "formula"), ("a.csv", 3, "ragged"), ("a.csv", 4, "cell_error")]
    assert rules('指标,统计范围,报告期,数值\n甲,全省,"2025年,1\n'.encode(), "a.csv") == ["file_damaged"]
    assert rules('指标,统计范围,报告期,数值\n甲,"全"省,2025年,1\n'.encode(), "a.csv") == ["file_damaged"]


# The marked copy -----------------------------------------------------------------------------------------------------------

def test_a_marked_copy_shows_every_fault_where_it_is():
    book = load_workbook(io.BytesIO(template(ABOUT, ROWS, OPTIONS, "zh")))
    book["指标数据"]["E2"] = "五十七"
    content = saved(book)
    faults = [Fault("指标数据", 2, "数值*", "number", "五十七"), Fault("指标数据", 2, "数值*", "required"),
              Fault("指标数据", 3, "备注", "required", warning=True), Fault("企业名单", 2, None, "ragged", "1", "2"),
              Fault("指标数据", None, None, "sheet_hidden", "=HYPERLINK(1)")]
    for lang in LANGUAGES:
        copy = load_workbook(io.BytesIO(marked(content, "a.xlsx", faults, lang)))
        assert copy.sheetnames == [title("findings", lang), *book.sheetnames]
        sheet = copy["指标数据"]
        assert sheet["E2"].fill.fgColor.rgb == workbook.RED and sheet["H3"].fill.fgColor.rgb == workbook.YELLOW
        number, required = (words(lang)(f"fault.{key}", found="五十七", allowed="", column="") for key in ("number", "required"))
        assert sheet["E2"].comment.text == f"{number}\n{required}"
        assert copy["企业名单"]["A2"].fill.fgColor.rgb == workbook.RED and sheet["E3"].comment is None
        assert not sheet["H3"].protection.locked, "what is wrong can be corrected"
        assert sheet.protection.sheet and sheet["A2"].protection.locked and sheet.data_validations.dataValidation
        findings = copy.active
        assert findings.title == title("findings", lang) and findings.max_row == 6
        assert [cell.value for cell in findings[2]] == [words(lang)("workbook.finding.fault"), "指标数据", 2, "数值*", number]
        assert findings["B2"].hyperlink.location == "'指标数据'!E2" and findings["B6"].hyperlink is None
        assert findings["A4"].value == words(lang)("workbook.finding.warning")
        assert [sheet.title for sheet in copy if sheet.sheet_view.tabSelected] == [findings.title]
        handed = read(marked(content, "a.xlsx", faults, lang), "a.xlsx")
        assert handed.faults == [] and list(handed.rows["figure"].value) == ["五十七", "3.5"]


def test_a_marked_copy_can_be_corrected_and_marked_again():
    content = template(ABOUT, ROWS, OPTIONS, "zh")
    once = marked(content, "a.xlsx", [Fault("指标数据", 3, "数值*", "number", "3.5")], "en")
    again = load_workbook(io.BytesIO(marked(once, "a.xlsx", [], "zh")))
    assert again.sheetnames[0] == "检查结果" and "Findings" not in again.sheetnames
    assert again["指标数据"]["E3"].comment is None and again["指标数据"]["E3"].fill.fgColor.rgb != workbook.RED
    assert again["指标数据"]["E1"].comment is not None, "hints stay"
    assert again.active["E2"].value == words("zh")("workbook.finding.none")


def test_nothing_in_a_marked_csv_is_a_formula():
    text = '指标,统计范围,报告期,数值,备注\n=cmd|1,+1,-2,@SUM(A1),一\x0b二\n'
    faults = read(text.encode(), "a.csv").faults
    assert [fault.rule for fault in faults] == ["formula"]
    content = marked(text.encode(), "a.csv", faults, "zh")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["检查结果", "指标数据"]
    assert [cell.value for cell in book["指标数据"][2]] == ["=cmd|1", "+1", "-2", "@SUM(A1)", "一二"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["指标数据"]["A2"].fill.fgColor.rgb == workbook.RED and book.active["B2"].hyperlink.location == "'指标数据'!A2"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_merged_cells_are_marked_at_their_first():
    book = load_workbook(io.BytesIO(figures(["甲", "全省", "2025年", 1], [None, "全国", "2025年", 2])))
    book.active.merge_cells("A2:A3")
    copy = load_workbook(io.BytesIO(marked(saved(book), "a.xlsx", [Fault("指标数据", 3, "指标", "required")], "zh")))
    assert copy["指标数据"]["A2"].fill.fgColor.rgb == workbook.RED and copy["指标数据"]["A2"].comment


@pytest.mark.parametrize("change", [
    lambda name, part: part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'),
    lambda name, part: part.replace(b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A:XFD"/></hyperlinks>')])
def test_a_workbook_that_is_too_heavy_to_open_whole_is_marked_as_text(change):
    content = repacked(GOOD, change)
    assert content != repacked(GOOD)
    copy = load_workbook(io.BytesIO(marked(content, "a.xlsx", [Fault("指标数据", 2, "数值", "number", "1")], "zh")))
    assert copy["指标数据"]["D2"].value == "1" and copy["指标数据"]["D2"].fill.fgColor.rgb == workbook.RED
