"""What changed between two moments, from the same answers asked twice: then and now. Frame, frame → frame.

Then is mostly an older snapshot, the one a meeting was shown; the newest month in it may be another than the one now.
"""

from datetime import date

import pandas as pd

from timpora.measure.explain import CLASSES

UP, DOWN, KNOWN, UNKNOWN = "up", "down", "known", "unknown"
OPENED, JUDGED, ENDED = "opened", "judged", "ended"
STOPPED, FEWER, MORE, STARTED = "stopped", "fewer", "more", "started"
DONE, OVERDUE = "done", "overdue"
_SHARES = {"low": "share_low", "high": "share_high"}
_PLACE = ["measure", "group_code"]


def month_to_show(cells: pd.DataFrame) -> date | None:
    """The newest month of which at least half as much was reported as of the fullest of the last twelve.

    cells: answers/report_matrix.sql; only monthly reports count. None where no monthly report ever came.
    """
    monthly = cells[(cells["rhythm"] == "monthly") & (cells["state"] != "not_expected")]
    sums = monthly.groupby("period")[["places_reported", "places_expected"]].sum()
    share = (sums["places_reported"] / sums["places_expected"]).tail(12)
    full = share[(share > 0) & (share >= share.max() / 2)]
    return full.index.max().date() if len(full) else None


def classes(then: pd.DataFrame, now: pd.DataFrame, unsure_from: float) -> pd.DataFrame:
    """The kecamatan whose class is another, or that have one now and had none, or the other way round.

    then, now: answers/risk_scores.sql, each of its own month; unsure_from: share of the draws. Returns area_code,
    area_name, kabupaten_name, class_before, class_code, score_before, score, kind (up, down, known, unknown),
    class_share and share_before (share of today's draws in the class of now and in that of then), is_sure: the class of
    then is left in fewer draws than `unsure_from`, so that rounding or chance alone hardly moved it. What rose first.
    """
    before = then.set_index("area_code")[["class_code", "score", "state"]]
    both = now.join(before.rename(columns=lambda name: f"{name}_then"), on="area_code", how="inner")
    was, is_ = both["state_then"] == "reported", both["state"] == "reported"
    moved = both[(was != is_) | (was & is_ & (both["class_code"] != both["class_code_then"]))]
    rows = [_class(row) for row in moved.itertuples()]
    columns = ["area_code", "area_name", "kabupaten_name", "class_before", "class_code", "score_before", "score"]
    found = pd.DataFrame(rows, columns=[*columns, "class_share", "share_before", "kind"])
    found["is_sure"] = ~(found["share_before"] >= unsure_from)
    order = found["kind"].map([UP, DOWN, KNOWN, UNKNOWN].index)
    found = found.assign(order=order).sort_values(["order", "kabupaten_name", "area_name"], ignore_index=True)
    return found.drop(columns="order")


def _class(row) -> tuple:
    was, is_ = row.state_then == "reported", row.state == "reported"
    if was and is_:
        kind = UP if CLASSES.index(row.class_code) > CLASSES.index(row.class_code_then) else DOWN
        left = getattr(row, _SHARES[row.class_code_then]) if row.class_code_then in _SHARES else None
        share = 1 - row.share_low - row.share_high if left is None else left
    else:
        kind, share = (KNOWN if is_ else UNKNOWN), float("nan")
    then, now = (row.class_code_then, row.score_then), (row.class_code, row.score)
    (class_then, score_then), (class_now, score_now) = then if was else ("", None), now if is_ else ("", None)
    named = (row.area_code, row.area_name, row.kabupaten_name)
    return *named, class_then, class_now, score_then, score_now, row.class_share if is_ else None, share, kind


def alarms(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The alarms that opened, were closed by somebody, or ended by themselves.

    then: rows of answers/alarms.sql that were open, with `verdict`, the word of the book now; now: those open now. An
    alarm goes on where one of the same measure and place began in the month of then or before. Returns the rows with
    `kind` (opened, judged, ended), those that opened first.
    """
    until = then.set_index(_PLACE)["period"].groupby(level=_PLACE).max() if len(then) else pd.Series(dtype=object)
    met = now.join(until.rename("until"), on=_PLACE) if len(then) else now.assign(until=pd.NaT)
    opened = met[met["until"].isna() | (met["since"] > met["until"])].drop(columns="until")
    going = pd.MultiIndex.from_frame(now.drop(opened.index)[_PLACE])
    over = then[~pd.MultiIndex.from_frame(then[_PLACE]).isin(going)]
    over = over.assign(kind=over["verdict"].ne("").map({True: JUDGED, False: ENDED}))
    return pd.concat([opened.assign(kind=OPENED), over.sort_values("kind", ascending=False)], ignore_index=True)


def sources(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The sources whose newest report that is due came from more or fewer places than the newest one of then.

    then, now: answers/report_matrix.sql, as of the two days. Returns source, agency_name, source_name, rhythm, period,
    places_reported, places_expected, the last three with `_then` too, and kind: stopped (none came), fewer, more,
    started. A report that is not due yet counts once it is complete.
    """
    keys = ["source", "agency_name", "source_name", "rhythm"]
    counts = ["period", "places_reported", "places_expected"]
    before = _newest(then).set_index("source")[counts].rename(columns=lambda name: f"{name}_then")
    both = _newest(now)[[*keys, *counts]].join(before, on="source")
    share = both["places_reported"] / both["places_expected"]
    was = (both["places_reported_then"] / both["places_expected_then"]).fillna(0.0)
    both["kind"] = ""
    both.loc[share < was, "kind"] = FEWER
    both.loc[share > was, "kind"] = MORE
    both.loc[(share == 0) & (was > 0), "kind"] = STOPPED
    both.loc[(share > 0) & (was == 0), "kind"] = STARTED
    moved = both[both["kind"] != ""]
    order = moved["kind"].map([STOPPED, FEWER, STARTED, MORE].index)
    return moved.assign(order=order).sort_values(["order", "source"], ignore_index=True).drop(columns="order")


def _newest(cells: pd.DataFrame) -> pd.DataFrame:
    is_whole = cells["state"].isin(["on_time", "late"])
    asked = cells[is_whole | (cells["state"].isin(["partial", "missing"]) & cells["is_due"])]
    return asked.sort_values("period", kind="stable").drop_duplicates("source", keep="last")


def corrections(cells: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """The corrected cells of files that were not there then. cells: answers/corrections.sql; known: load_id of then."""
    return cells[~cells["load_id"].isin(known)]


def followups(items: pd.DataFrame, since: date) -> pd.DataFrame:
    """The items that were done, and those that became overdue, after a day, with `kind` (overdue, done).

    items: due, done (days, NaT where it is not) and state (open, overdue, done), as of today.
    """
    day = pd.Timestamp(since)
    late = items[(items["state"] == OVERDUE) & (items["due"] >= day)]  # due on the day itself: late from the next on
    done = items[(items["state"] == DONE) & (items["done"] > day)]
    return pd.concat([late.assign(kind=OVERDUE), done.assign(kind=DONE)], ignore_index=True)
