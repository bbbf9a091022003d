"""What the page of returns says: faults of a workbook, what it would change, what is owed, what was handed in."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.kept import kept

SHOWN = 200  # rows of a long table on the screen; the marked copy and the downloads have all


def fault_table(faults: list, lang: str) -> str:
    """Every fault of a workbook on its own line: where, and what is wrong and how to mend it. `faults` as a check gives them."""
    w = words(lang)
    body = [[escape(w("returns.warning") if fault.warning else w("returns.fault")), escape(fault.file),
             str(fault.line or w("figure.dash")), escape(fault.column or w("figure.dash")), escape(fault.advice(lang))]
            for fault in faults[:SHOWN]]
    return wording.rows([w("returns.kind"), w("returns.sheet"), w("returns.row"), w("returns.column"), w("returns.words")], body) + _more(w, faults)


def _more(w: Words, rows) -> str:
    return f'<p class="small muted">{escape(w("returns.more", n=len(rows) - SHOWN))}</p>' if len(rows) > SHOWN else ""


def change_table(changes: pd.DataFrame, lang: str) -> str:
    """What each row of a return would change: before and after. `changes` as a check gives them."""
    w, body = words(lang), []
    other = "_en" if lang == "zh" else "_zh"  # shown only where it has no counterpart in the reader's language
    for row in changes.head(SHOWN).to_dict("records"):
        what = []
        for column, value in row["after"].items():
            stem = column.removesuffix("_zh").removesuffix("_en")
            label, twin = f"returns.field.{stem}", f"{stem}_{lang}"
            if value is None or not w.has(label) or (column.endswith(other) and twin in row["after"]):
                continue
            before = "" if row["new"] else f"{_value(w, column, row['before'].get(column))} → "
            what.append(f'<span class="muted">{escape(w(label))}</span> {before}<b>{_value(w, column, value)}</b>')
        body.append([escape(w("returns.new") if row["new"] else w("returns.changed")), escape(f"{row['sheet']} · {row['line']}"),
                     escape(w.pick(row, "subject")), "<br>".join(what)])
    return wording.rows([w("returns.kind"), w("returns.place"), w("returns.subject"), w("returns.before_after")], body) + _more(w, changes)


def _value(w: Words, column: str, value) -> str:
    if value is None:
        return w("figure.dash")
    if isinstance(value, int | float):
        return escape(w.number(value))
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
        before, after = (f"{escape(wording.figure(w, row[f'actual_{when}'], unit))} {lights.light_badge(row[f'light_{when}'], lang, theme)}"
                         if row[f"light_{when}"] else w("figure.dash") for when in ("before", "after"))
        body.append([escape(" · ".join(filter(None, (w.pick(row, "name"), w.pick(row, "scope"))))), escape(_aim(w, row)), before, after])
    return wording.rows([w("returns.goal"), w("returns.aim"), w("returns.before"), w("returns.after")], body)


def _aim(w: Words, row: dict) -> str:
    """The year or day that a goal is due."""
    if row["year"] is not None:
        return w("returns.year", year=int(row["year"]))
    return w.date(row["due_on"]) if row["due_on"] is not None else w("returns.undated")


@kept
def duty_table(duties: pd.DataFrame, lang: str) -> str:
    """What one reporter owes: each goal with the deadlines or years without a figure, the last figure, since when it is late."""
    w, body = words(lang), []
    for _, rows in duties[duties.missing].groupby(["indicator_id", "scope_id"], sort=False):
        rows = wording.records(rows)
        row = rows[-1]
        place = f'<br><span class="small muted">{escape(w.pick(row, "scope"))}</span>' if not row["own"] and w.pick(row, "scope") else ""
        last = escape(wording.figure(w, row["actual"], w.pick(row, "unit"), row["qualifier"]))
        on = f' <span class="small muted">{w.date(row["actual_on"])}</span>' if row["actual_on"] else ""
        body.append([f"<b>{escape(w.pick(row, 'name'))}</b>{place}", escape(w("returns.join").join(_aim(w, each) for each in rows)),
                     last + on, escape(_late(w, max(rows, key=lambda each: each["late_days"] or 0)))])
    return f'<div class="scroll list" tabindex="0">{wording.rows([w("returns.goal"), w("returns.aim"), w("returns.last"), w("returns.when")], body)}</div>'


def _late(w: Words, row: dict) -> str:
    if row["late_days"]:
        return w("returns.late", n=int(row["late_days"]), day=w.date(row["asked_on"]))
    return w("returns.due", day=w.date(row["asked_on"]))


@kept
def duty_list(duties: pd.DataFrame, lang: str) -> str:
    """Who owes how many figures and how long the oldest is late; a press chooses a department or city."""
    w, items = words(lang), []
    missing = duties[duties.missing & duties.reporter_id.notna()]
    for (kind, id), rows in missing.groupby(["reporter_kind", "reporter_id"], sort=False):
        first, late = rows.iloc[0], rows.late_days.count()
        items.append(f'<button class="pick" data-choose="{kind}:{escape(id)}"><b>{escape(w.pick(first, "reporter"))}</b><br>'
                     f'<span class="small muted">{escape(w("returns.owes", n=len(rows), late=int(late)))}</span></button>')
    return f'<div class="owing">{"".join(items)}</div>' if items else f'<p class="muted">{escape(w("returns.owes_nothing"))}</p>'


@kept
def history_list(returns: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """What was handed in, the latest first; a press shows one in full."""
    w, items = words(lang), []
    for row in wording.records(returns.head(SHOWN)):
        pressed = row["return_id"] == chosen
        about = w("returns.by", by=row["by"], day=w.date(row["handed_in_at"]), time=f"{row['handed_in_at']:%H:%M}", n=row["facts"])
        marks = "".join(f' <span class="tag">{escape(w(key))}</span>' for key, marked in
                        (("returns.takes_back", row["reverts"]), ("returns.taken_back", row["taken_back"])) if marked)
        items.append(f'<button class="pick" data-choose="return:{"" if pressed else row["return_id"]}" aria-pressed="{str(pressed).lower()}">'
                     f'<b>{escape(w.pick(row, "reporter") or row["by"])}</b> {escape(row["message"] or "")}{marks}<br>'
                     f'<span class="small muted">{escape(about)} · {row["return_id"]}</span></button>')
    return f'<div class="scroll list">{"".join(items)}</div>' if items else f'<p class="muted">{escape(w("returns.no_history"))}</p>'


@kept
def return_table(facts: pd.DataFrame, lang: str) -> str:
    """What one return says, fact by fact, with what held before it."""
    w, body = words(lang), []
    for row in wording.records(facts.head(SHOWN)):
        unit = w.pick(row, "unit")
        before, after = ((wording.figure(w, row[value], unit) if row[value] is not None else row[text] or w("figure.dash"))
                         for value, text in (("value_before", "words_before"), ("value", "words")))
        place = w.pick(row, "scope") or (w(f"scope.{row['scope_kind']}") if row["scope_kind"] else "")
        name = escape(w.pick(row, "name") or row["id"]) + (f'<br><span class="small muted">{escape(place)}</span>' if place else "")
        body.append([escape(w(f"returns.fact.{row['sheet']}")), name, escape(w.date(row["day"])), escape(before),
                     f"<b>{escape(w('returns.withdrawn') if row['retracted'] else after)}</b>"])
    return wording.rows([w("returns.kind"), w("returns.subject"), w("table.period"), w("returns.before"), w("returns.after")], body) + _more(w, facts)
