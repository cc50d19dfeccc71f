"""Commands about files: options in, words on the screen, an exit code out."""

import argparse
import json
import sys
from pathlib import Path

from timpora import settings
from timpora.access import log
from timpora.intake import door, inbox, ledger, spellings
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import contracts
from timpora.intake.personal import personal_in_text
from timpora.text import say


def load(options: argparse.Namespace) -> int:
    """0 when every file was accepted, 1 when one was refused or waits for a reason."""
    outcomes = _inbox(options) if options.inbox else _files(options)
    if options.json:
        print(json.dumps(_as_json(outcomes, options.dry_run), ensure_ascii=False, indent=2))
    elif any(outcome.entry for outcome in outcomes):
        print(say("cli.then_publish"))
    return 0 if all(_is_settled(outcome, options.dry_run) for outcome in outcomes) else 1


def _files(options: argparse.Namespace) -> list[door.Outcome]:
    outcomes = []
    for file in options.files:
        outcome = door.load(
            file, source=options.source, period=options.period, is_dry_run=options.dry_run, reason=options.reason
        )
        outcomes.append(outcome)
        _note(outcome)
        if not options.json:
            for found in outcome.findings:
                print(f"  {say(f'cli.severity.{found.severity}')}  {found.message}")
            print(inbox.verdict(outcome, is_dry_run=options.dry_run), flush=True)
    return outcomes


def _inbox(options: argparse.Namespace) -> list[door.Outcome]:
    def told(place: Path, outcome: door.Outcome) -> None:
        _note(outcome)
        if not options.json:
            print(f"{inbox.verdict(outcome)}  → {place.parent.name}/", flush=True)

    outcomes = inbox.take(options.inbox, by=ledger.person(), told=told)
    if not outcomes and not options.json:
        print(say("cli.inbox_empty", folder=options.inbox))
    return outcomes


def _note(outcome: door.Outcome) -> None:
    """In the log, and not only in the ledger: it tells what one person did, wherever they did it."""
    if outcome.entry:
        log.write("muat", ledger.person(), load=outcome.entry.id, source=outcome.entry.source)


def _is_settled(outcome: door.Outcome, is_dry_run: bool) -> bool:
    return outcome.is_accepted and (is_dry_run or outcome.is_known or outcome.entry is not None)


def _as_json(outcomes: list[door.Outcome], is_dry_run: bool) -> dict:
    """One object, whatever the number of files; with several, each stands under "files" too."""
    sources = sorted({outcome.source for outcome in outcomes if outcome.source})
    periods = sorted({period for outcome in outcomes for period in outcome.periods})
    whole = {
        "accepted": all(_is_settled(outcome, is_dry_run) for outcome in outcomes),
        "source": sources[0] if len(sources) == 1 else None,
        "period": inbox.span(periods) or None,
        "rows": sum(outcome.rows for outcome in outcomes),
        "findings": [found.as_dict() for outcome in outcomes for found in outcome.findings],
    }
    if any(outcome.doubts and outcome.entry is None for outcome in outcomes):
        whole["needs_reason"] = True
    if len(outcomes) > 1:
        whole["files"] = [_as_json([outcome], is_dry_run) | {"file": outcome.file} for outcome in outcomes]
    return whole


def undo(options: argparse.Namespace) -> int:
    try:
        entry = ledger.undo(options.id, by=ledger.person(), at=settings.now())
    except ledger.UnknownLoad:
        print(say("cli.undo.unknown", id=options.id), file=sys.stderr)
        return 1
    log.write("tarik", ledger.person(), load=entry.id)
    print(say("cli.undo.done", id=entry.id, file=entry.original_name))
    print(say("cli.then_publish"))
    return 0


def confirm(options: argparse.Namespace) -> int:
    """Remember once what a spelling means, within its kabupaten; or forget it again."""
    known = gazetteer()
    area = known.areas.get(options.code) or known.kabupaten.get(options.code)
    if area is None:
        print(say("cli.confirm.unknown", code=options.code), file=sys.stderr)
        return 1
    if not options.spelling.strip() or personal_in_text(options.spelling):
        print(say("cli.confirm.not_a_name"), file=sys.stderr)
        return 1
    is_kabupaten = area.code in known.kabupaten
    by, at = ledger.person(), settings.now()
    if other := known.named_exactly(options.spelling, area):
        print(say("cli.confirm.taken", spelling=options.spelling, area=other.name), file=sys.stderr)
        return 1
    meant = None if options.forget else area.code
    spellings.confirm(options.spelling, None if is_kabupaten else area.kabupaten_code, meant, by=by, at=at)
    words = {"spelling": options.spelling, "area": area.name, "kabupaten": area.kabupaten_name}
    print(say("cli.confirm.forgotten" if options.forget else "cli.confirm.done", **words))
    return 0


def template(options: argparse.Namespace) -> int:
    """Write the blank form of a source."""
    from timpora.intake import templates

    known = contracts()
    if options.source not in known:
        print(say("finding.unknown_source", value=options.source, known=", ".join(known)), file=sys.stderr)
        return 1
    file = options.output or Path(f"templat-{options.source}.xlsx")
    file.write_bytes(templates.template(known[options.source]))
    print(say("cli.template.done", file=file))
    return 0
