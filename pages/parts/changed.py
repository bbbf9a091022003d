"""What changed between an earlier moment and the one a page shows: the box that chooses it, and the change by cause.

The earlier moment is kept in the address: `since`, the day, and `since_known_at`, as of whose knowledge that day is seen.
"""

from datetime import date, datetime, timedelta

import streamlit as st

from pages.parts import change_cards, shell
from pages.parts.moments import BEIJING, hebei_today
from pages.parts.shell import View

ASKED = ("since", "since_known_at")  # what a page that shows changes adds to the address


def changes(view: View) -> None:
    """Draws the choice of the earlier moment and all that changed since, by cause."""
    since, then = _since(view), _then(view)
    _since_box(view, since, then)
    if view["city"]:
        st.info(view.w("change.of_city", city=view.names["city"][view["city"]]), icon=":material/location_city:")
    answers = [view.ask(name, since=since, since_known_at=then, city=view["city"]) for name in change_cards.QUESTIONS]
    st.html(change_cards.takeaway(*answers, since, then and then + BEIJING, view.as_of, view.lang)
            + change_cards.summary(*answers, view.lang) + change_cards.causes(*answers, view.lang, view.theme))


def _since(view: View) -> date:
    """The earlier day: the address's, else the first of the plan; never after the day that the page shows."""
    day = min(view.plan[0], view.as_of)
    if view["since"]:
        try:
            asked = date.fromisoformat(view["since"])
            if shell.FIRST_DAY <= asked <= view.as_of:
                return asked
        except ValueError:
            pass
        shell.ignore(view, "since", view["since"])
    return day


def _then(view: View) -> datetime | None:
    """The moment (UTC) as of whose knowledge the earlier day is seen; None: as the page's own."""
    if not view["since_known_at"]:
        return None
    try:
        moment = shell.moment(view["since_known_at"], view.ask("recording").first_at.item())
        if view.known_at and moment > view.known_at:
            raise ValueError
        return moment
    except ValueError:
        shell.ignore(view, "since_known_at", view["since_known_at"])
        return None


def _since_box(view: View, since: date, then: datetime | None) -> None:
    w = view.w
    box = st.popover(w("change.open", day=w.date(since)), icon=":material/history:", key="since_days", on_change="rerun")
    if not box.open:
        return
    with box:
        st.session_state["since_date"] = since
        st.date_input(w("change.since"), key="since_date", on_change=shell.choose_from, args=("since_date", "since"),
                      min_value=shell.FIRST_DAY, max_value=view.as_of, format="YYYY-MM-DD")
        days = shell.quick_days(view.as_of - timedelta(days=1), view.plan)
        shell.day_pills(view, "since", since, {key: day for key, day in days.items() if key != "as_of.today"})
        st.session_state["since_known_date"] = then and (then + BEIJING).date()
        st.date_input(w("change.known_then"), key="since_known_date", on_change=shell.choose_from,
                      args=("since_known_date", "since_known_at"),
                      min_value=(view.ask("recording").first_at.item() + BEIJING).date(),
                      max_value=(view.known_at + BEIJING).date() if view.known_at else hebei_today(), format="YYYY-MM-DD",
                      help=w("change.known_help"))
