"""The list of enterprises as its page shows it: what the address asks, the columns and the order to choose, the files to take."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.aside import aside
from pages.parts import enterprise_cards, enterprise_file, sheets, shell, wording
from pages.parts.address import choose
from pages.parts.choices import choices
from pages.parts.shell import View

SIZE = 50  # rows on a page
FILTERS = ("standing", "milestone", "reached", "city", "county", "industry", "cluster", "department", "confidence")


@dataclass(frozen=True)
class List:
    """What the address asks of the list: search and filters by the names of their parameters, and the same in words."""

    asked: dict[str, str | None]
    told: tuple[str, ...]
    columns: tuple[str, ...]
    sort: str | None
    page: int
    rows: pd.DataFrame

    @property
    def found(self) -> int:
        """How many enterprises pass."""
        return int(self.rows.found.iloc[0]) if len(self.rows) else 0

    @property
    def leaders(self) -> int:
        """How many of them are named leaders."""
        return int(self.rows.leaders.iloc[0]) if len(self.rows) else 0


def listed(view: View) -> List:
    """The page of the list that the address asks for; what it asks and nobody knows is ignored with a notice."""
    w, names = view.w, view.names
    asked = {key: view[key] for key in ("q", *FILTERS)}
    asked["q"] = (view["q"] or "").strip() or None
    told = tuple(names[key][asked[key]] for key in FILTERS if asked[key])
    if asked["q"]:
        told = (w("enterprise.searched", q=asked["q"]), *told)
    sort = view["sort"] if view["sort"] in enterprise_cards.SORTS else None
    if view["sort"] != sort:
        shell.ignore(view, "sort", view["sort"])

    def rows(page: int) -> pd.DataFrame:
        by = sort or "standing"
        return view.ask("enterprise_list", **asked, sort=by.removeprefix("-"), descending=by.startswith("-"), lang=view.lang,
                        skipped=(page - 1) * SIZE, size=SIZE)

    page = _page(view["page"] or "1")
    shown = rows(page or 1)
    if not page or (shown.empty and page > 1):
        shell.ignore(view, "page", view["page"])
        page, shown = 1, rows(1)
    return List(asked, told, _columns(view), sort, page, shown)


def _page(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) else None


def _columns(view: View) -> tuple[str, ...]:
    asked = dict.fromkeys((view["columns"] or ",".join(enterprise_cards.USUAL)).split(","))
    unknown = [column for column in asked if column not in ("name", *enterprise_cards.COLUMNS)]
    if unknown:
        shell.ignore(view, "columns", ",".join(unknown))
        if len(unknown) == len(asked):
            return enterprise_cards.USUAL
    return tuple(column for column in enterprise_cards.COLUMNS if column in asked)


def controls(view: View, firms: List) -> None:
    """The search, the columns and the order, the files."""
    w = view.w
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shell.search_box(view, w("enterprise.search"), w("enterprise.search_hint"))
        with st.popover(w("enterprise.columns"), icon=":material/view_column:"):
            st.session_state["columns"] = list(firms.columns)
            st.pills(w("enterprise.columns_shown"), list(enterprise_cards.COLUMNS), selection_mode="multi", key="columns",
                     format_func=lambda column: w(f"enterprise.{column}"), on_change=_choose_columns)
            st.session_state["sort"] = firms.sort
            st.selectbox(w("enterprise.sorted"), [None, *enterprise_cards.SORTS], key="sort", on_change=_choose_sort,
                         format_func=lambda sort: _sort_name(view, sort))
        if firms.found:
            with st.popover(w("enterprise.take"), icon=":material/download:"):
                _files(view, firms)


def _sort_name(view: View, sort: str | None) -> str:
    w = view.w
    if sort is None:
        return w("enterprise.usual_order")
    return w("enterprise.falling" if sort.startswith("-") else "enterprise.rising", column=w(f"enterprise.{sort.removeprefix('-')}"))


def _choose_columns() -> None:
    chosen = tuple(column for column in enterprise_cards.COLUMNS if column in st.session_state["columns"])
    choose(columns=None if chosen == enterprise_cards.USUAL else ",".join(chosen) or "name")


def _choose_sort() -> None:
    choose(sort=st.session_state["sort"])


def _files(view: View, firms: List) -> None:
    """The buttons that make the files, of all that was found, when they are pressed."""
    w = view.w
    name = f"{w('enterprise.file.name')}-{view.as_of.isoformat()}"
    st.html(f'<p class="small muted">{w("enterprise.file.holds", n=firms.found)}</p>')
    st.download_button(w("enterprise.file.xlsx"), lambda: xlsx(view, firms), f"{name}.xlsx", sheets.XLSX, icon=":material/table:",
                       on_click="ignore", key="xlsx")
    st.download_button(w("enterprise.file.csv"), lambda: csv(view, firms), f"{name}.csv", sheets.CSV, icon=":material/csv:",
                       on_click="ignore", key="csv")


def xlsx(view: View, firms: List) -> bytes:
    """The workbook of all that was found: enterprises, milestones, what it holds."""
    w, moment = view.w, view.known_at and view.known_at + shell.BEIJING
    about = {w("enterprise.file.what"): w("enterprise.scope"), w("as_of.label"): w.date(view.as_of),
             w("enterprise.file.known"): w.time(moment) if moment else w("enterprise.file.all_known"),
             w("enterprise.file.filters"): w("list.join").join(firms.told) or w("filter.all"),
             w("enterprise.file.found"): w("enterprise.takeaway", n=firms.found, leaders=w.number(firms.leaders),
                                             documented=w.number(firms.found - firms.leaders)),
             w("enterprise.file.state"): view.state}
    if view.sample:
        about = {w("sample.mark"): w("sample.banner")} | about
    return aside(enterprise_file.workbook, view.ask("enterprise_file", **firms.asked, keep=False),
                 view.ask("milestone_file", **firms.asked, keep=False), about, view.lang)


def csv(view: View, firms: List) -> bytes:
    """The enterprises that were found, as CSV."""
    return aside(enterprise_file.csv_file, view.ask("enterprise_file", **firms.asked, keep=False), view.lang)


def chosen(view: View) -> pd.DataFrame | None:
    """The enterprise that the address names (queries/enterprise.sql); None where it names none, or one that nobody knows."""
    if not view["enterprise"]:
        return None
    enterprise = view.ask("enterprise", enterprise=view["enterprise"])
    if len(enterprise):
        return enterprise
    return shell.ignore(view, "enterprise", view["enterprise"])


def panel(view: View, enterprise: pd.DataFrame) -> None:
    """An enterprise in full, with the ways to its cluster and to the map."""
    w, (row,) = view.w, wording.records(enterprise)
    with st.container(border=True, key="enterprise_panel"):
        st.button(w("enterprise.close"), on_click=choose, kwargs={"enterprise": None}, icon=":material/close:", key="close_enterprise")
        st.html(enterprise_cards.enterprise_card(enterprise, view.ask("enterprise_milestone", enterprise=row["enterprise_id"]), view.lang))
        if row["cluster_id"]:
            st.page_link("../cluster.py", label=w("map.open_cluster", name=w.pick(row, "cluster")), icon=":material/arrow_forward:",
                         query_params=view.address(cluster=row["cluster_id"]))
        if row["location_basis"]:
            st.page_link("../map.py", label=w("enterprise.open_map"), icon=":material/map:",
                         query_params=view.address(cluster=row["cluster_id"], enterprise=row["enterprise_id"]))


def table(view: View, firms: List) -> None:
    """The page of the list."""
    choices(enterprise_cards.enterprise_table(firms.rows, firms.columns, firms.sort, firms.page, SIZE, view["enterprise"], view.lang),
            key="enterprise_list")
