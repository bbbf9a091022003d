"""What the page of returns says: faults of a workbook, what it would change, what is owed, what was handed in."""

from datetime import date
from html import escape
from re import fullmatch

import pandas as pd

from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.kept import kept

SHOWN = 200  # rows of a long table on the screen; the marked copy and the downloads have all
HIGH = 6  # rows that the box of what is owed shows at once
# The columns of the workbook, where facts name them otherwise.
COLUMNS = {"period_text": "period", "county_adcode": "county", "cluster_id": "cluster", "period_end": "period"}
UNDECIDED = ("only_at_least", "too_close_to_call")  # there is a figure, and it does not decide


def fault_table(faults: list, lang: str) -> str:
    """Every fault of a workbook on its own line: where, and what is wrong and how to mend it. `faults` as a check gives them."""
    w = words(lang)
    body = [[escape(w("returns.warning") if fault.warning else w("returns.fault")), f'<span class="whole">{escape(fault.file)}</span>',
             str(fault.line or w("figure.dash")), f'<span class="whole">{escape(fault.column or w("figure.dash"))}</span>', escape(fault.advice(lang))]
            for fault in faults[:SHOWN]]
    return wording.rows([w("returns.kind"), w("returns.sheet"), w("returns.row"), w("returns.column"), w("returns.words")], body) + _more(w, faults)


def _more(w: Words, rows) -> str:
    return f'<p class="small muted">{escape(w("returns.more", n=len(rows) - SHOWN))}</p>' if len(rows) > SHOWN else ""


def change_table(changes: pd.DataFrame, lang: str) -> str:
    """What each row of a return would change: before and after. `changes` as a check gives them."""
    w, body = words(lang), []
    other = "_en" if lang == "zh" else "_zh"  # shown only where it has no counterpart in the reader's language
    for row in changes.head(SHOWN).to_dict("records"):
        what, unit = [], w.pick(row, "unit")
        for column, value in row["after"].items():
            stem = column.removesuffix("_zh").removesuffix("_en")
            label = next((key for name in (COLUMNS.get(column, column), stem) if w.has(key := f"workbook.column.{name}")), None)
            nothing = value is None and row["before"].get(column) is None
            if column == "period_end" and "period_text" in row["after"]:
                continue  # told in the words that were written
            if column == "name_en" and value == row["after"].get("name_zh"):
                continue  # it has no name of its own
            if nothing or not label or (column.endswith(other) and row["after"].get(f"{stem}_{lang}", value) != value):
                continue
            if column == "qualifier" and "value" in row["after"]:
                continue  # stands in the figure
            before = "" if row["new"] else f"{_value(w, column, row['before'], unit)} → "
            what.append(f'<span class="muted">{escape(w(label))}</span> {before}<b>{_value(w, column, row["after"], unit)}</b>')
        body.append([escape(w("returns.new") if row["new"] else w("returns.changed")),
                     escape(w("returns.at", sheet=row["sheet"], line=row["line"])),
                     escape(w.pick(row, "subject")), "<br>".join(what)])
    return wording.rows([w("returns.kind"), w("returns.place"), w("returns.subject"), w("returns.before_after")], body) + _more(w, changes)


def _value(w: Words, column: str, row: dict, unit: str | None) -> str:
    value = row.get(column)
    if value is None:
        return w("figure.dash")
    if isinstance(value, int | float):
        return escape(wording.figure(w, value, unit, row.get("qualifier")))
    if column == "period_text" and fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return escape(w.date(value))
    if column in ("qualifier", "kind"):
        return escape(w(f"{'qualifier' if column == 'qualifier' else 'chart.milestone'}.{value}"))
    return escape(str(value))


def light_table(changed: pd.DataFrame, lang: str, theme: str) -> str:
    """The goals that a return would judge otherwise: figure and light before and after."""
    w, body = words(lang), []
    if changed.empty:
        return f'<p class="muted">{escape(w("returns.judges_nothing"))}</p>'
    for row in wording.records(changed):
        unit = w.pick(row, "unit")
        before, after = (
            f"{escape(wording.figure(w, row[f'actual_{when}'], unit, row[f'qualifier_{when}']))} {lights.light_badge(row[f'light_{when}'], lang, theme)}"
            if row[f"light_{when}"] else w("figure.dash") for when in ("before", "after"))
        if w.has(why := f"returns.undecided.{row['reason_after']}"):
            after += f'<br><span class="small muted">{escape(w(why))}</span>'
        body.append([escape(" · ".join(filter(None, (w.pick(row, "name"), w.pick(row, "scope"))))), escape(_aim(w, row)), before, after])
    return wording.rows([w("returns.goal"), w("returns.aim"), w("returns.before"), w("returns.after")], body)


def _aim(w: Words, row: dict, undated: str = "returns.undated") -> str:
    """The year or day that a goal is due."""
    if row["year"] is not None:
        return w("returns.year", year=int(row["year"]))
    return w.date(row["due_on"]) if row["due_on"] is not None else w(undated)


def _asked(w: Words, row: dict, as_of: date) -> str:
    """The period that a figure is owed for: of a target that is not due yet, the latest one."""
    if row["year"] is None and row["due_on"] is not None and row["due_on"].date() > as_of:
        return w("returns.latest_towards", day=w.date(row["due_on"]))
    return _aim(w, row, "returns.latest")


@kept
def duty_table(duties: pd.DataFrame, lang: str, as_of: date) -> str:
    """What one reporter owes as of a day: how much; each goal with the deadlines or years without a figure, the last figure and why that is
    not enough, since when it is late."""
    w, body = words(lang), []
    for _, rows in duties[duties.missing].groupby(["indicator_id", "scope_id"], sort=False):
        rows = wording.records(rows)
        row = rows[-1]
        place = f'<br><span class="small muted">{escape(w.pick(row, "scope"))}</span>' if not row["own"] and w.pick(row, "scope") else ""
        last = escape(wording.figure(w, row["actual"], w.pick(row, "unit"), row["qualifier"]))
        on = f' <span class="small muted">{w.date(row["actual_on"])}</span>' if row["actual_on"] else ""
        why = next((each["reason"] for each in rows if each["reason"] in UNDECIDED), None)
        on += f'<br><span class="small muted">{escape(w(f"returns.undecided.{why}"))}</span>' if why else ""
        aims = w("returns.join").join(_asked(w, each, as_of) for each in sorted(rows, key=lambda each: (each["due_on"] is None, each["due_on"])))
        body.append([f"<b>{escape(w.pick(row, 'name'))}</b>{place}", escape(aims),
                     last + on, escape(_late(w, max(rows, key=lambda each: each["late_days"] or 0)))])
    count = w("returns.owed_count", n=int(duties.missing.sum()), goals=len(body)) + (w("returns.scrolls") if len(body) > HIGH else "")
    table = wording.rows([w("returns.goal"), w("returns.owed_period"), w("returns.last"), w("returns.when")], body)
    return (f'<p class="small muted">{escape(count)}</p><div class="scroll list" tabindex="0">{table}</div>'
            f'<p class="small muted">{escape(w("due.how"))}</p>')


def _late(w: Words, row: dict) -> str:
    if row["late_days"]:
        return w("returns.late", n=int(row["late_days"]), day=w.date(row["asked_on"]))
    return w("returns.due", day=w.date(row["asked_on"]))


@kept
def duty_list(duties: pd.DataFrame, lang: str, city: bool = False) -> str:
    """Who owes how many figures and how long the oldest is late; a press chooses a department or city. `city`: of one city."""
    w, items = words(lang), []
    missing = duties[duties.missing & duties.reporter_id.notna()]
    owing = sorted(missing.groupby(["reporter_kind", "reporter_id"], sort=False), key=lambda group: -len(group[1]))  # who owes most first
    for (kind, id), rows in owing:
        first, late = rows.iloc[0], rows.late_days.count()
        items.append(f'<button class="pick" data-choose="{kind}:{escape(id)}"><b>{escape(w.pick(first, "reporter"))}</b><br>'
                     f'<span class="small muted">{escape(w("returns.owes", n=len(rows), late=int(late)))}</span></button>')
    nothing = w("returns.city_owes_nothing") if city else w("returns.owes_nothing")
    return f'<div class="owing">{"".join(items)}</div>' if items else f'<p class="muted">{escape(nothing)}</p>'


@kept
def history_list(returns: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """What was handed in, the latest first; a press shows one in full."""
    w, items = words(lang), []
    for row in wording.records(returns.head(SHOWN)):
        pressed = row["return_id"] == chosen
        about = w("returns.taken_back_by" if row["reverts"] else "returns.by", by=row["by"], day=w.date(row["handed_in_at"]),
                  time=f"{row['handed_in_at']:%H:%M}", n=row["facts"])
        marks = "".join(f' <span class="tag">{escape(w(key))}</span>' for key, marked in
                        (("returns.takes_back", row["reverts"]), ("returns.taken_back", row["taken_back"])) if marked)
        items.append(f'<button class="pick" data-choose="return:{"" if pressed else row["return_id"]}" aria-pressed="{str(pressed).lower()}">'
                     f'<b>{escape(w.pick(row, "reporter") or row["by"])}</b> {escape(row["message"] or "")}{marks}<br>'
                     f'<span class="small muted">{escape(about)} · {row["return_id"]}</span></button>')
    return f'<div class="scroll list">{"".join(items)}</div>' if items else f'<p class="muted">{escape(w("returns.no_history"))}</p>'


def return_heading(row: dict, receipt: str, lang: str) -> str:
    """Whose return is shown in full and its message, with its whole receipt. `row` of the query `return`."""
    w = words(lang)
    named = " · ".join(filter(None, (w.pick(row, "reporter") or row["by"], row["message"])))
    return f'{wording.heading(named, 3)}<p class="small muted">{escape(w("returns.receipt", receipt=receipt))}</p>'


@kept
def return_table(facts: pd.DataFrame, lang: str) -> str:
    """What one return says, fact by fact, with what held before it; codes as words."""
    w, body = words(lang), []
    for row in wording.records(facts.head(SHOWN)):
        before, after = _told(w, row, "_before"), _told(w, row, "")
        place = w.pick(row, "scope") or (w(f"scope.{row['scope_kind']}") if row["scope_kind"] else "")
        name = escape(w.pick(row, "name") or row["id"]) + (f'<br><span class="small muted">{escape(place)}</span>' if place else "")
        body.append([escape(w(f"returns.fact.{row['sheet']}")), name, escape(_when(w, row)), escape(before),
                     f"<b>{escape(w('returns.withdrawn') if row['retracted'] else after)}</b>"])
    return wording.rows([w("returns.kind"), w("returns.subject"), w("table.period"), w("returns.before"), w("returns.after")], body) + _more(w, facts)


def _when(w: Words, row: dict) -> str:
    """The period of a figure, the day of anything else."""
    return wording.period(w, row | {"period_end": row["day"]}) if row["sheet"] == "figure" else w.date(row["day"])


def _told(w: Words, row: dict, when: str) -> str:
    """What a fact says, now or before (`when` is the end of its columns): the figure with its qualifier, else its words."""
    if row[f"value{when}"] is not None:
        return wording.figure(w, row[f"value{when}"], w.pick(row, "unit"), row[f"qualifier{when}"])
    kind, ended = row[f"kind{when}"], row[f"ended_on{when}"]
    parts = (kind and w(f"chart.milestone.{kind}"), w.pick(row, f"cluster{when}"), row[f"words{when}"],
             ended and f"{w('workbook.column.ended_on')} {w.date(ended)}")
    return " · ".join(filter(None, parts)) or w("figure.dash")
