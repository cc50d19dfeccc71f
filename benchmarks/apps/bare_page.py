"""The widgets of /peta with as many options, and only text that they change: what Streamlit itself costs.

Two fragments, as /peta has, with the same choices, words and places for words; no map, no answer.
"""

import json
import os

import streamlit as st

COUNT = json.loads(os.environ["BENCH_OPTIONS"])
MONTHS = [f"bulan {place}" for place in range(COUNT["months"])]
NOTE = "Jumlah izin tinggal orang asing yang berlaku pada akhir bulan, menurut kecamatan tempat tinggalnya. " * 2


def one_of(name: str, options: list[str]) -> None:
    st.segmented_control(name, options, default=options[0], label_visibility="collapsed", key=name)


@st.fragment
def choices() -> None:
    head = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        layer = st.selectbox("Lapisan", [f"lapisan {place}" for place in range(COUNT["layers"])], key="lapisan")
        one_of("bentuk", ["Peta", "Ubin"])
        one_of("tampilan", ["Satu", "Deret", "Dampingan", "Selisih", "Dua lapisan", "Kelompok"])
        one_of("ukuran", ["Biasa", "Rapat"])
        st.popover("Skala", key="skala_terbuka", on_change="rerun")
        st.popover("Unduh", key="bawa", on_change="rerun")
    head.title("Peta")
    the_text(layer)


@st.fragment
def the_text(layer: str) -> None:
    answer = st.container()
    left, right = st.columns([7, 3])
    month = left.selectbox("Bulan", MONTHS, key="periode")
    answer.html(f'<p class="answer">{layer}, {month}: ≈345 orang</p>')
    with right:
        st.html(f'<p class="area">Seluruh kantor</p><p class="muted">{month}</p>')
        st.html('<p class="headline">≈345 orang</p><p class="muted">68 kecamatan</p>')
        st.html('<p class="muted"><a href="tren">Tren</a> <a href="mutu-data">Asal angka</a></p>')
        st.caption(NOTE)
        st.expander("Semua angka", key="semua_angka", on_change="rerun")
    st.caption(f"Sumber: Imigrasi, {month}")
    st.caption(NOTE)
    st.expander("Tabel", key="tabel_peta", on_change="rerun")


st.set_page_config(layout="wide")
choices()
