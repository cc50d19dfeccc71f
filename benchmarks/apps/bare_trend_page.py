"""The widgets of /tren with as many options, and only text that they change: no chart, no answer."""

import json
import os

import streamlit as st

COUNT = json.loads(os.environ["BENCH_OPTIONS"])
AREAS = [f"Kecamatan {place}, Kabupaten" for place in range(COUNT["areas"])]
NOTE = "Angka orang dibulatkan acak ke kelipatan lima; jumlah dapat berbeda sedikit. Nol sampai empat bukan nol pasti. "
HIDDEN = {"label_visibility": "collapsed"}

st.set_page_config(layout="wide")
st.title("Bagaimana keberadaan berubah")
answer = st.empty()
with st.container(horizontal=True, vertical_alignment="center"):
    measures = [f"Izin tinggal aktif {place} · Imigrasi" for place in range(COUNT["measures"])]
    st.selectbox("Data", measures, key="seri", width=340, **HIDDEN)
    st.selectbox("Jenis", [f"jenis {place}" for place in range(8)], key="jenis", width=230, **HIDDEN)
    st.selectbox("Wilayah", AREAS, key="wilayah", width=220, **HIDDEN)
    st.multiselect("Bandingkan", AREAS, AREAS[1:6], key="banding", **HIDDEN)
with st.container(horizontal=True, vertical_alignment="center"):
    way = st.selectbox("Cara", [f"cara {place}" for place in range(7)], key="cara", width=215, **HIDDEN)
    shapes = [f"rupa {place}" for place in range(5)]
    st.segmented_control("Rupa", shapes, default=shapes[0], key="rupa", **HIDDEN)
    st.selectbox("Rentang", [f"{place} bulan" for place in range(5)], key="rentang", width=130, **HIDDEN)
    st.popover("Lainnya", key="lainnya", on_change="rerun")
answer.html(f'<p class="answer">{way}: ≈345 orang pada Oktober 2024, naik dari ≈320 setahun sebelumnya.</p>')
st.caption(f"Sumber: Imigrasi, {way}")
st.caption(NOTE)
st.html(f'<p class="muted">Asal angka: <a href="mutu-data">{way}</a></p>')
st.caption(NOTE)
st.expander("Tabel", key="tabel_tren", on_change="rerun")
