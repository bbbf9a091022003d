"""What pages say about clusters: the list, a cluster's story, its page."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import goal_cards, wording
from pages.parts.kept import kept


def money(w: Words, row: dict) -> str:
    """The latest published money figure of a cluster with what it measures and when, in plain text."""
    if not row["money_class"]:
        return w("cluster.no_money")
    value = wording.figure(w, row["money"], w("unit.money"), row["money_qualifier"])
    return w("cluster.money", name=w.pick(row, "money"), period=wording.period(w, row), value=value)


@kept
def cluster_list(marks: pd.DataFrame, searched: pd.DataFrame | None, chosen: str | None, lang: str) -> str:
    """The clusters that pass the filters and the search (`searched` holds the ids it found, None: none asked), those named in the
    plan first, or what to loosen where none does; a press chooses one, a press on the chosen one lets it go."""
    w, items = words(lang), []
    found = marks[marks.matches & (searched is None or marks.cluster_id.isin(searched.id))]
    if found.empty:
        return f'<p class="muted" role="status">{escape(w("map.nothing"))}</p>'
    for row in wording.records(found.sort_values(["in_plan", "pinyin"], ascending=[False, True])):
        named = f' <span class="tag">{escape(w("cluster.in_plan"))}</span>' if row["in_plan"] else ""
        pressed = row["cluster_id"] == chosen
        items.append(
            f'<button class="pick" data-choose="cluster:{"" if pressed else row["cluster_id"]}" aria-pressed="{str(pressed).lower()}">'
            f'<i class="dot" style="background:{row["colour"]}"></i><b>{escape(w.pick(row, "name"))}</b>{named}'
            f'<br><span class="small muted">{escape(w.pick(row, "county"))} · {escape(w.pick(row, "industry"))}'
            f' · {escape(money(w, row))}</span></button>')
    head = escape(w("map.found", n=len(found), all=len(marks)))
    return f'<p class="small muted" role="status">{head}</p><div class="scroll list">{"".join(items)}</div>'


@kept
def story(marks: pd.DataFrame, cluster: str, claims: pd.DataFrame, measures: pd.DataFrame, lang: str) -> str:
    """A cluster in a few lines: what and where, its strongest claim, its money figure, its enterprises, its clauses."""
    w, (row,) = words(lang), wording.records(marks[marks.cluster_id == cluster])
    places = dict.fromkeys([w.pick(row, "county"), w.pick(row, "city")])  # Dingzhou and Xinji are both
    lines = [escape(w("source.join").join(places)), escape(w.pick(row, "industry"))]
    product = w.pick(row, "product")
    html = f'<h2 class="part">{escape(w.pick(row, "name"))}</h2><p class="small">{" · ".join(lines)}' \
           f'{"<br>" + escape(product) if product else ""}</p>'
    if len(claims):
        html += f'<p>{claim(w, wording.records(claims)[0])}</p>'
    figure = wording.traced(money(w, row), f"observation:{row['money_observation']}") if row["money_class"] else escape(money(w, row))
    html += f'<p class="small"><b>{figure}</b>'
    if row["money_class"]:
        html += f'<br><span class="muted">{escape(w("cluster.basis", basis=w.pick(row, "money_basis")))}</span>'
        if row["stale"]:
            html += f'<br><span class="muted">{escape(w("cluster.stale"))}</span>'
    html += f'</p><p class="small">{escape(w("cluster.firms", leaders=row["leaders"], documented=row["documented"]))}<br>'
    named = measures[measures.by_name]
    html += escape(w("cluster.clauses", clauses=w("list.join").join(named.measure_id)) if len(named) else
                   w("cluster.no_clause")) + "</p>"
    return html


def claim(w: Words, row: dict) -> str:
    """A market share or an honour, as reported, with its source, as HTML."""
    period = f" · {escape(w('cluster.claim_year', year=row['period_end'].year))}" if row["period_end"] else ""
    text = wording.traced(w.pick(row, "text"), f"claim:{row['claim_id']}")
    return (f'<q>{text}</q> <span class="small muted">{escape(w("cluster.reported"))}</span> '
            f'{wording.citation(w, row)}<span class="source">{period}</span>')


@kept
def cluster_head(cluster: pd.DataFrame, claims: pd.DataFrame, lang: str) -> str:
    """The opening of a cluster's page: its strongest dated claim and its honours, what it makes, where."""
    w, (row,) = words(lang), wording.records(cluster)
    places = dict.fromkeys([w.pick(row, "city"), w.pick(row, "county")])  # Dingzhou and Xinji are both
    where = w("cluster.where", place=w("list.places").join(places), industry=w.pick(row, "industry"))
    tags = [w("cluster.in_plan")] * bool(row["in_plan"]) + [w("cluster.key")] * bool(row["key_cluster"])
    html = wording.heading(w.pick(row, "name"))
    html += "".join(f'<span class="tag">{escape(tag)}</span> ' for tag in tags)
    html += f'<p>{escape(where)}{"<br>" + escape(w("cluster.makes", product=w.pick(row, "product"))) if w.pick(row, "product") else ""}</p>'
    shares, honours = claims[claims.kind == "market_share"], claims[claims.kind == "honour"]
    if len(shares):
        html += "".join(f'<p class="lead">{claim(w, c)}</p>' for c in wording.records(shares.head(1)))
    if len(honours):
        html += f'<ul>{"".join(f"<li>{claim(w, c)}</li>" for c in wording.records(honours))}</ul>'
    if claims.empty:
        html += f'<p class="muted">{escape(w("cluster.no_claims"))}</p>'
    if len(shares) > 1:
        more = "".join(f"<li>{claim(w, c)}</li>" for c in wording.records(shares.iloc[1:]))
        html += f'<details><summary>{escape(w("cluster.more_claims", n=len(shares) - 1))}</summary><ul>{more}</ul></details>'
    if w.pick(row, "note"):
        html += f'<p class="doubt-note">{escape(w.pick(row, "note"))}</p>'
    if row["alias_zh"]:
        html += f'<p class="source">{escape(w("cluster.alias", names=row["alias_zh"]))}</p>'
    return html


@kept
def takeaway(marks: pd.DataFrame, cluster: str, measures: pd.DataFrame, lang: str) -> str:
    """What a cluster's page says in two sentences: its latest money figure, its enterprises, the clauses that name it."""
    w, (row,) = words(lang), wording.records(marks[marks.cluster_id == cluster])
    named = measures[measures.by_name].measure_id.tolist()
    clauses = w("cluster.clauses", clauses=w("list.join").join(named)) if named else w("cluster.no_clause")
    return w("cluster.takeaway", name=w.pick(row, "name"), money=money(w, row), clauses=clauses,
             firms=w("cluster.firms", leaders=row["leaders"], documented=row["documented"]))


@kept
def only_later(marks: pd.DataFrame, cluster: str, milestones: pd.DataFrame, lang: str) -> str:
    """How many of a cluster's enterprises only later sources speak of, so that no milestone of theirs is shown; empty for none."""
    ((leaders, documented),) = marks.loc[marks.cluster_id == cluster, ["leaders", "documented"]].to_numpy()
    later = int(leaders + documented) - (0 if milestones.empty else int(milestones.enterprises.iloc[0]))
    return words(lang)("cluster.only_later", n=later) if later else ""


@kept
def figure_table(figures: pd.DataFrame, lang: str) -> str:
    """The key figures of a cluster by series, each with period, basis and source; says so where none was published."""
    w = words(lang)
    if figures.empty:
        return f'<p class="muted">{escape(w("cluster.no_figures"))}</p>'
    body = []
    for f in wording.records(figures):
        note = f'<br><span class="small muted">{escape(w.pick(f, "note"))}</span>' if w.pick(f, "note") else ""
        figure = wording.traced(wording.figure(w, f["value"], w.pick(f, "unit"), f["qualifier"]), f"observation:{f['observation_id']}")
        body.append([escape(w.pick(f, "name")), figure, escape(wording.period(w, f)), escape(w.pick(f, "basis")) + note, wording.citation(w, f)])
    return wording.rows([w("table.series"), w("table.figure"), w("table.period"), w("table.basis"), w("table.source")], body,
                        numbers=(1,))


@kept
def measure_table(measures: pd.DataFrame, lang: str) -> str:
    """The measures that speak of a cluster, by name or by industry, and who is responsible; a press on the clause opens it."""
    w = words(lang)
    if measures.empty:
        return f'<p class="muted">{escape(w("cluster.no_measures"))}</p>'
    body = []
    for m in wording.records(measures):
        doubt = f'<br><span class="doubt-note">{escape(w.pick(m, "note"))}</span>' if w.pick(m, "note") else ""
        body.append([goal_cards.clause_button(w, m["measure_id"]),
                     f'<b>{escape(w.pick(m, "name"))}</b><br><span class="small">{escape(w.pick(m, "summary"))}</span>',
                     escape(w("cluster.by_name" if m["by_name"] else "cluster.by_industry")) + doubt, escape(w.pick(m, "departments"))])
    return wording.rows([w("table.clause"), w("table.measure"), w("cluster.how"), w("table.departments")], body)


@kept
def neighbour_list(neighbours: pd.DataFrame, lang: str) -> str:
    """The other clusters of the same industry, nearest first; a press opens one."""
    w = words(lang)
    if neighbours.empty:
        return f'<p class="muted">{escape(w("cluster.no_neighbours"))}</p>'
    return '<div class="inline">' + "".join(
        f'<button data-choose="cluster:{n["cluster_id"]}"><b>{escape(w.pick(n, "name"))}</b><br><span class="small muted">'
        f'{escape(w.pick(n, "city"))} · {escape(w("cluster.km", km=w.number(n["km"])))}</span></button>'
        for n in wording.records(neighbours)) + "</div>"


@kept
def source_list(lang: str, *frames: pd.DataFrame) -> str:
    """Every source that a cluster's page draws on, once each."""
    w = words(lang)
    columns = ["source_id", "publisher", "source_title", "url", "source_kind", "published_on", "published_text"]
    sources = pd.concat([frame[columns] for frame in frames if len(frame)] or [pd.DataFrame(columns=columns)])
    lines = [f'<li>{wording.citation(w, s)} <span class="small">{escape(s["source_title"])}</span></li>'
             for s in wording.records(sources.drop_duplicates("source_id"))]
    return f'<ul class="small">{"".join(lines)}</ul>' if lines else f'<p class="muted">{escape(w("cluster.no_sources"))}</p>'


@kept
def department_clauses(clusters: pd.DataFrame, lang: str) -> str:
    """By which measures of the chosen department a cluster is named, directly or by its industry."""
    w = words(lang)
    if clusters.empty:
        return f'<p class="muted">{escape(w("map.by_department_none"))}</p>'
    body = [[escape(w.pick(c, "name")), escape(w("cluster.by_name" if c["by_name"] else "cluster.by_industry")),
             escape(w.pick(c, "clauses"))] for c in wording.records(clusters)]
    return wording.heading(w("map.by_department")) + wording.rows(
        [w("scope.cluster"), w("cluster.how"), w("table.clause")], body)


def enterprise_story(row: dict, lang: str) -> str:
    """An enterprise in a few lines: name, standing, product, place and how exactly the place is known; of those of a county how
    many they are."""
    w = words(lang)
    if row["enterprises"] is not None:
        return f'{wording.heading(w.pick(row, "name"), 3)}<p class="small">{escape(w("map.tip_county", n=row["enterprises"]))}</p>'
    place = w(f"location.{row['location_basis']}")
    product = f'<br>{escape(w("cluster.makes", product=w.pick(row, "product")))}' if w.pick(row, "product") else ""
    return (f'<h3 class="part">{escape(w.pick(row, "name"))}</h3><p class="small"><b>{escape(wording.standing(w, row))}</b>{product}'
            f'<br>{escape(w.pick(row, "county"))} · {escape(place)}</p>')


@kept
def picker(marks: pd.DataFrame, lang: str) -> str:
    """All clusters that pass the filters, to choose from, those named in the plan first."""
    w, html = words(lang), ""
    for in_plan, rows in sorted(marks[marks.matches].groupby("in_plan"), reverse=True):
        html += wording.heading(w("cluster.named_group" if in_plan else "cluster.other_group", n=len(rows)))
        html += '<div class="inline">' + "".join(
            f'<button data-choose="cluster:{row["cluster_id"]}"><i class="dot" style="background:{row["colour"]}"></i>'
            f'<b>{escape(w.pick(row, "name"))}</b><br><span class="small muted">{escape(w.pick(row, "county"))}</span></button>'
            for row in wording.records(rows.sort_values("pinyin"))) + "</div>"
    return html
