"""The standard story of the office's sample: its slides, its documents, the scheduled job, and the full screen.

The plain way beside a document is the library that writes it, of as many slides with their pictures ready and nothing
else. Each turn is a process of its own: `python -m benchmarks.documents GEOJSON`, in the house's data folder.
"""

import http.client
import io
import json
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.figure import Figure, Measured
from benchmarks.house import ENOUGH_SECONDS, House
from benchmarks.report import progress
from benchmarks.servers import OURS, Server
from timpora import paths

TURNS = 3  # at most, of a minute each
PHONE = (1080, 1350)
PLAIN = {
    "pptx": "python-pptx: as many pictures, ready, a slide each",
    "pdf": "fpdf2: as many pictures, ready, a page each",
    "briefing": "fpdf2: as many pictures, ready, a page each",
    "png": "geopandas: plot and savefig, as many maps",
    "xlsx": "pandas: to_excel, the same tables",
}
# What a job loads before it can begin.
LOADED = "from timpora.draw import deck_files; from timpora.web import documents, standard_story; import duckdb, pptx"
FIRST = b'id="s1"'


def measure(house: House) -> list[Figure]:
    """Seconds, of the whole story; ms and kB of the full screen."""
    return [*_made(house), _job(house), *_screen(house)]


def _made(house: House) -> list[Figure]:
    turns = []
    for turn in range(_turns(house)):
        progress(f"documents: {turn + 1} of {_turns(house)} …")
        turns.append(json.loads(_run(house, "-m", "benchmarks.documents", str(house.geojson))))
    taken = {name: Measured([one[name] for one in turns], "s") for name in turns[0] if name != "count"}
    many = f"{turns[0]['count']} slides"
    return [
        Figure(
            f"{many}, the first time in a process", taken["cold"], taken["map"], "one slide of a map, the next time"
        ),
        Figure(f"{many}, the next time", taken["warm"], taken["map"], "one slide of a map, the next time"),
        *(
            Figure(f"{form.upper()} of {many} that are made", taken[form], taken[f"plain {form}"], what)
            for form, what in PLAIN.items()
        ),
    ]


def _job(house: House) -> Figure:
    ours, loaded = [], []
    for turn in range(_turns(house)):
        progress(f"export: {turn + 1} of {_turns(house)} …")
        with tempfile.TemporaryDirectory() as out:
            command = ("-m", "timpora", "export", "--story", "standar", "--format", "pptx", "--out", out)
            ours.append(_seconds(lambda command=command: _run(house, *command)))
        loaded.append(_seconds(lambda: _run(house, "-c", LOADED)))
    what = "a process that only loads the libraries"
    return Figure(
        "export --story standar --format pptx (20 s wanted)", Measured(ours, "s"), Measured(loaded, "s"), what
    )


def _screen(house: House) -> list[Figure]:
    """The full screen as a browser asks for it: from a server that has just started, and again."""
    visits: tuple[list, list] = [], []
    for turn in range(_turns(house)):
        progress(f"full screen: {turn + 1} of {_turns(house)} …")
        with Server(OURS, house) as server:
            for seen in visits:
                seen.append(_fetched(server.port))
    figures = []
    for name, seen in zip(("nobody has seen", "seen before"), visits, strict=True):
        first, whole, _, _ = zip(*seen, strict=True)
        whole_ms = Measured(whole, "ms")
        figures.append(
            Figure(f"full screen {name}: its first slide", Measured(first, "ms"), whole_ms, "all its slides")
        )
    _, _, packed, plain = zip(*visits[1], strict=True)
    what = "the same, not compressed"
    return [*figures, Figure("full screen over the network", Measured(packed, "kB"), Measured(plain, "kB"), what)]


def _fetched(port: int) -> tuple[float, float, float, float]:
    """Milliseconds to the first slide and to the end of the page; kB that came, and that they are when unpacked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ENOUGH_SECONDS)
    unpacker, page, packed, first = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), b"", 0, 0.0
    started = time.perf_counter()
    connection.request("GET", "/tayang?cerita=standar", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"/tayang answers {answer.status}")
    while piece := answer.read1():
        packed += len(piece)
        page += unpacker.decompress(piece)
        if not first and FIRST in page:
            first = time.perf_counter() - started
    whole = time.perf_counter() - started
    connection.close()
    return first * 1000, whole * 1000, packed / 1000, len(page) / 1000


def _turns(house: House) -> int:
    return min(house.scale.openings, TURNS)


def _run(house: House, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=paths.ROOT,
        env=house.environment(),
        capture_output=True,
        text=True,
        timeout=ENOUGH_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:] or done.stdout[-1000:])
    return done.stdout


def _seconds(make: Callable[[], object]) -> float:
    started = time.perf_counter()
    make()
    return time.perf_counter() - started


def _taken(geojson: Path) -> dict[str, float]:
    """Seconds of everything, once. What comes first of a kind pays for what a process loads once."""
    from timpora.access.roles import LOCAL
    from timpora.draw import deck_files, deck_png, deck_xlsx
    from timpora.web import scenes, standard_story

    who, made = scenes.shown_to(LOCAL), []
    story = standard_story.standard(who)
    taken = {"count": len(story.scenes)}
    taken["cold"] = _seconds(lambda: made.extend(scenes.slides(who, story)))
    taken["warm"] = _seconds(lambda: list(scenes.slides(who, story)))
    map_scene = next(scene for scene in story.scenes if scene.page == "peta")
    taken["map"] = _seconds(lambda: scenes.slide(who, map_scene))
    deck = scenes.deck(who, story, tuple(made), "http://127.0.0.1:8501")
    for form in PLAIN:
        taken[form] = _seconds(lambda form=form: list(deck_files.files(deck, form)))
    pictures = [deck_png.phone(deck, slide) for slide in deck.slides]
    plain = _plain(pictures, [table for _, _, table in deck_xlsx.tables(deck)], geojson)
    return taken | {f"plain {form}": _seconds(make) for form, make in plain.items()}


def _plain(pictures: Sequence[bytes], tables: Sequence, geojson: Path) -> dict[str, Callable[[], object]]:
    import geopandas
    import matplotlib

    matplotlib.use("Agg")
    frame = geopandas.read_file(geojson)
    frame["value"] = range(len(frame))
    return {
        "pptx": lambda: _pptx(pictures),
        "pdf": lambda: _pdf(pictures),
        "briefing": lambda: _pdf(pictures),
        "png": lambda: [_plot(frame) for _ in pictures],
        "xlsx": lambda: _xlsx(tables),
    }


def _pptx(pictures: Sequence[bytes]) -> None:
    import pptx

    deck = pptx.Presentation()
    for picture in pictures:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_picture(io.BytesIO(picture), 0, 0, height=deck.slide_height)
    deck.save(io.BytesIO())


def _pdf(pictures: Sequence[bytes]) -> None:
    from fpdf import FPDF

    paper = FPDF(unit="pt", format=PHONE)
    for picture in pictures:
        paper.add_page()
        paper.image(io.BytesIO(picture), 0, 0, *PHONE)
    paper.output()


def _plot(frame) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(PHONE[0] / 100, PHONE[1] / 100))
    frame.plot("value", ax=axes, legend=True)
    figure.savefig(io.BytesIO(), dpi=100)
    plt.close(figure)


def _xlsx(tables: Sequence) -> None:
    import pandas as pd

    with pd.ExcelWriter(io.BytesIO(), engine="xlsxwriter") as book:
        for number, table in enumerate(tables):
            rows = [[getattr(cell, "value", cell) for cell in row] for row in table.rows]
            pd.DataFrame(rows, columns=table.heads).to_excel(book, sheet_name=str(number))


if __name__ == "__main__":
    print(json.dumps(_taken(Path(sys.argv[1]))))
