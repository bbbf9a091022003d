"""A meeting's agenda and its presentation: which scenes the address asks for, one of them on the whole screen, and the keys that lead
through them. All of it is in the address (`agenda`, `scene`), so a lost connection or another machine opens at the same scene."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from pages.parts import agenda_cards, ahead_cards, charts, maps, scenes, shell, wording
from pages.parts.address import choose
from pages.parts.forecast import forecast
from pages.parts.shell import View

# Arrow keys and a clicker (Page Up, Page Down) move, F fills the screen, Esc leaves; a dialog and a box to write in keep their keys.
SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.listening?.abort()
  const listening = parentElement.listening = new AbortController()
  let at = data.number
  const go = (to) => {
    to = Math.min(Math.max(to, 1), data.total)
    if (to !== at) setTriggerValue("went", String(at = to))
  }
  const acts = {
    next: () => go(at + 1), previous: () => go(at - 1), first: () => go(1), last: () => go(data.total),
    leave: () => { if (document.fullscreenElement) document.exitFullscreen(); setTriggerValue("went", "0") },
    full: () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
  }
  const keys = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous", Home: "first", End: "last",
                 Escape: "leave", f: "full", F: "full" }
  const options = { signal: listening.signal }
  document.addEventListener("keydown", (event) => {
    const act = acts[keys[event.key]]
    if (!act || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[role=dialog]")
        || event.composedPath()[0].closest?.("input, textarea, select")) return
    event.preventDefault()
    act()
  }, options)
  document.addEventListener("click", (event) => acts[event.target.closest?.("[data-present]")?.dataset.present]?.(), options)
  return () => listening.abort()
}
"""
KEY = "presenting"
COMPONENT = st.components.v2.component(KEY, html="<div></div>", js=SCRIPT)


def last_end(meeting: str, today: date, plan: tuple[date, date]) -> date:
    """The last day of the month, quarter or year that a meeting of today speaks of."""
    days = shell.quick_days(today, plan)
    return {"monthly": days["as_of.month"], "quarterly": days["as_of.quarter"]}.get(meeting, today.replace(month=1, day=1) - timedelta(days=1))


def agenda(view: View, offered: pd.DataFrame) -> tuple[str, ...]:
    """The scenes that the address asks for, else those proposed; unknown ones are ignored with a notice."""
    proposed = tuple(offered[offered.proposed].scene)
    if not view["agenda"]:
        return proposed
    asked = dict.fromkeys(view["agenda"].split(","))
    known = set(offered.scene)
    if unknown := [scene for scene in asked if scene not in known]:
        shell.ignore(view, "agenda", ",".join(unknown))
    return tuple(scene for scene in asked if scene in known) or proposed


def number(view: View, agenda: tuple[str, ...]) -> int | None:
    """Which scene of the agenda the address asks for, from 1 on; None for none, with a notice where there is no such scene."""
    asked = view["scene"]
    if asked and asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= len(agenda):
        return int(asked)
    if asked:
        shell.ignore(view, "scene", asked)
    return None


def add_scene(view: View, offered: pd.DataFrame, agenda: tuple[str, ...]) -> None:
    """A box with every scene that is not on the agenda; choosing one puts it there."""
    names = agenda_cards.options(offered, agenda, view.lang)
    st.session_state["scene_to_add"] = None
    st.selectbox(view.w("briefing.add"), list(names), key="scene_to_add", format_func=names.get, placeholder=view.w("briefing.add_hint"),
                 on_change=lambda: choose(agenda=agenda_cards.with_scene(offered, agenda, st.session_state["scene_to_add"])))


def present(view: View, offered: pd.DataFrame, agenda: tuple[str, ...], number: int) -> None:
    """One scene on the whole screen."""
    w, scene = view.w, agenda[number - 1]
    kind, _, of = scene.partition(":")
    row = wording.records(offered[offered.scene == scene])[0]
    told = [w("briefing.day", day=w.date(view.as_of))]
    if view.sample:
        told.append(w("sample.mark"))
    if view.known_at:
        told.append(w("known_at.banner", moment=w.time(view.known_at + shell.BEIJING)))
    if view["preset"] not in (None, shell.PRESET):
        told.append(w("preset.banner", preset=w(shell.FIXED["preset"][view["preset"]])))
    with st.container(key="scene"):
        st.html(scenes.bar(agenda_cards.scene_title(w, row), number, len(agenda), " · ".join(told), view.lang))
        SCENES[kind](view, of)
    COMPONENT(key=KEY, data={"number": number, "total": len(agenda)}, on_went_change=_went)


def _went() -> None:
    to = st.session_state[KEY].went
    choose(scene=None if to == "0" else to)


def _overview(view: View, of: str) -> None:
    marks = view.ask("cluster_mark", city=None, industry=None, department=None, named_only=False)
    st.html(scenes.overview(view.ask("headline_goal"), view.ask("outline"), marks, view.lang, view.theme))


def _goal(view: View, of: str) -> None:
    need, basis, goal, figures = (view.ask(name, goal=of) for name in ("goal_need", "goal_basis", "goal", "goal_figure"))
    ahead = forecast(basis, need)
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    left.html(scenes.goal_gauge(need, view.lang, view.theme))
    with right:
        st.html(scenes.lead(ahead_cards.goal_takeaway(need, ahead, view.lang)))
        told = ahead_cards.forecast_line(need, ahead, view.lang)
        chart = charts.goal_series(figures, view.ask("goal_path", goal=of), goal, view.lang, view.theme, as_of=view.as_of, plan=view.plan,
                                   ahead=ahead, ahead_text=told)
        st.plotly_chart(scenes.enlarged(chart), key="goal_series", config=charts.config(view.lang), theme=None, height="stretch",
                        alt=charts.series_takeaway(figures, goal, view.lang))


def _behind(view: View, of: str) -> None:
    st.html(scenes.gap_table(view.ask("gap"), "behind", int(of or 1), view.lang, view.theme))


def _missing(view: View, of: str) -> None:
    st.html(scenes.gap_table(view.ask("gap"), "missing", int(of or 1), view.lang, view.theme))


def _city(view: View, of: str) -> None:
    standing, counties = view.ask("city_standing"), view.ask("city_county", city=of)
    marks = view.ask("cluster_mark", city=of, industry=None, department=None, named_only=False)
    name = view.w.pick(standing[standing.city_id == of].iloc[0], "name")
    left, right = st.columns([1, 1], gap="medium", vertical_alignment="center")
    firms = view.ask("enterprise_mark", city=of, industry=None, department=None, named_only=False)
    left.html(maps.city_figure(view.ask("outline"), marks, firms, counties, name, view.lang, view.theme,
                               width={"zh": 330, "en": 420}[view.lang], flies=True))  # Latin names are longer
    right.html(scenes.city(standing, of, view.ask("allocation_status", department=None, city=of),
                           view.ask("duty", department=None, city=of), view.lang))


def _cluster(view: View, of: str) -> None:
    cluster, claims, measures, milestones = (view.ask(name, cluster=of) for name in (
        "cluster", "cluster_claim", "cluster_measure", "cluster_milestone"))
    marks = view.ask("cluster_mark", city=None, industry=None, department=None, named_only=False)
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    left.html(maps.county_figure(view.ask("outline"), marks, cluster, view.lang, view.theme, flies=True))
    right.html(scenes.cluster(marks, of, claims, measures, milestones, view.lang))


def _departments(view: View, of: str) -> None:
    st.html(scenes.owed_table(view.ask("owed"), view.lang))


def _due(view: View, of: str) -> None:
    st.html(scenes.due_table(view.ask("falling_due"), view.lang, view.theme, view.plan[1] if view.as_of > view.plan[1] else None))


def _closing(view: View, of: str) -> None:
    st.html(scenes.closing(view.ask("headline_goal"), view.ask("gap"), view.ask("duty", department=None, city=None), view.lang, view.theme))


SCENES = {"overview": _overview, "goal": _goal, "behind": _behind, "missing": _missing, "city": _city, "cluster": _cluster,
          "departments": _departments, "due": _due, "closing": _closing}
