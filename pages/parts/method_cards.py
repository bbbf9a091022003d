"""What the page of methods says: its contents, how lights are judged, a worked example, sources, freshness, the data dictionary."""

import re
from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import bullets, gauges, lights, wording
from pages.parts.kept import kept

PARTS = ("rules", "example", "plan", "sources", "fresh", "dictionary")
BEFORE = ("no_data", "too_close", "met", "since_start", "stale", "no_baseline", "below", "gap")
AFTER = ("no_data", "met", "later", "too_close", "missed", "no_figure")
ALWAYS = ("at_least", "range", "quota", "undated", "scope", "no_roll_up")
KINDS = ("official", "press", "filing", "repost", "unverified")
STATES = ("fresh", "overdue", "none")
# Where the catalogue's text of a macro, one long line, is broken so that people can read it.
CLAUSES = re.compile(r" (?=(?:SELECT|FROM|LEFT JOIN|INNER JOIN|WHERE|GROUP BY|ORDER BY|QUALIFY|LIMIT|UNION ALL|WHEN|ELSE|END)\b)|(?<=,) (?=\w+ AS \()")


@kept
def contents(base: pd.DataFrame, part: str, day: str, lang: str) -> str:
    """The takeaway of the page (on what the lights of the day rest) and its parts to choose from."""
    w, row = words(lang), wording.records(base)[0]
    kinds = w("method.kind_join").join(w("method.kind_n", n=row[kind], kind=w(f"source.{kind}")) for kind in KINDS if row[kind])
    takeaway = w("method.takeaway", day=day, kinds=w("method.takeaway_kinds", kinds=kinds) if kinds else "",
                 **{name: row[name] for name in ("goals", "judged", "with_figure", "sources")})
    buttons = "".join(f'<button data-choose="part:{name}" aria-pressed="{str(name == part).lower()}">{escape(w(f"method.part.{name}"))}</button>'
                      for name in PARTS)
    return f'{wording.takeaway(takeaway)}<nav class="inline" aria-label="{escape(w("method.contents"))}">{buttons}</nav>'


# Rules ---------------------------------------------------------------------------------------------------------------

@kept
def rules(thresholds: pd.DataFrame, reasons: pd.DataFrame, lang: str, theme: str) -> str:
    """How lights are judged: the seven lights, the order of the rules, the thresholds in force, every reason and its goals."""
    w = words(lang)
    meaning = [[lights.light_badge(light, lang, theme), escape(w(f"method.means.{light}"))] for light in lights.LIGHTS]
    return (wording.heading(w("method.lights")) + wording.rows([w("method.light"), w("method.means")], meaning)
            + wording.heading(w("method.order")) + f'<p class="small">{escape(w("method.order_note"))}</p>'
            f'<div class="pair">{_steps(w, "before", BEFORE)}{_steps(w, "after", AFTER)}</div>{_steps(w, "always", ALWAYS, "ul")}'
            + wording.heading(w("method.thresholds")) + _thresholds(w, thresholds)
            + wording.heading(w("method.reasons")) + f'<p class="small">{escape(w("method.reasons_note", n=len(reasons)))}</p>'
            + _reasons(w, reasons, theme))


def _steps(w: Words, group: str, steps: tuple[str, ...], tag: str = "ol") -> str:
    lines = "".join(f"<li>{escape(w(f'method.{group}.{step}'))}</li>" for step in steps)
    return f'<section>{wording.heading(w(f"method.{group}"), 3)}<{tag} class="rules">{lines}</{tag}></section>'


def _thresholds(w: Words, thresholds: pd.DataFrame) -> str:
    body = [[escape(_preset(w, row["preset"])) + (f' <span class="tag">{escape(w("method.chosen"))}</span>' if row["chosen"] else ""), str(row["version"]),
             escape(w(f"method.metric.{row['metric']}")), escape(w.number(row["green_from"])),
             f'{escape(w.number(row["yellow_from"]))}<br><span class="source">{escape(w("method.red_below"))}</span>',
             escape(w.date(row["valid_from"]))] for row in wording.records(thresholds)]
    return wording.rows([w("method.preset"), w("method.version"), w("method.metric"), w("method.green_from"), w("method.yellow_from"),
                         w("method.valid_from")], body, numbers=(1, 3, 4))


def _preset(w: Words, preset: str) -> str:
    return w(f"preset.{preset.replace('/', '_')}")


def _reasons(w: Words, reasons: pd.DataFrame, theme: str) -> str:
    body = [[lights.light_badge(row["light"], w.lang, theme), escape(w(f"method.reason.{row['reason']}")), f"<code>{escape(row['reason'])}</code>",
             str(row["goals"]), str(row["verdicts"])] for row in wording.records(reasons)]
    return wording.rows([w("method.light"), w("method.reason_head"), w("method.code"), w("method.goals_n"), w("method.verdicts_n")],
                        body, numbers=(3, 4))


@kept
def rule_text(macros: pd.DataFrame, lang: str) -> str:
    """The macros that judge as SQL, in the words of the database's catalogue, broken into lines and indented by their brackets."""
    blocks = "\n\n".join(f"{row['function_name']}({', '.join(row['parameters'])}) AS\n{_broken(row['macro_definition'])}"
                         for row in wording.records(macros))
    return f'<p class="small">{escape(words(lang)("method.rule_note"))}</p><pre class="sql" tabindex="0"><code>{escape(blocks)}</code></pre>'


def _broken(sql: str) -> str:
    lines, depth = [], 0
    for line in CLAUSES.sub("\n", re.sub(r'"(\w+)"', r"\1", re.sub(" +", " ", sql))).split("\n"):
        lines.append("  " * depth + line.strip())
        depth = max(depth + line.count("(") - line.count(")"), 0)
    return "\n".join(lines)


# A worked example ----------------------------------------------------------------------------------------------------

@kept
def example(row: pd.DataFrame, day: pd.DataFrame, as_of: str, lang: str, theme: str) -> str:
    """One goal judged step by step, with the numbers of its row; `day` offers a day on which one is judged by its path."""
    w = words(lang)
    if row.empty:
        return f'<p>{escape(w("method.example_none"))}</p>' + _other_day(w, day)
    goal = wording.records(row)[0]
    lead = w("method.example_lead", name=w.pick(goal, "name"), due=w.date(goal["due_on"]), day=as_of)
    why = {"path": "", "deadline": w("method.example_not_path"), "figure": w("method.example_figure")}[goal["way"]]
    steps = [[f"{n}. {escape(w(f'method.step.{name}'))}", text] for n, (name, text) in enumerate(_example_steps(w, goal, theme), 1)]
    return (wording.heading(w("method.part.example")) + f'<p>{escape(lead)} <span class="muted">{escape(why)}</span></p>'
            + ("" if goal["way"] == "path" else _other_day(w, day))
            + f'<img src="{gauges.data_uri(bullets.goal_bullet(goal, lang, theme))}" alt="{escape(bullets.bullet_alt(goal, lang))}">'
            + wording.rows([w("method.step"), w("method.step_number")], steps)
            + f'<p class="small">{escape(w("table.source"))} {wording.citation(w, goal)}</p>')


def _other_day(w: Words, day: pd.DataFrame) -> str:
    last = wording.records(day)[0]["day"]
    if last is None:
        return ""
    return f'<p><button data-choose="as_of:{last:%Y-%m-%d}">{escape(w("method.example_day", day=w.date(last)))}</button></p>'


def _example_steps(w: Words, goal: dict, theme: str) -> list[tuple[str, str]]:
    """The steps of the example as (key, HTML)."""
    unit = w.pick(goal, "unit")

    def figure(value: float, qualifier: str | None = "exact") -> str:
        return wording.figure(w, value, unit, qualifier)

    def dated(value: float, on, observation: str | None, qualifier: str | None = "exact", precision: str | None = None) -> str:
        text = w("method.on", figure=figure(value, qualifier), on=wording.day(w, on, precision))
        return wording.traced(text, f"observation:{observation}") if observation else escape(text)

    baseline = escape(w("method.no_baseline")) if goal["baseline"] is None else dated(
        goal["baseline"], goal["baseline_on"], goal["baseline_id"], precision=goal["baseline_precision"])
    target = escape(w("method.on", figure=wording.target(w, goal), on=w.date(goal["due_on"])))
    light = f"{lights.light_badge(goal['light'], w.lang, theme)} {escape(lights.reason_sentence(goal, w.lang))}"
    if goal["way"] == "path":
        return [("baseline", baseline), ("target", target),
                ("figure", dated(goal["actual"], goal["actual_on"], goal["actual_id"], goal["qualifier"], goal["shown_precision"])),
                *_path_steps(w, goal), ("light", light)]
    if goal["way"] == "deadline":
        window = w("method.window", from_on=w.date(goal["window_from"]), to_on=w.date(goal["due_on"]))
        return [("target", target), *([] if goal["reason"] in ("met", "above_range") else [("window", escape(window))]),
                ("judged", dated(goal["judged_value"], goal["judged_on"], goal["judged_id"], goal["judged_qualifier"], goal["shown_precision"])),
                ("compare", escape(w("method.reaches" if goal["reaches"] else "method.falls_short", figure=figure(goal["judged_value"]),
                                     target=wording.target(w, goal)))),
                ("light", light)]
    return [("baseline", baseline), ("target", target),
            ("figure", dated(goal["actual"], goal["actual_on"], goal["actual_id"], goal["qualifier"])), ("light", light)]


def _path_steps(w: Words, goal: dict) -> list[tuple[str, str]]:
    number = {name: w.number(goal[name]) for name in ("actual", "expected", "lower", "baseline", "ahead", "whole", "schedule_gap_pp", "leg_from",
                                                      "leg_to", "days_in", "leg_days", "score", "green_from", "yellow_from")}
    leg = w("method.leg", from_on=w.date(goal["leg_from_on"]), from_value=number["leg_from"], to_on=w.date(goal["leg_to_on"]),
            to_value=number["leg_to"], days=number["leg_days"])
    expected = w("method.expected", from_value=number["leg_from"], to_value=number["leg_to"], days_in=number["days_in"],
                 days=number["leg_days"], expected=number["expected"])
    gap = w("method.gap", actual=number["actual"], expected=number["expected"], target=number["lower"], baseline=number["baseline"],
            ahead=f"({number['ahead']})" if goal["ahead"] < 0 else number["ahead"], whole=number["whole"], gap=number["schedule_gap_pp"])
    ratio = [("ratio", w("method.ratio", actual=number["actual"], expected=number["expected"], score=number["score"]))]
    threshold = w("method.threshold", green=number["green_from"], yellow=number["yellow_from"], preset=_preset(w, goal["preset"]), version=goal["rule_version"])
    steps = [("leg", leg), ("expected", expected), ("gap", gap), *(ratio if goal["metric"] == "expected_ratio" else []), ("threshold", threshold)]
    return [(name, escape(text)) for name, text in steps]


# Sources -------------------------------------------------------------------------------------------------------------

@kept
def source_kinds(register: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """The kinds of sources with what rests on each; a press opens the list of one."""
    w = words(lang)
    buttons = []
    for kind in wording.records(register.drop_duplicates("source_kind")):
        name, pressed = kind["source_kind"], kind["source_kind"] == chosen
        text = w("method.kind_card", sources=w.number(kind["kind_sources"]), facts=w.number(kind["kind_facts"] or 0),
                 figures=w.number(kind["kind_figures"] or 0))
        buttons.append(f'<button class="pick" data-choose="sources:{"" if pressed else name}" aria-pressed="{str(pressed).lower()}">'
                       f'<b>{escape(w(f"source.{name}").capitalize())}</b> <span class="small muted">{escape(text)}</span></button>')
    return wording.heading(w("method.sources_by_kind")) + f'<p class="small">{escape(w("method.sources_note"))}</p>' + "".join(buttons)


@kept
def source_list(register: pd.DataFrame, kind: str, lang: str) -> str:
    """The sources of one kind, those with most facts first."""
    w, sources = words(lang), wording.records(register[register.source_kind == kind])
    body = [[wording.citation(w, row), escape(row["source_title"]), w.number(row["facts"]), w.number(row["figures"])] for row in sources]
    return (wording.heading(w("method.sources_of", kind=w(f"source.{kind}").capitalize(), n=len(sources)), 3)
            + wording.rows([w("table.source"), w("method.source_title"), w("method.facts"), w("method.figures")], body, numbers=(2, 3)))


@kept
def unplaced_table(unplaced: pd.DataFrame, lang: str) -> str:
    """What the raw material says but could not be placed, and why."""
    w = words(lang)
    body = [[escape(row["what"]), escape(w.pick(row, "reason")), wording.citation(w, row)] for row in wording.records(unplaced)]
    return wording.rows([w("method.unplaced_what"), w("method.unplaced_why"), w("table.source")], body)


# Freshness -----------------------------------------------------------------------------------------------------------

@kept
def freshness(goals: pd.DataFrame, as_of: str, lang: str) -> str:
    """How fresh each goal's figure is, in three groups: nothing overdue, overdue, no figure."""
    w = words(lang)
    html = [f'<p class="small">{escape(w("method.fresh_note", day=as_of))}</p>']
    for state in STATES:
        rows = wording.records(goals[goals.state == state])
        if rows:
            html.append(wording.heading(w("method.fresh_head", state=w(f"method.fresh.{state}"), n=rows[0]["state_goals"])))
            html.append(_without_figure(w, rows) if state == "none" else _with_figure(w, rows))
    return "".join(html)


def _with_figure(w: Words, rows: list[dict]) -> str:
    body = [[escape(w.pick(row, "name")),
             wording.traced(wording.figure(w, row["value"], w.pick(row, "unit"), row["qualifier"]), f"observation:{row['observation_id']}"),
             escape(wording.period(w, row)), _days(w, row["age_days"]), _days(w, row["cycle_days"]), _days(w, row["late_days"]),
             escape(w.date(row["recorded_at"])), escape(w.pick(row, "owner") or w("figure.none"))] for row in rows]
    return wording.rows([w("method.fresh_goal"), w("table.figure"), w("table.period"), w("method.age"), w("method.cycle"), w("method.late"),
                         w("method.recorded"), w("method.owner")], body, numbers=(1, 3, 4, 5))


def _without_figure(w: Words, rows: list[dict]) -> str:
    body = [[escape(w.pick(row, "name")), escape(w.pick(row, "owner") or w("figure.none")), _days(w, row["cycle_days"]), _days(w, row["late_days"])]
            for row in rows]
    return wording.rows([w("method.fresh_goal"), w("method.owner"), w("method.cycle"), w("method.late")], body, numbers=(2, 3))


def _days(w: Words, days: int | None) -> str:
    return escape(w("figure.dash") if days is None else w("method.days", n=int(days)))


# Dictionary ----------------------------------------------------------------------------------------------------------

@kept
def dictionary(columns: pd.DataFrame, query: str | None, lang: str) -> str:
    """Every table with its rows and its columns, folded unless something is searched for."""
    w = words(lang)
    if columns.empty:
        return f'<p>{escape(w("method.dictionary_none", q=query))}</p>'
    count = w("method.dictionary_note", tables=columns.table_name.nunique(), columns=len(columns))
    return f'<p class="small">{escape(count)} {escape(w("method.dictionary_english"))}</p>' + "".join(
        _table(w, table, wording.records(rows), bool(query)) for table, rows in columns.groupby("table_name", sort=False))


def _table(w: Words, table: str, columns: list[dict], unfolded: bool) -> str:
    head = w("method.table_head", table=table, purpose=w(f"method.table.{table}"), rows=w.number(columns[0]["row_count"]))
    body = [[f"<code>{escape(row['column_name'])}</code>", escape(row["data_type"]),
             escape(w("method.required" if row["required"] else "method.optional")), escape(row["comment"])] for row in columns]
    return folded(head, wording.rows([w("method.column"), w("method.type"), w("method.required"), w("method.comment")], body), unfolded)


def folded(head: str, html: str, unfolded: bool = False) -> str:
    """HTML that opens at a press on its head."""
    return f'<details class="fold"{" open" if unfolded else ""}><summary>{escape(head)}</summary>{html}</details>'
