"""The widgets of /risiko?bagian=simulasi: three pillars, and the indicators of the one that is open."""

import streamlit as st

PILLARS = ("kepatuhan", "konteks", "kapasitas")
OPEN = 7  # indicators of the pillar that is open

st.set_page_config(layout="wide")
st.title("Indeks")
st.segmented_control("Bagian", ["perhatian", "penjelasan", "pemilihan", "instansi", "simulasi"], default="simulasi")
st.selectbox("Bulan", [f"bulan {place}" for place in range(82)])


@st.fragment
def play() -> None:
    st.button("Kembali ke resmi")
    left, right = st.columns([5, 7])
    with left:
        for place, name in zip(st.columns(3), PILLARS, strict=True):
            place.slider(name, 0, 100, 40, key=f"simulasi.{name}")
        with st.expander("Kepatuhan", expanded=True):
            for number in range(OPEN):
                switch, weight, low, high = st.columns([11, 9, 5, 5])
                switch.toggle(f"indikator {number}", True, key=f"on.{number}")
                weight.slider("bobot", 0, 100, 10, key=f"weight.{number}")
                low.number_input("0", value=0.0, key=f"low.{number}")
                high.number_input("100", value=50.0, key=f"high.{number}")
        st.expander("Konteks")
        st.expander("Kapasitas")
    right.segmented_control("Lihat", ["tabel", "resmi", "simulasi"], default="tabel")


play()
