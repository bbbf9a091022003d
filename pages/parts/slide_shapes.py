"""What slides are made of, in PowerPoint's own XML: text, outlines, arcs, tables and charts that can be edited, every run of
text with its fonts. Lengths are inches, letters are points."""

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from itertools import count
from typing import NamedTuple

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from pages.parts.gauges import BOLDER, wrapped
from pages.parts.lights import ICONS
from pages.parts.palette import PALETTES
from pages.parts.paper import UNPRINTABLE

WIDTH, HEIGHT = 40 / 3, 7.5
LEFT, RIGHT, TOP, BOTTOM = 0.6, 12.73, 1.4, 6.85  # of what a slide holds between its heading and its foot
PALETTE = PALETTES["light"]
BODY, HEADING, SIGN = ("Arial", "微软雅黑"), ("Arial", "黑体"), ("Segoe UI Symbol", "Segoe UI Symbol")  # Latin, East Asian
LINE = 1.25  # height of a line of text in its size
CELL, CELL_SIZE = 0.06, 16  # around the text of a cell; its letters
SAFE = 1.12  # how much wider than reckoned letters may be where a reader lacks the fonts
SNAP = 100  # outlines are drawn to a hundredth of an inch
XMLNS = nsdecls("a", "p", "r")


class Run(NamedTuple):
    """A piece of text in one look."""

    text: str
    size: float = 18
    colour: str = PALETTE.text
    bold: bool = False
    fonts: tuple[str, str] = BODY


class Cell(NamedTuple):
    """A cell of a table; with a light its icon stands before the text."""

    text: str
    light: str | None = None
    number: bool = False


def _emu(inches: float) -> int:
    return round(inches * 914400)


def fonts_xml(fonts: tuple[str, str]) -> str:
    """The fonts of a run as XML: Latin letters, East Asian ones."""
    return f'<a:latin typeface="{fonts[0]}"/><a:ea typeface="{fonts[1]}"/><a:cs typeface="{fonts[0]}"/>'


def _fill(colour: str | None, alpha: int = 100) -> str:
    if colour is None:
        return "<a:noFill/>"
    clear = "" if alpha == 100 else f'<a:alpha val="{alpha * 1000}"/>'
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}">{clear}</a:srgbClr></a:solidFill>'


def _outline(colour: str | None, points: float = 1, dash: str = "") -> str:
    if colour is None:
        return "<a:ln><a:noFill/></a:ln>"
    pattern = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * 12700)}" cap="rnd">{_fill(colour)}{pattern}<a:round/></a:ln>'


# Text that fits ------------------------------------------------------------------------------------------------------

def lines_of(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """A text in the lines that it takes at a width, on the safe side."""
    return wrapped(text, size / 72 * SAFE * (BOLDER if bold else 1), width, 1000) or [""]


def height_of(paragraphs: list[list[Run]], width: float, gap: float = 0) -> float:
    """How high paragraphs become at a width; `gap` points stand after each."""
    return sum(len(lines_of("".join(run.text for run in runs), max(run.size for run in runs), width, runs[0].bold))
               * max(run.size for run in runs) * LINE + gap for runs in paragraphs) / 72


def fitted(paragraphs: list[list[Run]], width: float, height: float, gap: float = 0, least: float = 12) -> list[list[Run]]:
    """The paragraphs, all their letters smaller by the same where they would not fit, none below `least`."""
    while height_of(paragraphs, width, gap) > height and any(run.size > least for runs in paragraphs for run in runs):
        paragraphs = [[run._replace(size=max(run.size - 1, least)) for run in runs] for runs in paragraphs]
    return paragraphs


def text_xml(paragraphs: list[list[Run]], lang: str, align: str = "l", gap: float = 0) -> str:
    """Paragraphs as XML."""
    code = "zh-CN" if lang == "zh" else "en-GB"
    after = f'<a:spcAft><a:spcPts val="{round(gap * 100)}"/></a:spcAft>'
    return "".join(
        f'<a:p><a:pPr algn="{align}" marL="0" indent="0"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>{after}'
        "<a:buNone/></a:pPr>" + "".join(
            f'<a:r><a:rPr lang="{code}" altLang="en-US" sz="{round(run.size * 100)}" b="{int(run.bold)}">{_fill(run.colour)}{fonts_xml(run.fonts)}'
            f"</a:rPr><a:t>{escape(UNPRINTABLE.sub('', run.text), quote=False)}</a:t></a:r>" for run in runs) + "</a:p>"
        for runs in paragraphs)


# Shapes as XML -------------------------------------------------------------------------------------------------------

class Shapes:
    """Shapes on their way onto a slide: each method adds one."""

    def __init__(self, lang: str, numbers: Iterable[int]):
        self.lang, self._numbers, self._xml = lang, numbers, []

    def _head(self, name: str, alt: str) -> str:
        told = f' descr="{escape(alt)}"' if alt else ""
        return f'<p:cNvPr id="{next(self._numbers)}" name="{escape(UNPRINTABLE.sub("", name))}"{told}/>'

    def shape(self, name: str, x: float, y: float, width: float, height: float, *, geometry: str = "rect", adjust: str = "",
              fill: str | None = None, alpha: int = 100, line: str | None = None, points: float = 1, dash: str = "", turn: float = 0,
              flip: bool = False, paragraphs: list[list[Run]] = (), align: str = "l", anchor: str = "t", gap: float = 0, alt: str = "",
              own: str = "", one_line: bool = False) -> None:
        """A shape of a preset geometry (or its `own`), with text in it; `one_line` never breaks, whatever fonts the reader has."""
        body, kind = "", ' txBox="1"' if paragraphs else ""
        if paragraphs:
            body = (f'<p:txBody><a:bodyPr wrap="{"none" if one_line else "square"}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
                    "<a:noAutofit/></a:bodyPr><a:lstStyle/>"
                    f"{text_xml(paragraphs, self.lang, align, gap)}</p:txBody>")
        how = (f' rot="{round(turn * 60000)}"' if turn else "") + (' flipV="1"' if flip else "")
        drawn = own or f'<a:prstGeom prst="{geometry}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'
        self._xml.append(
            f'<p:sp><p:nvSpPr>{self._head(name, alt)}<p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr><p:spPr>'
            f'<a:xfrm{how}><a:off x="{_emu(x)}" y="{_emu(y)}"/><a:ext cx="{_emu(width)}" cy="{_emu(height)}"/></a:xfrm>'
            f"{drawn}{_fill(fill, alpha)}{_outline(line, points, dash)}</p:spPr>{body}</p:sp>")

    def text(self, name: str, x: float, y: float, width: float, height: float, paragraphs: list[list[Run]], **how) -> None:
        """A text in a box, its letters made smaller where it would not fit."""
        self.shape(name, x, y, width, height, paragraphs=fitted(paragraphs, width, height, how.get("gap", 0)), **how)

    def line(self, name: str, start: tuple[float, float], end: tuple[float, float], colour: str, points: float) -> None:
        """A straight line."""
        (x, y), (to_x, to_y) = start, end
        flips = (' flipH="1"' if to_x < x else "") + (' flipV="1"' if to_y < y else "")
        self._xml.append(
            f'<p:cxnSp><p:nvCxnSpPr>{self._head(name, "")}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{flips}>'
            f'<a:off x="{_emu(min(x, to_x))}" y="{_emu(min(y, to_y))}"/><a:ext cx="{_emu(abs(to_x - x))}" cy="{_emu(abs(to_y - y))}"/></a:xfrm>'
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{_outline(colour, points)}</p:spPr></p:cxnSp>')

    def freeform(self, name: str, parts: list[list[tuple[float, float]]], *, fill: str | None = None, line: str | None = None,
                 points: float = 1, closed: bool = True) -> None:
        """A shape of its own through points; one that shrinks to nothing at the precision of drawing is left out."""
        rings = []
        for part in parts:
            ring = [(round(x * SNAP), round(y * SNAP)) for x, y in part]
            ring = [at for at, before in zip(ring, [None, *ring], strict=False) if at != before]
            if len(ring) > 2:
                rings.append(ring)
        if not rings:
            return
        xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
        left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
        end, empty = "<a:close/>" if closed else "", "" if fill else ' fill="none"'
        paths = ""
        for ring in rings:
            points_xml = [f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in ring]
            paths += f"<a:moveTo>{points_xml[0]}</a:moveTo>" + "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points_xml[1:]) + end
        own = ('<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
               f'<a:path w="{width}" h="{height}"{empty}>{paths}</a:path></a:pathLst></a:custGeom>')
        self.shape(name, left / SNAP, top / SNAP, width / SNAP, height / SNAP, own=own, fill=fill, line=line, points=points)

    def arc(self, name: str, x: float, y: float, radius: float, thickness: float, start: float, end: float, **look) -> None:
        """A piece of the upper half of a ring around (x, y), from one share of the half to another."""
        angles = [round((180 + 180 * share) * 60000) % 21600000 for share in (start, end)]
        adjust = "".join(f'<a:gd name="adj{n}" fmla="val {value}"/>' for n, value in
                         enumerate([*angles, round(thickness / radius * 50000)], 1))
        self.shape(name, x - radius, y - radius, 2 * radius, 2 * radius, geometry="blockArc", adjust=adjust, **look)

    def light(self, light: str, x: float, y: float, radius: float) -> None:
        """The icon of a light around (x, y)."""
        colour, name, r = PALETTE.lights[light], f"light {light}", radius
        box = (x - r, y - r, 2 * r, 2 * r)
        if light == "met":
            self.freeform(name, [[(x - r, y), (x - r * 0.3, y + r * 0.7), (x + r, y - r * 0.7)]], line=colour, points=4, closed=False)
        elif light == "missed":
            self.shape(name, *box, geometry="mathMultiply", fill=colour)
        elif light == "grey":
            self.shape(name, *box, geometry="ellipse", line=colour, points=3)
        else:
            kind = {"green": "ellipse", "yellow": "triangle", "red": "triangle", "reported": "diamond"}[light]
            self.shape(name, *box, geometry=kind, fill=colour, flip=light == "red")

    def table(self, name: str, x: float, y: float, widths: list[float], head: list[str], rows: list[list[Cell]]) -> None:
        """A table, as high as its text; `pages_of` says how many rows have room."""
        first = rows[0] if rows else [Cell("")] * len(head)
        heads = [Cell(text, number=cell.number) for text, cell in zip(head, first, strict=True)]
        lines = [_row(self.lang, heads, widths, True)] + [_row(self.lang, row, widths) for row in rows]
        high = row_height(heads, widths) + sum(row_height(row, widths) for row in rows)
        columns = "".join(f'<a:gridCol w="{_emu(width)}"/>' for width in widths)
        self._xml.append(
            f'<p:graphicFrame><p:nvGraphicFramePr>{self._head(name, name)}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f'</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{_emu(x)}" y="{_emu(y)}"/>'
            f'<a:ext cx="{sum(map(_emu, widths))}" cy="{_emu(high)}"/></p:xfrm><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/>'
            f"<a:tblGrid>{columns}</a:tblGrid>{''.join(lines)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>")

    def group(self, name: str, held: "Shapes", x: float, y: float, width: float, height: float, alt: str) -> None:
        """Shapes held together as one, which lie within a box."""
        box = f'x="{_emu(x)}" y="{_emu(y)}"', f'cx="{_emu(width)}" cy="{_emu(height)}"'
        self._xml.append(
            f'<p:grpSp><p:nvGrpSpPr>{self._head(name, alt)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off {box[0]}/>'
            f"<a:ext {box[1]}/><a:chOff {box[0]}/><a:chExt {box[1]}/></a:xfrm></p:grpSpPr>{''.join(held._xml)}</p:grpSp>")

    def elements(self) -> list:
        """The shapes as elements, to be put into the tree of a slide. Each names its own namespaces: lxml looks for those of an element above
        it at every point of the map, which takes most of a second."""
        return [parse_xml(re.sub(r"^<p:\w+", rf"\g<0> {XMLNS}", shape)) for shape in self._xml]


# Tables --------------------------------------------------------------------------------------------------------------

def _cell_lines(cell: Cell, width: float) -> list[str]:
    return lines_of(" ".join(cell.text.split()), CELL_SIZE, width - 2 * CELL - (0.28 if cell.light else 0))


def row_height(row: list[Cell], widths: list[float]) -> float:
    """How high a row becomes."""
    return max(len(_cell_lines(cell, width)) for cell, width in zip(row, widths, strict=True)) * CELL_SIZE * LINE / 72 + 2 * CELL


def pages_of(head: list[str], rows: list[list[Cell]], widths: list[float], height: float) -> list[list[list[Cell]]]:
    """The rows of a table by slide: as many as have room each, none cut; one higher than a slide goes on on the next."""
    room = height - row_height([Cell(text) for text in head], widths)
    most = int((room - 2 * CELL) * 72 / (CELL_SIZE * LINE))
    slides, left = [[]], room
    for piece in (piece for row in rows for piece in _pieces(row, widths, most)):
        high = row_height(piece, widths)
        if high > left and slides[-1]:
            slides.append([])
            left = room
        slides[-1].append(piece)
        left -= high
    return slides


def _pieces(row: list[Cell], widths: list[float], most: int) -> list[list[Cell]]:
    lines = [_cell_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    if max(map(len, lines)) <= most:
        return [row]
    between = ["" if any(c > "⺀" for c in cell.text) else " " for cell in row]
    return [[cell._replace(text=gap.join(some[start:start + most])) for cell, some, gap in zip(row, lines, between, strict=True)]
            for start in range(0, max(map(len, lines)), most)]


def _row(lang: str, row: list[Cell], widths: list[float], head: bool = False) -> str:
    none = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LRT")
    under = f'<a:lnB w="{19050 if head else 9525}">{_fill(PALETTE.muted if head else PALETTE.line)}</a:lnB>'
    cells = []
    for cell in row:
        runs = [Run(f"{ICONS[cell.light]} ", CELL_SIZE, PALETTE.lights[cell.light], fonts=SIGN)] if cell.light else []
        runs.append(Run(" ".join(cell.text.split()), CELL_SIZE, PALETTE.muted if head else PALETTE.text, head))
        cells.append(f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text_xml([runs], lang, 'r' if cell.number else 'l')}</a:txBody>"
                     f'<a:tcPr marL="{_emu(CELL)}" marR="{_emu(CELL)}" marT="{_emu(CELL)}" marB="{_emu(CELL)}">{none}{under}<a:noFill/></a:tcPr></a:tc>')
    return f'<a:tr h="{_emu(row_height(row, widths))}">{"".join(cells)}</a:tr>'


# A slide -------------------------------------------------------------------------------------------------------------

class Canvas(Shapes):
    """A slide being drawn: its heading, shapes, charts, and what the speaker says of it. `put` lays the shapes onto it."""

    def __init__(self, slide: Slide, lang: str):
        super().__init__(lang, count(1000))
        self.slide = slide

    def heading(self, text: str) -> None:
        """The slide's title."""
        title = self.slide.shapes.title
        title.left, title.top, title.width, title.height = (Emu(_emu(length)) for length in (LEFT, 0.3, RIGHT - LEFT, 0.95))
        runs = fitted([[Run(text, 30, bold=True, fonts=HEADING)]], RIGHT - LEFT, 0.95, least=28)
        body = parse_xml(f'<p:txBody {XMLNS}><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
                         f"{text_xml(runs, self.lang)}</p:txBody>")
        title._element.replace(title._element.txBody, body)

    def notes(self, paragraphs: list[str]) -> None:
        """What stands in the speaker's notes."""
        body = self.slide.notes_slide.notes_text_frame._txBody
        for paragraph in list(body.findall(qn("a:p"))):
            body.remove(paragraph)
        written = text_xml([[Run(text, 12)] for text in paragraphs if text], self.lang, gap=4)
        for paragraph in parse_xml(f"<p:txBody {XMLNS}>{written}</p:txBody>"):
            body.append(paragraph)

    def put(self) -> None:
        """Lays the shapes drawn so far onto the slide, charts below them."""
        for element in self.elements():
            self.slide.shapes._spTree.append(element)
        self._xml = []

    def behind(self, name: str, text: str, alt: str = "") -> None:
        """A large pale text behind everything."""
        mark = Shapes(self.lang, self._numbers)
        mark.shape(name, 2.2, 2.6, 9, 2.2, paragraphs=[[Run(text, 88, PALETTE.track, True, HEADING)]], align="ctr", anchor="ctr", turn=-18, alt=alt)
        self.slide.shapes._spTree.insert(2, mark.elements()[0])

    def chart(self, kind: XL_CHART_TYPE, data: CategoryChartData, x: float, y: float, width: float, height: float, name: str, alt: str) -> Chart:
        """A chart that can be edited, in the fonts of the slide."""
        frame = self.slide.shapes.add_chart(kind, *(Emu(_emu(length)) for length in (x, y, width, height)), data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
        frame.name = name
        chart = frame.chart
        dress(chart.font, 14, PALETTE.text)
        chart.has_title = False
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        dress(chart.legend.font, 14, PALETTE.text)
        return chart


def dress(font, size: float, colour: str, bold: bool = False) -> None:
    """Gives the font of a part of a chart its size, colour and typefaces."""
    font.size, font.bold = Pt(size), bold
    properties = font._rPr
    for element in list(properties):
        properties.remove(element)
    for element in parse_xml(f"<a:rPr {XMLNS}>{_fill(colour)}{fonts_xml(BODY)}</a:rPr>"):
        properties.append(element)


class Series(NamedTuple):
    """A series over time: values by day, how they are marked, whether joined; the days of `signs` carry their number, after a sign."""

    name: str
    values: dict[date, float]
    colour: str
    joined: bool = False
    marker: XL_MARKER_STYLE | None = None
    dash: str = ""
    place: str = "t"  # of the numbers: t above, b below the mark
    signs: dict[date, str] | None = None


def time_chart(canvas: Canvas, series: list[Series], number_format: str, axis_format: str, years: tuple[int, int], tick: str,
               box: tuple[float, ...], name: str, alt: str) -> None:
    """Series over time as an editable chart with an axis of days, from the first of the years to the end of the last."""
    days = sorted({day for one in series for day in one.values})
    data = CategoryChartData(number_format)
    data.categories = days
    for one in series:
        data.add_series(one.name, [one.values.get(day) for day in days])
    chart = canvas.chart(XL_CHART_TYPE.LINE_MARKERS, data, *box, name, alt)
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")  # lines go on over days without a value
    quiet_axes(chart, axis_format)
    axis = chart.category_axis
    dress(axis.tick_labels.font, 12, PALETTE.muted)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = tick, False
    axis.minimum_scale, axis.maximum_scale = (date(year, 1, 1).toordinal() - date(1899, 12, 30).toordinal() for year in (years[0], years[1] + 1))
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for element in axis._element.findall(qn(tag)):
            axis._element.remove(element)
    for tag, value in (("baseTimeUnit", "days"), ("majorUnit", 1), ("majorTimeUnit", "years")):
        axis._element.append(parse_xml(f'<c:{tag} {nsdecls("c")} val="{value}"/>'))
    for one, drawn in zip(series, chart.plots[0].series, strict=True):
        drawn.smooth = False
        _draw_line(drawn, one)
        if one.signs:
            _numbers(drawn, {days.index(day): sign + number_format for day, sign in one.signs.items()}, one)


def _draw_line(drawn, one: Series) -> None:
    line = drawn.format.line
    line.width = Pt(2.5)
    if one.joined:
        properties, dash = line._get_or_add_ln(), f'<a:prstDash val="{one.dash}"/>' if one.dash else ""
        for element in parse_xml(f"<a:ln {XMLNS}>{_fill(one.colour)}{dash}</a:ln>"):
            properties.append(element)
    else:
        line.fill.background()
    if one.marker is None:
        drawn.marker.style = XL_MARKER_STYLE.NONE
        return
    drawn.marker.style, drawn.marker.size = one.marker, 10
    look = parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{_fill(one.colour)}{_outline(one.colour, 1.5)}</c:spPr>")
    drawn.marker._element.find(qn("c:marker")).append(look)


def _numbers(drawn, formats: dict[int, str], one: Series) -> None:
    """The numbers at single days, each in its format; they stay tied to their values."""
    def shown(value: int) -> str:
        return "".join(f'<c:show{what} val="{value * (what == "Val")}"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"))

    look = (f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1600" b="1">{_fill(one.colour)}{fonts_xml(BODY)}</a:defRPr></a:pPr>'
            '<a:endParaRPr lang="en-US"/></a:p></c:txPr>')
    labels = "".join(f'<c:dLbl><c:idx val="{at}"/><c:numFmt formatCode="{escape(form)}" sourceLinked="0"/><c:spPr/>{look}<c:dLblPos val="{one.place}"/>'
                     f"{shown(1)}</c:dLbl>" for at, form in sorted(formats.items()))
    held = drawn.data_labels._element
    held.getparent().replace(held, parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{labels}{look}{shown(0)}</c:dLbls>"))


def light_bars(canvas: Canvas, names: list[str], counts: dict[str, list[int | None]], series_names: dict[str, str], box: tuple[float, ...],
               name: str, alt: str) -> None:
    """Counts by light as stacked bars that can be edited, one bar a name, the first on top; `counts` by light in their order."""
    data = CategoryChartData("0")
    data.categories = names
    for light, values in counts.items():
        data.add_series(series_names[light], values)
    chart = canvas.chart(XL_CHART_TYPE.BAR_STACKED, data, *box, name, alt)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    quiet_axes(chart, "0")
    chart.category_axis.reverse_order = True
    last = chart.category_axis._element.find(qn("c:noMultiLvlLbl"))
    last.addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))  # every name is shown
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    dress(chart.category_axis.tick_labels.font, 16 if len(names) <= 8 else 12, PALETTE.text)
    for light, drawn in zip(counts, chart.plots[0].series, strict=True):
        fill = parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{_fill(PALETTE.lights[light])}{_outline(PALETTE.background, 1)}</c:spPr>")
        drawn._element.get_or_add_spPr()
        drawn._element.replace(drawn._element.spPr, fill)
        drawn.data_labels.show_value, drawn.data_labels.position = True, XL_LABEL_POSITION.CENTER
        dress(drawn.data_labels.font, 16 if len(names) <= 8 else 14, PALETTE.background, True)


def quiet_axes(chart: Chart, number_format: str) -> None:
    """The axes of a chart with hairlines and letters that read from afar."""
    for axis in (chart.category_axis, chart.value_axis):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        dress(axis.tick_labels.font, 14, PALETTE.muted)
        look = parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{_outline(PALETTE.line, 1)}</c:spPr>")
        held = axis._element.get_or_add_spPr()
        axis._element.replace(held, look)
    value = chart.value_axis
    value.minimum_scale, value.has_major_gridlines = 0, True
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = number_format, False
    grid = value._element.find(qn("c:majorGridlines"))
    for element in list(grid):
        grid.remove(element)
    grid.append(parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{_outline(PALETTE.line, 0.75)}</c:spPr>"))


# The file ------------------------------------------------------------------------------------------------------------

def widened(presentation) -> None:
    """Makes a presentation 16:9 and names its fonts, so that slides which are added later look alike."""
    stretch = _emu(WIDTH) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Emu(_emu(WIDTH)), Emu(_emu(HEIGHT))
    master = presentation.slide_master
    for held in (master, *master.slide_layouts):
        for shape in held.shapes:
            if shape._element.xpath("./p:spPr/a:xfrm"):
                shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)
    theme = next(part.target_part for part in master.part.rels.values() if part.reltype.endswith("/theme"))
    tree = etree.fromstring(theme.blob)
    for which, fonts in (("majorFont", HEADING), ("minorFont", BODY)):
        for kind, font in zip(("latin", "ea"), fonts, strict=True):
            tree.find(f".//{qn(f'a:{which}')}/{qn(f'a:{kind}')}").set("typeface", font)
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
