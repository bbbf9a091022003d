"""The notification (通报) of a meeting as a Word document: what is known, goal by goal, who is behind, who owes what by when. Every
sentence follows by rule from the rows; every figure leads to its source at the end."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from data.words import Words, words
from pages.parts import goal_cards, lights, overview_cards, task_cards, wording
from pages.parts.official import Official, Reference
from pages.parts.paper import Paper

# What a notification is drawn from; all are asked at the paper's day, knowledge and state, with its city where they take one.
NOTICE_QUESTIONS = (
    "plan", "plan_title", "city", "freshness", "closing_balance", "successor", "headline_goal", "goal_status", "goal_question",
    "goal_light", "lights_by_action", "allocation_status", "duty", "reporter_standing", "missing_figure", "note_latest", "number_source",
    "city_standing")
BEHIND = ("red", "missed", "yellow")
BY_PATH = ("on_schedule", "slightly_behind", "behind", "below_baseline")  # reasons that speak of the path, and so of where it begins
DATES = 5  # so many of the next dates are listed


class _Writing(NamedTuple):
    """What every section is written from and to."""

    paper: Official
    answers: dict[str, pd.DataFrame]
    facts: Paper
    w: Words
    sources: "_Sources"


class _Sources:
    """The sources of the numbers, counted as the text comes to them."""

    def __init__(self, found: pd.DataFrame):
        self.rows = {(row["about"], row["key"]): row for row in wording.records(found)}
        self.used: dict[str, dict] = {}

    def row(self, row: dict) -> Reference:
        self.used.setdefault(row["source_id"], row)
        return Reference(list(self.used).index(row["source_id"]) + 1)

    def of(self, about: str, key: str | None) -> tuple[Reference, ...]:
        return (self.row(self.rows[about, key]),) if (about, key) in self.rows else ()

    def plan(self) -> tuple[Reference, ...]:
        return next(self.of(about, key) for about, key in self.rows if about == "plan")

    def figure(self, goal: dict) -> tuple[Reference, ...]:
        return self.of("figure", lights.shown_id(goal))

    def goal(self, goal: dict) -> tuple[Reference, ...]:
        """Of all numbers in the sentence that gives a light's reason."""
        start = self.of("figure", goal["baseline_id"]) if goal["reason"] in BY_PATH else ()
        return _once(self.aim(goal), self.figure(goal), start)

    def aim(self, goal: dict) -> tuple[Reference, ...]:
        return self.plan() if goal["own"] else self.of("allocation", f"{_place(goal)}|{goal['due_on'].date()}") or self.plan()


def _place(goal: dict) -> str:
    return f"{goal['indicator_id']}|{goal['scope_kind']}|{goal['scope_id']}"


def _once(*several: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The references in order, each once."""
    return tuple(map(Reference, sorted({reference for references in several for reference in references})))


def notice(answers: dict[str, pd.DataFrame], facts: Paper, lang: str) -> bytes:
    """The document. With fewer than half of the goals' figures in, it opens with what is known, what the plan expects and what is owed."""
    w, (fresh,) = words(lang), wording.records(answers["freshness"])
    paper = Official(lang, w("notice.code_line", day=w.date(facts.as_of), code=facts.printed_code(w)), w("sample.mark") if facts.sample else "")
    writing = _Writing(paper, answers, facts, w, _Sources(answers["number_source"]))
    sparse = fresh["goals_with_figure"] * 2 < fresh["goals"]
    sections: tuple[Callable[[_Writing], None], ...] = (
        (_known, _expected, _reporters, _actions, _cities, _problems, _deadlines, _requests) if sparse else
        (_overall, _goals, _actions, _reporters, _cities, _problems, _deadlines, _requests))
    _title(writing)
    for section in sections:
        section(writing)
    _source_list(writing)
    return paper.content(facts.issued_at)


def _title(writing: _Writing) -> None:
    paper, answers, facts, w, sources = writing
    cities = {row["city_id"]: w.pick(row, "name") for row in wording.records(answers["city"])}
    place = cities.get(facts.city) or w("notice.province")
    paper.title([w("notice.title", place=place), w(f"notice.title.{facts.kind}")], w("notice.title_day", day=w.date(facts.as_of)))
    (plan,) = wording.records(answers["plan_title"])
    paper.text(w("notice.opening", plan=w.pick(plan, "title")), *sources.plan(), w("notice.opening_rest", place=place, day=w.date(facts.as_of)))


def _standing(writing: _Writing, goals: list[dict]) -> None:
    """How the goals stand as a whole: the headline goals, all goals by light or their closing balance."""
    paper, answers, _, w, sources = writing
    paper.text(overview_cards.takeaway(answers["headline_goal"], w.lang), *_once(*map(sources.goal, goals)))
    if len(answers["closing_balance"]):
        paper.text(overview_cards.closing_sentence(answers["closing_balance"], answers["successor"], w.lang).strip(), *sources.of("event", "successor-plan"))
    else:
        counted = answers["goal_light"]
        counts = w("list.join").join(w("notice.count", light=w(f"light.{row.light}"), n=row.goals) for row in counted.itertuples())
        paper.text(w("notice.counts", goals=counted.goals.sum(), counts=counts))


def _overall(writing: _Writing) -> None:
    paper, answers, _, w, _ = writing
    paper.heading(w("notice.overall"))
    _standing(writing, wording.records(answers["headline_goal"]))
    paper.text(overview_cards.fresh_sentence(answers["freshness"].iloc[0], w.lang))


def _known(writing: _Writing) -> None:
    """The opening where few figures are in: what they are, and what they say."""
    paper, answers, _, w, _ = writing
    paper.heading(w("notice.known"))
    paper.text(overview_cards.fresh_sentence(answers["freshness"].iloc[0], w.lang))
    _standing(writing, wording.records(answers["headline_goal"]))
    for goal in wording.records(answers["goal_status"]):
        if goal["own"] and goal["actual"] is not None:
            _reason(writing, goal)


def _reason(writing: _Writing, goal: dict) -> None:
    """A goal and why it stands under its light."""
    paper, _, _, w, sources = writing
    paper.text(w("notice.goal", name=w.pick(goal, "name"), light=w(f"light.{goal['light']}"), reason=lights.reason_sentence(goal, w.lang)),
               *sources.goal(goal))


def _expected(writing: _Writing) -> None:
    """The goals without a figure in one table: what the plan expects of them, who owes the figure, the nearest evidence."""
    paper, answers, facts, w, sources = writing
    empty = [goal for goal in wording.records(answers["goal_question"]) if goal["actual"] is None]
    paper.heading(w("notice.expected"))
    paper.text(w("notice.expected_text", n=len(empty), day=w.date(facts.as_of)))
    body = []
    for goal in empty:
        near = (wording.figure(w, goal["context_value"], w.pick(goal, "context_unit"), goal["context_qualifier"])
                if goal["context_value"] is not None else None)
        evidence = (w("notice.near", name=w.pick(goal, "context"), figure=near,
                      day=wording.day(w, goal["context_on"], goal["context_precision"])), *sources.of("context", _place(goal)))
        body.append([w.pick(goal, "name"), _due(w, goal), wording.target(w, goal), goal_cards.expected(w, goal),
                     w.pick(goal, "owner") or w("figure.dash"), evidence if near else w("figure.dash")])
    paper.table(w("notice.expected_table"), [w("returns.goal"), w("goals.due"), (w("goals.target"), *sources.plan()), w("goals.expected"), w("notice.owner"),
                                             w("notice.evidence")], body, (28, 21, 24, 24, 21, 42), (2, 3))


def _due(w: Words, goal: dict) -> str:
    """A deadline, short where it is the end of a year."""
    due = goal["due_on"]
    if due is None:
        return w("goals.undated")
    return w("notice.year_end", year=due.year) if (due.month, due.day) == (12, 31) else w.date(due)


def _goals(writing: _Writing) -> None:
    """Goal by goal: the headline goals in sentences, the others in a table, those behind in sentences too."""
    paper, answers, _, w, sources = writing
    rest = [goal for goal in wording.records(answers["goal_question"]) if not goal["headline"]]
    paper.heading(w("notice.goals"))
    paper.heading(w("goals.headline"), 2)
    for goal in wording.records(answers["headline_goal"]):
        _reason(writing, goal)
    paper.heading(w("notice.others"), 2)
    body = []
    for goal in rest:
        value, _, qualifier = lights.shown_figure(goal)
        figure = wording.figure(w, value, w.pick(goal, "unit"), qualifier)
        shown = (w("notice.figure", figure=figure, day=lights.shown_day(goal, w.lang)), *sources.figure(goal))
        body.append([goal["measure_id"], w.pick(goal, "name"), _due(w, goal), wording.target(w, goal),
                     figure if value is None else shown, w(f"light.{goal['light']}")])
    paper.table(w("notice.goal_table"), [w("table.clause"), w("returns.goal"), w("goals.due"), (w("goals.target"), *sources.plan()), w("goals.actual"),
                                         w("goals.light")], body, (13, 37, 21, 24, 41, 20), (3, 4))
    behind = [goal for goal in rest if goal["light"] in BEHIND]
    if behind:
        paper.heading(w("notice.behind"), 2)
        for goal in behind:
            _reason(writing, goal)


def _actions(writing: _Writing) -> None:
    paper, answers, _, w, _ = writing
    counts = answers["lights_by_action"]
    shown = [light for light in lights.LIGHTS if light in set(counts.light)]
    body = []
    for (action, _), rows in counts.groupby(["action_id", "name_zh"]):
        by_light = dict(zip(rows.light, rows.goals, strict=True))
        name = w("goals.action", id=action, name=w.pick(rows.iloc[0], "name"))
        body.append([name, *(str(by_light.get(light, 0)) for light in shown), str(rows.goals.sum())])
    paper.heading(w("notice.actions"))
    paper.text(w("notice.actions_text"))
    paper.table(w("notice.action_table"), [w("overview.action"), *(w(f"light.{light}") for light in shown), w("notice.total")], body,
                (60, *(14 for _ in shown), 14), tuple(range(1, len(shown) + 2)))


def _reporters(writing: _Writing) -> None:
    """Departments and cities: what each owes and how many of its goals are behind."""
    paper, answers, _, w, _ = writing
    standing = wording.records(answers["reporter_standing"])
    paper.heading(w("notice.reporters"))
    paper.text(task_cards.overdue_sentence(answers["duty"], w.lang))
    if standing:
        body = [[w.pick(row, "reporter"), *(str(row[count]) for count in ("asked", "missing", "late")),
                 w("figure.dash") if row["late_days"] is None else f"{row['late_days']:.0f}", str(row["behind"])] for row in standing]
        paper.table(w("notice.reporter_table"), [w("notice.reporter"), w("notice.asked"), w("notice.missing"), w("notice.late"),
                                                 w("notice.late_days"), w("notice.behind_count")], body, (46, 20, 20, 20, 25, 25), (1, 2, 3, 4, 5))


def _cities(writing: _Writing) -> None:
    """The cities: what is documented in each; the breakdown of tasks, how the units stand by light, then those that are behind."""
    paper, answers, facts, w, sources = writing
    allocations, standing = answers["allocation_status"], answers["city_standing"]
    paper.heading(w("notice.cities"))
    counts = ("clusters", "leaders", "documented", "counties", "without_cluster")
    body = [[w.pick(row, "name"), *(str(row[count]) for count in counts)] for row in wording.records(standing)
            if facts.city in (None, row["city_id"])]
    paper.table(w("notice.city_table"), [w("filter.city"), w("city.clusters_column"), w("city.leaders_column"), w("city.documented_column"),
                                         w("city.counties_column"), w("city.empty_column")], body, (36, 24, 24, 24, 24, 24), (1, 2, 3, 4, 5))
    paper.small(w("city.documented"))
    if allocations.empty:
        paper.text(w("notice.no_allocation" if facts.city else "notice.no_allocations"))
        return
    paper.text(task_cards.behind_sentence(allocations, w.lang))
    shown = [light for light in lights.LIGHTS if light in set(allocations.light)]
    body = []
    for _, rows in allocations.groupby(["scope_kind", "scope_id"], observed=True):
        counts = rows.light.value_counts()
        body.append([w.pick(rows.iloc[0], "scope"), *(str(counts.get(light, 0)) for light in shown), str(len(rows))])
    paper.table(w("notice.allocation_table"), [w("allocation.scope"), *(w(f"light.{light}") for light in shown), w("notice.total")], body,
                (40, *(16 for _ in shown), 16), tuple(range(1, len(shown) + 2)))
    behind, aims = [], _once(*map(sources.aim, wording.records(allocations[allocations.light.isin(BEHIND)])))
    for row in wording.records(allocations[allocations.light.isin(BEHIND)]):
        value, _, qualifier = lights.shown_figure(row)
        figure = w("notice.figure", figure=wording.figure(w, value, w.pick(row, "unit"), qualifier), day=lights.shown_day(row, w.lang))
        behind.append([w.pick(row, "scope"), w.pick(row, "name"), _due(w, row), wording.target(w, row),
                       goal_cards.expected(w, row), (figure, *sources.figure(row)), w(f"light.{row['light']}")])
    if behind:
        paper.table(w("notice.behind_table"), [w("allocation.scope"), w("returns.goal"), w("goals.due"), (w("goals.target"), *aims), w("goals.expected"),
                                               w("goals.actual"), w("goals.light")], behind, (21, 28, 21, 24, 22, 31, 19), (3, 4, 5))


def _problems(writing: _Writing) -> None:
    paper, answers, _, w, sources = writing
    notes = task_cards.open_notes(answers["note_latest"])
    paper.heading(w("notice.problems"))
    if not notes:
        paper.text(w("notice.no_problems"))
    for note in notes:
        parts = [w(f"notice.{part}", text=note[part].rstrip("。.")) for part in ("problem", "next_step") if note[part]]
        due = w("notice.step_due", day=w.date(note["due_on"])) if note["due_on"] is not None else ""
        paper.text(w("notice.note", goal=w.pick(note, "name"), day=w.date(note["period_end"]), author=note["author"],
                     text=wording.sentences(w, *parts, due)), sources.row(note))


def _deadlines(writing: _Writing) -> None:
    """The next dates: targets and years that end, and figures that are due."""
    paper, answers, facts, w, _ = writing
    (plan,) = wording.records(answers["plan"])
    paper.heading(w("notice.deadlines"))
    if facts.as_of > plan["ends_on"].date():
        paper.text(w("due.ended", day=w.date(plan["ends_on"])))
    dates = {}
    for goal in wording.records(answers["goal_question"]):
        if goal["days_left"] is not None:
            aim = w("notice.aim", goal=w.pick(goal, "name"), target=wording.target(w, goal))
            dates.setdefault((goal["due_on"], "target" if goal["year"] is None else "quota"), []).append(aim)
    for row in wording.records(answers["missing_figure"]):
        if row["late_days"] is None:
            dates.setdefault((row["asked_on"], "report"), []).append(w("notice.aim", goal=w.pick(row, "name"), target=w.pick(row, "reporter")))
    for (day, kind), items in sorted(dates.items())[:DATES]:
        paper.text(w("notice.deadline", day=w.date(day), what=w(f"due.{kind}", n=len(items)), items=w("list.join").join(items)))
    if not dates and facts.as_of <= plan["ends_on"].date():
        paper.text(w("due.nothing"))


def _requests(writing: _Writing) -> None:
    """Who is to report what, and by when."""
    paper, answers, _, w, _ = writing
    owed = wording.records(answers["missing_figure"])
    paper.heading(w("notice.requests"))
    paper.text(w("notice.requests_owed" if owed else "due.none_asked" if answers["duty"].empty else "notice.requests_none"))
    if answers["reporter_standing"].behind.sum():
        paper.text(w("notice.requests_behind"))
    if owed:
        body = [[w.pick(row, "reporter"), w("notice.owed_years", goal=w.pick(row, "name"), years=row["years"].replace(", ", w("list.join")))
                 if row["years"] else w.pick(row, "name"), str(row["figures"]), w.date(row["asked_on"]),
                 w("notice.overdue", n=int(row["late_days"])) if row["late_days"] is not None else w("notice.not_overdue")] for row in owed]
        paper.table(w("notice.owed_table"), [w("notice.reporter"), w("notice.owed_figure"), w("notice.figures"), w("notice.by"),
                                             w("notice.state")], body, (30, 60, 14, 27, 25), (2,))
        paper.small(w("due.how"))


def _source_list(writing: _Writing) -> None:
    paper, _, facts, w, sources = writing
    paper.plain_heading(w("notice.sources"))
    for number, row in enumerate(list(sources.used.values()), 1):
        linked = row["url"] and row["url"].startswith("http") and row["source_kind"] not in wording.UNLINKED
        paper.source(number, w("notice.source", title=row["source_title"], publication=wording.cited(w, row))
                     + (f" {row['url']}" if linked else ""))
    paper.small(w("notice.made", issued=w.time(facts.knows_until), fingerprint=facts.fingerprint, code=facts.printed_code(w)))
