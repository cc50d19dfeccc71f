"""HTML from plain text: whatever is not markup already is escaped, so that a file's name can never become a tag."""

from collections.abc import Iterable
from datetime import date
from html import escape
from urllib.parse import urlencode

from timpora.text import LOCALE, language


class Markup(str):
    """A piece of HTML that is ready: what stands in it was escaped when it was made."""

    __slots__ = ()


def tag(name: str, *content: object, **attributes: object) -> Markup:
    """`tag("td", "a < b", class_="n")`. Content that is not markup is escaped; an attribute that is None is left out.

    An underscore in an attribute's name stands for a dash, and one at its end for nothing.
    """
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    inside = "".join(f' {key}="{escape(str(value))}"' for key, value in named)
    return Markup(f"<{name}{inside}>{join(content)}</{name}>")


def join(pieces: Iterable[object], between: str = "") -> Markup:
    """Pieces in a row, each escaped unless it is markup."""
    return Markup(escape(between).join(piece if isinstance(piece, Markup) else escape(str(piece)) for piece in pieces))


def href(page: str, **query: object) -> str:
    """The address of a view, beside any other page of the app: `mutu-data?asal=active_permits&wilayah=kantor`.

    Who reads English goes on in English.
    """
    told = urlencode(query | ({} if language() == LOCALE else {"lang": language()}), doseq=True)
    return f"{page}?{told}" if told else page


def origin_href(measure: str, area: str, month: str, beside: str | None = None) -> str:
    """Where the page on data quality says which files and rows a number was made from.

    area: a group code; month: "2024-10"; beside: the measure that had to be known too, as in a ratio.
    """
    # The whole view, as the page itself writes it: else the browser's back button stops there on its way.
    query = {"bagian": "asal", "asal": measure, "wilayah": area, "periode": month}
    return href("mutu-data", **query | ({"bersama": beside} if beside else {}))


def report_href(source: str, period: date, today: date) -> str:
    """Where the page on data quality shows whether a source's report came, when, and in which files."""
    # The matrix opens on two years; a report that may lie before them needs all of it.
    months_ago = 12 * (today.year - period.year) + today.month - period.month
    span = "24" if months_ago < 24 else "semua"
    return href("mutu-data", bagian="masuk", rentang=span, sumber=source, bulan=f"{period:%Y-%m}")


def comparison_href(pair: str, month: str) -> str:
    """Where the page on data quality sets the two numbers of a pair side by side. month: "2024-10"."""
    return href("mutu-data", bagian="banding", pasangan=pair, periode=month)


def pair_href(pair: str) -> str:
    """Where the two numbers of a pair are drawn together over months."""
    return href("tren", lihat="instansi", pasangan=pair)


def profile_href(area: str, month: str) -> str:
    """Where all that is known of a kecamatan stands on one page. area: its code; month: "2024-10"."""
    return href("kecamatan", wilayah=area, periode=month)


def table(
    heads: Iterable[object], rows: Iterable[Iterable[Markup]], css: str = "facts", *, is_long: bool = False
) -> Markup:
    """A table with one row of headings, which scrolls inside itself; a cell is made with `tag("td", …)`.

    is_long: it scrolls on any screen, so that who has no mouse must get into it.
    """
    head = tag("tr", *[cell if isinstance(cell, Markup) else tag("th", cell, scope="col") for cell in heads])
    body = [tag("tr", *row) for row in rows]
    return tag(
        "div",
        tag("table", tag("thead", head), tag("tbody", *body), class_=css),
        class_="scroll",
        tabindex=0 if is_long else None,
    )


def plain(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is: nothing in it is read as markup."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|~$:<>&" else c for c in text)
