"""Tables as files to work on: an Excel workbook and a CSV, with real numbers and dates, safe to open."""

import csv
import io
from datetime import datetime
from itertools import islice

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from pages.parts import gauges, wording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
HEAD, FILL = Font(bold=True), PatternFill("solid", fgColor="E6EAEF")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so would be reckoned out by a spreadsheet
A4 = 9  # as Excel counts paper sizes
LOOKED_AT, NARROWEST, WIDEST = 200, 9, 60  # rows that a column's width is taken from; characters


def workbook(sheets: dict[str, pd.DataFrame], title: str, foot: str = "") -> bytes:
    """An Excel workbook of these tables by the names of their sheets (31 characters at most); the columns' names are the head,
    which stays in sight and filters. Texts stay texts, whatever they begin with. Printed, a sheet is as wide as the paper, with
    its head and `foot` on every page."""
    book = Workbook(write_only=True)
    book.properties.title = title
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)
        if foot:
            sheet.oddFooter.left.text, sheet.oddFooter.right.text = foot.replace("&", "&&"), "&P / &N"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(frame.columns))}{len(frame) + 1}"
        rows = [list(row.values()) for row in wording.records(frame)]
        for i, column in enumerate(frame.columns, 1):
            widths = (gauges.text_width(_shown(row[i - 1]), 1) * 2 for row in islice(rows, LOOKED_AT))
            wide = max([gauges.text_width(column, 1) * 2 + 4, NARROWEST, *widths])  # room for the filter's button
            sheet.column_dimensions[get_column_letter(i)].width = min(wide + 1, WIDEST)
        sheet.append([_head(sheet, column) for column in frame.columns])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_file(frame: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8 with the mark by which Excel knows it; the columns' names are the head. A text that a spreadsheet
    would reckon out stands behind an apostrophe."""
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(frame.columns)
    lines.writerows(map(_plain, row.values()) for row in wording.records(frame))
    return file.getvalue().encode("utf-8-sig")


def _head(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill, cell.alignment = HEAD, FILL, Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value):
    if isinstance(value, datetime):
        return _day(value)
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True  # also when somebody edits it
    return cell


def _plain(value) -> str:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else _shown(value)


def _shown(value) -> str:
    return "" if value is None else str(_day(value) if isinstance(value, datetime) else value)


def _day(moment: datetime):
    """The day alone where a moment is no finer."""
    return moment.date() if moment.time() == datetime.min.time() else moment
