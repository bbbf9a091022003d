"""The agenda of a meeting: what it is proposed to show and why, in which order; and the meeting on one page.

`offered` is the answer to queries/agenda.sql; a scene is named as there: `overview`, `goal:little_giants`, `behind:2`, `city:130500`.
"""

from datetime import date
from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import gauges, lights, overview_cards, scenes, task_cards, wording
from pages.parts.kept import kept

GAPS = 3  # as many as a page for a phone names


def scene_title(w: Words, row: dict) -> str:
    """The title of a scene in plain text: the name of what it is about, or of its kind."""
    kind, _, page = row["scene"].partition(":")
    name = w.pick(row, "name") or w(f"briefing.scene.{kind}")
    return w("briefing.continued", title=name, page=page) if page and not w.pick(row, "name") else name


def reason(w: Words, row: dict) -> str:
    """Why a scene stands on the agenda, in plain text: how far behind, how little time, which clause, which department."""
    kind = row["scene"].partition(":")[0]
    if kind != "goal":
        return w(f"briefing.why.{row['why']}", n=row["n"] or 0, total=row["total"] or 0)
    parts = [w(f"light.{row['light']}")]
    if row["why"] == "behind" and row["gap_pp"] is not None:
        parts.append(w("briefing.gap", gap=w.number(row["gap_pp"], 1)))
    if row["late_days"]:
        parts.append(w("briefing.late", n=row["late_days"]))
    if row["days_left"] is not None:
        parts.append(w("briefing.left", n=row["days_left"]) if row["days_left"] else w("briefing.passed"))
    parts.append(w("briefing.clause", clause=row["measure_id"]) if row["measure_id"] else w("goals.headline"))
    parts.append(scenes.answering(w, row))
    return w("takeaway.join").join(parts)


def options(offered: pd.DataFrame, agenda: tuple[str, ...], lang: str) -> dict[str, str]:
    """The scenes that an agenda does not hold, with their titles, to choose from."""
    w = words(lang)
    return {row["scene"]: scene_title(w, row) for row in wording.records(offered) if row["scene"] not in agenda}


def with_scene(offered: pd.DataFrame, agenda: tuple[str, ...], scene: str) -> str:
    """The agenda, as the address holds it, with one scene more, at the place that it has in the proposal."""
    order = {each: n for n, each in enumerate(offered.scene)}
    at = sum(order[each] < order[scene] for each in agenda)
    return ",".join([*agenda[:at], scene, *agenda[at:]])


@kept
def agenda_list(offered: pd.DataFrame, agenda: tuple[str, ...], lang: str) -> str:
    """The agenda with the reason of each scene: a press shows it, moves it up or down, or drops it; below, what was proposed and
    dropped, to take back."""
    w, rows, lines = words(lang), {row["scene"]: row for row in wording.records(offered)}, []
    for n, scene in enumerate(agenda):
        title = escape(scene_title(w, rows[scene]))
        down = [*agenda[:n], *agenda[n + 1:n + 2], scene, *agenda[n + 2:]]
        up = [*agenda[:max(n - 1, 0)], scene, *agenda[max(n - 1, 0):n], *agenda[n + 1:]]
        others = [each for each in agenda if each != scene]
        lines.append(
            f'<li><button class="show" data-choose="scene:{n + 1}"><b>{n + 1}. {title}</b><br>'
            f'<span class="small muted">{escape(reason(w, rows[scene]))}</span></button>'
            + _button(w, "up", up, "↑", title, n == 0) + _button(w, "down", down, "↓", title, n == len(agenda) - 1)
            + _button(w, "drop", others, "✕", title, len(agenda) == 1) + "</li>")
    html = f'<ol class="agenda">{"".join(lines)}</ol>'
    dropped = [row for row in rows.values() if row["proposed"] and row["scene"] not in agenda]
    if dropped:
        html += wording.heading(w("briefing.dropped"), 3) + '<div class="inline">' + "".join(
            f'<button data-choose="agenda:{escape(with_scene(offered, agenda, row["scene"]))}"><b>+ {escape(scene_title(w, row))}</b><br>'
            f'<span class="small muted">{escape(reason(w, row))}</span></button>' for row in dropped) + "</div>"
    return html


def _button(w: Words, what: str, agenda: list[str], sign: str, title: str, disabled: bool) -> str:
    return (f'<button data-choose="agenda:{escape(",".join(agenda))}" aria-label="{escape(w(f"briefing.{what}"))}: {title}" '
            f'title="{escape(w(f"briefing.{what}"))}"{" disabled" if disabled else ""}>{sign}</button>')


@kept
def summary(goals: pd.DataFrame, gaps: pd.DataFrame, duties: pd.DataFrame, lang: str, theme: str, as_of: date, sample: bool) -> str:
    """The meeting on one page, for a phone or one sheet of paper: the takeaway, the headline goals in words, the first gaps, what is
    owed, as of when."""
    w = words(lang)
    headline = "".join(f'<li><b>{escape(w.pick(row, "name"))}</b> {lights.light_badge(row["light"], lang, theme)}<br>'
                       f'<span class="small">{escape(gauges.figure_line(lights.facts(row), lang))} · '
                       f'{escape(gauges.target_line(lights.facts(row), lang))}</span></li>' for row in wording.records(goals))
    first = "".join(f'<li><b>{escape(w.pick(row, "name"))}</b> {lights.light_badge(row["light"], lang, theme)}<br>'
                    f'<span class="small">{escape(lights.reason_sentence(row, lang))} {escape(scenes.answering(w, row))}</span></li>'
                    for row in wording.records(gaps.head(GAPS)))
    mark = f" · {w('sample.mark')}" if sample else ""
    return (f'<section class="summary">{wording.heading(w("briefing.summary"))}'
            f'<p class="small muted">{escape(w("briefing.day", day=w.date(as_of)) + mark)}</p>'
            f'{wording.takeaway(overview_cards.takeaway(goals, lang))}<ul>{headline}</ul>'
            + (wording.heading(w("briefing.gaps"), 3) + f"<ul>{first}</ul>" if first else "")
            + wording.heading(w("briefing.scene.departments"), 3) + f"<p>{escape(task_cards.overdue_sentence(duties, lang))}</p></section>")
