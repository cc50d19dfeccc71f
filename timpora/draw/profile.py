"""All that is known of one kecamatan on one sheet: its score, every indicator among its neighbours, what is open."""

from datetime import date

import pandas as pd

from timpora.draw import figures, profile_rows, risk, risk_places, risk_tables, tables
from timpora.draw.markup import Markup, href, join, profile_href, tag
from timpora.draw.profile_rows import Profile
from timpora.text import month, number, say

MANY = 200  # kecamatan: more are chosen by way of their kabupaten
_FOLLOWUPS = ("followups_open", "followups_overdue", "followups_done")


def sheet(seen: Profile) -> Markup:
    """The whole page, in the order in which it is read and printed."""
    return tag(
        "article",
        head(seen),
        tag("section", tag("h3", say("profile.indicators")), profile_rows.table(seen), notes(seen), class_="main"),
        tag("aside", mending(seen), followups(seen), links(seen)),
        tag("section", tag("h3", say("profile.measures")), measures(seen), class_="measures"),
        class_="profile",
    )


def head(seen: Profile) -> Markup:
    """Name, kabupaten, code, month, class and score; why, how sure; how many foreign nationals, which is exposure."""
    row = seen.row
    about = say("profile.about", kabupaten=row.kabupaten_name, code=row.area_code, period=month(seen.period))
    names = tag("h2", row.area_name), tag("span", about, class_="muted")
    said = [tag("header", *names, risk_places.chip(row))]
    if seen.is_known:
        said.append(risk_places.why_block(row, seen.parts, risk_tables.lacking(seen.values), seen.method))
    else:
        said.append(tag("p", say("profile.nothing", name=row.area_name, period=month(seen.period)), class_="why"))
    said.append(tag("p", exposure(seen), class_="exposure"))
    return tag("div", *said, class_="head")


def exposure(seen: Profile) -> str:
    """How many there are, as a fact beside the score: presence is exposure, not threat."""
    fact = next(seen.facts[seen.facts["measure"] == "active_permits"].itertuples(), None)
    many = say("empty.not_reported") if fact is None else figures.said(fact, fact.unit)
    return say("profile.exposure", n=many, rate=risk.presence(seen.row))


def mending(seen: Profile) -> Markup:
    """What would move the score."""
    told = risk_tables.mending(seen.parts) if seen.row.state == "reported" else _muted(say("profile.no_score"))
    return tag("section", tag("h3", say("profile.mending")), told)


def followups(seen: Profile) -> Markup:
    """How many agreed items are open, late and done, and the way to them."""
    found = seen.facts.set_index("measure")
    known = [next(found.loc[[name]].itertuples()) for name in _FOLLOWUPS if name in found.index]
    title = tag("h3", say("profile.followups"))
    if not known or all(fact.state == "not_reported" for fact in known):
        return tag("section", title, _muted(say("profile.followups_unknown")))
    open_, overdue, done = (figures.said(fact, fact.unit) for fact in known)
    as_of = month(known[0].oldest_period)
    said = say("profile.followups_are", open=open_, overdue=overdue, done=done, period=as_of)
    items = href("tindak-lanjut", wilayah=seen.row.area_code, keadaan="semua")
    return tag("section", title, tag("p", said), _muted(tag("a", say("profile.followups_where"), href=items)))


def measures(seen: Profile) -> Markup:
    """Every number of it, each with the way back to its files."""
    return tag("div", Markup(tables.profile(seen.facts, seen.sources, seen.row.area_code, seen.period)))


def notes(seen: Profile) -> Markup:
    """How the table is read; whose dots it shows where they are not the whole office's."""
    said = [say("profile.note.strip"), say("profile.note.median"), say("profile.note.line")]
    if seen.values["is_shrunk"].any():
        said.append(say("profile.note.shrunk"))
    if not seen.is_office:
        said.append(say("profile.note.scope"))
    return _muted(" ".join(said))


def links(seen: Profile) -> Markup:
    """The same kecamatan on the other pages."""
    code, period = seen.row.area_code, f"{seen.period:%Y-%m}"
    to = {
        "peta": href("peta", wilayah=code, periode=period),
        "tren": href("tren", wilayah=code),
        "risiko": href("risiko", bagian="penjelasan", wilayah=code, periode=period),
    }
    named = [tag("a", say(f"profile.to.{page}"), href=address) for page, address in to.items()]
    return tag("p", join(named, " · "), class_="muted links")


def choose(groups: pd.DataFrame, area: pd.Series, period: date) -> Markup:
    """The kecamatan of an area, by kabupaten; of very many the kabupaten first. groups: answers/groups.sql."""
    inside = groups[groups["group_kind"] == "kecamatan"]
    if area.group_kind == "kabupaten":
        inside = inside[inside["group_code"].str.startswith(f"{area.group_code}.")]
    said = say("profile.choose", area=area.group_name, n=number(len(inside)))
    if len(inside) > MANY:
        inside = groups[groups["group_kind"] == "kabupaten"].assign(kabupaten_name=say("profile.kabupaten"))
    lists = [
        tag("section", tag("h3", name, aria_level=2), tag("ul", *(_choice(row, period) for row in own.itertuples())))
        for name, own in inside.groupby("kabupaten_name", sort=False)
    ]
    return join([tag("p", said, class_="answer"), tag("div", *lists, class_="profile-choice")])


def _choice(row, period: date) -> Markup:
    return tag("li", tag("a", row.group_name, href=profile_href(row.group_code, f"{period:%Y-%m}")))


def _muted(text: str) -> Markup:
    return tag("p", text, class_="muted")
