"""What a reported row must be: one pydantic model per sheet of the workbook. Names become ids, words become periods and
numbers; every rule that a row breaks is an error of its own, its type the key of the words `fault.*`.
"""

import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, NamedTuple, Self

import stdnum.cn.uscc
from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from data import warehouse
from data.checks import FIXED_SCOPES
from data.words import LANGUAGES, words

WITHIN = {  # where a goal may be counted besides its own scope, by that scope: counts within clusters never feed a province
    "province": ("city", "county", "department"),
    "leaders": ("city", "county", "department", "cluster", "enterprise"),
    "all_clusters": ("city", "county", "department", "cluster", "key_clusters"),
}
MEASURED = ("亿元", "万人", "%", "分", "件/万人", "% （占地区生产总值）")  # units that have decimals
MONEY = "亿元"
YEARS = range(1990, 2100)
LARGEST = 1e12  # no figure of a province is larger in its unit
SUGGESTIONS = 50  # in one check: each compares a name with all that are known
QUALIFIERS = ("exact", "at_least", "about")
MILESTONES = ("leader", "leader_adjusted", "pool", "share_reform", "tutoring", "listed", "little_giant", "srdi", "single_champion",
              "single_champion_product", "hightech", "green_factory", "innovation_platform", "standard")
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
    """A number, and whether it was written with a percent sign."""

    value: float
    percent: bool


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
    suggested: dict[tuple[str, str], list[str]] = field(default_factory=dict, repr=False)

    def has(self, place: tuple[str, str]) -> bool:
        """Whether there is such a place, department or enterprise."""
        return place in self.called

    def find(self, kind: str, text: str):
        """The id that a text names. Raises PydanticCustomError where none or several do."""
        found = self.names[kind].get(plain(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise wrong("ambiguous", text, "、".join(sorted(self._told(kind, each) for each in found)))
        if kind == "county" and plain(text) in self.names["city"]:
            raise wrong("city_for_county", text)
        if (kind, text) not in self.suggested and len(self.suggested) < SUGGESTIONS:
            near = get_close_matches(plain(text)[:60], self.names[kind], 3, cutoff=0.5)
            self.suggested[kind, text] = list(dict.fromkeys(self.name(kind, id) or key for key in near for id in self.names[kind][key]))
        near = self.suggested.get((kind, text), [])
        raise wrong(("unknown_name", "name_like", "names_like")[min(len(near), 2)], text, "、".join(near))

    def _told(self, kind: str, id) -> str:
        """An id with its name, of a place with its city before it."""
        place = id if kind == "scope" else (kind, id)
        city = self.called.get(("city", self.city_of.get(place)), ("",))[0]
        name = self.name(kind, id) or ""
        return f"{place[1]}（{name if city in name else city + name}）"

    def name(self, kind: str, id) -> str | None:
        """The Chinese name of what a kind of column holds; None where the id is a word of ours."""
        if kind == "indicator":
            return self.goals[id]["name_zh"]
        return self.called.get(id if kind == "scope" else (kind, id), (None,))[0]


def wrong(rule: str, found: object, allowed: object = "", column: str = "") -> PydanticCustomError:
    """The error of a broken rule: what stands there, what may, and the column where it is not that of the value."""
    return PydanticCustomError(rule, "{found}", {"found": str(found), "allowed": str(allowed), "column": column})


def plain(text: str) -> str:
    """A text in the form in which names are compared: half-width, lower case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def known(state: str, reporter: Reporter | None, today: date) -> Known:
    """What a state of the data knows, for a reporter on a day."""
    return Known(today, reporter, *_catalogue(state))


@lru_cache(maxsize=2)
def _catalogue(state: str) -> tuple[dict, dict, dict, dict]:
    names: dict[str, dict[str, set]] = defaultdict(lambda: defaultdict(set))

    def name(kind: str, id, *texts: str | None) -> None:
        for text in filter(None, texts):
            names[kind][plain(text)].add(id)

    with warehouse.cursor(state) as db:
        found = db.execute("""
            SELECT i.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.kind::VARCHAR AS kind, i.plan_id,
                   g.scope_kind::VARCHAR AS scope_kind, g.scope_id, g.starts_on, g.ends_on,
                   o.department_id AS owner_id, d.department_ids, d.departments
            FROM indicator i LEFT JOIN goal_scope g USING (indicator_id) LEFT JOIN figure_owner o USING (indicator_id)
            LEFT JOIN (SELECT indicator_id, list(department_id) AS department_ids, string_agg(short_zh, '、') AS departments
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
    for ids in names["indicator"].values():  # of two series of one name, the goal of the plan
        if len(ids) > 1 and any(goals[id]["plan_id"] for id in ids):
            ids.intersection_update({id for id in ids if goals[id]["plan_id"]})
    city_of, called = {}, {}
    for kind, id, zh, en, other, city in places:
        texts = (id, zh, en, other, f"{id} {zh}", f"{id} {en}")
        name(kind, id, *texts)
        if kind != "county" or ("city", id) not in city_of:  # Dingzhou and Xinji are both: the reporting unit is meant
            name("scope", (kind, id), *texts)
        city_of[kind, id], called[kind, id] = city, (zh, en)
    for lang in LANGUAGES:
        w = words(lang)
        for kind, id in FIXED_SCOPES.items():
            name("scope", (kind, id), id, kind, w(f"scope.{kind}"))
            called[kind, id] = tuple(words(each)(f"scope.{kind}") for each in LANGUAGES)
        for kind in QUALIFIERS:
            name("qualifier", kind, kind, w(f"qualifier.{kind}"))
        for kind in MILESTONES:
            name("kind", kind, kind, w(f"chart.milestone.{kind}"))
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
        raise wrong("no_such_day", text, monthrange(year, month)[1])
    since_january = precision == "year" or "前三季度" in short or bool(re.fullmatch(SINCE_JANUARY, short))
    first = {"half": month - 5, "quarter": month - 2}.get(precision)
    start = date(year, 1, 1) if since_january else date(year, first, 1) if first else None
    return Span(start, date(year, month, day or monthrange(year, month)[1]), precision, text.strip())


def _past(text: str, info: ValidationInfo) -> Span:
    period = span(text)
    if period.end > info.context.today:
        raise wrong("future", text, info.context.today)
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
    number = Number(float(short.rstrip("%").replace(",", "")), short.endswith("%"))
    if abs(number.value) > LARGEST:
        raise wrong("too_large", text[:60], f"{LARGEST:,.0f}")
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

class Row(BaseModel):
    """A row of a sheet; the fields are its columns. What is left empty is not given."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_max_length=500)


def _check_indicator(row: "Figure | Allocation | GoalNote", context: Known) -> dict:
    goal = context.goals[row.indicator]
    department = context.reporter.id if context.reporter and context.reporter.kind == "department" else None
    own_share = getattr(row, "scope", None) == ("department", department)  # what was allocated to it, of whichever goal
    if department and goal["plan_id"] and department not in goal["department_ids"] and not own_share:
        raise wrong("foreign_indicator", goal["name_zh"], goal["departments"], "indicator")
    return goal


def _check_scope(row: "Figure | Allocation", goal: dict, context: Known, own: bool) -> None:
    kind, id = row.scope
    if goal["plan_id"]:
        allowed = WITHIN[goal["scope_kind"]] + ((goal["scope_kind"],) if own else ())
        if kind not in allowed:
            raise wrong(f"wrong_scope_{goal['scope_kind']}" if own else "wrong_scope_allocation", context.name("scope", row.scope), "", "scope")
    _check_city(context, row.scope, "scope")


def _check_city(context: Known, place: tuple[str, str], column: str) -> None:
    if context.reporter and context.reporter.kind == "city" and context.city_of.get(place) != context.reporter.id:
        raise wrong("foreign_scope", context.name("scope", place), context.name("city", context.reporter.id), column)


def _check_unit(goal: dict, number: Number, unit: str | None, column: str) -> None:
    share = goal["unit_zh"].startswith("%")
    if unit is not None and plain(unit) not in (plain(goal["unit_zh"]), plain(goal["unit_en"])):
        raise wrong("unit", unit, goal["unit_zh"], "unit")
    if number.percent and not share:
        raise wrong("unit", f"{number.value:g}%", goal["unit_zh"], column)
    if share and not number.percent and 0 < number.value < 1:
        raise wrong("percent_as_fraction", f"{number.value:g}", f"{100 * number.value:g}", column)
    if share and goal["plan_id"] and number.value > 100:
        raise wrong("over_100", f"{number.value:g}", "", column)
    if goal["kind"] != "ratio" and number.value < 0:
        raise wrong("negative", f"{number.value:g}", "", column)
    if goal["unit_zh"] not in MEASURED and not number.value.is_integer():
        raise wrong("not_whole", f"{number.value:g}", goal["unit_zh"], column)


class Figure(Row):
    """A figure (指标数据)."""

    indicator: Indicator
    unit: str | None = None
    scope: Scope
    period: Past
    value: Amount
    qualifier: Annotated[str, named("qualifier")] = "exact"
    basis: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _agree(self, info: ValidationInfo) -> Self:
        goal = _check_indicator(self, info.context)
        _check_scope(self, goal, info.context, own=True)
        _check_unit(goal, self.value, self.unit, "value")
        since_january = self.period.start is None or self.period.start == date(self.period.end.year, 1, 1)
        if goal["kind"] in ("quota", "frequency") and not since_january:
            raise wrong("quota_period", self.period.text, self.period.end.year, "period")
        if goal["unit_zh"] == MONEY and self.period.start is None:
            raise wrong("money_period", self.period.text, self.period.end.year, "period")
        return self

    def starts_on(self, goal: dict) -> date | None:
        """The first day that the figure counts from: none for a state at a day; quotas count from 1 January."""
        if goal["kind"] in ("quota", "frequency"):
            return date(self.period.end.year, 1, 1)
        return self.period.start if goal["unit_zh"] == MONEY else None


class Allocation(Row):
    """A share of a goal that a city, county, cluster or department is to bring (任务分解)."""

    indicator: Indicator
    unit: str | None = None
    scope: Scope
    due_on: Day
    lower: Amount
    upper: Amount | None = None

    @model_validator(mode="after")
    def _agree(self, info: ValidationInfo) -> Self:
        goal = _check_indicator(self, info.context)
        if not goal["plan_id"]:
            raise wrong("no_goal", goal["name_zh"], "", "indicator")
        _check_scope(self, goal, info.context, own=False)
        if info.context.reporter == self.scope:  # what falls to a city is not for the city to say
            raise wrong("wrong_scope_allocation", info.context.name("scope", self.scope), "", "scope")
        day = self.due_on.end
        if not goal["starts_on"] < day <= goal["ends_on"]:
            raise wrong("due_outside", self.due_on.text, goal["ends_on"], "due_on")
        if goal["kind"] in ("quota", "frequency") and (day.month, day.day) != (12, 31):
            raise wrong("quota_due", self.due_on.text, day.year, "due_on")
        for column, number in (("lower", self.lower), ("upper", self.upper)):
            if number is not None:
                _check_unit(goal, number, self.unit, column)
                if number.value <= 0:
                    raise wrong("not_positive", f"{number.value:g}", "", column)
        if self.upper is not None and self.upper.value < self.lower.value:
            raise wrong("upper_below_lower", f"{self.upper.value:g}", f"{self.lower.value:g}", "upper")
        return self


class GoalNote(Row):
    """How a goal stands in words (进展说明): status, problem, next step."""

    indicator: Indicator
    period: Past
    status_note: str | None = None
    problem: str | None = None
    next_step: str | None = None
    due_on: Day | None = None

    @model_validator(mode="after")
    def _agree(self, info: ValidationInfo) -> Self:
        _check_indicator(self, info.context)
        if not (self.status_note or self.problem or self.next_step):
            raise wrong("note_empty", "", "", "status_note")
        return self


class Enterprise(Row):
    """An enterprise (企业名单)."""

    name_zh: str
    former_name_zh: str | None = None
    credit_code: Annotated[str, PlainValidator(_credit_code)] | None = None
    county: Annotated[str, named("county")]
    cluster: Annotated[str, named("cluster")] | None = None
    product_zh: str | None = None
    board: str | None = None
    stock_code: Annotated[str, PlainValidator(_stock_code)] | None = None
    name_en: str | None = None

    @model_validator(mode="after")
    def _agree(self, info: ValidationInfo) -> Self:
        _check_city(info.context, ("county", self.county), "county")
        if self.cluster:
            _check_city(info.context, ("cluster", self.cluster), "cluster")
        return self


class Milestone(Row):
    """What an enterprise reached (企业事项): a batch of leaders, the pool, a share reform, a listing …"""

    enterprise: str
    kind: Annotated[str, named("kind")]
    reached_on: Past | None = None
    ended_on: Past | None = None
    detail_zh: str | None = None

    @property
    def which(self) -> str | None:
        """What tells it from others of its kind and year, where there may be several."""
        return self.detail_zh if self.kind in REPEATED else None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.ended_on and self.reached_on and self.ended_on.end < self.reached_on.end:
            raise wrong("ends_before", self.ended_on.text, self.reached_on.text, "ended_on")
        return self


MODELS: dict[str, type[Row]] = {"figure": Figure, "allocation": Allocation, "goal_note": GoalNote, "enterprise": Enterprise,
                                "milestone": Milestone}
