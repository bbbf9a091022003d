"""A plain page for comparison: what Streamlit does by itself on this machine, with answers kept and nothing else done for speed.

Four gauges, a map of the counties, a table and a filter by city. `streamlit run tests/bench/yardstick.py` shows it.
"""

import json
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st

BOUNDARIES = Path(__file__).parents[2] / "data" / "boundaries"


@st.cache_data
def counties(city: str | None) -> pd.DataFrame:
    """The counties of a city, all where it is None."""
    rows = pd.read_csv(BOUNDARIES / "county.csv", dtype=str)
    return rows if city is None else rows[rows.city_id == city]


@st.cache_data
def outlines(city: str | None) -> dict:
    """The outlines of all counties, those of the city coloured."""
    layer = json.loads((BOUNDARIES / "counties.geojson").read_text(encoding="utf-8"))
    chosen = set(counties(city).adcode)
    for county in layer["features"]:
        county["properties"]["colour"] = [11, 87, 164, 200] if county["properties"]["adcode"] in chosen else [220, 220, 220, 200]
    return layer


st.set_page_config(layout="wide")
city = st.selectbox("City", [None, *sorted(counties(None).city_id.unique())], key="filter_city")
rows = counties(city)
for n, column in enumerate(st.columns(4)):
    gauge = go.Indicator(mode="gauge+number", value=len(rows) * (n + 1), gauge={"axis": {"range": [0, 1000]}})
    column.plotly_chart(go.Figure(gauge).update_layout(height=200), key=f"gauge_{n}")
layer = pdk.Layer("GeoJsonLayer", outlines(city), get_fill_color="properties.colour", stroked=True, pickable=True)
st.pydeck_chart(pdk.Deck([layer], map_provider=None, initial_view_state=pdk.ViewState(longitude=116.6, latitude=39.4, zoom=5.4)), key="map")
st.dataframe(rows)
st.html("<footer class='foot'>Plain Streamlit</footer>")
