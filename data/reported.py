"""What a reported row must be: one pydantic model per sheet of the workbook. Names become ids, words become periods and
numbers; every rule that a row breaks is told, by the key of the words `fault.*`.
"""

import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, NamedTuple

import stdnum.cn.uscc
from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from data import warehouse
from data.checks import FIXED_SCOPES
from data.words import Text, both
from data.workbook import REQUIRED

WITHIN = {  # where a goal may be counted besides its own scope, by that scope: counts within clusters never feed a province
    "province": ("city", "county", "department"),
    "leaders": ("city", "county", "department", "cluster", "enterprise"),
    "all_clusters": ("city", "county", "department", "cluster", "key_clusters"),
}
MEASURED = ("亿元", "万人", "%", "分", "件/万人", "% （占地区生产总值）")  # units that have decimals
MONEY = "亿元"
YEARS = range(1990, 2100)
LARGEST = 1e12  # no figure of a province is larger in its unit
TOLD = 100  # characters of a cell that a fault repeats
SUGGESTIONS = 50  # in one check: each compares a name with all that are known
QUALIFIERS = ("exact", "at_least", "about")
MILESTONES = ("leader", "leader_adjusted", "pool", "share_reform", "tutoring", "listed", "little_giant", "srdi", "single_champion",
              "single_champion_product", "hightech", "green_factory", "innovation_platform", "standard")
PROVINCE = ("河北省", "河北", "Hebei Province", "Hebei")  # what people call the whole province
NOTE = ("status_note", "problem", "next_step")  # one of them at least makes a note
REPEATED = ("single_champion_product", "innovation_platform", "standard")  # several in a year, told by their detail


class Reporter(NamedTuple):
    """Who reports: a department or a city."""

    kind: str
    id: str


class Span(NamedTuple):
    """A period as it was written: its first day where the words give one, its last, and how finely it is stated."""

    start: date | None
    end: date
    precision: str
    text: str


class Number(NamedTuple):
    """A number, whether it was written with a percent sign, and how it was written."""

    value: float
    percent: bool
    text: str


# What is known ---------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Known:
    """What rows are checked against: the ids and names of one state of the data, the reporter and the day; places are told by
    kind and id, `called` gives their names in both languages, `city_of` the city they lie in."""

    today: date
    reporter: Reporter | None
    names: dict[str, dict[str, set]] = field(repr=False)
    goals: dict[str, dict] = field(repr=False)
    city_of: dict[tuple[str, str], str] = field(repr=False)
    called: dict[tuple[str, str], tuple[str, str]] = field(repr=False)
    suggested: dict[tuple[str, str], list[tuple[str, ...]]] = field(default_factory=dict, repr=False)

    def has(self, place: tuple[str, str]) -> bool:
        """Whether there is such a place, department or enterprise."""
        return place in self.called

    def find(self, kind: str, text: str):
        """The id that a text names. Raises PydanticCustomError where none or several do."""
        found = self.names[kind].get(plain(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise wrong("ambiguous", text, listed(sorted(self.told(kind, each) for each in found)))
        if kind == "county" and plain(text) in self.names["city"] and not self._alike(kind, text):
            raise wrong("city_for_county", text)
        if (kind, text) not in self.suggested and len(self.suggested) < SUGGESTIONS:
            near = self._alike(kind, text) + get_close_matches(plain(text)[:60], self.names[kind], 3, cutoff=0.5)
            self.suggested[kind, text] = list(dict.fromkeys(
                self.told(kind, id) if len(self.names[kind][key]) > 1 else self.name(kind, id) for key in near for id in self.names[kind][key]))[:3]
        near = self.suggested.get((kind, text), [])
        raise wrong(("unknown_name", "name_like", "names_like")[min(len(near), 2)], text, listed(near))

    def _alike(self, kind: str, text: str) -> list[str]:
        """The names that differ only in what kind of place they are: counties become cities and districts."""
        return [key for key in self.names[kind] if _stem(key) == _stem(plain(text))]

    def told(self, kind: str, id) -> tuple[str, ...]:
        """An id with its name, of a place with its city before it, in both languages."""
        place = id if kind == "scope" else (kind, id)
        (zh, en), (city_zh, city_en) = self.name(kind, id), self.called.get(("city", self.city_of.get(place)), ("", ""))
        return (f"{place[1]}（{zh if city_zh in zh else city_zh + zh}）",
                f"{place[1]} ({en if city_en in en else f'{en}, {city_en}'})")

    def name(self, kind: str, id) -> tuple[str, ...]:
        """What a kind of column holds, by its name in both languages."""
        return self.called[id if kind == "scope" else (kind, id)]


def said(key: str) -> tuple[str, ...]:
    """The words for a key in every language."""
    return both(lambda w: w(key))


def dated(day: date) -> tuple[str, ...]:
    """A day as each language writes it."""
    return both(lambda w: w.date(day))


def listed(texts: list[Text]) -> tuple[str, ...]:
    """Texts in every language, one after the other."""
    return both(lambda w: w("list.join").join(map(w.of, texts)))


def wrong(rule: str, found: str, allowed: Text = "") -> PydanticCustomError:
    """The error of a cell that breaks a rule: what stands there, what may."""
    return PydanticCustomError(rule, "{found}", {"found": found if len(found) <= TOLD else f"{found[:TOLD]}…", "allowed": allowed})


@lru_cache(maxsize=2000)
def plain(text: str) -> str:
    """A text in the form in which names are compared: half-width, lower case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=5000)
def _stem(place: str) -> str:
    return re.sub("(自治县|[县市区])$", "", place)


def known(state: str, reporter: Reporter | None, today: date) -> Known:
    """What a state of the data knows, for a reporter on a day."""
    return Known(today, reporter, *_catalogue(state))


@lru_cache(maxsize=2)
def _catalogue(state: str) -> tuple[dict, dict, dict, dict]:
    names: dict[str, dict[str, set]] = defaultdict(lambda: defaultdict(set))
    city_of, called = {}, {}

    def name(kind: str, id, *texts: str | None) -> None:
        for text in filter(None, texts):
            names[kind][plain(text)].add(id)

    with warehouse.cursor(state) as db:
        found = db.execute("""
            SELECT i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.kind::VARCHAR AS kind, i.plan_id,
                   g.scope_kind::VARCHAR AS scope_kind, g.scope_id, g.starts_on, g.ends_on,
                   o.department_id AS owner_id, d.department_ids, d.departments_zh, d.departments_en
            FROM indicator i LEFT JOIN goal_scope g USING (indicator_id) LEFT JOIN figure_owner o USING (indicator_id)
            LEFT JOIN (SELECT indicator_id, list(department_id) AS department_ids, string_agg(short_zh, '、') AS departments_zh,
                              string_agg(short_en, ', ') AS departments_en
                       FROM goal_department JOIN department USING (department_id) GROUP BY ALL) d USING (indicator_id)
            ORDER BY i.headline DESC, i.measure_id NULLS FIRST, i.indicator_id""")
        columns = [column[0] for column in found.description]
        goals = {row[0]: dict(zip(columns, row, strict=True)) for row in found.fetchall()}
        places = db.execute("""
            SELECT 'city' AS kind, city_id AS id, name_zh, name_en, NULL AS other, city_id FROM city UNION ALL
            SELECT 'county', adcode, name_zh, name_en, NULL, city_id FROM county UNION ALL
            SELECT 'cluster', cluster_id, c.name_zh, c.name_en, a.alias_zh, n.city_id FROM county_cluster_known(NULL) c
                JOIN county n ON n.adcode = c.county_adcode LEFT JOIN cluster_alias a USING (cluster_id) UNION ALL
            SELECT 'department', department_id, name_zh, name_en, unnest([short_zh, short_en]), NULL FROM department UNION ALL
            SELECT 'enterprise', enterprise_id, e.name_zh, e.name_en, unnest([credit_code, former_name_zh]), n.city_id
                FROM enterprise_known(NULL) e LEFT JOIN county n ON n.adcode = e.county_adcode""").fetchall()
    for goal in goals.values():
        name("indicator", goal["indicator_id"], goal["indicator_id"], goal["name_zh"], goal["name_en"])
        called["indicator", goal["indicator_id"]] = goal["name_zh"], goal["name_en"]
    for ids in names["indicator"].values():  # of two series of one name, the goal of the plan
        if len(ids) > 1 and any(goals[id]["plan_id"] for id in ids):
            ids.intersection_update({id for id in ids if goals[id]["plan_id"]})
    for kind, id, zh, en, other, city in places:
        texts = (id, zh, en, other, f"{id} {zh}", f"{id} {en}")
        name(kind, id, *texts, re.sub("(市|新区)$", "", zh) if kind == "city" else None)
        both_at_once = kind == "county" and ("city", id) in city_of  # Dingzhou and Xinji: the reporting unit is meant
        name("scope", ("city" if both_at_once else kind, id), *texts)
        city_of[kind, id], called[kind, id] = city, (zh, en)
    for kind, id in FIXED_SCOPES.items():
        called[kind, id] = said(f"scope.{kind}")
        name("scope", (kind, id), id, kind, *called[kind, id], *(PROVINCE if kind == "province" else ()))
    for column, kinds, key in (("qualifier", QUALIFIERS, "qualifier"), ("kind", MILESTONES, "chart.milestone")):
        for kind in kinds:
            called[column, kind] = said(f"{key}.{kind}")
            name(column, kind, kind, *called[column, kind])
    return names, goals, city_of, called


# Values ----------------------------------------------------------------------------------------------------------------

def named(kind: str) -> BeforeValidator:
    """A validator that turns a name, in either language, or an id into the id."""
    return BeforeValidator(lambda text, info: info.context.find(kind, text))


HALVES = {"上半年": (1, 6), "h1": (1, 6), "下半年": (7, 12), "h2": (7, 12)}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SINCE_JANUARY = r"(\d{4})年1月?[-—–~至到]+(\d{1,2})月|jan[-—–~]([a-z]{3})[a-z]*(\d{4})"


def span(text: str) -> Span:
    """The period that a text states: 2025-12-31, 2025年12月, 2025年1—9月, 2025年上半年, 2025年三季度, 2025年 and the like, in
    full-width or half-width digits. Raises PydanticCustomError for anything else."""
    short = re.sub(r"^截[至止]|[底末止]$", "", plain(text))
    if re.fullmatch(r"[3-5]\d{4}", short):  # what a cell of days holds when it is shown as a number
        day = date(1899, 12, 30) + timedelta(int(short))
        raise wrong("period_serial", text, str(day))
    if re.fullmatch(r"\d{4}\.1", short):  # a cell that holds a number has lost the last digit of October
        raise wrong("period", text)
    if found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})", short):
        year, month, day = (int(part) for part in found.groups() if part)
        precision = "day"
    elif found := re.fullmatch(r"(\d{4})年(\d{1,2})月|(\d{4})[-/.](\d{1,2})", short):
        (year, month), day, precision = (int(part) for part in found.groups() if part), 0, "month"
    elif (found := re.fullmatch(SINCE_JANUARY, short)) and (found[2] or found[3] in MONTHS):
        year, day, precision = int(found[1] or found[4]), 0, "month"
        month = int(found[2]) if found[2] else MONTHS.index(found[3]) + 1
    elif found := re.fullmatch(r"(\d{4})[-年]?前三季度", short):
        year, month, day, precision = int(found[1]), 9, 0, "quarter"
    elif found := re.fullmatch(r"(\d{4})[-年]?(上半年|下半年|h1|h2)", short):
        year, month, day, precision = int(found[1]), HALVES[found[2]][1], 0, "half"
    elif found := re.fullmatch(r"(\d{4})[-年]?(?:第?([一二三四1-4])季度|q([1-4]))", short):
        quarter = found[2] or found[3]
        year, month, day, precision = int(found[1]), 3 * int(QUARTERS.get(quarter, quarter)), 0, "quarter"
    elif found := re.fullmatch(r"(\d{4})(年|全年|年全年)?", short):
        year, month, day, precision = int(found[1]), 12, 0, "year"
    else:
        raise wrong("period", text)
    if year not in YEARS or not 1 <= month <= 12:
        raise wrong("period", text)
    if not 0 <= day <= monthrange(year, month)[1]:
        raise wrong("no_such_day", text, str(monthrange(year, month)[1]))
    since_january = precision == "year" or "前三季度" in short or bool(re.fullmatch(SINCE_JANUARY, short))
    first = {"half": month - 5, "quarter": month - 2}.get(precision)
    start = date(year, 1, 1) if since_january else date(year, first, 1) if first else None
    return Span(start, date(year, month, day or monthrange(year, month)[1]), precision, text.strip())


def _past(text: str, info: ValidationInfo) -> Span:
    period, today = span(text), info.context.today
    if period.end > today:
        raise wrong("future", text, dated(today))
    return period


NUMBER = r"[-+]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)%?"  # commas stand between thousands and nowhere else
QUALIFIED = {"about": rf"(?:约|大约|about)({NUMBER})|({NUMBER})左右",
             "at_least": rf"(?:不少于|不低于|至少|超过|atleast)({NUMBER})|({NUMBER})以上"}


def _number(text: str, info: ValidationInfo) -> Number:
    short = plain(text)
    if not re.fullmatch(NUMBER, short):
        for qualifier, pattern in QUALIFIED.items() if info.field_name == "value" else ():
            if found := re.fullmatch(pattern, short):
                raise wrong(f"value_{qualifier}", text, found[1] or found[2])
        raise wrong("comma" if re.fullmatch(r"[-+]?[\d,.]+%?", short) and "," in short else "value", text)
    number = Number(float(short.rstrip("%").replace(",", "")), short.endswith("%"), text.strip())
    if abs(number.value) > LARGEST:
        raise wrong("too_large", text, both(lambda w: w.number(LARGEST)))
    return number


def _credit_code(text: str) -> str:
    code = stdnum.cn.uscc.compact(unicodedata.normalize("NFKC", text)).upper()
    if not stdnum.cn.uscc.is_valid(code):
        raise wrong("credit_code", text)
    return code


def _stock_code(text: str) -> str:
    codes = re.split(r"[、,;/]+", plain(text))
    if not all(re.fullmatch(r"\d{5,6}", code) for code in codes):
        raise wrong("stock_code", text)
    return "、".join(codes)


Indicator = Annotated[str, named("indicator")]
Scope = Annotated[tuple[str, str], named("scope")]
Day = Annotated[Span, PlainValidator(span)]
Past = Annotated[Span, PlainValidator(_past)]
Amount = Annotated[Number, PlainValidator(_number)]


# Rows ------------------------------------------------------------------------------------------------------------------

class Broken(NamedTuple):
    """A rule that a row breaks: the column, the rule, what stands there, what may."""

    column: str
    rule: str
    found: Text = ""
    allowed: Text = ""


class Row(BaseModel):
    """A row of a sheet; the fields are its columns, each checked by itself. What is wrong is as if it were left empty."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_max_length=500)

    def disagreements(self, known: Known) -> Iterator[Broken]:
        """The rules that cells break together, each as soon as the cells that it speaks of are right."""
        raise NotImplementedError


def read(sheet: str, cells: dict[str, str], known: Known, *, unread: set[str], columns: Collection[str]) -> tuple[Row, list[Broken]]:
    """The row that the filled cells of a line say, and every rule that they break. `unread` has the columns of which nothing can be
    said, `columns` those that the sheet has."""
    broken = [Broken(column, "required") for column in REQUIRED[sheet] if column not in cells.keys() | unread]
    if sheet == "goal_note" and not (cells.keys() | unread) & set(NOTE):
        broken.append(Broken(next((column for column in NOTE if column in columns), NOTE[0]), "note_empty"))
    try:
        row = MODELS[sheet].model_validate(cells, context=known)
    except ValidationError as refused:
        wrong_cells = {}
        for error in refused.errors(include_url=False):
            context = error.get("ctx", {})
            wrong_cells[error["loc"][0]] = Broken(error["loc"][0], error["type"], context.get("found", ""), context.get("allowed", ""))
        row = MODELS[sheet].model_validate({column: text for column, text in cells.items() if column not in wrong_cells}, context=known)
        broken += wrong_cells.values()
    return row, broken + list(row.disagreements(known))


def _foreign(goal: dict, scope: tuple[str, str] | None, known: Known) -> Iterator[Broken]:
    """A goal that is not the reporting department's; what was allocated to it is, of whichever goal."""
    department = known.reporter.id if known.reporter and known.reporter.kind == "department" else None
    if department and goal["plan_id"] and department not in goal["department_ids"] and scope != ("department", department):
        yield Broken("indicator", "foreign_indicator", _of(goal, "name"), _of(goal, "departments"))


def _elsewhere(column: str, place: tuple[str, str], known: Known) -> Iterator[Broken]:
    """A place outside the city that reports."""
    if known.reporter and known.reporter.kind == "city" and known.city_of.get(place) != known.reporter.id:
        yield Broken(column, "foreign_scope", known.name("scope", place), known.name("city", known.reporter.id))


def _unfit(goal: dict, scope: tuple[str, str], known: Known) -> Iterator[Broken]:
    """A place in which a goal is not counted."""
    if goal["plan_id"] and scope[0] not in (*WITHIN[goal["scope_kind"]], goal["scope_kind"]):
        yield Broken("scope", f"wrong_scope_{goal['scope_kind']}", known.name("scope", scope))


def _other_unit(goal: dict, unit: str | None) -> Iterator[Broken]:
    if unit is not None and plain(unit) not in (plain(goal["unit_zh"]), plain(goal["unit_en"])):
        yield Broken("unit", "unit", unit, _of(goal, "unit"))


def _mismeasured(column: str, number: Number, goal: dict) -> Iterator[Broken]:
    """What a number cannot be in the unit of a goal."""
    share, value = goal["unit_zh"].startswith("%"), number.value
    if number.percent and not share:
        yield Broken(column, "percent", number.text, _of(goal, "unit"))
    if share and not number.percent and 0 < value < 1:
        yield Broken(column, "percent_as_fraction", number.text, both(lambda w: w.number(100 * value, 6)))
    if share and goal["plan_id"] and value > 100:
        yield Broken(column, "over_100", number.text)
    if goal["kind"] != "ratio" and value < 0:
        yield Broken(column, "negative", number.text)
    if goal["unit_zh"] not in MEASURED and not value.is_integer():
        yield Broken(column, "not_whole", number.text, _of(goal, "unit"))


def _of(goal: dict, field: str) -> tuple[str, ...]:
    """A field of a goal in both languages."""
    return both(lambda w: w.pick(goal, field) or "")


class Figure(Row):
    """A figure (指标数据)."""

    indicator: Indicator | None = None
    unit: str | None = None
    scope: Scope | None = None
    period: Past | None = None
    value: Amount | None = None
    qualifier: Annotated[str, named("qualifier")] = "exact"
    basis: str | None = None
    note: str | None = None

    def disagreements(self, known: Known) -> Iterator[Broken]:
        goal = known.goals.get(self.indicator)
        if self.scope:
            yield from _elsewhere("scope", self.scope, known)
        if goal and self.scope:
            yield from _foreign(goal, self.scope, known)
            yield from _unfit(goal, self.scope, known)
        if goal:
            yield from _other_unit(goal, self.unit)
        if goal and self.value:
            yield from _mismeasured("value", self.value, goal)
        if goal and self.period:
            start, year = self.period.start, self.period.end.year
            if goal["kind"] in ("quota", "frequency") and start not in (None, date(year, 1, 1)):
                yield Broken("period", "quota_period", self.period.text, str(year))
            if goal["unit_zh"] == MONEY and start is None:
                yield Broken("period", "money_period", self.period.text, str(year))

    def starts_on(self, goal: dict) -> date | None:
        """The first day that the figure counts from: none for a state at a day; quotas count from 1 January."""
        if goal["kind"] in ("quota", "frequency"):
            return date(self.period.end.year, 1, 1)
        return self.period.start if goal["unit_zh"] == MONEY else None


class Allocation(Row):
    """A share of a goal that a city, county, cluster or department is to bring (任务分解)."""

    indicator: Indicator | None = None
    unit: str | None = None
    scope: Scope | None = None
    due_on: Day | None = None
    lower: Amount | None = None
    upper: Amount | None = None

    def disagreements(self, known: Known) -> Iterator[Broken]:
        goal = known.goals.get(self.indicator)
        if self.scope:
            elsewhere = list(_elsewhere("scope", self.scope, known))
            yield from elsewhere
            unfit = goal and goal["plan_id"] and self.scope[0] not in WITHIN[goal["scope_kind"]]
            if known.reporter == self.scope:
                yield Broken("scope", "own_allocation", known.name("scope", self.scope))
            elif not elsewhere and (unfit or self.scope[0] in FIXED_SCOPES):
                yield Broken("scope", "wrong_scope_allocation", known.name("scope", self.scope))
        if goal and not goal["plan_id"]:
            yield Broken("indicator", "no_goal", _of(goal, "name"))
        if goal and self.scope:
            yield from _foreign(goal, self.scope, known)
        if goal and goal["plan_id"] and self.due_on:
            day = self.due_on.end
            if not goal["starts_on"] < day <= goal["ends_on"]:
                yield Broken("due_on", "due_outside", self.due_on.text, dated(goal["ends_on"]))
            if goal["kind"] in ("quota", "frequency") and (day.month, day.day) != (12, 31):
                yield Broken("due_on", "quota_due", self.due_on.text, str(day.year))
        if goal:
            yield from _other_unit(goal, self.unit)
        for column, number in (("lower", self.lower), ("upper", self.upper)):
            if number and goal:
                yield from _mismeasured(column, number, goal)
            if number and number.value <= 0:
                yield Broken(column, "not_positive", number.text)
        if self.lower and self.upper and self.upper.value < self.lower.value:
            yield Broken("upper", "upper_below_lower", self.upper.text, self.lower.text)


class GoalNote(Row):
    """How a goal stands in words (进展说明): status, problem, next step."""

    indicator: Indicator | None = None
    period: Past | None = None
    status_note: str | None = None
    problem: str | None = None
    next_step: str | None = None
    due_on: Day | None = None

    def disagreements(self, known: Known) -> Iterator[Broken]:
        if self.indicator:
            yield from _foreign(known.goals[self.indicator], None, known)


class Enterprise(Row):
    """An enterprise (企业名单)."""

    name_zh: str | None = None
    former_name_zh: str | None = None
    credit_code: Annotated[str, PlainValidator(_credit_code)] | None = None
    county: Annotated[str, named("county")] | None = None
    cluster: Annotated[str, named("cluster")] | None = None
    product_zh: str | None = None
    board: str | None = None
    stock_code: Annotated[str, PlainValidator(_stock_code)] | None = None
    name_en: str | None = None

    def disagreements(self, known: Known) -> Iterator[Broken]:
        for column in ("county", "cluster"):
            if place := getattr(self, column):
                yield from _elsewhere(column, (column, place), known)


class Milestone(Row):
    """What an enterprise reached (企业事项): a batch of leaders, the pool, a share reform, a listing …"""

    enterprise: str | None = None
    kind: Annotated[str, named("kind")] | None = None
    reached_on: Past | None = None
    ended_on: Past | None = None
    detail_zh: str | None = None

    @property
    def which(self) -> str | None:
        """What tells it from others of its kind and year, where there may be several."""
        return self.detail_zh if self.kind in REPEATED else None

    def disagreements(self, known: Known) -> Iterator[Broken]:
        if self.ended_on and self.reached_on and self.ended_on.end < self.reached_on.end:
            yield Broken("ended_on", "ends_before", self.ended_on.text, self.reached_on.text)


MODELS: dict[str, type[Row]] = {"figure": Figure, "allocation": Allocation, "goal_note": GoalNote, "enterprise": Enterprise,
                                "milestone": Milestone}
