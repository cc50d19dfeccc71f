"""Whose house this is: the office's logo, name and class of confidentiality, on every page, from office.toml."""

from pathlib import Path

import streamlit as st

from timpora import paths, settings
from timpora.draw import logo as logos
from timpora.draw.markup import join, plain, tag
from timpora.text import say

# On a small screen logo, pages and whoever is logged in share one bar.
_HEAD = """<style>
[data-testid="stHeaderLogo"] { max-width: 7rem; object-fit: contain; object-position: left; }
@media (max-width: 1500px) { [data-testid="stHeaderLogo"] { max-width: 5.5rem; } }
@media (min-width: 1201px) { .stMainBlockContainer .st-key-orang { max-width: min(34rem, calc(100vw - 72rem)); } }
</style>"""
_FOOT = """<style>
.stMainBlockContainer > .stVerticalBlock > :has(> .st-key-rumah), .stMainBlockContainer .st-key-rumah { order: 99; }
.house { display: flex; flex-wrap: wrap; gap: 0 .8rem; border-top: 1px solid var(--hair); padding-top: .4rem; margin: 0;
  color: var(--muted); font-size: .85rem; }
.house b { color: var(--ink); font-weight: 650; letter-spacing: .04em; }
</style>"""


def logo() -> logos.Logo | None:
    """The office's logo; None where it has none, or one that is none: then the server said so when it started."""
    try:
        return find()
    except logos.LogoFault:
        return None


def find() -> logos.Logo | None:
    """The logo that office.toml names, a file beside it. Raises LogoFault."""
    name = settings.office().logo
    if not name:
        return None
    if name != Path(name).name:
        raise logos.LogoFault(say("logo.elsewhere", file=name))
    return logos.read(paths.reference(name))


def menu() -> dict[str, str | None]:
    """What Streamlit's menu has beside the choice of theme: whose this is. Nothing that leads out of the house."""
    office = settings.office()
    words = say("app.about", office=plain(office.name), classification=plain(office.classification))
    return {"about": f"**{plain(say('app.title'))}**\n\n{words}", "get help": None, "report a bug": None}


def head() -> None:
    """The logo in the bar of the menu."""
    if own := logo():
        st.logo(own.address, size="large")
        st.html(_HEAD)


def foot() -> None:
    """The last line of a page, written first: a page may stop half way."""
    office = settings.office()
    line = join([tag("b", office.classification), tag("span", office.name)]) if office.classification else office.name
    st.container(key="rumah").html(_FOOT + tag("p", line, class_="house"))
