"""What changed between two moments, by cause: one sentence, counts, and every row behind them.

`goals`, `figures` and `firms` are the answers to queries/change_light.sql, change_figure.sql and change_milestone.sql.
"""

from datetime import date, datetime
from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.kept import kept

QUESTIONS = ("change_light", "change_figure", "change_milestone")
CAUSES = ("real", "deadline", "late", "corrected", "membership", "rule")
TARGET = ["indicator_id", "scope_kind", "scope_id", "due_on", "year"]  # what tells one goal target from another
PLAIN = ("met", "on_schedule", "slightly_behind", "behind", "missed")  # reasons that say no more than the word of their light
SHOWN = 200  # rows of a long table on the screen


@kept
def takeaway(goals: pd.DataFrame, figures: pd.DataFrame, firms: pd.DataFrame, since: date, then: datetime | None, as_of: date,
             lang: str) -> str:
    """The change in one sentence, goals first, with the most frequent turns of their lights; where nothing changed, that and why
    that may be. `then` is the moment (Beijing time) as of whose knowledge the earlier day is seen; None: as the later one."""
    w = words(lang)
    key, known = ("change.span_known", {"moment": w.time(then)}) if then else ("change.span", {})
    span = w(key, since=w.date(since), as_of=w.date(as_of), **known)
    hint = "" if then else f'<p class="small muted">{escape(w("change.why_same_knowledge"))}</p>'
    if goals.empty and figures.empty and firms.empty:
        return f'<p role="status"><b>{escape(w("change.nothing", span=span))}</b> {escape(w("change.why_nothing"))}</p>{hint}'
    own, shares = (_targets(goals[goals.own == of_plan]) for of_plan in (True, False))
    said = [w(f"change.{name}_n", n=len(rows)) for name, rows in
            (("goals", own), ("shares", shares), ("figures", figures), ("firms", firms)) if len(rows)]
    said[1:1] = _turns(w, own) if len(own) else []
    return f'<p role="status"><b>{escape(w("change.takeaway", span=span, what=w("sentence.join").join(said)))}</b></p>{hint}'


def _targets(goals: pd.DataFrame) -> pd.DataFrame:
    """One row per goal target, whatever the number of its steps."""
    return goals.drop_duplicates(TARGET)


def _turns(w: Words, targets: pd.DataFrame) -> list[str]:
    """The three most frequent ways in which lights turned, in words."""
    turned = targets[["light_then", "light_now"]].fillna("")
    counted = turned[turned.light_then != turned.light_now].value_counts().head(3)
    said = []
    for (before, after), n in counted.items():
        name = {moment: lights.light_word(light, w.lang) for moment, light in (("before", before), ("after", after)) if light}
        said.append(w("change.turned" if before and after else "change.began" if after else "change.dropped", n=n, **name))
    return said


@kept
def summary(goals: pd.DataFrame, figures: pd.DataFrame, firms: pd.DataFrame, lang: str) -> str:
    """How much changed by cause: goals of the plan and allocated targets apart, figures, enterprises; and how it is split."""
    w = words(lang)
    body = []
    for cause in _present(goals, figures, firms):
        here = goals[goals.cause == cause]
        counts = (len(_targets(here[here.own])), len(_targets(here[~here.own])), (figures.cause == cause).sum(),
                  (firms.cause == cause).sum())
        body.append([f'<b>{escape(w(f"change.cause.{cause}"))}</b>', escape(w(f"change.meaning.{cause}")),
                     *(escape(w.number(n)) if n else w("figure.dash") for n in counts)])
    if not body:
        return ""
    head = [w("change.cause"), w("change.meaning"), w("change.goals"), w("change.shares"), w("change.figures"), w("change.firms")]
    return wording.rows(head, body, numbers=(2, 3, 4, 5)) + f'<p class="small muted">{escape(w("change.order"))}</p>'


def _present(*answers: pd.DataFrame) -> list[str]:
    """The causes that have a row in any of the answers, in their order."""
    return [cause for cause in CAUSES if any((rows.cause == cause).any() for rows in answers)]


@kept
def causes(goals: pd.DataFrame, figures: pd.DataFrame, firms: pd.DataFrame, lang: str, theme: str) -> str:
    """Every row of the change under its cause: goals with both lights and figures, figures, enterprises. Allocated targets and
    figures fold, as they are many."""
    w, html = words(lang), []
    for cause in _present(goals, figures, firms):
        own, shares, counted, standing = (rows[rows.cause == cause] for rows in (goals[goals.own], goals[~goals.own], figures, firms))
        html.append(wording.heading(w(f"change.cause.{cause}")) + f'<p class="small muted">{escape(w(f"change.meaning.{cause}"))}</p>')
        if len(own):
            html.append(_goal_table(w, own, theme))
        html += [_folded(w(title, n=len(rows)), table) for title, rows, table in (
            ("change.shares_n", shares, _goal_table(w, shares, theme)), ("change.figures_n", counted, _figure_table(w, counted)),
            ("change.firms_n", standing, _firm_table(w, standing))) if len(rows)]
    return "".join(html)


def _folded(title: str, table: str) -> str:
    return f"<details class=fold><summary>{escape(title)}</summary>{table}</details>"


def _shown(w: Words, rows: pd.DataFrame) -> tuple[list[dict], str]:
    """The rows that a table shows, and the line that says how many it leaves out."""
    left = len(rows) - SHOWN
    return wording.records(rows.head(SHOWN)), f'<p class="small muted">{escape(w("change.more", n=left))}</p>' if left > 0 else ""


# Goals ---------------------------------------------------------------------------------------------------------------

def _goal_table(w: Words, goals: pd.DataFrame, theme: str) -> str:
    rows, more = _shown(w, goals)
    lines = {}  # the years of a quota that only began, without a figure, stand in one line
    for row in rows:
        began = row["light_before"] is None and row["value_after"] is None
        key = ("indicator_id", "scope_id", "reason_after", "lower_after", "upper_after") if began else TARGET
        lines.setdefault(tuple(row[column] for column in key), []).append(row)
    body = [[_goal_name(w, same), _stand(w, same[0], "before", theme), _stand(w, same[0], "after", theme), _difference(w, same[0])]
            for same in lines.values()]
    head = [w("change.goal"), w("change.before"), w("change.after"), w("change.difference")]
    return f'<div class="steps">{wording.rows(head, body, numbers=(3,))}</div>{more}'


def _goal_name(w: Words, rows: list[dict]) -> str:
    due = [w("goals.undated") if row["due_on"] is None else w("period.year", year=row["year"]) if row["year"] else w.date(row["due_on"])
           for row in rows]
    place = [] if rows[0]["own"] else [_place(w, rows[0])]
    return (f'<b>{escape(w.pick(rows[0], "name"))}</b><br>'
            f'<span class="small muted">{escape(" · ".join([*place, w("list.join").join(due)]))}</span>')


def _place(w: Words, row: dict) -> str:
    return w.pick(row, "scope") or w(f"scope.{row['scope_kind']}")


def _stand(w: Words, row: dict, moment: str, theme: str) -> str:
    """Light, reason, figure and day of a target before or after a step; the target too, where a task breakdown moved it."""
    def at(column: str):
        return row[f"{column}_{moment}"]

    if at("light") is None:
        return f'<span class="muted">{escape(w("change.absent"))}</span>'
    unit, lines = w.pick(row, "unit"), [lights.light_badge(at("light"), w.lang, theme)]
    if at("value") is not None:
        figure = wording.traced(wording.figure(w, at("value"), unit, at("qualifier")), f"observation:{at('observation')}")
        lines.append(f'{figure} <span class="source">{escape(wording.day(w, at("day"), at("precision")))}</span>')
    if row["cause"] == "membership":
        top = "" if at("upper") is None else f'–{w.number(at("upper"))}'
        lines.append(escape(w("change.target", target=f'{w.number(at("lower"))}{top}')))
    reason = at("reason")
    if reason not in PLAIN:
        lines.append(f'<span class="small muted">{escape(w(f"change.reason.{reason}"))}</span>')
    return "<br>".join(lines)


def _difference(w: Words, row: dict) -> str:
    """What a step moved the figure by; beside it the whole difference of the target, where other steps moved it too. Between
    floors nothing is known of either."""
    step, total = (_signed(w, row[of], w.pick(row, "unit"), row[f"{of}_qualifier"]) if row[f"{of}_qualifier"] else w("figure.dash")
                   for of in ("difference", "total"))
    whole = f'<br><span class="small muted">{escape(w("change.total", total=total))}</span>'
    return escape(step) + (whole if row["difference"] is not None and row["total_qualifier"] and total != step else "")


def _signed(w: Words, difference: float, unit: str, qualifier: str) -> str:
    figure = wording.figure(w, abs(difference), None if unit.startswith("%") else unit)
    points = f'{"" if w.lang == "zh" else " "}{w("change.points")}' if unit.startswith("%") else ""
    signed = f'{"+" if difference > 0 else "−" if difference < 0 else ""}{figure}{points}'
    return w.qualified(signed, qualifier)


# Figures and enterprises ---------------------------------------------------------------------------------------------

def _figure_table(w: Words, figures: pd.DataFrame) -> str:
    rows, more = _shown(w, figures)
    head = [w("change.figure"), w("change.kind"), w("table.period"), w("change.before"), w("change.after"),
            w("change.recorded"), w("table.source")]
    return wording.rows(head, [_figure(w, row) for row in rows], numbers=(3, 4)) + more


def _figure(w: Words, row: dict) -> list[str]:
    unit, trace, period = w.pick(row, "unit"), f"observation:{row['observation_id']}", wording.period(w, row)
    before = period if row["value_then"] is None else wording.period(w, {
        "period_start": row["start_then"], "period_end": row["end_then"], "period_precision": row["precision_then"]})
    change = row["change"] if row["change"] != "preference" else f"preference_{'on' if row['preferred'] else 'off'}"
    basis = [w.pick(row, "basis_then"), w.pick(row, "basis")]
    rebased = change == "corrected" and basis[0] != basis[1]
    return [f'<b>{escape(w.pick(row, "name"))}</b><br><span class="small muted">{escape(_place(w, row))}</span>',
            escape(w(f"change.kind.{change}"))
            + (f'<br><span class="small muted">{escape(w("change.basis", before=basis[0], after=basis[1]))}</span>' if rebased else ""),
            escape(period if before == period else f"{before} → {period}"),
            *(w("figure.dash") if value is None else wording.traced(wording.figure(w, value, unit, qualifier), trace)
              for value, qualifier in ((row["value_then"], row["qualifier_then"]), (row["value_now"], row["qualifier"]))),
            _recorded(w, row), wording.citation(w, row)]


def _recorded(w: Words, row: dict) -> str:
    text = escape(w.time(row["recorded_on"]))
    return text + (f'<br><span class="source">{escape(w("change.return", id=row["return_id"]))}</span>' if row["return_id"] else "")


def _firm_table(w: Words, firms: pd.DataFrame) -> str:
    rows, more = _shown(w, firms)
    head = [w("change.enterprise"), w("change.kind"), w("change.day"), w("change.recorded"), w("table.source")]
    return wording.rows(head, [_firm(w, row) for row in rows]) + more


def _firm(w: Words, row: dict) -> list[str]:
    cluster, detail = (f'<br><span class="small muted">{escape(text)}</span>' if text else ""
                       for text in (w.pick(row, "cluster"), w.pick(row, "detail")))
    kind = w(f"chart.milestone.{row['kind']}") if row["kind"] else ""
    day = w("figure.dash")
    if row["milestone_id"]:
        text = w("change.undated") if row["day"] is None else wording.day(w, row["day"], row["date_precision"])
        day = wording.traced(text, f"milestone:{row['milestone_id']}")
    change = w(f"change.kind.{row['change']}", kind=kind, before=w.pick(row, "cluster_then") or row["cluster_then"],
               after=w.pick(row, "cluster") or row["cluster_id"])
    return [f'<b>{escape(w.pick(row, "name"))}</b>{cluster}', escape(change) + detail, day, _recorded(w, row), wording.citation(w, row)]
