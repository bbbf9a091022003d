"""An official document as a Word file, laid out after GB/T 9704-2012 (party and government documents); fonts are named, none are shipped."""

import io
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph

from pages.parts.paper import UNPRINTABLE

PAGE, TOP, LEFT, AREA = (210, 297), 37, 28, (156, 225)  # mm
LINES, SIGNS = 22, 28  # the grid of a page
FOOT = 7  # mm from the type area down to the page number
WHOLE = 10  # a table of so few rows is not split over pages
DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Face:
    """The type of one language, sizes in points."""

    title: str
    body: str
    first: str  # headings of the first and the second level
    second: str
    latin: str
    title_size: float
    size: float
    line: float  # from one line to the next
    table: float


FACES = {"zh": Face("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman", 22, 16, 28.95, 10.5),
         "en": Face("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman", 20, 12, 18, 9)}
NUMBER, SMALL = "宋体", 9  # page numbers are 14 point
PLAIN, TEXT, TABLE, CAPTION, SOURCES = "Normal", "Body Text", "Table Text", "Caption", "Source List"


class Reference(int):
    """The number of a source, set as a raised [n] that leads to its entry in the list."""


class Official:
    """A document that is written from top to bottom. `code_line` stands beside every page number, `mark` on top of every page."""

    def __init__(self, lang: str, code_line: str, mark: str = ""):
        self.lang, self.face, self.tables, self.numbers = lang, FACES[lang], 0, [0, 0]
        self.document = Document()
        self._styles()
        self._ids = {style.name: style.style_id for style in self.document.styles}
        self._page(code_line, mark)

    def title(self, lines: list[str], below: str) -> None:
        """The title in lines that break where the sense does, and a line below it."""
        head = self._paragraph("Title")
        for i, line in enumerate(lines):
            run = self._run(head, line, self.face.title)
            if i < len(lines) - 1:
                run.add_break(WD_BREAK.LINE)
        self._run(self._paragraph("Subtitle"), below, self.face.second)
        self.document.core_properties.title = "".join(lines) if self.lang == "zh" else " ".join(lines)

    def heading(self, text: str, level: int = 1) -> None:
        """A numbered heading: 一、 and （一）, 1. and (1)."""
        self.numbers = [self.numbers[0] + 1, 0] if level == 1 else [self.numbers[0], self.numbers[1] + 1]
        n = self.numbers[level - 1]
        number = (f"{DIGITS[n - 1]}、" if level == 1 else f"（{DIGITS[n - 1]}）") if self.lang == "zh" else f"{n}. " if level == 1 else f"({n}) "
        face = self.face.first if level == 1 else self.face.second
        self._run(self._paragraph(f"Heading {level}"), number + text, face)

    def plain_heading(self, text: str) -> None:
        """A heading of the first level without a number."""
        self._run(self._paragraph("Heading 1"), text, self.face.first)

    def text(self, *parts: str | Reference) -> None:
        """A paragraph of text and references."""
        self._fill(self._paragraph(TEXT), parts)

    def table(self, caption: str, head: list[str | tuple], body: list[list[str | tuple]], widths: tuple[float, ...],
              numbers: tuple[int, ...] = ()) -> None:
        """A numbered table whose head is repeated on every page and whose rows stay whole. A cell is a text or a tuple of texts and
        references; `widths` are shares of the line; the columns in `numbers` are set to the right."""
        self.tables += 1
        title = f"表{self.tables}　{caption}" if self.lang == "zh" else f"Table {self.tables}. {caption}"
        self._run(self._paragraph(CAPTION), title, self.face.first)
        table = self.document.add_table(len(body) + 1, len(head), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        wide = [Twips(round(AREA[0] / 25.4 * 1440 * width / sum(widths))) for width in widths]
        for column, width in zip(table.columns, wide, strict=True):
            column.width = width
        for y, (row, cells) in enumerate(zip(table.rows, [head, *body], strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if y == 0:
                properties.append(OxmlElement("w:tblHeader"))
            whole = len(body) <= WHOLE and y < len(body)
            for x, (cell, content) in enumerate(zip(row._tr.tc_lst, cells, strict=True)):
                cell.width = wide[x]
                paragraph = Paragraph(cell.p_lst[0], table)  # without the walk over the whole table that `table.cell` takes
                paragraph._p.style = self._ids[TABLE]
                paragraph.paragraph_format.keep_with_next = whole or None
                if y == 0 or x in numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if y == 0 else WD_ALIGN_PARAGRAPH.RIGHT
                self._fill(paragraph, content if isinstance(content, tuple) else (content,), self.face.first if y == 0 else None)
        self._paragraph(TABLE)  # a little room below

    def source(self, number: int, text: str) -> None:
        """An entry of the list of sources, where its references lead."""
        paragraph = self._paragraph(SOURCES)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"source_{number}")
        end.set(qn("w:id"), str(number))
        paragraph._p.append(start)
        self._run(paragraph, f"[{number}]")
        paragraph._p.append(end)
        self._run(paragraph, f" {text}")

    def small(self, text: str) -> None:
        """A paragraph in small type."""
        self._run(self._paragraph(SOURCES), text)

    def content(self, issued_at: datetime) -> bytes:
        """The file, dated when it was issued."""
        about = self.document.core_properties
        about.created = about.modified = issued_at
        about.author = about.last_modified_by = about.comments = ""
        about.language = "zh-CN" if self.lang == "zh" else "en-GB"
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    # Below the surface ---------------------------------------------------------------------------------------------------

    def _paragraph(self, style: str) -> Paragraph:
        """A new paragraph; python-docx itself would go through all styles for each."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._ids[style]
        return paragraph

    def _fill(self, paragraph, parts, east: str | None = None) -> None:
        for part in parts:
            if isinstance(part, Reference):
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), f"source_{part}")
                run = self._run(paragraph, f"[{part}]")
                run.font.superscript = True
                link.append(run._r)
                paragraph._p.append(link)
            else:
                self._run(paragraph, part, east)

    def _run(self, paragraph, text: str, east: str | None = None):
        run = paragraph.add_run(UNPRINTABLE.sub("", text))
        _fonts(run._r.get_or_add_rPr(), east or self.face.body, self.face.latin, hint=self.lang == "zh")
        return run

    def _styles(self) -> None:
        face, styles = self.face, self.document.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        _fonts(defaults, face.body, face.latin)
        for kind in ("w:sz", "w:szCs"):  # the grid counts in signs of this size
            defaults.find(qn(kind)).set(qn("w:val"), str(round(face.size * 2)))
        defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
        defaults.find(qn("w:lang")).set(qn("w:val"), "en-GB")
        for name in (TABLE, SOURCES):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[PLAIN]
        centre, both, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
        close = face.table * 1.35
        for name, east, size, line, alignment, indented, bold in (
            (PLAIN, face.body, face.size, face.line, None, False, False),
            ("Title", face.title, face.title_size, face.title_size * 1.45, centre, False, self.lang == "en"),
            ("Subtitle", face.second, face.size, face.line, centre, False, False),
            ("Heading 1", face.first, face.size, face.line, left, True, self.lang == "en"),
            ("Heading 2", face.second, face.size, face.line, left, True, self.lang == "en"),
            (TEXT, face.body, face.size, face.line, both, True, False),
            (CAPTION, face.first, face.table, close, centre, False, self.lang == "en"),
            (TABLE, face.body, face.table, close, left, False, False),
            (SOURCES, face.body, face.table, close, left, False, False),
            ("Header", face.first, 14, 20, centre, False, True),
            ("Footer", NUMBER, 14, 20, left, False, False),
        ):
            style = styles[name]
            style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, RGBColor(0, 0, 0)
            _fonts(style.element.get_or_add_rPr(), east, face.latin)
            shape = style.paragraph_format
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
            shape.space_before = shape.space_after = Pt(0)
            if alignment is not None:
                shape.alignment = alignment
            if self.lang == "zh" and size == face.size:
                narrower = OxmlElement("w:spacing")  # 28 signs of 16 point are 2 mm wider than the line
                narrower.set(qn("w:val"), str(int((AREA[0] / 25.4 * 72 / SIGNS - size) * 20) - 1))
                style.element.get_or_add_rPr().insert_element_before(
                    narrower, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
            if indented:
                _indent(style.element, 200, size)
            for border in style.element.findall(f".//{qn('w:pBdr')}"):
                border.getparent().remove(border)
        styles["Footer"].paragraph_format.tab_stops.clear_all()
        styles["Subtitle"].paragraph_format.space_after = Pt(face.line)
        styles[CAPTION].paragraph_format.keep_with_next = True
        styles[SOURCES].paragraph_format.space_after = Pt(2)
        # Word draws a sign in a narrower cell of the grid, LibreOffice in two: the lines and signs of the grid are set without it
        for name in (PLAIN, "Title", "Subtitle", "Heading 1", "Heading 2", TEXT, CAPTION, TABLE, SOURCES):
            snap = OxmlElement("w:snapToGrid")
            snap.set(qn("w:val"), "0")
            styles[name].element.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")

    def _page(self, code_line: str, mark: str) -> None:
        section, (wide, high) = self.document.sections[0], PAGE
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(high - TOP - AREA[1])
        section.left_margin, section.right_margin = Mm(LEFT), Mm(wide - LEFT - AREA[0])
        section.header_distance, section.footer_distance = Mm(20), Mm(high - TOP - AREA[1] - FOOT) - Pt(20)
        grid = section._sectPr.find(qn("w:docGrid"))
        grid.set(qn("w:type"), "linesAndChars" if self.lang == "zh" else "lines")
        if self.lang == "zh":
            grid.set(qn("w:linePitch"), str(int(AREA[1] / 25.4 * 1440 / LINES)))
            grid.set(qn("w:charSpace"), str(int((AREA[0] / 25.4 * 72 / SIGNS - self.face.size) * 4096)))
        else:
            grid.set(qn("w:linePitch"), str(round(self.face.line * 20)))
        self.document.settings.odd_and_even_pages_header_footer = True
        for header, footer, odd in ((section.header, section.footer, True), (section.even_page_header, section.even_page_footer, False)):
            header.is_linked_to_previous = footer.is_linked_to_previous = False
            if mark:
                run = self._run(header.paragraphs[0], mark, self.face.first)
                run.font.bold, run.font.color.rgb = True, RGBColor(0xB0, 0x1E, 0x1E)
            foot = footer.paragraphs[0]
            edge = Mm(AREA[0]) - Pt(14)
            foot.paragraph_format.tab_stops.add_tab_stop(edge if odd else Mm(AREA[0]), WD_TAB_ALIGNMENT.RIGHT)
            if odd:
                self._run(foot, f"{code_line}\t", NUMBER).font.size = Pt(SMALL)
                self._number(foot)
            else:
                foot.paragraph_format.left_indent = Pt(14)
                self._number(foot)
                self._run(foot, f"\t{code_line}", NUMBER).font.size = Pt(SMALL)

    def _number(self, foot) -> None:
        self._run(foot, "— ", NUMBER)
        for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), ("shown", "1"), ("end", None)):
            run = self._run(foot, text if kind == "shown" else "", NUMBER)
            if kind is None:
                code = OxmlElement("w:instrText")
                code.text = text
                run._r.append(code)
            elif kind != "shown":
                field = OxmlElement("w:fldChar")
                field.set(qn("w:fldCharType"), kind)
                run._r.append(field)
        self._run(foot, " —", NUMBER)


def _fonts(properties, east: str, latin: str, hint: bool = False) -> None:
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()  # also the fonts of the theme, which would win
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), latin)
    fonts.set(qn("w:eastAsia"), east)
    if hint:
        fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones


def _indent(style, signs: int, size: float) -> None:
    """Indents the first line by hundredths of a sign."""
    indent = style.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(signs))
    indent.set(qn("w:firstLine"), str(round(signs / 100 * size * 20)))
