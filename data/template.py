"""The workbook of a department or city: which rows stand ready in it. `data.workbook` says how it looks."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from data import hebei_today, reported, warehouse, workbook
from data.checks import FIXED_SCOPES
from data.reported import Known, Reporter
from data.words import LANGUAGES, words

CLUSTER_SERIES = ("cluster_revenue", "cluster_enterprises", "cluster_employment_persons")  # what a city reports of its clusters


class UnknownReporter(Exception):
    """Neither a department nor a city of the plan. The argument is the id."""


def template(reporter: tuple[str, str] | None, lang: str, *, period: date | None = None, today: date | None = None) -> bytes:
    """The workbook (.xlsx) of a reporter (kind and id; None: of the whole plan, with the reporter left open) for the period that ends
    on `period`: the last quarter unless told otherwise, of the plan at the latest.

    A row stands ready for every figure of the reporter's goals, at the period and at each earlier deadline or year end that has
    none; beside it the last figure known. A city finds its clusters as well. Raises UnknownReporter.
    """
    today, state = today or hebei_today(), warehouse.latest()
    known = reported.known(state, Reporter(*reporter) if reporter else None, today)
    if reporter and not known.has(known.reporter):
        raise UnknownReporter(reporter[1])
    ready = _Ready(known, state, lang, period or _last_quarter(state, today))
    about = {"reporter": ready.name(known.reporter) if reporter else "", "period": _period("stock", "", ready.period, lang)}
    return workbook.template(about, {"figure": ready.figures()}, ready.options(), lang)


def _last_quarter(state: str, today: date) -> date:
    with warehouse.cursor(state) as db:
        (ends_on,) = db.execute("SELECT ends_on FROM plan WHERE plan_id IN (SELECT plan_id FROM indicator)").fetchone()
    quarter = (today.month - 1) // 3
    year, month = (today.year, 3 * quarter) if quarter else (today.year - 1, 12)
    return min(date(year, month, monthrange(year, month)[1]), ends_on)


@dataclass(frozen=True)
class _Ready:
    """What stands ready for a reporter in a language."""

    known: Known
    state: str
    lang: str
    period: date

    def name(self, place: tuple[str, str]) -> str:
        """A place as the drop-downs offer it: with its code where it has one that people know."""
        zh, en = self.known.called[place]
        name = zh if self.lang == LANGUAGES[0] else en
        return f"{place[1]} {name}" if place[0] in ("city", "county") else name

    def goals(self) -> list[dict]:
        """The goals that the reporter may report on."""
        reporter = self.known.reporter
        return [goal for goal in self.known.goals.values() if goal["plan_id"]
                and (reporter is None or reporter.kind == "city" or reporter.id in goal["department_ids"])]

    def within(self, kind: str) -> list[tuple[str, str]]:
        """The places of a kind that the reporter may report on: all, or those of the city."""
        reporter = self.known.reporter
        return [place for place, city in self.known.city_of.items()
                if place[0] == kind and (reporter is None or reporter.kind != "city" or city == reporter.id)]

    def figures(self) -> list[dict[str, str | None]]:
        """The figures that are asked for, each with the last one known."""
        w, reporter = words(self.lang), self.known.reporter
        if reporter and reporter.kind == "city":
            year_end = self.period if self.period.month == 12 else date(self.period.year - 1, 12, 31)
            asked = [(goal["indicator_id"], reporter, self.period) for goal in self.goals()]
            asked += [(series, cluster, year_end) for cluster in self.within("cluster") for series in CLUSTER_SERIES]
        else:
            due = self._due()
            asked = [(goal["indicator_id"], (goal["scope_kind"], goal["scope_id"]), day) for goal in self.goals()
                     for day in sorted({self.period, *due.get(goal["indicator_id"], ())})]
        with warehouse.cursor(self.state) as db:
            last = {(indicator, (kind, place)): figure for indicator, kind, place, *figure in db.execute("""
                SELECT indicator_id, scope_kind::VARCHAR, scope_id, value, qualifier::VARCHAR, period_start, period_end FROM observation_known(NULL)
                WHERE period_end <= $today
                QUALIFY row_number() OVER (PARTITION BY indicator_id, scope_kind, scope_id
                                           ORDER BY period_end DESC, preferred DESC, recorded_at DESC) = 1""",
                {"today": self.known.today}).fetchall()}
        rows = []
        for indicator, place, day in asked:
            goal, found = self.known.goals[indicator], last.get((indicator, tuple(place)))
            rows.append({"indicator": w.pick(goal, "name"), "unit": w.pick(goal, "unit"), "scope": self.name(tuple(place)),
                         "period": _period(goal["kind"], goal["unit_zh"], day, self.lang),
                         "last": self._told(*found) if found else None})
        return rows

    def _told(self, value: float, qualifier: str, start: date | None, end: date) -> str:
        """A figure as surely as it is known, with its day or the days that it covers."""
        w = words(self.lang)
        return f"{w.qualified(w.number(value), qualifier)} ({'–'.join(w.date(day) for day in (start, end) if day)})"

    def _due(self) -> dict[str, list[date]]:
        """The deadlines and year ends up to the period whose own figure is missing, by goal."""
        with warehouse.cursor(self.state) as db:
            return dict(db.execute("""
                SELECT indicator_id, list(s.due_on) FROM goal_status($period, NULL, 'schedule') s
                JOIN goal_scope g USING (indicator_id, scope_kind, scope_id)
                WHERE s.due_on <= $period AND s.light = 'grey' AND make_date(coalesce(s.year, 9999), 1, 1) >= g.starts_on
                GROUP BY ALL""", {"period": self.period}).fetchall())

    def options(self) -> dict[str, list[str]]:
        """What the drop-downs offer, by column."""
        w = words(self.lang)
        whole = [(kind, id) for kind, id in FIXED_SCOPES.items() if kind != "country"]
        wide = self.known.reporter is None or self.known.reporter.kind == "department"
        scopes = (whole if wide else []) + self.within("city") + self.within("county")
        return {
            "indicator": [w.pick(self.known.goals[id], "name") for id in (*(g["indicator_id"] for g in self.goals()), *CLUSTER_SERIES)],
            "scope": list(dict.fromkeys(map(self.name, scopes))),
            "qualifier": [w(f"qualifier.{kind}") for kind in reported.QUALIFIERS],
            "kind": [w(f"chart.milestone.{kind}") for kind in reported.MILESTONES],
            "county": [self.name(place) for place in self.within("county")],
            "cluster": [self.name(place) for place in self.within("cluster")],
        }


def _period(kind: str, unit: str, day: date, lang: str) -> str:
    """A period that ends on a day, as `reported.span` reads it: a year, from January to a month, or a month."""
    if kind not in ("quota", "frequency") and unit != reported.MONEY:
        return f"{day.year}年{day.month}月" if lang == "zh" else f"{day:%Y-%m}"
    if day.month == 12:
        return f"{day.year}年" if lang == "zh" else f"{day.year}"
    return f"{day.year}年1—{day.month}月" if lang == "zh" else f"Jan–{reported.MONTHS[day.month - 1].title()} {day.year}"
