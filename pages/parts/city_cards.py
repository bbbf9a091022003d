"""What pages say about cities: the list of the reporting units, one city's clusters, its empty counties (空白县), its figures."""

from html import escape

import pandas as pd

from data.words import words
from pages.parts import cluster_cards, goal_cards, wording
from pages.parts.kept import kept


@kept
def city_list(standing: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """The reporting units with what is documented in each; a press opens one. `standing` as in queries/city_standing.sql."""
    w, body = words(lang), []
    for row in wording.records(standing):
        pressed = str(row["city_id"] == chosen).lower()
        body.append([f'<button data-choose="city:{row["city_id"]}" aria-pressed="{pressed}">{escape(w.pick(row, "name"))}</button>',
                     *(str(row[count]) for count in ("clusters", "in_plan", "counties", "without_cluster", "leaders", "documented")),
                     str(row["allocated"] or w("figure.dash"))])
    head = [w("filter.city"), w("city.clusters_column"), w("cluster.in_plan"), w("city.counties_column"), w("city.empty_column"),
            w("city.leaders_column"), w("city.documented_column"), w("city.allocated_column")]
    return wording.rows(head, body, numbers=tuple(range(1, 8))) + f'<p class="small muted">{escape(w("city.documented"))}</p>'


@kept
def standing_sentence(standing: pd.DataFrame, city: str, lang: str) -> str:
    """What is documented in a city, in plain text."""
    w, (row,) = words(lang), wording.records(standing[standing.city_id == city])
    return w("city.standing", city=w.pick(row, "name"), **{key: row[key] for key in (
        "clusters", "counties", "with_cluster", "without_cluster", "leaders", "documented")})


@kept
def cluster_table(marks: pd.DataFrame, lang: str) -> str:
    """The clusters that pass the filter: county, industry, enterprises documented, money figure as on the map; a press opens one."""
    w, body = words(lang), []
    rows = marks[marks.matches].sort_values(["in_plan", "pinyin"], ascending=[False, True])
    if rows.empty:
        return f'<p class="muted">{escape(w("city.no_clusters"))}</p>'
    for row in wording.records(rows):
        named = f' <span class="tag">{escape(w("cluster.in_plan"))}</span>' if row["in_plan"] else ""
        money = escape(cluster_cards.money(w, row))
        if row["money_class"]:
            money = wording.traced(cluster_cards.money(w, row), f"observation:{row['money_observation']}")
            money += f'<br><span class="source">{escape(w("cluster.basis", basis=w.pick(row, "money_basis")))}</span>'
        body.append([f'<button data-choose="cluster:{row["cluster_id"]}"><i class="dot" style="background:{row["colour"]}"></i>'
                     f'{escape(w.pick(row, "name"))}</button>{named}', escape(w.pick(row, "county")), escape(w.pick(row, "industry")),
                     str(row["leaders"]), str(row["documented"]), money])
    return wording.rows([w("scope.cluster"), w("scope.county"), w("filter.industry"), w("city.leaders_column"),
                         w("city.documented_column"), w("city.money_column")], body, numbers=(3, 4))


@kept
def leader_list(firms: pd.DataFrame, lang: str) -> str:
    """The named leaders that pass the filter, with county and product; a press opens one. `firms` as in queries/enterprise_mark.sql."""
    w = words(lang)
    leaders = wording.records(firms[firms.named_leader & firms.matches])
    if not leaders:
        return f'<p class="muted">{escape(w("city.no_leaders"))}</p>'
    body = [[f'<button data-choose="enterprise:{escape(row["enterprise_id"])}">★ {escape(w.pick(row, "name"))}</button>',
             escape(w.pick(row, "county")), escape(w.pick(row, "product") or w("figure.dash"))] for row in leaders]
    return wording.rows([w("scope.enterprise"), w("scope.county"), w("enterprise.column.product")], body)


@kept
def county_lists(counties: pd.DataFrame, lang: str) -> str:
    """The counties of a city: first the empty ones, then those with clusters and which; says what "empty" means here."""
    w = words(lang)
    empty, full = (wording.records(counties[some]) for some in (counties.clusters == 0, counties.clusters > 0))
    names = w("list.join").join(w.pick(row, "name") for row in empty) if empty else w("city.no_empty")
    lines = "".join(f'<li><b>{escape(w.pick(row, "name"))}</b> <span class="small">{escape(w.pick(row, "clusters"))}</span></li>'
                    for row in full)
    return (f'{wording.heading(w("city.empty", n=len(empty)), 3)}<p>{escape(names)}</p>'
            f'<p class="small muted">{escape(w("city.empty_means"))}</p>'
            f'{wording.heading(w("city.full", n=len(full)), 3)}<ul class="diary">{lines}</ul>')


@kept
def figure_table(figures: pd.DataFrame, lang: str) -> str:
    """The figures that speak of a city as a whole, the latest of each series, the earlier ones folded; says so where there is none."""
    w = words(lang)
    if figures.empty:
        return f'<p class="muted">{escape(w("city.no_figures"))}</p>'
    html, earlier = _figures(figures[figures.latest], lang), figures[~figures.latest]
    if len(earlier):
        html += f'<details><summary>{escape(w("city.earlier", n=len(earlier)))}</summary>{_figures(earlier, lang)}</details>'
    return html


def _figures(figures: pd.DataFrame, lang: str) -> str:
    w = words(lang)
    body = [[escape(w.pick(f, "name")), wording.traced(wording.figure(w, f["value"], w.pick(f, "unit"), f["qualifier"]),
                                                       f"observation:{f['observation_id']}"),
             escape(wording.period(w, f)), escape(w.pick(f, "basis")) + goal_cards.aside(w, f), wording.citation(w, f)]
            for f in wording.records(figures)]
    head = [w("table.series"), w("table.figure"), w("table.period"), w("table.basis"), w("table.source")]
    return wording.rows(head, body, numbers=(1,))
