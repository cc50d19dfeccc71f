"""The files of a session on the screen: brought, understood, mended or confirmed, kept. Nothing changes before that."""

from datetime import date
from html import escape

import streamlit as st

from timpora.draw import uploads
from timpora.draw.markup import plain, tag
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import Contract, contracts
from timpora.text import number, say
from timpora.web import loads, tray, upload_answers
from timpora.web.tray import Card, Tray

OPEN = ("ready", "doubt", "answer")  # verdicts after which something may still be done with a file here
_ICONS = {"kept": "✓", "known": "=", "ready": "✓", "doubt": "?", "answer": "?", "refused": "✕", "personal": "✕"}


def keep_all(files: Tray) -> None:
    """One press for every file that nothing is asked of."""
    ready = [card for card in files.cards if card.verdict == "ready"]
    if len(ready) < 2 or tray.holds_sample():
        return
    if st.button(say("upload.keep_all", n=len(ready)), type="primary", key="simpan_semua"):
        with st.spinner(say("upload.keeping")):
            files.keep_ready()
        st.rerun()


def show(files: Tray, card: Card) -> None:
    """One file: the verdict first, then what was understood, what is wrong or asked, what would change, the buttons."""
    with st.container(border=True, key=f"berkas_{card.id}"):
        is_open = card.verdict in OPEN
        with st.container(horizontal=True):
            _head(card)
            if not is_open:
                _put_aside(files, card)
        if card.file:
            upload_answers.ask(files, card)
        if card.verdict not in ("kept", "known"):
            _evidence(card)
        if is_open:
            _confirm(files, card)


def _head(card: Card) -> None:
    outcome, verdict = card.outcome, card.verdict
    words = {
        "n": len(card.refusals) if verdict == "refused" else len(outcome.doubts),
        "id": card.load_id,
    }
    title = f"{_ICONS[verdict]} {say(f'upload.verdict.{verdict}', **words)}"
    understood = []
    if contract := contracts().get(outcome.source or ""):
        understood.append(uploads.source_name(contract))
        if outcome.periods:
            months = [date.fromisoformat(f"{period}-01") for period in outcome.periods]
            understood.append(uploads.periods_said(months, contract.rhythm))
            understood.append(say("upload.rows", n=number(outcome.rows)))
    about = " · ".join(understood) or (say("upload.not_understood") if verdict == "answer" else "")
    name = tag("strong", card.name)
    size = say("upload.size", n=number(max(1, round(card.size / 1000))))
    st.html(
        f'<p class="verdict {verdict}" role="status">{escape(title)}</p>'
        f'<p class="muted">{name} · {escape(size)}</p><p class="about">{escape(about)}</p>',
        width="stretch",
    )


def _evidence(card: Card) -> None:
    """Findings, differences, first rows."""
    findings = card.outcome.findings
    if uploads.sorted_findings(findings):
        st.html(f'<div class="scroll" tabindex="0">{uploads.findings_table(findings)}</div>')
        st.download_button(
            say("upload.findings_csv"),
            uploads.findings_csv(findings, card.name),
            file_name=say("upload.findings_file", id=card.id),
            mime="text/csv",
            key=f"temuan_{card.id}",
            icon=":material/download:",
            on_click="ignore",
        )
    if drawn := uploads.differences_table(findings):
        st.markdown(say("upload.differences"))
        st.html(f'<div class="scroll" tabindex="0">{drawn}</div>')
    if card.shown and card.shown.rows:
        st.markdown(say("upload.first_rows", n=len(card.shown.rows), all=number(card.outcome.rows)))
        drawn = uploads.rows_table(card.shown, gazetteer(), without=card.blank)
        st.html(f'<div class="scroll" tabindex="0">{drawn}</div>')
        if card.blank:
            st.caption(say("upload.blank_columns", names=", ".join(column.shown for column in card.blank)))


def _confirm(files: Tray, card: Card) -> None:
    """What would change, why it is right where that is asked, and the one button that changes it."""
    reason = ""
    if card.verdict in ("ready", "doubt"):
        st.html(tag("p", _effect(card, contracts()[card.outcome.source]), class_="effect"))
        if card.verdict == "doubt" and not tray.holds_sample():
            reason = st.text_input(
                say("upload.reason", n=len(card.outcome.doubts)),
                max_chars=200,
                key=f"alasan_{card.id}",
                placeholder=say("upload.reason_hint"),
            )
        if tray.holds_sample():
            st.caption(say("upload.sample_still"))
    if card.notice:
        st.error(plain(card.notice))
    with st.container(horizontal=True):
        if card.verdict in ("ready", "doubt") and not tray.holds_sample():
            is_wished = st.button(say("upload.keep"), type="primary", key=f"simpan_{card.id}", icon=":material/save:")
            if is_wished:
                with st.spinner(say("upload.keeping")):
                    files.keep(card, reason)
                st.rerun()
        _put_aside(files, card)


def _put_aside(files: Tray, card: Card) -> None:
    if st.button(say("upload.drop" if card.verdict in OPEN else "upload.close"), key=f"singkirkan_{card.id}"):
        files.drop(card)
        st.rerun()


def _effect(card: Card, contract: Contract) -> str:
    replaced, new = loads.replaced_by(card.outcome.table.covers, contract.id)
    changed = uploads.changed_cells(card.outcome.findings)
    words = {"n": number(changed), "ids": ", ".join(replaced), "new": new}
    if not replaced:
        return say("upload.effect.new", n=number(card.outcome.rows))
    kind = "changed" if changed else "same"
    return say(f"upload.effect.{kind}", **words) + (" " + say("upload.effect.and_new", **words) if new else "")
