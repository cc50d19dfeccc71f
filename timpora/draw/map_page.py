"""The map as one HTML file that opens anywhere with no network: the very map of the pages, its shapes and its table.

Leaflet, our scripts and the geometry stand in the file. Its own policy lets it load nothing and run nothing but these.
"""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from timpora.draw import map_export, maps
from timpora.draw.geometry import NATIONAL, Geometry
from timpora.draw.map_caption import Caption
from timpora.draw.markup import Markup, tag
from timpora.draw.pictures import Picture
from timpora.text import language, say

_BOX = "peta-bawa"
_STYLE = f"""
html body {{ overflow: auto; margin: 0; font: 15px/1.45 var(--face); color: var(--ink); }}
.mark {{ background: var(--notice-ground); color: var(--notice); font-weight: 600; padding: .3rem 1.2rem; margin: 0; }}
.mark.loud {{ background: var(--danger-ground); color: var(--danger); }}
.words {{ padding: .7rem 1.2rem; }}
.words h1 {{ font-size: 1.4rem; line-height: 1.25; margin: 0; }}
.words .title, .words .note {{ color: var(--muted); margin: 0 0 .2rem; }}
.words .note {{ font-size: .85rem; overflow-wrap: anywhere; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }}
th, td {{ border-bottom: 1px solid var(--hair); padding: .2rem .6rem; text-align: left; vertical-align: top; }}
#{_BOX} {{ height: max(420px, calc(100vh - 170px)); padding: 0 1.2rem; }}
#{_BOX} > div {{ height: 100% !important; }}
@media print {{ details > * {{ display: block; }} }}
"""
# No server answers a click here: "o" says so.
_START = "timpora.paint(timpora.map({box},{version},{canvas}),{table});"


def page(
    pictures: Sequence[Picture],
    geometry: Geometry,
    table: pd.DataFrame,
    notes: Sequence[tuple[str, str]],
    caption: Caption,
    *,
    selected: str | None = None,
) -> bytes:
    """The file in UTF-8: 0.4 MB an office, 3 MB a nation.

    table, notes: map_export's. Whatever is text is escaped; no name in it can end a script or become one.
    """
    start = _START.format(
        table=_json(maps.table(pictures, geometry, selected) | {"o": 1}),
        box=_json(f"{_BOX}-kotak"),
        version=_json(geometry.version),
        canvas=int(len(geometry.codes) > NATIONAL),
    )
    scripts = [*_scripts_before(), _shapes(geometry.path), *_scripts_after(), start]
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    policy = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        tag("title", _title(caption)),
        f"<style>{_styles()}{_STYLE}</style>",
    ]
    body = [*_marks(pictures, caption), _words(caption), f'<div id="{_BOX}"><div id="{_BOX}-kotak"></div></div>']
    body += [_below(table, notes, caption), *(f"<script>{script}</script>" for script in scripts)]
    text = (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head>{"".join(head)}</head><body>{"".join(body)}</body></html>\n'
    )
    return text.encode("utf-8", "replace")


def _title(caption: Caption) -> str:
    return f"{say('picture.sample')} · {caption.sentence}" if caption.sample else caption.sentence


def _marks(pictures: Sequence[Picture], caption: Caption) -> list[Markup]:
    loud = [*caption.marks, *dict.fromkeys(picture.warning for picture in pictures if picture.warning)]
    marks = [tag("p", caption.sample, class_="mark", role="note")] if caption.sample else []
    return marks + [tag("p", words, class_="mark loud", role="note") for words in loud]


def _words(caption: Caption) -> Markup:
    return tag("div", tag("p", caption.title, class_="title"), tag("h1", caption.sentence), class_="words")


def _below(table: pd.DataFrame, notes: Sequence[tuple[str, str]], caption: Caption) -> Markup:
    """Source and notes, then the same in a table and all there is to know, both closed at first."""
    said = [tag("p", note, class_="note") for note in (*caption.cautions, *caption.notes, caption.source_note)]
    said.append(tag("p", say("picture.snapshot", snapshot=caption.snapshot), class_="note"))
    cells = table.drop(columns=map_export.NUMERIC).columns
    heads = tag("tr", *(tag("th", head, scope="col") for head in map_export.heads(cells)))
    rows = [tag("tr", *(tag("td", cell) for cell in row)) for row in table[cells].itertuples(index=False)]
    whole = tag("table", tag("thead", heads), tag("tbody", *rows))
    known = tag("table", *(tag("tr", tag("th", name, scope="row"), tag("td", note)) for name, note in notes))
    said += [
        tag("details", tag("summary", say("map.table")), tag("div", whole, class_="scroll")),
        tag("details", tag("summary", say("take.sheet.notes")), known),
    ]
    return tag("div", *said, class_="words")


def _leaflet() -> Path:
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)


@cache
def _scripts_before() -> tuple[str, ...]:
    return (_script(_leaflet() / "leaflet.js"),)


@cache
def _scripts_after() -> tuple[str, ...]:
    return tuple(_script(maps.STATIC / name) for name in maps.SCRIPTS)


def _script(file: Path) -> str:
    """A script as it may stand in a page: nothing in it ends it, and no map of its source is asked for."""
    text = re.sub(r"//# sourceMappingURL=.*", "", file.read_text("utf-8")).replace("\r\n", "\n")
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


def _shapes(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode().replace("<", "\\u003c")


@cache
def _styles() -> str:
    """Leaflet's looks and the map's own, without the pictures that Leaflet would load for what we do not use."""
    text = (_leaflet() / "leaflet.css").read_text("utf-8") + maps.styled(maps.STATIC / "peta.css").decode()
    return re.sub(r"url\((?![\"']?data:)[^)]*\)", "none", text).replace("</", "<\\/")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8", "replace")).digest()).decode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
