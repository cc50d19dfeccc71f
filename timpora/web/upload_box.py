"""The box that takes files: copied into the session's tray, forgotten by the box at once, and read."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from timpora.draw.markup import plain
from timpora.text import say
from timpora.web import access, ui
from timpora.web.access import Viewer
from timpora.web.tray import Tray

_BOX = "kotak"
# Streamlit's own words on the box are English: they are hidden, and ours stand in their place. A file that was taken is
# a card below from then on; what the browser itself held back stays in the box, with the reason.
_STYLE = """
<style>
[data-testid="stFileUploaderDropzone"] {{ min-height: 4.6rem; align-items: center; border: 2px dashed var(--rule); }}
[data-testid="stFileUploaderDropzone"] > span button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] > span button::after {{ content: "{pick}"; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{limits}"; font-size: .9rem; }}
[data-testid="stFileUploaderDropzone"] > div:not([data-testid]) > span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] > div:not([data-testid]) > span::after {{ content: "{drop}"; font-size: 1rem; }}
.stFileUploader div:has(> .stFileChip:not([aria-invalid])):not(:has([data-testid="stFileChipIconSpinner"]))
  {{ display: none; }}
.stFileChip[aria-invalid] {{ max-width: none; width: auto; height: auto; }}
.stFileChip[aria-invalid]::after {{ content: "{too_large}"; padding: 0 1.6rem 0 .6rem; color: var(--danger); }}
[data-testid="stFileChips"] > button {{ background: var(--ground); border: 1px solid var(--line); padding: .45rem .8rem;
  width: auto; color: var(--ink); }}
[data-testid="stFileChips"] > button > div {{ display: none; }}
[data-testid="stFileChips"] > button::after {{ content: "{pick_more}"; }}
[data-testid="InputInstructions"] {{ display: none; }}
.verdict {{ font-size: 1.1rem; font-weight: 650; margin: 0; }}
.verdict.ready, .verdict.kept {{ color: var(--good); }} .verdict.known {{ color: var(--muted); }}
.verdict.refused, .verdict.personal {{ color: var(--danger); }}
.verdict.doubt, .verdict.answer {{ color: var(--doubt); }}
.mark {{ white-space: nowrap; font-weight: 600; }}
.mark.refuse {{ color: var(--danger); }}
.mark.doubt, .mark.partly, .mark.warn {{ color: var(--doubt); }}
.mark.note, .mark.replaced, .mark.withdrawn {{ color: var(--muted); }} .mark.speaks {{ color: var(--good); }}
.scroll {{ overflow-x: auto; max-height: 24rem; overflow-y: auto; border: 1px solid var(--hair); border-radius: 6px; }}
.scroll.whole {{ max-height: none; }}
.scroll thead th {{ position: sticky; top: 0; background: var(--shade); font-size: .82rem; color: var(--muted); }}
.scroll .facts td {{ vertical-align: top; }} .scroll th.n {{ text-align: right; }}
.facts td.cell {{ white-space: nowrap; font-variant-numeric: tabular-nums; }}
.facts td.value {{ min-width: 6rem; max-width: 18rem; overflow-wrap: break-word; }}
.rows td, .rows th, .differences td {{ white-space: nowrap; }}
.facts.differences {{ width: auto; }} .differences td, .differences th {{ padding-right: 1.4rem; }}
.scroll th .muted {{ font-size: inherit; font-weight: 400; }}
.about {{ margin: 0; }}
.effect {{ margin: 0; font-weight: 600; }}
.st-key-templat p {{ margin: 0; }}
@media (max-width: 640px) {{
  .findings thead {{ display: none; }}
  .findings tr {{ display: block; padding: .3rem 0; border-bottom: 1px solid var(--line); }}
  .findings td {{ display: inline-block; border: 0; }} .findings td:last-child {{ display: block; }}
}}
</style>
"""


def held(who: Viewer) -> Tray:
    """The files this session has brought; they stay while the person looks at other pages, and go with the session."""
    if "_tray" not in st.session_state:
        st.session_state["_tray"] = Tray(access.signature(who))
    return st.session_state["_tray"]


def style(limits: str | None = None) -> None:
    """limits: which files the box takes, where they are others than an agency's tables."""
    names = ("pick", "pick_more", "limits", "drop", "too_large")
    words = {name: say(f"upload.box.{name}") for name in names} | ({"limits": limits} if limits else {})
    st.html(_STYLE.format(**words))


def sample_notice() -> None:
    """Beside sample data a real file may be looked at, and is not kept."""
    st.warning(say("upload.sample_first"))
    st.code(say("upload.sample_command"), language=None)


def receive(files: Tray, answer: DeltaGenerator) -> None:
    """The box for files. What it was given is copied, forgotten by it at once, and read; the answer says what came."""
    _tell(answer, files)
    given = st.file_uploader(say("upload.box"), accept_multiple_files=True, key=_BOX)
    st.caption(say("upload.promise"))
    fresh = [file for file in given if files.is_new(file.file_id)]
    if fresh:
        files.problem = None
    for file in fresh:
        files.take(file.file_id, file.name, file.getvalue())
        file.truncate(0)
        forget(file.file_id)
    # Each has its place whether or not there is something to say, so that what stands below does not jump.
    problem, progress = st.empty(), st.empty()
    if files.problem:
        problem.error(plain(files.problem))
    _read(files, progress)
    _tell(answer, files)


def _tell(answer: DeltaGenerator, files: Tray) -> None:
    with answer.container():
        ui.answer(overview(files))


def forget(file_id: str, key: str = _BOX) -> None:
    """Streamlit keeps an upload in memory for as long as its box shows it: a file about persons must not stay there."""
    held = st.session_state[key]
    for file in held if isinstance(held, list) else [held]:
        if file.file_id == file_id:
            file.truncate(0)
    context = get_script_run_ctx()
    context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def _read(files: Tray, progress: DeltaGenerator) -> None:
    files.settle()
    stale = files.stale()
    if not stale:
        return
    with progress.status(say("upload.reading", n=len(stale)), expanded=True) as status:
        for place, card in enumerate(stale, start=1):
            status.write(say("upload.reading_one", place=place, n=len(stale), file=plain(card.name)))
            files.look_again(card)
    progress.empty()


def overview(files: Tray) -> str:
    """One sentence on where things stand."""
    verdicts = [card.verdict for card in files.cards if card.outcome]
    if not verdicts:
        return say("upload.answer_none")
    counts = {
        "ready": verdicts.count("ready"),
        "open": sum(verdict in ("doubt", "answer") for verdict in verdicts),
        "refused": sum(verdict in ("refused", "personal") for verdict in verdicts),
        "kept": verdicts.count("kept"),
    }
    told = [say(f"upload.answer.{name}", n=n) for name, n in counts.items() if n]
    return " · ".join(told) or say("upload.answer_known")
