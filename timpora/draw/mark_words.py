"""What is said of a number that is provisional, was corrected, or came late: beside it, and once under the picture."""

import pandas as pd

from timpora.text import day, month, number, say


def of(row) -> str:
    """Beside the number: "sementara sampai 10 November 2024; laporan datang 3 hari …"; "" where there is no mark.

    row: answers/trend_marks.sql.
    """
    said = []
    if row.is_provisional:
        said.append(say("mark.provisional", day=day(row.provisional_until)))
    if row.is_corrected:
        # Of its report: which of its numbers changed is on /mutu-data. Of counts of people a protected snapshot tells
        # that they changed, and nothing more.
        words = {"day": day(row.corrected_on), "n": number(row.cells_corrected)}
        said.append(say("mark.corrected" if row.is_withheld else "mark.corrected_cells", **words))
    if row.is_late:
        if row.reports_expected == 1:
            said.append(say("mark.late", n=number(row.days_late)))
        else:
            words = {"all": number(row.reports_expected), "days": number(row.days_late)}
            said.append(say("mark.late_some", n=number(row.reports_late), **words))
    return "; ".join(said)


def notes(values: pd.DataFrame) -> list[str]:
    """Under the picture, what its marks mean; of marks that do not occur nothing is said.

    values: group_code, period, is_provisional, is_corrected, is_late, provisional_until, segment: a row a number.
    """
    found = []
    if len(open_ := values[values["is_provisional"]]):
        words = {"months": _months(open_["period"]), "day": day(open_["provisional_until"].max())}
        found.append(say("mark.note.provisional", **words))
    for name in ("corrected", "late"):
        if values[f"is_{name}"].any():
            found.append(say(f"mark.note.{name}", months=_months(values.loc[values[f"is_{name}"], "period"])))
    if values.groupby("group_code")["segment"].nunique().gt(1).any():
        found.append(say("mark.note.break"))
    return [" ".join(found)] if found else []


def _months(periods: pd.Series) -> str:
    """ "Oktober 2024", or "3 bulan" of more than two."""
    months = sorted(set(periods))
    return ", ".join(map(month, months)) if len(months) <= 2 else say("mark.months", n=number(len(months)))
