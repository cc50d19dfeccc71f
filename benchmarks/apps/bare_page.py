"""The widgets of /peta with as many options, and nothing they would change: what Streamlit itself costs."""

import json
import os

import streamlit as st

COUNT = json.loads(os.environ["BENCH_OPTIONS"])
MONTHS = [f"bulan {place}" for place in range(COUNT["months"])]


def step(by: int) -> None:
    st.session_state["periode"] = MONTHS[MONTHS.index(st.session_state["periode"]) + by]


st.set_page_config(layout="wide")
head, which, when, where = st.columns([6, 3, 4, 3], vertical_alignment="bottom")
head.title("Peta")
which.selectbox("Lapisan", [f"lapisan {place}" for place in range(COUNT["layers"])], key="lapisan")
with when:
    back, choice, forward = st.columns([1, 4, 1], gap="xxsmall", vertical_alignment="bottom")
place = MONTHS.index(choice.selectbox("Bulan", MONTHS, key="periode"))
back.button("‹", key="month_earlier", on_click=step, args=(1,), disabled=place == len(MONTHS) - 1)
forward.button("›", key="month_later", on_click=step, args=(-1,), disabled=place == 0)
where.selectbox("Cari", [f"wilayah {place}" for place in range(COUNT["areas"])], index=None, key="cari")
st.expander("Tabel", key="tabel_peta", on_change="rerun")
