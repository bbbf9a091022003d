"""Where a number comes from, in words: the fact with its source and its history, what it does for the goals, and the steps from
source to light."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.kept import kept


@kept
def fact_card(versions: pd.DataFrame, lang: str) -> str:
    """A fact as queries/trace.sql knows it: the version in force with all that describes it, then the versions before."""
    w, known = words(lang), wording.records(versions)
    row = known[0]
    kind = row["source_kind"]
    gone = "" if row["holds"] else f'<p class="doubt-note">{escape(w("trace.retracted"))}</p>'
    if row["later"]:
        gone += f'<p class="doubt-note">{escape(w("trace.later"))}</p>'
    lines = [(w("table.source"), f'{wording.citation(w, row)}<br><span class="small">{escape(row["source_title"])} · '
                                 f'{escape(w(f"trace.kind.{kind}"))}</span>')]
    if row["kind"] == "observation":
        lines = [(w("table.figure"), f'<strong>{escape(_value(w, row))}</strong>'), (w("trace.counts"), escape(w.pick(row, "definition"))),
                 (w("table.scope"), escape(_scope(w, row))), (w("table.period"), escape(_period(w, row))),
                 (w("table.basis"), escape(w.pick(row, "basis"))), (w("trace.qualifier"), escape(w(f"trace.qualifier.{row['qualifier']}"))),
                 *lines]
    elif row["kind"] == "allocation":
        lines = [(w("trace.allocated"), f'<strong>{escape(_value(w, row))}</strong>'), (w("trace.counts"), escape(w.pick(row, "definition"))),
                 (w("table.scope"), escape(_scope(w, row))), (w("goals.due"), escape(w.date(row["period_end"]))), *lines]
    else:
        what = w(f"chart.milestone.{row['milestone']}") if row["kind"] == "milestone" else w(f"trace.claim.{row['milestone']}")
        day = wording.day(w, row["period_end"], row["period_precision"]) if row["period_end"] else w("source.undated")
        lines = [(w("trace.says"), escape(w("source.join").join(filter(None, (what, w.pick(row, "text")))))), (w("table.period"), escape(day)), *lines]
    lines.append((w("trace.confidence"), escape(w(f"trace.confidence.{row['confidence']}"))))
    if w.pick(row, "note"):
        lines.append((w("trace.note"), escape(w.pick(row, "note"))))
    lines.append((w("trace.recorded"), escape(_recorded(w, row))))
    body = "".join(f"<dt>{escape(name)}</dt><dd>{text}</dd>" for name, text in lines)
    return f'{wording.heading(w.pick(row, "name"))}{gone}<dl class="trace">{body}</dl>{_history(w, known)}'


def _value(w: Words, row: dict) -> str:
    """The value of a version in plain text; of a claim or a milestone its words."""
    if row["kind"] == "observation":
        return wording.figure(w, row["value"], w.pick(row, "unit"), row["qualifier"])
    if row["kind"] == "allocation":
        return wording.target(w, row | {"lower": row["value"], "upper": row["value_to"], "strict": False})
    return w.pick(row, "text") or w.date(row["period_end"])


def _scope(w: Words, row: dict) -> str:
    kind = w(f"scope.{row['scope_kind']}")
    return kind if row["scope_zh"] is None else w("source.join").join((w.pick(row, "scope"), kind))


def _period(w: Words, row: dict) -> str:
    """The period in our words, and as it was recorded where that says more."""
    told, plain = row["period_text"], wording.period(words("zh"), row)
    return wording.period(w, row) if told in (None, plain) else w("trace.period_told", period=wording.period(w, row), told=told)


def _recorded(w: Words, row: dict) -> str:
    """When a version entered the record, and by which return."""
    if row["return_id"] is None:
        return w("trace.shipped", day=w.date(row["recorded_at"]))
    return w("trace.returned", moment=w.time(row["recorded_at"]), by=row["by"] or w("figure.dash"), id=row["return_id"])


def _history(w: Words, versions: list[dict]) -> str:
    """The versions before the latest, the newest first; empty where there are none."""
    if len(versions) < 2:
        return ""
    body = [[escape(_recorded(w, v)), escape(w("trace.withdrawn") if v["retracted"] else _value(w, v)), wording.citation(w, v),
             escape(v["message"] or "")] for v in versions]
    return wording.heading(w("trace.history"), 3) + wording.rows(
        [w("trace.recorded"), w("table.figure"), w("table.source"), w("trace.message")], body)


@kept
def use_table(uses: pd.DataFrame, lang: str, theme: str) -> str:
    """What a figure does for the goals of the plan: the targets it is judged for with their lights, and the goals it only stands
    beside."""
    w = words(lang)
    if uses.empty:
        return f'<p class="muted small">{escape(w("trace.no_use"))}</p>'
    body = []
    for u in wording.records(uses):
        due = w("trace.year", year=u["year"]) if u["year"] else w.date(u["due_on"]) if u["due_on"] else ""
        asked = f'{due} · {wording.target(w, u)}' if u["lower"] is not None else ""
        body.append([escape(w.pick(u, "name")), escape(asked), escape(w(f"trace.role.{u['role']}")),
                     lights.light_badge(u["light"], lang, theme) if u["light"] else escape(w.pick(u, "note"))])
    return wording.heading(w("trace.use"), 3) + wording.rows([w("trace.goal"), w("goals.target"), w("trace.role"), w("goals.light")], body)


@kept
def goal_steps(goal: pd.DataFrame, figures: pd.DataFrame, lang: str, theme: str) -> str:
    """The steps from source to light for every target of a goal (queries/goal.sql, goal_figure.sql): what the plan asks, which
    figures were read, what was expected, how they compare, and the light that follows."""
    w, html = words(lang), ""
    by_id = {figure["observation_id"]: figure for figure in wording.records(figures)}
    for row in wording.records(goal):
        unit = w.pick(row, "unit")
        steps = [w("trace.step.plan", ask=lights.requirement(row, lang),
                   clause=w("goals.clause", id=row["measure_id"]) if row["measure_id"] else w("goals.headline_clause"))]
        if not row["confirmed"]:
            steps[0] += w("sentence.join") + w("goals.unconfirmed")
        steps = [escape(step) for step in steps]
        for name, id in {"baseline": row["baseline_id"], "figure": lights.shown_id(row)}.items():
            if id is not None:
                read = by_id[id]
                number = wording.traced(wording.figure(w, read["value"], unit, read["qualifier"]), f"observation:{id}")
                day = wording.day(w, read["period_end"], read["period_precision"])
                steps.append(f'{escape(w(f"trace.step.{name}", day=day))} {number} {wording.citation(w, read)}')
        if row["actual_id"] is None:
            steps.append(escape(w("trace.step.none", owner=w.pick(row, "owner") or w("figure.none"))))
        if row["expected_as_of"] is not None:
            steps.append(escape(w("trace.step.expected_quota" if row["year"] else "trace.step.expected",
                                  expected=wording.figure(w, lights.expected_value(row["expected_as_of"], unit), unit))))
        if row["schedule_gap_pp"] is not None:
            way = "ahead" if row["schedule_gap_pp"] >= 0 else "behind"
            steps.append(escape(w(f"trace.step.{way}", figure=wording.figure(w, row["actual"], unit),
                                  expected=wording.figure(w, lights.expected_value(row["expected"], unit), unit),
                                  gap=w.number(abs(row["schedule_gap_pp"]), 1))))
        steps.append(f'{lights.light_badge(row["light"], lang, theme)} {escape(lights.reason_sentence(row, lang))}')
        html += f'<ol class="steps">{"".join(f"<li>{step}</li>" for step in steps)}</ol>'
    return wording.heading(w("trace.of_goal", name=w.pick(wording.records(goal)[0], "name"))) + html
