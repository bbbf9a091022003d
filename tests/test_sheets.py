"""Files to work on: what a spreadsheet reads back, and that nothing in them reckons."""

import csv
import io
from datetime import datetime

import openpyxl
import pandas as pd

from pages.parts import sheets

FRAME = pd.DataFrame({"名称": ["安平丝网", "=1+1", "+86", "-x", "@cmd", None, "a\x0bb"], "数": [1, 2.5, -3, None, 5, 6, 7],
                      "日期": pd.to_datetime(["2022-11-02", None, "2023-12-08", None, None, None, "2024-01-01"])})


def opened(frame: pd.DataFrame = FRAME):
    return openpyxl.load_workbook(io.BytesIO(sheets.workbook({"表": frame, "Two": frame.head(0)}, "书")))


def test_numbers_dates_and_blanks_are_real():
    rows = list(opened()["表"].values)
    assert rows[0] == ("名称", "数", "日期")
    assert rows[1] == ("安平丝网", 1, datetime(2022, 11, 2)) and rows[4] == ("-x", None, None)
    assert rows[3][1] == -3 and rows[6][0] is None and rows[7][0] == "ab"
    assert opened()["表"]["C2"].number_format == "yyyy-mm-dd"


def test_a_text_that_begins_like_a_formula_stays_a_text():
    cells = [opened()["表"].cell(row, 1) for row in (3, 4, 5, 6)]
    assert [cell.value for cell in cells] == ["=1+1", "+86", "-x", "@cmd"]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert not opened()["表"]["A2"].quotePrefix


def test_the_head_stays_in_sight_and_filters():
    book = opened()
    assert book.sheetnames == ["表", "Two"] and book.properties.title == "书"
    assert [(sheet.freeze_panes, sheet.auto_filter.ref) for sheet in book] == [("A2", "A1:C8"), ("A2", "A1:C1")]
    assert book["表"]["A1"].font.bold and book["表"].column_dimensions["A"].width >= 9


def test_csv_opens_in_excel_and_reckons_nothing():
    content = sheets.csv_file(FRAME)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["名称", "数", "日期"] and rows[1] == ["安平丝网", "1.0", "2022-11-02"]
    assert [row[0] for row in rows[2:7]] == ["'=1+1", "'+86", "'-x", "'@cmd", ""]
    assert rows[3][1] == "-3.0", "a number is no formula"
