"""What the page of enterprises says: how many were found, the table, the two ladders, one enterprise."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import charts, wording
from pages.parts.kept import kept

# The columns beside the name, in their order, and whether the table can be sorted by them.
COLUMNS = {"standing": True, "leader_since": True, "city": True, "county": True, "cluster": True, "industry": True, "product": False,
           "milestones": True, "board": True, "credit_code": True, "former_name": False, "confidence": True, "source": False}
USUAL = ("standing", "city", "county", "cluster", "product", "milestones")
SORTS = tuple(f"{turn}{column}" for column in ("name", *(c for c, sorts in COLUMNS.items() if sorts)) for turn in ("", "-"))
BOARDS = {"沪市主板": "sse", "深市主板": "szse", "创业板": "chinext", "科创板": "star", "北交所": "bse", "新三板": "neeq", "港股": "hk"}
LADDERS = ("growth", "listing")


def takeaway(found: int, leaders: int, asked: tuple[str, ...], lang: str) -> str:
    """What the table holds in a sentence or two: how many enterprises, how many of them named leaders, by which filters."""
    w = words(lang)
    text = w("enterprise.takeaway", n=found, leaders=w.number(leaders), documented=w.number(found - leaders))
    by = w("enterprise.by_filters", filters=w("list.join").join(asked)) if asked else w("enterprise.no_filter")
    told = f'<p class="small muted">{escape(by)} {escape(w("enterprise.scope"))}</p>'
    return f'<div role="status">{wording.takeaway(text)}{told}</div>'


def nothing(asked: tuple[str, ...], lang: str) -> str:
    """Says that no enterprise was found, and what to loosen."""
    w = words(lang)
    return f'<p class="banner" role="status">{escape(w("enterprise.nothing", filters=w("list.join").join(asked)))}</p>'


@kept
def enterprise_table(rows: pd.DataFrame, columns: tuple[str, ...], sort: str | None, page: int, size: int, chosen: str | None,
                     lang: str) -> str:
    """A page of the list (queries/enterprise_list.sql): a press on a head sorts by it, once more the other way, then no longer; a
    press on a name opens the enterprise; below it the way to the other pages."""
    w, shown = words(lang), ("name", *columns)
    labels = {column: escape(w(f"enterprise.{column}")) if column != "name" else "" for column in shown}  # on a phone, before the cell
    head, lines = "".join(_head(w, column, sort) for column in shown), []
    for row in wording.records(rows):
        cells = "".join(f'<td data-label="{label}">{_cell(w, column, row, chosen)}</td>' for column, label in labels.items())
        lines.append(f'<tr class="chosen">{cells}</tr>' if row["enterprise_id"] == chosen else f"<tr>{cells}</tr>")
    table = f'<table class="rows enterprises"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    place = f'{sort}/{page}'
    return (f'<div class="scroll wide tall" tabindex="0" role="region" aria-label="{escape(w("enterprises.title"))}" data-place="{place}">'
            f'{table}</div>{_pager(w, page, size, len(rows), int(rows.found.iloc[0]))}')


def _head(w: Words, column: str, sort: str | None) -> str:
    """The head of a column: a button where the table can be sorted by it."""
    name = w(f"enterprise.{column}")
    if not COLUMNS.get(column, True):
        return f'<th scope="col">{escape(name)}</th>'
    way, following, mark = "none", column, ""
    if sort == column:
        way, following, mark = "ascending", f"-{column}", " ▲"
    elif sort == f"-{column}":
        way, following, mark = "descending", "", " ▼"
    return (f'<th scope="col" aria-sort="{way}"><button data-choose="sort:{following}" title="{escape(w("enterprise.sort_by", column=name))}">'
            f'{escape(name)}<span aria-hidden="true">{mark}</span></button></th>')


def _cell(w: Words, column: str, row: dict, chosen: str | None) -> str:
    """A cell as HTML; a dash where nothing is known."""
    dash = escape(w("figure.dash"))
    if column == "name":
        pressed = row["enterprise_id"] == chosen
        current = ' aria-current="true"' if pressed else ""
        return (f'<button data-choose="enterprise:{"" if pressed else escape(row["enterprise_id"])}"{current}>'
                f'{escape(w.pick(row, "name"))}</button>')
    if column == "standing":
        return f"<b>★ {escape(w('enterprise.named'))}</b>" if row["named_leader"] else escape(w("enterprise.lead"))
    if column == "leader_since":
        if not row["leader_id"]:
            return dash
        day = charts.when({"reached_on": row["leader_since"], "date_precision": row["leader_precision"]}, w)
        return wording.traced(day, f"milestone:{row['leader_id']}")
    if column == "milestones":
        return escape(w("list.join").join(w(f"chart.milestone.{kind}") for kind in (row["kinds"] or "").split())) or dash
    if column == "confidence":
        sure = row["confidence"]
        return f'<span title="{escape(w(f"trace.confidence.{sure}"))}">{escape(w(f"enterprise.sure.{sure}"))}</span>'
    if column == "board":
        return escape(listing(w, row)) or dash
    if column == "source":
        return wording.citation(w, row)
    text = {"former_name": row["former_name_zh"], "credit_code": row["credit_code"]}
    return escape((text[column] if column in text else w.pick(row, column)) or "") or dash


def boards(w: Words, board: str | None) -> str:
    """The boards that an enterprise is listed on, in plain text; empty where it is on none."""
    return w("list.join").join(w(f"enterprise.board.{BOARDS[one]}") if one in BOARDS else one for one in (board or "").split("、") if one)


def listing(w: Words, row: dict) -> str:
    """The boards and codes of a listed enterprise, in plain text; empty where it is on none."""
    return " ".join(filter(None, (boards(w, row["board"]), row["stock_code"])))


def _pager(w: Words, page: int, size: int, here: int, found: int) -> str:
    """Which rows are shown of how many, and the way to the pages before and after."""
    last, first = -(-found // size), (page - 1) * size + 1
    text = w("enterprise.page", first=w.number(first), last=w.number(first + here - 1), n=found, found=w.number(found))
    if last == 1:
        return f'<p class="small muted">{escape(text)}</p>'

    def turn(to: int, key: str) -> str:
        off = "" if 1 <= to <= last and to != page else " disabled"
        return f'<button data-choose="page:{to if to > 1 else ""}"{off}>{escape(w(key))}</button>'

    return (f'<nav class="pager" aria-label="{escape(w("enterprise.pages"))}">{turn(1, "enterprise.first")}{turn(page - 1, "enterprise.previous")}'
            f'<span>{escape(w("enterprise.page_of", page=page, pages=last))}</span>{turn(page + 1, "enterprise.next")}{turn(last, "enterprise.last")}'
            f'<span class="small muted">{escape(text)}</span></nav>')


@kept
def ladders(steps: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """The two ladders of the plan side by side (queries/enterprise_ladder.sql): a bar and a number for each step on the day, what
    stood at each year end below; a press on a number lists the enterprises, once
    more all of them (`chosen` is the milestone that the filter asks for)."""
    w = words(lang)
    parts = [_ladder(w, wording.records(steps[steps.ladder == ladder]), ladder, chosen) for ladder in LADDERS]
    return f'<p class="small muted">{escape(w("enterprise.ladder_about"))}</p><div class="ladders">{"".join(parts)}</div>'


def _ladder(w: Words, rows: list[dict], ladder: str, chosen: str | None) -> str:
    today = [row for row in rows if row["today"]]
    longest = max(row["held"] for row in today) or 1
    rungs = []
    for row in today:
        name, held = w(f"chart.milestone.{row['kind']}"), row["held"]
        told = []
        if held and row["with_previous"] is not None:
            told.append(w("enterprise.with_previous", n=row["with_previous"]))
        told += [w(f"enterprise.{what}", n=row[what]) for what in ("undated", "ended") if row[what]]
        pressed = row["kind"] == chosen
        number = (f'<button data-choose="milestone:{"" if pressed else row["kind"]}" aria-pressed="{str(pressed).lower()}">'
                  f'{escape(w("enterprise.held", n=held))}</button>' if held else
                  f'<span class="muted">{escape(w("enterprise.none_held"))}</span>')
        share, both = 100 * held / longest, 100 * (row["with_previous"] or 0) / (held or 1)
        bar = f'<i class="rung" style="width:{share:.1f}%"><i style="width:{both:.1f}%"></i></i>' if held else ""
        rungs.append(f'<li><b>{escape(name)}</b><span class="bar" aria-hidden="true">{bar}</span>{number}'
                     f'<span class="small muted">{escape(w("list.pause").join(told))}</span></li>')
    return (f'<section class="card">{wording.heading(w(f"enterprise.ladder.{ladder}"), 3)}<ol class="ladder">{"".join(rungs)}</ol>'
            f'<details><summary>{escape(w("enterprise.by_year"))}</summary>{_ladder_years(w, rows, today)}'
            f'<p class="small muted">{escape(w("enterprise.undated_note"))}</p></details></section>')


def _ladder_years(w: Words, rows: list[dict], today: list[dict]) -> str:
    """What each step held at each year end and on the day."""
    body = []
    for day in dict.fromkeys(row["day"] for row in rows):
        steps = [row for row in rows if row["day"] == day]
        label = w("enterprise.on_day", day=w.date(day)) if steps[0]["today"] else w("enterprise.year_end", year=day.year)
        body.append([escape(label), *(_year_cell(w, row) for row in steps)])
    return wording.rows([w("enterprise.day"), *(w(f"chart.milestone.{row['kind']}") for row in today)], body, tuple(range(1, len(today) + 1)))


def _year_cell(w: Words, row: dict) -> str:
    if not (row["held"] or row["ended"]):
        return escape(w("figure.dash"))
    told = [w(f"enterprise.short.{what}", n=row[what]) for what in ("with_previous", "undated", "ended") if row[what]]
    return "<br>".join([w.number(row["held"]), *(f'<span class="small muted">{escape(text)}</span>' for text in told)])


@kept
def enterprise_card(enterprise: pd.DataFrame, milestones: pd.DataFrame, lang: str) -> str:
    """All that is known of one enterprise: what it is, where, how sure, and every milestone with its source."""
    w, (row,) = words(lang), wording.records(enterprise)
    other = row["name_en"] if lang == "zh" else row["name_zh"]
    places = w("list.places").join(dict.fromkeys(filter(None, (w.pick(row, "city"), w.pick(row, "county")))))
    exact = w(f"location.{row['location_basis']}") if row["location_basis"] else w("enterprise.no_place")
    lines = [("former_name", row["former_name_zh"]), ("credit_code", row["credit_code"]),
             ("standing", wording.standing(w, row)),
             ("cluster", w.pick(row, "cluster") or w("enterprise.no_cluster")), ("industry", w.pick(row, "industry")),
             ("place", w("list.pause").join(filter(None, (places, exact)))), ("product", w.pick(row, "product")),
             ("board", listing(w, row)), ("confidence", w(f"trace.confidence.{row['confidence']}")), ("note", w.pick(row, "note"))]
    body = "".join(f"<dt>{escape(w(f'enterprise.{key}'))}</dt><dd>{escape(text or w('figure.dash'))}</dd>" for key, text in lines
                   if text or key in ("former_name", "credit_code"))
    source = f"<dt>{escape(w('table.source'))}</dt><dd>{wording.citation(w, row)}</dd>"
    return (f'{wording.heading(w.pick(row, "name"))}<p class="small muted">{escape(other)}</p><dl class="trace">{body}{source}</dl>'
            f'{wording.heading(w("enterprise.milestones_of"), 3)}{milestone_list(milestones, lang)}')


@kept
def milestone_list(milestones: pd.DataFrame, lang: str) -> str:
    """The milestones of an enterprise, oldest first: what, when and until when, how sure, who says so."""
    w, items = words(lang), []
    for m in wording.records(milestones):
        what, day = w(f"chart.milestone.{m['kind']}"), wording.traced(charts.when(m, w), f"milestone:{m['milestone_id']}")
        sure = w("enterprise.sure_is", sure=w(f"enterprise.sure.{m['confidence']}"))
        ended = f' · {escape(w("chart.ended", day=w.date(m["ended_on"])))}' if m["ended_on"] else ""
        detail = f'<br><span class="small">{escape(w.pick(m, "detail"))}</span>' if w.pick(m, "detail") else ""
        items.append(f'<li><b>{escape(what)}</b> {day}{ended}{detail}<br>{wording.citation(w, m)} <span class="source">· {escape(sure)}</span></li>')
    return f'<ol class="milestones">{"".join(items)}</ol>' if items else f'<p class="muted">{escape(w("enterprise.no_milestones"))}</p>'
