"""The workbook in which departments and cities report: writes the empty one, reads a handed-in one, marks what is wrong in it.

A handed-in file is anything at all until it has been looked at: nothing here trusts its name, and no part of it is unpacked
or parsed before its size and its document types are known. What rules the values obey is not known here.
"""

import csv
import difflib
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import chain, dropwhile, islice
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

import pandas as pd
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.checks import Fault
from data.words import LANGUAGES, Text, Words, both, words

SHEETS: dict[str, tuple[str, ...]] = {
    "figure": ("indicator", "unit", "scope", "period", "value", "qualifier", "basis", "note", "last"),
    "allocation": ("indicator", "unit", "scope", "due_on", "lower", "upper"),
    "goal_note": ("indicator", "period", "status_note", "problem", "next_step", "due_on"),
    "enterprise": ("name_zh", "former_name_zh", "credit_code", "county", "cluster", "product_zh", "board", "stock_code",
                   "name_en"),
    "milestone": ("enterprise", "kind", "reached_on", "ended_on", "detail_zh"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "figure": ("indicator", "scope", "period", "value"),
    "allocation": ("indicator", "scope", "due_on", "lower"),
    "goal_note": ("indicator", "period"),
    "enterprise": ("name_zh", "county"),
    "milestone": ("enterprise", "kind"),
}
SHOWN = ("unit", "last")  # they inform only: filled in and locked; "last" is not read
GIVEN = ("indicator", "unit", "scope", "period")  # locked in the figures that the template asks for
ABOUT = ("reporter", "period", "due_on", "contact", "language")
BESIDE = ("cover", "lists", "findings")  # sheets of ours that hold no rows
RULES = 9

LIMIT = 20_000_000  # bytes
ROWS = 20_000  # filled rows per sheet
UNPACKED = 200_000_000  # bytes of all parts together
MARKUP = 60_000_000  # bytes of all XML parts: pictures cost nothing to leave alone, a cell of four bytes costs time
PARTS = 2_000
SCAN = 100_000  # lines of a sheet that are looked at, empty ones too
WIDTH = 60  # columns that are looked at
GLANCE = 50  # lines of a sheet of another name: whether anything stands there
HEAD = 10  # lines among which the header is sought: people put a title above it
EDITABLE = 20_000_000  # bytes unpacked, up to which a file is opened whole to be marked
SPREAD = 50_000  # cells that merged ranges and links may cover together: opening a file whole makes every one of them
NOTES = 5_000  # comments and links in a marked copy; the list of findings has no limit

# The date formats that Chinese Excel and WPS leave undeclared, as ids of ECMA-376 part 1, 18.8.30 (zh-cn): openpyxl takes
# them for plain numbers.
MONTH_FORMATS = {27, 36, 50, 52, 57}
DAY_FORMATS = {28, 29, 30, 31, 51, 53, 54, 58}
# What openpyxl raises for a malformed part: it has no error of its own for that.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, SyntaxError, ValueError, TypeError,
          AttributeError, LookupError, ArithmeticError, RuntimeError, EOFError, OSError)

FONT = "等线"
BLUE, GREY, RED, YELLOW = "FFDCE6F1", "FFF2F2F2", "FFF8CBCB", "FFFFF2CC"
EDGE = Border(*[Side(style="thin", color="FFBFBFBF")] * 4)
LIKE_IDS = ("credit_code", "stock_code", "period", "due_on", "reached_on", "ended_on")  # text, or Excel would rewrite them
WIDTHS = {"indicator": 30, "unit": 10, "scope": 18, "period": 18, "value": 12, "qualifier": 12, "basis": 24, "note": 28,
          "last": 20, "due_on": 14, "lower": 12, "upper": 12, "status_note": 40, "problem": 36, "next_step": 36, "name_zh": 34,
          "former_name_zh": 28, "credit_code": 24, "county": 18, "cluster": 22, "product_zh": 28, "board": 14, "stock_code": 12,
          "name_en": 34, "enterprise": 34, "kind": 20, "reached_on": 16, "ended_on": 16, "detail_zh": 36}


@dataclass(frozen=True)
class Handed:
    """What was handed in. `about` has "reporter" and "period" as written on the cover (empty for CSV). `rows` has a frame for
    each sheet with rows: the columns of SHEETS found but "last", `_file` (title of the sheet as in the file; name of a CSV) and
    `_line` (row number); cells are stripped text or None. `headers` has the text of each column's header as in the file."""

    about: dict[str, str]
    rows: dict[str, pd.DataFrame]
    headers: dict[str, dict[str, str]]
    faults: list[Fault]


class Bad(NamedTuple):
    """A cell whose value cannot be read: the rule it breaks, and what stands there."""

    rule: str
    found: str


class Refused(Exception):
    """The file is not read at all. `fault` says why."""

    def __init__(self, name: str, rule: str, found: str = "", allowed: str = ""):
        super().__init__(rule)
        self.fault = Fault(name, None, None, rule, found[:150], allowed)


@dataclass(frozen=True)
class Table:
    """A sheet that was read: its key, its title, its header line cell by cell, the rows, the texts of the columns found."""

    key: str
    title: str
    header: list[str | None]
    rows: pd.DataFrame
    headers: dict[str, str]
    faults: list[Fault]


# Names ---------------------------------------------------------------------------------------------------------------

def _plain(text: str) -> str:
    """A name without what people change unawares: width, case, blanks, the asterisk of a required column."""
    return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text)).casefold().rstrip("*")


def _word(w: Words, kind: str, name: str) -> str:
    return w(f"workbook.{kind}.{name}")


@cache
def _names(kind: str, keys: tuple[str, ...]) -> dict[str, str]:
    """Every way to write the names of `keys` (both languages, the key itself), plain, and the key each one means."""
    return {_plain(name): key for key in keys for name in (key, *[_word(words(lang), kind, key) for lang in LANGUAGES])}


def _titles(key: str) -> Text:
    """What a sheet is called in every language."""
    return both(lambda w: _word(w, "sheet", key))


def _near(text: str, kind: str, keys: tuple[str, ...]) -> Text:
    """The names of `keys` that `text` may mean, in either language; else all of them in the reader's."""
    named = {_plain(name): name for lang in LANGUAGES for key in keys for name in [_word(words(lang), kind, key)]}
    near = ", ".join(named[near] for near in difflib.get_close_matches(_plain(text), named, 3))
    return near or both(lambda w: w("list.join").join(_word(w, kind, key) for key in keys))


def place(title: str) -> tuple[int, str]:
    """Where a sheet stands in the workbook, by its title: to sort by. What is no sheet of ours comes first."""
    key = _names("sheet", tuple(SHEETS)).get(_plain(title))
    return (list(SHEETS).index(key), "") if key else (-1, title)


# Looking at a file ----------------------------------------------------------------------------------------------------

def _admit(content: bytes, name: str) -> bool:
    """Whether the file is a workbook (else a CSV), by what stands in it. Raises Refused for everything else."""
    if not content:
        raise Refused(name, "file_empty")
    if len(content) > LIMIT:
        raise Refused(name, "file_too_large", f"{len(content) / 1e6:.1f} MB", f"{LIMIT // 10**6} MB")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        for stream, rule, found in (("EncryptedPackage", "file_password", ""), ("WordDocument", "file_foreign", "doc"),
                                    ("PowerPoint Document", "file_foreign", "ppt")):
            if stream.encode("utf-16-le") in content:
                raise Refused(name, rule, found)
        raise Refused(name, "file_old_xls")
    for start, kind in ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"Rar!", "rar"),
                        (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gz"), (b"{\\rtf", "rtf"), (b"PK\x05\x06", "zip")):
        if content.startswith(start):
            raise Refused(name, "file_foreign", kind)
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _admit_package(package, name)
    except BROKEN as error:
        raise Refused(name, "file_damaged") from error
    return True


def _admit_package(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(name, "file_password")
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Refused(name, "file_bomb", f"{sum(part.file_size for part in parts) / 1e6:.0f} MB, {len(parts)}",
                      f"{UNPACKED // 10**6} MB, {PARTS}")
    if not any(part.startswith("xl/") and part.endswith(".xml") for part in names) or "xl/workbook.bin" in names:
        folders = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsb", "mimetype": "ods"}
        raise Refused(name, "file_foreign", next((kind for folder, kind in folders.items()
                                                  if any(part.startswith(folder) for part in names)), "zip"))
    for pattern, rule in ((r"vbaproject|^xl/macrosheets/", "file_macros"),
                          (r"^xl/externallinks/|^xl/connections\.xml$", "file_links")):
        for part in names:
            if re.search(pattern, part):
                raise Refused(name, rule, part)
    markup = 0
    for part in parts:
        root = _root(package, part, name)
        markup += part.file_size if root else 0
        if part.filename.lower() == "xl/workbook.xml" and root.startswith("{http://purl.oclc.org/"):
            raise Refused(name, "file_foreign", "Strict Open XML")
    if markup > MARKUP:
        raise Refused(name, "file_bomb", f"{markup / 1e6:.0f} MB", f"{MARKUP // 10**6} MB")


def _root(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> str:
    """The outermost tag of a part, "" for one that is no XML. Raises Refused for a document type, which can only stand before
    it, and ParseError for what should be XML and is not. A part is known by its content: its name may lie."""
    with package.open(part) as file:
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml")) or b"<" in file.read(4)
    with package.open(part) as file:
        try:
            _, element = next(iterparse(file, events=("start",), forbid_dtd=True))
        except DefusedXmlException as error:
            raise Refused(name, "file_xml", part.filename) from error
        except ParseError:
            if is_xml and not part.is_dir():
                raise
            return ""
        return element.tag


def _decoded(content: bytes, name: str) -> str:
    """The text of a CSV. Raises Refused for what is no text."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            if re.match(r"\s*<", text):
                raise Refused(name, "file_foreign", "html, xml")
            return text
    raise Refused(name, "file_foreign", name.rpartition(".")[2] if "." in name else "")


# Reading --------------------------------------------------------------------------------------------------------------

def read(content: bytes, name: str) -> Handed:
    """What stands in a handed-in file, as text. Never raises for what the file holds: a file that is not read at all has one
    fault whose rule begins with `file_`, and no rows."""
    try:
        about, tables, faults = _read(content, name)
    except Refused as refused:
        return Handed({}, {}, {}, [refused.fault])
    faults += [fault for table in tables for fault in table.faults]
    rows = {table.key: table.rows for table in tables if len(table.rows)}
    if not rows and not faults:
        faults = [Refused(name, "file_no_rows").fault]
    return Handed(about, rows, {table.key: table.headers for table in tables}, faults)


def _read(content: bytes, name: str) -> tuple[dict[str, str], list[Table], list[Fault]]:
    """What the cover says, the tables, and the faults of whole sheets. Raises Refused."""
    if not _admit(content, name):
        return {}, [_csv_table(content, name)], []
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            return _sheets(book)
        finally:
            book.close()
    except BROKEN as error:
        raise Refused(name, "file_damaged") from error


def _sheets(book: Workbook) -> tuple[dict[str, str], list[Table], list[Fault]]:
    about: dict[str, str] = {}
    tables: dict[str, Table] = {}
    faults = []
    known = _names("sheet", (*SHEETS, *BESIDE))
    for sheet in map(book.__getitem__, book.sheetnames):
        title, key = sheet.title, known.get(_plain(sheet.title))
        if sheet.sheet_state != "visible":
            faults.append(Fault(title, None, None, "sheet_hidden", title))
        elif sheet not in book.worksheets:  # a sheet that is one chart
            continue
        elif key == "cover":
            about |= _about(sheet)
        elif key in tables:
            faults.append(Fault(title, None, None, "sheet_twice", title, tables[key].title))
        elif key in SHEETS:
            if table := _table(key, title, _lines(sheet), _value):
                tables[key] = table
        elif key is None and (head := [(n, [cell.value for cell in line]) for n, line in islice(_lines(sheet), GLANCE)
                                       if any(cell.value is not None for cell in line)]):
            _, lacking, key = _kind([(n, [str(value or "") for value in line]) for n, line in head[:HEAD]])
            if lacking or key in tables or key in map(known.get, map(_plain, book.sheetnames)):
                faults.append(Fault(title, None, None, "sheet_unknown", title, _near(title, "sheet", tuple(SHEETS))))
            elif table := _table(key, title, _lines(sheet), _value):  # a sheet that was copied into a new file
                tables[key] = table
                faults.append(Fault(title, None, None, "sheet_by_header", title, _titles(key), True))
    return about, list(tables.values()), faults


def _lines(sheet) -> Iterator[tuple[int, tuple]]:
    """Row number and cells of each line."""
    sheet.reset_dimensions()  # programs write wrong ones
    return enumerate(sheet.iter_rows(max_col=WIDTH), 1)


def _about(sheet) -> dict[str, str]:
    about, labels = {}, _names("about", ABOUT)
    for _, line in islice(_lines(sheet), 40):
        cells = [text for cell in line[:2] if isinstance(text := _value(cell), str)]
        if len(cells) == 2 and labels.get(_plain(cells[0])) in ("reporter", "period"):
            about[labels[_plain(cells[0])]] = cells[1]
    return about


def _header(lines: list[tuple[int, list]], known: dict[str, str]) -> int:
    """Which of the first lines is the header: the one that names most columns."""
    return max(range(len(lines)), key=lambda n: len({known.get(_plain(text)) for text in lines[n][1] if text} - {None}))


def _said(cell: str | Bad | None) -> str | None:
    return cell.found if isinstance(cell, Bad) else cell


def _table(key: str, title: str, lines: Iterator[tuple[int, tuple]], value: Callable, delimited: bool = False) -> Table | None:
    """The table of a sheet, None for an empty one. `value` gives the text of a cell; in a `delimited` text a cell too many
    means that cells have shifted."""
    filled = dropwhile(lambda line: not any(value(cell) for cell in line[1]), islice(lines, SCAN))
    head = [(line, list(cells)) for line, cells in islice(filled, HEAD)]
    if not head:
        return None
    columns, known = SHEETS[key], _names("column", SHEETS[key])
    at = _header([(line, [_said(value(cell)) for cell in cells]) for line, cells in head], known)
    top, header = head[at][0], [_said(value(cell)) for cell in head[at][1]]
    headers: dict[str, str] = {}
    places: dict[str, int] = {}
    faults, named = [], {known.get(_plain(text)) for text in header if text}
    for place, text in enumerate(header):
        column = known.get(_plain(text)) if text else None
        if text and column is None:
            lacking = tuple(column for column in columns if column != "last" and column not in named)
            faults.append(Fault(title, top, text, "column_unknown", text, _near(text, "column", lacking or columns)))
        elif column in headers:
            faults.append(Fault(title, top, text, "column_twice", text, headers[column]))
        elif column:
            headers[column], places[column] = text, place
    w = words("en" if "".join(filter(None, header)).isascii() else "zh")
    missing = [_word(w, "column", column) for column in REQUIRED[key] if column not in headers]
    faults += [Fault(title, top, name, "column_missing", name) for name in missing]
    read_places = [(column, place) for column, place in places.items() if column != "last"]
    rows, unnamed, count, line = [], set(), 0, top
    for line, cells in chain(head[at + 1:], filled):
        texts = dict.fromkeys([column for column, _ in read_places])
        broken = []
        for column, place in read_places:
            text = value(cells[place]) if place < len(cells) else None
            if isinstance(text, Bad):
                broken.append(Fault(title, line, headers[column], text.rule, text.found[:100]))
            else:
                texts[column] = text
        stray = [place for place, cell in enumerate(cells) if (place >= len(header) or header[place] is None) and value(cell)]
        if delimited and len(cells) > len(header) and stray:
            broken.append(Fault(title, line, None, "ragged", str(len(cells)), str(len(header))))
        else:
            unnamed.update(stray)
        faults += broken
        some = any(text for column, text in texts.items() if column not in SHOWN)
        count += some or bool(broken)
        if count > ROWS:
            faults.append(Fault(title, None, None, "too_many_rows", str(line - 1), f"{ROWS:,}"))
            break
        if some:
            rows.append([*texts.values(), title, line])
    else:
        if next(lines, None):
            faults.append(Fault(title, None, None, "too_many_rows", str(line), f"{SCAN:,}"))
    faults += [Fault(title, top, None, "column_unnamed", get_column_letter(place + 1), warning=True)
               for place in sorted(unnamed)]
    frame = pd.DataFrame(rows, columns=[*[column for column, _ in read_places], "_file", "_line"], dtype=object)
    return Table(key, title, header, frame, headers, faults)


def _kind(head: list[tuple[int, list[str]]]) -> tuple[int, int, str]:
    """The sheet whose columns the first lines name best: how many of them, how many are lacking that it must have, its key."""
    kinds = []
    for key, columns in SHEETS.items():
        known = _names("column", columns)
        found = {known.get(_plain(cell)) for cell in head[_header(head, known)][1] if cell} - {None} if head else set()
        kinds.append((len(found), len(set(REQUIRED[key]) - found), key))
    return max(kinds, key=lambda kind: (kind[0], -kind[1]))


def _csv_lines(text: str, delimiter: str) -> Iterator[tuple[int, tuple]]:
    return enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1)


def _csv_kind(text: str, name: str) -> tuple[str, str]:
    """The sheet that a CSV is, and its delimiter: those with which its header names most columns. Raises Refused."""
    kinds, broken = [], None
    for delimiter in ",\t;":
        try:
            head = [(line, [cell.strip() for cell in cells])
                    for line, cells in islice((line for line in _csv_lines(text, delimiter) if any(line[1])), HEAD)]
        except csv.Error as error:
            broken = error
            continue
        kinds.append((*_kind(head), delimiter))
    best = max(kinds, key=lambda kind: (kind[0], -kind[1]), default=(0, 0, "", ""))
    if not best[0]:
        if broken:
            raise Refused(name, "file_damaged")
        raise Refused(name, "file_header", text.strip().splitlines()[0]) if text.strip() else Refused(name, "file_no_rows")
    return best[2:]


def _csv_table(content: bytes, name: str) -> Table:
    text = _decoded(content, name)
    key, delimiter = _csv_kind(text, name)
    try:
        return _table(key, name, _csv_lines(text, delimiter), _csv_value, delimited=True)
    except csv.Error as error:
        raise Refused(name, "file_damaged") from error


# Cells become text ----------------------------------------------------------------------------------------------------

def _stripped(text: str) -> str | None:
    return text.strip().strip("\u200b\ufeff").strip() or None


def _csv_value(text: str) -> str | Bad | None:
    text = _stripped(text)
    if text and text.startswith("="):
        return Bad("formula", text)
    return Bad("cell_error", text) if text in ERROR_CODES else text


def _value(cell) -> str | Bad | None:
    """What a cell of a workbook says, as its reporter sees it."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Bad("formula", value if isinstance(value, str) else str(getattr(value, "text", None) or "="))
    if cell.data_type == "e":
        return Bad("cell_error", str(value))
    if isinstance(value, str):
        return _stripped(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        style = cell.style_array.numFmtId
        if style in MONTH_FORMATS | DAY_FORMATS:
            day = from_excel(value, cell.parent.parent.epoch)
            return _day(day, "y-m" if style in MONTH_FORMATS else "y-m-d") if isinstance(day, date) else str(day)
        return _number(value, cell.number_format)
    return _day(value, cell.number_format) if isinstance(value, date) else str(value)


def _number(value: int | float, code: str) -> str:
    """A number without exponent; in percent where its format shows it so, or has the sign as mere text behind it."""
    number = Decimal(repr(value))
    bare = re.sub(r'"[^"]*"|\\.', "", code)
    if percent := "%" in bare:
        number *= 100
    if not number.is_finite():
        return str(value)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + ("%" if percent or "%" in code else "")


def _day(value: date, code: str) -> str:
    """A date in ISO; as year and month, or year, where its format shows no more: 2025年12月 typed into a cell is kept as its
    first day, and would be taken for that."""
    if isinstance(value, datetime):
        if value.time() != time():
            return value.isoformat(" ", "seconds")
        value = value.date()
    shown = set(re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower())
    if "y" in shown and not shown & {"d", "h"}:
        return f"{value.year}年{value.month}月" if "m" in shown else f"{value.year}年"
    return value.isoformat()


# Writing --------------------------------------------------------------------------------------------------------------

def _put(cell: Cell, value: str | int | float | None, **style) -> Cell:
    """Writes a value; text stays text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
        cell.data_type = "s"
    else:
        cell.value = value
    cell.font = style.pop("font", Font(name=FONT, size=11))
    for name, given in style.items():
        setattr(cell, name, given)
    return cell


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _head(sheet: Worksheet, texts: list[str], widths: list[int]) -> None:
    """Writes a header line that stays in view and is repeated on every printed page."""
    for place, (text, width) in enumerate(zip(texts, widths, strict=True), 1):
        _put(sheet.cell(1, place), text, font=Font(name=FONT, size=11, bold=True), fill=_fill(BLUE), border=EDGE,
             alignment=Alignment(horizontal="center", vertical="center", wrap_text=True))
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _paper(sheet)


def _paper(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _protect(sheet: Worksheet) -> None:
    """Locks the locked cells, against slips only: no password. Sorting, filtering and widening stay allowed."""
    sheet.protection.sheet = True
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows"):
        setattr(sheet.protection, allowed, False)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def template(about: dict[str, str], rows: dict[str, list[dict[str, str | float | None]]], options: dict[str, list[str]],
             lang: str) -> bytes:
    """The workbook to fill in, as .xlsx. `about` has values for the cover (keys of ABOUT), `rows` the rows filled in already by
    sheet key, `options` the values to choose from by column key: others may be written too."""
    w = words(lang)
    book = Workbook()
    book.properties.title = w("workbook.cover.title")
    book.properties.creator = book.properties.lastModifiedBy = w("product.short")
    _cover(book.active, {"language": w("workbook.language")} | about, w)
    sheets = {key: book.create_sheet(_word(w, "sheet", key)) for key in SHEETS}
    lists = _lists(book.create_sheet(_word(w, "sheet", "lists")), options, w)
    for key, sheet in sheets.items():
        _blank(sheet, key, rows.get(key, []), lists, w)
    book.security = WorkbookProtection(lockStructure=True)
    return _saved(book)


def _cover(sheet: Worksheet, about: dict[str, str], w: Words) -> None:
    sheet.title = _word(w, "sheet", "cover")
    _put(sheet["A1"], w("workbook.cover.title"), font=Font(name=FONT, size=16, bold=True))
    line = 3
    for key in ABOUT:
        _put(sheet.cell(line, 1), _word(w, "about", key), border=EDGE, fill=_fill(BLUE))
        _put(sheet.cell(line, 2), about.get(key), border=EDGE, number_format="@", alignment=Alignment(horizontal="left"),
             protection=Protection(locked=key == "language"))
        line += 1
    _put(sheet.cell(line + 1, 1), w("workbook.cover.rules"), font=Font(name=FONT, size=12, bold=True))
    for number in range(1, RULES + 1):
        count, rule = sheet.cell(line + 1 + number, 1), sheet.cell(line + 1 + number, 2)
        _put(count, number, alignment=Alignment(horizontal="right", vertical="top"))
        _put(rule, _word(w, "rule", str(number)), alignment=Alignment(wrap_text=True, vertical="top"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    _paper(sheet)
    _protect(sheet)


def _lists(sheet: Worksheet, options: dict[str, list[str]], w: Words) -> dict[str, str]:
    """Writes the values to choose from and gives the range of each column's."""
    _head(sheet, [_word(w, "column", column) for column in options], [WIDTHS[column] for column in options])
    ranges = {}
    for place, (column, values) in enumerate(options.items(), 1):
        for line, value in enumerate(values, 2):
            _put(sheet.cell(line, place), value)
        if values:
            letter = get_column_letter(place)
            ranges[column] = f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${len(values) + 1}"
    _protect(sheet)
    return ranges


def _blank(sheet: Worksheet, key: str, rows: list[dict], lists: dict[str, str], w: Words) -> None:
    """Writes a sheet to fill in: header with hints, the rows given, drop-downs, locks."""
    columns, required = SHEETS[key], REQUIRED[key]
    _head(sheet, [_word(w, "column", column) + "*" * (column in required) for column in columns], [WIDTHS[c] for c in columns])
    for place, column in enumerate(columns, 1):
        letter, hint = get_column_letter(place), _word(w, "hint", column)
        cell = sheet.cell(1, place)
        if column in required:
            cell.font = Font(name=FONT, size=11, bold=True, color="FFC00000")
            hint = w("workbook.entry.needed") + hint
        cell.comment = Comment(hint, w("product.short"), height=90, width=280)
        # A column's own style holds for every cell that is not written: any number of rows may be added below.
        below = sheet.column_dimensions[letter]
        below.font, below.alignment = Font(name=FONT, size=11), Alignment(vertical="top", wrap_text=True)
        below.protection = Protection(locked=column in SHOWN)
        below.number_format = "@" if column in LIKE_IDS else "General"
        if column in SHOWN:
            continue
        choice = DataValidation(allow_blank=True)
        if column in lists:
            choice.type, choice.formula1 = "list", lists[column]
            choice.errorStyle, choice.showErrorMessage = "warning", True  # what is not listed may be written all the same
            choice.errorTitle, choice.error = w("workbook.entry.unlisted.title"), w("workbook.entry.unlisted")
        choice.showInputMessage, choice.promptTitle, choice.prompt = True, _word(w, "column", column)[:32], hint[:250]
        choice.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(choice)
    for line, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            value = row.get(column)
            if value is None and column not in SHOWN:
                continue
            locked = column in SHOWN or (key == "figure" and column in GIVEN)
            below = sheet.column_dimensions[get_column_letter(place)]
            _put(sheet.cell(line, place), value, alignment=copy(below.alignment), number_format=below.number_format,
                 protection=Protection(locked=locked), fill=_fill(GREY) if locked else PatternFill())
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 1, 300)}"
    _protect(sheet)


# Marking --------------------------------------------------------------------------------------------------------------

def marked(content: bytes, name: str, faults: list[Fault], lang: str) -> bytes:
    """The handed-in file as .xlsx, each faulty cell coloured and commented, with a first sheet that lists every fault. A file
    that was refused as a whole gives the list alone; a CSV, and a workbook too heavy to open whole, a copy of its texts."""
    if any(fault.rule.startswith("file_") for fault in faults):
        return _findings(_no_sheets(), {}, faults, lang)
    try:
        is_workbook = _admit(content, name)
        _, tables, _ = _read(content, name)
    except Refused as refused:
        return _findings(_no_sheets(), {}, [refused.fault, *faults], lang)
    if is_workbook and _is_light(content):
        try:
            book = load_workbook(io.BytesIO(content), keep_links=False)
            _unmark(book)
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            return _findings(book, _marks(sheets, tables, faults, lang), faults, lang)
        except BROKEN:
            pass  # it can be read but not written back: its texts can
    book = _no_sheets()
    sheets = _texts(book, content, is_workbook, tables, lang)
    return _findings(book, _marks(sheets, tables, faults, lang), faults, lang)


def _no_sheets() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def _is_light(content: bytes) -> bool:
    """Whether a workbook may be opened whole: little text, no pictures, no ranges that would become cells without number."""
    cells = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > EDITABLE or any(part.filename.startswith("xl/media/") for part in parts):
            return False
        for part in parts:
            try:
                with package.open(part) as file:
                    for _, element in iterparse(file, forbid_dtd=True):
                        if element.tag.rpartition("}")[2] in ("mergeCell", "hyperlink") and (ref := element.get("ref")):
                            left, top, right, bottom = range_boundaries(ref)
                            cells += (right - left + 1) * (bottom - top + 1)
                        element.clear()
            except ParseError:  # no XML
                continue
            except (TypeError, ValueError):  # no range, or one without end
                return False
    return cells <= SPREAD


def _unmark(book: Workbook) -> None:
    """Takes out what an earlier check has marked: people correct the marked copy and hand it in again."""
    titles = {_word(words(lang), "sheet", "findings") for lang in LANGUAGES}
    for sheet in book.worksheets:
        if sheet.title in titles:
            book.remove(sheet)
            continue
        for cell in list(sheet._cells.values()):  # iter_rows would make every cell up to a stray one far below
            if cell.comment and cell.comment.author in titles:
                cell.comment, cell.fill = None, PatternFill()


def _texts(book: Workbook, content: bytes, is_workbook: bool, tables: list[Table], lang: str) -> dict[str, Worksheet]:
    """Writes the texts of a file into an empty workbook and gives its sheets by the titles that faults name."""
    sheets = {}

    def write(title: str, named: str, lines: Iterator[tuple[int, tuple]], value: Callable) -> None:
        sheets[named] = sheet = book.create_sheet(title)
        for line, cells in islice(lines, ROWS + HEAD):
            for place, text in enumerate((_said(value(cell)) for cell in cells[:WIDTH]), 1):
                if text:
                    cell = sheet.cell(line, place, ILLEGAL_CHARACTERS_RE.sub("", text))
                    cell.data_type, cell.number_format = "s", "@"

    if not is_workbook:
        table, text = tables[0], _decoded(content, tables[0].title)
        _, delimiter = _csv_kind(text, table.title)
        write(_word(words(lang), "sheet", table.key), table.title, _csv_lines(text, delimiter), _csv_value)
        return sheets
    given = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    for sheet in given.worksheets:
        if _names("sheet", BESIDE).get(_plain(sheet.title)) != "findings":
            write(re.sub(r"[\\*?:/\[\]]", "_", sheet.title), sheet.title, _lines(sheet), _value)
    given.close()
    return sheets


def _marks(sheets: dict[str, Worksheet], tables: list[Table], faults: list[Fault], lang: str) -> dict[Fault, Cell]:
    """Colours and comments the faulty cells, and gives the cell of each fault that has one."""
    headers = {table.title: table.header for table in tables}
    cells: dict[Fault, Cell] = {}
    said: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        sheet = sheets.get(fault.file)
        if sheet is None or not fault.line:
            continue
        header = headers.get(fault.file, [])
        place = header.index(fault.column) + 1 if fault.column and fault.column in header else 1
        cell = sheet.cell(int(fault.line), place)
        if isinstance(cell, MergedCell):
            whole = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
            cell = sheet.cell(whole.min_row, whole.min_col)
        cells[fault] = cell
        said[fault.file, cell.coordinate].append(fault)
    for number, found in enumerate(said.values()):
        cell = cells[found[0]]
        below = cell.parent.column_dimensions[cell.column_letter]
        if not cell.has_style:  # a new cell does not take after its column, and would be locked
            cell.protection, cell.alignment = copy(below.protection), copy(below.alignment)
            cell.number_format = below.number_format
        cell.fill = _fill(YELLOW if all(fault.warning for fault in found) else RED)
        if number < NOTES:
            text = ILLEGAL_CHARACTERS_RE.sub("", "\n".join(dict.fromkeys(fault.advice(lang) for fault in found)))[:2_000]
            cell.comment = Comment(text, _word(words(lang), "sheet", "findings"), height=110, width=300)
    return cells


def _findings(book: Workbook, cells: dict[Fault, Cell], faults: list[Fault], lang: str) -> bytes:
    """The workbook with the list of faults as its first sheet, saved."""
    w = words(lang)
    sheet = book.create_sheet(_word(w, "sheet", "findings"), 0)
    _head(sheet, [_word(w, "finding", part) for part in ("kind", "sheet", "line", "column", "words")], [10, 22, 8, 22, 100])
    for line, fault in enumerate(faults, 2):
        kind = "warning" if fault.warning else "fault"
        texts = (_word(w, "finding", kind), fault.file, fault.line and int(fault.line), fault.column, fault.advice(lang))
        for place, text in enumerate(texts, 1):
            _put(sheet.cell(line, place), text, alignment=Alignment(vertical="top", wrap_text=True))
        sheet.cell(line, 1).fill = _fill(YELLOW if fault.warning else RED)
        if fault in cells and line <= NOTES:
            there = f"{quote_sheetname(cells[fault].parent.title)}!{cells[fault].coordinate}"
            for cell in (sheet.cell(line, 2), sheet.cell(line, 3)):
                cell.hyperlink = Hyperlink(cell.coordinate, location=there)
                cell.font = Font(name=FONT, size=11, color="FF0563C1", underline="single")
    if not faults:
        _put(sheet.cell(2, 5), w("workbook.finding.none"))
    for other in book.worksheets:  # several selected sheets would be edited together
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    return _saved(book)
