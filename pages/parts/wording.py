"""How a figure, a source and a period are put into words and HTML: the same on every page. Everything returned is escaped."""

from datetime import date
from html import escape

import pandas as pd
import pyarrow

from data.words import Words

UNLINKED = ("repost", "unverified")
# Chinese counts large amounts in 亿 and 万, English in billions and millions: the same figure, in the reader's units.
ENGLISH_UNITS = {"100 million yuan": (0.1, "bn yuan"), "10 thousand persons": (0.01, "million people")}


def records(frame: pd.DataFrame) -> list[dict]:
    """The rows of a frame as plain dicts, None for every blank."""
    return pyarrow.Table.from_pandas(frame, preserve_index=False).to_pylist()  # a third of the time of pandas' own way


def figure(w: Words, value: float | None, unit: str | None, qualifier: str | None = "exact") -> str:
    """A figure with unit and qualifier in plain text: 7,000家以上, about 22.4 100 million yuan."""
    if value is None:
        return w("figure.none")
    if w.lang == "zh" and unit == "亿元" and value >= 10_000:
        value, unit = value / 10_000, "万亿元"
    if w.lang == "en" and unit in ENGLISH_UNITS:
        factor, unit = ENGLISH_UNITS[unit]
        value = value * factor
    return w.measured(value, unit, qualifier)


def difference(w: Words, value: float, unit: str) -> str:
    """A difference of two figures with its unit in plain text: shares differ by points."""
    if unit.startswith("%"):
        return f"{w.number(value, 3)}{'' if w.lang == 'zh' else ' '}{w('unit.points')}"
    return figure(w, value, unit)


def pace(w: Words, value: float, unit: str) -> str:
    """A pace in plain text, with more decimals where the first says little."""
    return difference(w, round(value, 1 if abs(value) >= 1 else 2 if abs(value) >= 0.1 else 3), unit)


def at_most(w: Words, amount: str, qualifier: str | None) -> str:
    """What a figure leaves to do, in plain text: at most so much where the figure itself is "at least"."""
    return w("figure.at_most", amount=amount) if qualifier == "at_least" else amount


def period(w: Words, row: dict) -> str:
    """The period of a figure as this language writes it, no finer than it is known: 2022年上半年, first half of 2022."""
    end, start, precision = row["period_end"], row["period_start"], row["period_precision"]
    if end is None:
        return w("source.undated")
    if precision == "day":
        return w.date(end)
    kind = "span" if precision in ("quarter", "month") and start is not None and start.month == 1 else precision
    return w(f"period.{kind}_2" if kind == "half" and end.month > 6 else f"period.{kind}", year=end.year, month=end.month)


def day(w: Words, end: date | None, precision: str | None) -> str:
    """The last day of a figure's period, no finer than it is known: 2023年4月 where only the month is; a dash for none."""
    if end is None or precision in (None, "day"):
        return w.date(end)
    return period(w, {"period_start": None, "period_end": end, "period_precision": precision})


def nearest(w: Words, row: dict) -> str:
    """The nearest evidence beside a goal (`context_*` of a row of goal_status) with its day, in plain text."""
    value = figure(w, row["context_value"], w.pick(row, "context_unit"), row["context_qualifier"])
    return w("gauge_card.near", name=w.pick(row, "context"), day=day(w, row["context_on"], row["context_precision"]), figure=value)


def target(w: Words, row) -> str:
    """A target with unit in plain text: a range, a floor, or more than a floor."""
    unit = w.pick(row, "unit")
    floor = figure(w, row["lower"], unit)
    if row["upper"] is not None:
        return w("target.range", lower=w.number(row["lower"]), upper=figure(w, row["upper"], unit))
    return w("target.exceed", floor=floor) if row["strict"] else floor


def traced(text: str, trace: str) -> str:
    """A number as HTML that opens where it comes from at a press; `trace` says which number it is, as queries/trace.sql reads it:
    `observation:<id>`, `goal:<indicator_id>`, `milestone:<id>`, `claim:<id>`. `text` is escaped here."""
    return f'<button class="traced" data-trace="{escape(trace)}">{escape(text)}</button>'


def standing(w: Words, row: dict) -> str:
    """What an enterprise is (a row with the columns of enterprise_standing): on the list of leaders, on it before, or documented."""
    if row["leader_until"] is not None:
        return w("enterprise.left", day=w.date(row["leader_until"]))
    return w("enterprise.leader" if row["named_leader"] else "enterprise.documented")


def cited(w: Words, row) -> str:
    """Who published a figure and when, in plain text; a repost and what could not be verified are named as such. Empty for none."""
    if not row["publisher"]:
        return ""
    published, kind = row["published_on"], row["source_kind"]
    parts = [row["publisher"], w.date(published) if published else row["published_text"] or w("source.undated")]
    if kind in UNLINKED and w(f"source.{kind}") not in row["publisher"]:
        parts.append(w(f"source.{kind}"))
    return w("source.join").join(parts)


def citation(w: Words, row) -> str:
    """The same as HTML: linked where the page is the publisher's own, named as such where it is a repost or could not be
    verified."""
    if not row["publisher"]:
        return ""
    url, text, title = row["url"], escape(cited(w, row)), escape(row["source_title"])
    if url and url.startswith("http") and row["source_kind"] not in UNLINKED:
        return (f'<a class="source" href="{escape(url)}" title="{title}" target="_blank" rel="noreferrer noopener">{text}</a>')
    return f'<span class="source" title="{title}">{text}</span>'


def takeaway(text: str) -> str:
    """What a page says in a sentence or two, fit to be read out."""
    return f'<p class="takeaway">{escape(text)}</p>'


def heading(text: str, level: int = 2) -> str:
    """A heading inside a page."""
    return f'<h{level} class="part">{escape(text)}</h{level}>'


def sentences(w: Words, *parts: str) -> str:
    """Sentences as one text, empty ones left out."""
    return ("" if w.lang == "zh" else " ").join(part for part in parts if part)


def rows(head: list[str], body: list[list[str]], numbers: tuple[int, ...] = ()) -> str:
    """A table of ready (escaped) cells; the columns in `numbers` hold numbers and are set to the right."""
    def cell(tag: str, i: int, text: str) -> str:
        label = " scope=col" if tag == "th" else f' data-label="{escape(head[i])}"'  # stands before the cell on a phone
        return f'<{tag}{" class=number" if i in numbers else ""}{label}>{text}</{tag}>'
    line = "".join(cell("th", i, text) for i, text in enumerate(head))
    lines = "".join("<tr>" + "".join(cell("td", i, text) for i, text in enumerate(row)) + "</tr>" for row in body)
    return f'<div class="wide" tabindex="0"><table class="rows"><thead><tr>{line}</tr></thead><tbody>{lines}</tbody></table></div>'
