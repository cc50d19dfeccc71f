"""The map to take along: as a picture, a table and a page that opens without a network. Made when it is asked for.

What is taken is what the page shows this viewer, no more; the gate writes into the log who took which file.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from timpora import settings
from timpora.draw import map_export, map_files, map_image, map_page, sentences
from timpora.draw.geometry import Geometry
from timpora.draw.map_caption import Caption
from timpora.draw.map_export import Part
from timpora.draw.pictures import Picture
from timpora.text import day, keeping, say
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id, today

_BOX = "bawa"
_KINDS = {
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "html": "text/html",
}


def box(who: Viewer) -> DeltaGenerator | None:
    """A button that opens on the downloads, `open` where it is; nothing for whom may not take the map away."""
    # The gate asks the person, not the eyes an admin looks through: what it would refuse is not offered. Nor are exact
    # numbers, which are not to be copied.
    if not who.may("unduh") or who.through or settings.view() == "exact":
        return None
    return st.popover(say("take.open"), icon=":material/download:", key=_BOX, on_change="rerun")


def is_open() -> bool:
    """Whether files are on offer: they are of the month that was shown when they were."""
    return bool(st.session_state.get(_BOX))


def offer(
    opened: DeltaGenerator,
    pictures: Sequence[Picture],
    parts: Sequence[Part],
    geometry: Geometry,
    caption: Caption,
    name: str,
    *,
    selected: str | None = None,
) -> None:
    """Four downloads in an open box.

    pictures: what is drawn, at most map_image.MOST; parts: the layers and months it was made from, each for the table;
    name: of the files, without their ending (`file_name`).
    """
    made = files(pictures, parts, geometry, caption, selected=selected)
    with opened:
        for kind, make in made.items():
            if kind == "png" and len(pictures) > map_image.MOST:
                st.caption(say("take.too_many", n=map_image.MOST))
                continue
            st.download_button(
                say(f"take.{kind}"),
                make,
                file_name=f"{name}.{kind}",
                mime=_KINDS[kind],
                key=f"bawa_{kind}",
                on_click="ignore",
                width="stretch",
            )
        st.caption(say("take.same"))


def files(
    pictures: Sequence[Picture],
    parts: Sequence[Part],
    geometry: Geometry,
    caption: Caption,
    *,
    selected: str | None = None,
) -> dict[str, Callable[[], bytes]]:
    """What makes each kind of file, "png", "xlsx", "csv" and "html", in a thread where no answer is asked for."""
    table = partial(map_export.table, parts)
    notes = map_export.notes(parts, caption, geometry.attribution)
    is_sample = bool(caption.sample)
    made = {
        "png": lambda: map_image.png(pictures, geometry, caption, selected=selected),
        "xlsx": lambda: map_files.xlsx(table(), notes, is_sample=is_sample),
        "csv": lambda: map_files.csv(table(), notes, is_sample=is_sample),
        "html": lambda: map_page.page(pictures, geometry, table(), notes, caption, selected=selected),
    }
    return {kind: keeping(make) for kind, make in made.items()}


def caption(
    who: Viewer,
    parts: Sequence[Part],
    periods: Sequence[date],
    title: str,
    sentence: str,
    cautions: Sequence[str] = (),
) -> Caption:
    """What is said with these parts, one period each: where they are from, of which publication, what marks them."""
    meta = ask(who, "snapshot").iloc[0]
    told = [_source_note(who, part, period) for part, period in zip(parts, periods, strict=True)]
    is_rounded = any(part.values["is_rounded"].any() for part in parts)
    return Caption(
        title=title,
        sentence=sentence,
        source_note=" ".join(dict.fromkeys(told)),
        snapshot=snapshot_id(who),
        sample=say("app.sample", day=day(meta.sample_day)) if meta.is_sample else "",
        marks=(say("exact.mark"),) if settings.view() == "exact" else (),
        cautions=tuple(cautions),
        notes=(say("figure.rounding"),) if is_rounded else (),
    )


def file_name(what: str, periods: Sequence[date], *, is_sample: bool) -> str:
    """ "peta-presence-2024-10", of several months "peta-presence-2023-11-2024-10", of sample data with "-contoh".

    what: layers by their codes, and the kind of look where there is more than one.
    """
    months = dict.fromkeys(f"{period:%Y-%m}" for period in (min(periods), max(periods)))
    words = re.sub(r"[^\w]+", "-", what).strip("-")
    return "-".join(["peta", words, *months, *([say("take.sample")] if is_sample else [])])


def _source_note(who: Viewer, part: Part, period: date) -> str:
    areas = tuple(part.values["area_code"])
    sources = ask(who, "layer_sources", layer=part.layer.layer, period=period, areas=areas)
    return sentences.source_note(sources, today(who))
