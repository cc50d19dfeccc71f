"""The widgets of any page of ours, read off it (benchmarks/skeleton.py): what Streamlit itself costs.

Each has the same label and choices, in the same rows, columns and boxes, behind the same menu; where ours has words
there is one line that never changes. No table, no picture, no map (a box of months in its place), no answer.
"""

import json
import os
from datetime import date
from functools import cache
from pathlib import Path

import streamlit as st

FOLDER = Path(os.environ["BENCH_SKELETONS"])
WORDS = "Angka orang dibulatkan acak ke kelipatan lima; nol sampai empat bukan nol pasti."
MONTHS = [f"bulan {place}" for place in range(json.loads(os.environ["BENCH_OPTIONS"])["months"])]


@cache
def skeleton(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def place(node: dict):
    """The place that this block makes, for what is in it."""
    match node:
        case {"kind": "popover"}:
            told = {"key": node["key"], "on_change": "rerun"} if node.get("key") else {}
            return st.popover(node["label"], **told)
        case {"kind": "expandable"}:
            told = {"key": node["key"], "on_change": "rerun"} if node.get("key") else {}
            return st.expander(node["label"], **told)
        case {"kind": "form"}:
            return st.form(node["form_id"])
        case _:
            return st.container(horizontal=node.get("is_row", False))


def element(node: dict) -> None:
    """One widget, or a line where there are words."""
    label, options, key = node.get("label", ""), node.get("options", []), node.get("key")
    first = node.get("default", 0)
    match node["kind"]:
        case "selectbox":
            st.selectbox(label, options, first, key=key)
        case "radio":
            st.radio(label, options, first, key=key)
        case "multiselect":
            st.multiselect(label, options, [options[at] for at in first or []], key=key)
        case "button_group":
            st.segmented_control(label, options, default=options[0], required=node.get("required", False), key=key)
        case "button" if node.get("is_form_submitter"):
            st.form_submit_button(label)
        case "button":
            st.button(label, key=key)
        case "download_button":
            st.download_button(label, bytes, on_click="ignore", key=key)
        case "file_uploader":
            st.file_uploader(label, key=key)
        case "text_input":
            st.text_input(label, key=key)
        case "text_area":
            st.text_area(label, key=key)
        case "date_input":
            st.date_input(label, date(2024, 10, 1), key=key)
        case "checkbox":
            st.checkbox(label, key=key)
        case "slider":
            low, high = int(node.get("min", 0)), int(node["max"])
            st.slider(label, low, high, low, key=key)
        case "number_input":
            st.number_input(label, value=0.0, key=key)
        case "page_link":
            st.page_link(PAGES[node["page"]], label=label)
        case "link_button":
            st.link_button(label, "/")
        case "component_instance":
            st.selectbox("Bulan", MONTHS, key="bulan_peta")
        case "heading":
            st.title(WORDS)
        case "metric":
            st.metric(WORDS, 345)
        case "markdown":
            st.caption(WORDS)
        case "html":
            st.html(f"<p>{WORDS}</p>")


def draw(nodes: list[dict]) -> None:
    for node in nodes:
        inside = node["parts"]
        if inside and all(part["kind"] == "column" for part in inside):
            for column, part in zip(st.columns([part["weight"] for part in inside]), inside, strict=True):
                with column:
                    draw(part["parts"])
        elif inside or node["kind"] in ("flex_container", "popover", "expandable", "form", "column"):
            with place(node):
                draw(inside)
        else:
            element(node)


def page(name: str) -> None:
    known = skeleton(name)
    (st.fragment(draw) if known["is_fragment"] else draw)(known["nodes"])


def page_of(name: str) -> st.Page:
    def run() -> None:
        page(name)

    return st.Page(run, title=name, icon=":material/map:", url_path=name, default=name == "ringkasan")


st.set_page_config(layout="wide")
PAGES = {name: page_of(name) for name in os.environ["BENCH_PAGES"].split()}
st.navigation(list(PAGES.values()), position="top").run()
