"""Two agencies' numbers of one place in words and as a table: since when they are apart, when they last agreed.

rows: answers/pair_trend.sql; parting: the place's row of answers/pair_parting.sql, None where it does not differ now.
"""

import pandas as pd

from timpora.draw import agreement, figures
from timpora.draw.sentences import coverage
from timpora.text import month, number, say, short_month


def answer(rows: pd.DataFrame, parting, names: tuple[str, str], place: str, unit: str) -> str:
    """ "Barru: ITAS dan SKTT berbeda sejak Juni 2021 (40 bulan); terakhir sejalan Mei 2021. Oktober 2024: …".

    names: of the two numbers. Where the newest month cannot be judged, why, and what was said last.
    """
    last = rows.iloc[-1]
    words = {"place": place, "first": names[0], "second": names[1]}
    said = []
    if parting is not None:
        long = number(parting.months_differing)
        said.append(say("pair.differs", since=month(parting.since), n=long, **words))
        if parting.months_not_judged:
            said[-1] += f" ({say('disagreement.months_not_judged', n=number(parting.months_not_judged))})"
        is_known = not pd.isna(parting.agreed_in)
        ended = say("pair.agreed_in", month=month(parting.agreed_in)) if is_known else say("pair.never_agreed")
        said[-1] += f"; {ended}."
    elif last.state == "agrees":
        said.append(say("pair.agree", month=month(last.month), **words))
    else:
        why = say("figure.within_rounding" if agreement.is_noise(last) else f"agreement.state.{last.state}")
        said.append(say("pair.not_judged", month=month(last.month), why=why, **words))
        judged = rows[rows["state"].isin(["agrees", "differs"])]
        if len(judged):
            before = judged.iloc[-1]
            said.append(
                say("pair.judged_last", month=month(before.month), state=say(f"agreement.state.{before.state}"))
            )
    if last.state in ("agrees", "differs", "too_small"):
        said.append(_numbers(last, names, unit))
    if parting is not None:
        said.append(say("agreement.unknown"))
    if earlier := _earlier(rows, parting):
        said.append(say("pair.earlier", spans=", ".join(earlier)))
    return " ".join(said)


def _numbers(row, names: tuple[str, str], unit: str) -> str:
    one, two = agreement.numbers(row)
    words = {"first": names[0], "one": figures.said(one, unit), "second": names[1], "two": figures.said(two, unit)}
    said = say("pair.numbers", month=month(row.month), difference=figures.difference(one, two), **words)
    if row.areas_paired < row.areas_expected:
        said += f" ({coverage(row.areas_paired, row.areas_expected)})"
    return f"{said}."


def _earlier(rows: pd.DataFrame, parting) -> list[str]:
    """Stretches in which they differed before, each ended by a month in which they agreed: "Mar 2023–Jun 2023"."""
    before = rows if parting is None else rows[rows["month"] < parting.since]
    judged = before[before["state"].isin(["agrees", "differs"])]
    differs = judged["state"] == "differs"
    stretches = [run["month"] for _, run in judged[differs].groupby((~differs).cumsum()[differs])]
    return [
        short_month(run.iloc[0]) if len(run) == 1 else f"{short_month(run.iloc[0])}–{short_month(run.iloc[-1])}"
        for run in stretches
    ]


def table(rows: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    """A row a month, newest first: both numbers, of which month an older one is, how far apart, what that says."""
    shown = rows.iloc[::-1]
    cells = [_cells(row) for row in shown.itertuples()]
    columns = [*names, say("agreement.difference"), say("table.state")]
    return pd.DataFrame(cells, columns=columns, index=[month(each) for each in shown["month"]])


def _cells(row) -> tuple[str, ...]:
    one, two = agreement.numbers(row)
    sides = [_side(one, row.first_newest, row), _side(two, row.second_newest, row)]
    is_known = one.state == two.state == "reported"
    difference = figures.difference(one, two) if is_known else "–"
    return (
        *sides,
        difference,
        say("figure.within_rounding" if agreement.is_noise(row) else f"agreement.state.{row.state}"),
    )


def _side(shown: figures.Published, newest, row) -> str:
    words = figures.text(shown)
    is_older = shown.state == "reported" and not pd.isna(newest) and newest != row.month
    return say("pair.older", value=words, month=short_month(newest)) if is_older else words
