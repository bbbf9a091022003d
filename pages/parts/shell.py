"""The shell around every page: navigation, title, language, as-of date, filters, notices, footer, and the view that a page
pins for its whole run.

The state that pages share lives in the address (`lang`, `as_of`, `known_at`, `preset`, `data`, `city`, `industry`, `department`,
`cluster`, then what a page adds) and survives page changes; widgets only show it and write it back.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

import queries
from data import warehouse
from data.words import LANGUAGES, Words, words
from pages.parts import provenance, wording
from pages.parts.address import choose
from pages.parts.kept import kept
from pages.parts.moments import BEIJING, hebei_today, moment
from pages.parts.pulse import pulse
from pages.parts.search import search
from pages.parts.tour import STEPS, tour

HERE = Path(__file__).parent
SHARED = ("lang", "as_of", "known_at", "preset", "data", "city", "industry", "department", "cluster")
PRESET = "schedule"  # the thresholds that hold unless the address names others
SAMPLE = "sample"  # the value of `data` that shows the sample returns instead of the real ones
MILESTONES = ("leader", "leader_adjusted", "little_giant", "srdi", "single_champion", "single_champion_product", "listed", "tutoring",
              "share_reform", "pool", "hightech", "innovation_platform", "standard", "green_factory", "documented")
# Filters that offer fixed values, not rows of the data: the value and the key of its words.
FIXED = {"named": {"plan": "filter.named_plan"},
         "what": {"cluster": "compare.cluster", "city": "compare.city", "department": "compare.department", "dates": "compare.dates"},
         "standing": {"leader": "enterprise.leader", "documented": "enterprise.documented"},
         "milestone": {kind: f"chart.milestone.{kind}" for kind in MILESTONES},
         "confidence": {sure: f"trace.confidence.{sure}" for sure in ("high", "medium", "low")},
         "preset": {PRESET: "preset.schedule", "10/30": "preset.10_30", "90/75": "preset.90_75"},
         "light": {light: f"light.{light}" for light in ("met", "green", "yellow", "red", "missed", "grey", "reported")},
         "meeting": {kind: f"briefing.{kind}" for kind in ("monthly", "quarterly", "annual")},
         "tour": {str(n + 1): "tour.next" for n in range(len(STEPS))},
         "summary": {"1": "briefing.summary"},
         "part": {part: f"method.part.{part}" for part in ("rules", "example", "plan", "sources", "fresh", "dictionary")},
         "sources": {kind: f"source.{kind}" for kind in ("official", "press", "filing", "repost", "unverified")}}
FIRST_DAY = date(2021, 1, 1)  # the year of the parent plan: nothing is shown as of an earlier day
GROUPS = {
    "nav.whole": ("overview", "map", "goals"),
    "nav.detail": ("cluster", "departments", "enterprises", "compare"),
    "nav.meeting": ("briefing", "returns", "method"),
}


@dataclass(frozen=True)
class View:
    """What a page sees for one run: language, day, filters, theme, the one state of the data that it reads, and the moment (UTC) as
    of whose knowledge it reads it; None: all that is known."""

    lang: str
    as_of: date
    state: str
    theme: str
    choices: dict[str, str] = field(hash=False, compare=False)
    known_at: datetime | None = None

    @property
    def w(self) -> Words:
        """The words of the reader's language."""
        return words(self.lang)

    def __getitem__(self, key: str) -> str | None:
        """The choice the address makes under a key (`city`, `cluster`, `goal` …), None where it makes none."""
        return self.choices.get(key)

    def ask(self, name: str, **given) -> pd.DataFrame:
        """The answer to a question at this view's day and state; see `queries.ask`."""
        pinned = {"as_of": self.as_of, "known_at": self.known_at, "preset": self["preset"] or PRESET}
        wanted = queries.question(name).wanted
        return queries.ask(name, state=self.state, **{k: v for k, v in (pinned | given).items() if k in wanted or k in given})

    @property
    def sample(self) -> bool:
        """Whether the made-up sample returns are shown."""
        return self["data"] == SAMPLE

    @property
    def plan(self) -> tuple[date, date]:
        """The first and the last day of the plan."""
        ((starts_on, ends_on),) = self.ask("plan").itertuples(index=False, name=None)
        return starts_on.date(), ends_on.date()

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """The names of what each filter offers; see `filter_names`."""
        return filter_names(self.ask("filter_option"), self.lang)

    def address(self, **choices: str | None) -> dict[str, str]:
        """The address parameters of another page with the same shared state and these choices."""
        kept = {"lang": self.lang, "as_of": self.as_of.isoformat()}
        kept |= {key: value for key, value in self.choices.items() if key in SHARED}
        return {key: value for key, value in (kept | choices).items() if value}


# Before the page -----------------------------------------------------------------------------------------------------

def language() -> str:
    """The reader's language: the address's, else the one used before, else the browser's; Chinese where that is unknown."""
    asked = st.query_params.get("lang", st.session_state.get("kept", {}).get("lang"))
    if asked in LANGUAGES:
        return asked
    return "en" if (st.context.locale or "zh").lower().startswith("en") else "zh"


def pages(lang: str) -> dict[str, list]:
    """The pages by group, titled in the reader's language; their addresses do not change with it."""
    w = words(lang)
    return {w(group): [st.Page(f"../{name}.py", title=w(f"{name}.title"), url_path="" if name == "overview" else name,
                               default=name == "overview") for name in names]
            for group, names in GROUPS.items()}


def dress(page, lang: str) -> None:
    """Gives the browser tab its title and icon."""
    w = words(lang)
    mark = f"{w('sample.mark')} · " if st.query_params.get("data") == SAMPLE else ""
    st.set_page_config(page_title=f"{mark}{page.title} · {w('product.short')}", page_icon=HERE / "favicon.svg", layout="wide")


# Entering a page -----------------------------------------------------------------------------------------------------

def enter(page: str, filters: tuple[str, ...] = (), extras: tuple[str, ...] = ()) -> View:
    """The first move of a page: reads the address, pins the state of the data, draws title, filters and notices.

    `filters` are the filters the page obeys, `extras` what it adds to the address. Unknown values are ignored with a notice.
    """
    view, ignored = _view(page, ("trace", "tour", *extras, *(f for f in filters if f not in SHARED)))
    w = view.w
    with st.container(horizontal=True, vertical_alignment="center", key="page_head"):
        st.html(f"<h1>{w(f'{page}.title')}</h1>", width="stretch")
        if filters:
            _filter_box(view, filters)
        _as_of_box(view)
        search(view)
        other = LANGUAGES[1 - LANGUAGES.index(view.lang)]
        st.button(words(other)("language.name"), key="language", on_click=choose, kwargs={"lang": other},
                  help=words(other)("language.switch"))
    for key, value in ignored.items():
        ignore(view, key, value)
    _past_banner(view)
    if view.sample:
        _sample_banner(view)
    if view["trace"]:
        _provenance(view)
    if view["tour"] and not view["scene"]:  # a presentation has the screen to itself
        tour(w, view["tour"], view["cluster"])
    st.session_state["view"] = view
    if "next" in st.session_state:
        page, choices = st.session_state.pop("next")
        st.switch_page(f"../{page}.py", query_params=view.address(**choices))
    return view


def _view(page: str, extras: tuple[str, ...]) -> tuple[View, dict[str, str]]:
    asked = {key: value for key, value in st.query_params.to_dict().items() if key in SHARED + extras}
    if st.session_state.get("page") != page:  # a page change brings the shared state along
        asked = st.session_state.get("kept", {}) | asked
        st.session_state["page"] = page
    lang, ignored = language(), {}
    state, sample = warehouse.current(), None
    if asked.get("data") == SAMPLE and (sample := warehouse.sample()):
        state = sample
    known_at = _known_at(asked, ignored, queries.ask("recording", state=state).first_at.item())
    known = filter_names(queries.ask("filter_option", state=state, known_at=known_at), lang)
    if asked.get("lang", lang) != lang:
        ignored["lang"] = asked["lang"]
    day = hebei_today()
    if "as_of" in asked:
        try:
            day = date.fromisoformat(asked["as_of"])
        except ValueError:
            ignored["as_of"] = asked["as_of"]
        if not FIRST_DAY <= day <= hebei_today():
            ignored["as_of"], day = asked["as_of"], hebei_today()
    known["data"] = {SAMPLE: SAMPLE} if sample else {}
    choices = {}
    for key in (*SHARED[3:], *extras):
        value = asked.get(key)
        if value and value not in known.get(key, (value,)):
            ignored[key] = value
        elif value:
            choices[key] = value
    if known_at is not None:
        choices["known_at"] = asked["known_at"]
    view = View(lang, day, state, st.context.theme.type or "light", choices, known_at)
    address = view.address(**choices)
    st.session_state["kept"] = view.address()
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    return view, ignored


def _known_at(asked: dict[str, str], ignored: dict[str, str], first: datetime) -> datetime | None:
    """The moment (UTC) as of whose knowledge the address asks; None where it names none that `moment` takes."""
    if "known_at" not in asked:
        return None
    try:
        return moment(asked["known_at"], first)
    except ValueError:
        ignored["known_at"] = asked["known_at"]
        return None


def _past_banner(view: View) -> None:
    """Says so where a page shows what was known at an earlier moment, or other thresholds than those in force."""
    w, said = view.w, {}
    if view.known_at:
        said["known_at"] = w("known_at.banner", moment=w.time(view.known_at + BEIJING)), w("known_at.leave")
    if view["preset"] not in (None, PRESET):
        said["preset"] = w("preset.banner", preset=w(FIXED["preset"][view["preset"]])), w("preset.leave")
    for key, (text, leave_it) in said.items():
        with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_banner"):
            st.info(text, icon=":material/history:")
            st.button(leave_it, key=f"{key}_leave", on_click=choose, kwargs={key: None})


def _sample_banner(view: View) -> None:
    """Says on every page that what it shows is made up, across the page and in words."""
    w = view.w
    mark = escape(w("sample.mark"))
    st.html(f'<div class="watermark" aria-hidden="true">{f"<span>{mark}</span>" * 40}</div>')
    with st.container(horizontal=True, vertical_alignment="center", key="sample_banner"):
        st.warning(w("sample.banner"), icon=":material/science:")
        st.button(w("sample.leave"), key="sample_leave", on_click=choose, kwargs={"data": None})


def _provenance(view: View) -> None:
    """Opens where the number that the address names comes from."""
    html = provenance.told(view)
    if html is None:
        return ignore(view, "trace", view["trace"])
    opened = st.dialog(view.w("trace.title"), width="large", icon=":material/account_tree:", on_dismiss=lambda: choose(trace=None))
    opened(st.html)(f'<div style="color-scheme: {view.theme}">{html}</div>')  # a dialog stands outside the part that has the theme


def ignore(view: View, key: str, value: str) -> None:
    """Says that the address's value for a key is unknown and was ignored."""
    plain = value[:60].replace("`", "'")  # as code, so that no address can put a link into our page
    said = "sample.not_loaded" if (key, value) == ("data", SAMPLE) else "notice.ignored_day" if key == "as_of" else "notice.ignored"
    st.warning(view.w(said, address=f"`{key}={plain}`", first=view.w.date(FIRST_DAY)), icon=":material/info:")


def no_goal(view: View, goal: str) -> None:
    """Says why a goal is not shown: it is unknown, or has no target to be judged by on the day yet."""
    if view.ask("goal_known", goal=goal).empty:
        ignore(view, "goal", goal)
    else:
        st.info(view.w("goals.not_yet"), icon=":material/event_upcoming:")


def nothing(view: View, text: str) -> None:
    """Ends a page that has nothing to show: says what to loosen."""
    st.info(text, icon=":material/filter_alt_off:")
    leave()


def choose_from(widget: str, key: str) -> None:
    """Writes what a widget holds into the address under a key: the callback of the boxes."""
    value = st.session_state[widget]
    choose(**{key: value.isoformat() if isinstance(value, date) else value})


@kept
def filter_names(options: pd.DataFrame, lang: str) -> dict[str, dict[str, str]]:
    """The names of what each filter offers, by filter and value, in their order; `options` as in queries/filter_option.sql."""
    w = words(lang)
    offered = {key: {value: w(word) for value, word in fixed.items()} for key, fixed in FIXED.items()}
    for row in wording.records(options):
        offered.setdefault(row["kind"], {})[row["id"]] = w.pick(row, "name")
    return offered


def _filter_box(view: View, filters: tuple[str, ...]) -> None:
    w, options = view.w, view.names
    chosen = [key for key in filters if view[key]]
    box = st.popover(w("filter.open"), icon=":material/filter_alt:", key="filters", on_change="rerun")
    if box.open:  # what is not looked at costs nothing
        with box:
            for key in filters:
                names = options[key]
                st.session_state[f"filter_{key}"] = view[key]
                st.selectbox(w(f"filter.{key}"), [None, *names], key=f"filter_{key}", on_change=choose_from,
                             args=(f"filter_{key}", key), placeholder=w("filter.all"),
                             format_func=lambda id, names=names: names.get(id, w("filter.all")))
            st.button(w("filter.clear"), on_click=choose, kwargs=dict.fromkeys(filters), disabled=not chosen)
    if chosen:
        told = w("list.join").join(options[key][view[key]] for key in chosen)
        st.html(f'<span class="tag">{escape(told)}</span>', width="content")


def search_box(view: View, label: str, hint: str) -> None:
    """A box to search in, kept in the address as `q`."""
    st.session_state["search"] = view["q"] or ""
    st.text_input(label, key="search", placeholder=hint, on_change=choose_from, args=("search", "q"), icon=":material/search:")


def quick_days(today: date, plan: tuple[date, date]) -> dict[str, date]:
    """The days a meeting asks for, by word key, none before FIRST_DAY or later than `today`: the first and last day of the plan,
    those between that it is judged on, the last ends of month and quarter."""
    month_end = today.replace(day=1) - timedelta(days=1)
    quarter = (today.month - 1) // 3 * 3
    year, month = (today.year, quarter) if quarter else (today.year - 1, 12)
    days = {"as_of.issue": plan[0], "as_of.end_2023": date(2023, 12, 31), "as_of.mid_2024": date(2024, 6, 30),
            "as_of.end_2025": plan[1], "as_of.quarter": date(year, month, monthrange(year, month)[1]),
            "as_of.month": month_end, "as_of.today": today}
    return {key: day for key, day in days.items() if FIRST_DAY <= day <= today}


def _as_of_box(view: View) -> None:
    w = view.w
    # A chosen day closes the box: what its button says is another then.
    box = st.popover(w("as_of.open", day=w.date(view.as_of)), icon=":material/event:", key="days", on_change="rerun")
    if not box.open:
        return
    with box:
        st.session_state["as_of_date"] = view.as_of
        st.date_input(w("as_of.label"), key="as_of_date", on_change=choose_from, args=("as_of_date", "as_of"),
                      min_value=FIRST_DAY, max_value=hebei_today(), format="YYYY-MM-DD")
        day_pills(view, "as_of", view.as_of, quick_days(hebei_today(), view.plan))
        st.session_state["known_at_date"] = view.known_at and (view.known_at + BEIJING).date()
        st.date_input(w("known_at.label"), key="known_at_date", on_change=choose_from, args=("known_at_date", "known_at"),
                      min_value=view.ask("recording").first_at.item() + BEIJING, max_value=hebei_today(), format="YYYY-MM-DD",
                      help=w("known_at.help"))


def day_pills(view: View, key: str, chosen: date, days: dict[str, date]) -> None:
    """Days to pick from, by word key; the picked one is written into the address under a key."""
    w, widget = view.w, f"{key}_quick"
    names = {day: name for name, day in reversed(days.items())}  # of several names of a day, as in January, the first
    st.session_state[widget] = chosen if chosen in names else None
    st.pills(w("as_of.quick"), sorted(names), key=widget, format_func=lambda day: f"{w(names[day])} · {w.date(day)}", required=True,
             label_visibility="collapsed", on_change=choose_from, args=(widget, key))


def leave() -> None:
    """Ends a page before its last line, with the footer."""
    footer()
    st.stop()


def footer() -> None:
    """The last line of every page: what the figures are, as of which day, from which state of the data."""
    view = st.session_state.get("view")
    if view is not None:
        w, fresh = view.w, view.ask("freshness").iloc[0]
        pulse(view.state)
        provenance.listen()
        st.html(f"<footer class='foot'>{w('footer.text', day=w.date(view.as_of), recorded=w.date(fresh.recorded_at))}"
                f" <span>{w('footer.state', state=view.state)}</span></footer>")
