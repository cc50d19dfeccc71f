"""Under and over the lines: the election's stages as bars with their names, each voting day as a line."""

from datetime import date

import pandas as pd

from timpora.draw.on_screen import MUTED, STAGE_BAND, VOTING_DAY
from timpora.draw.palettes import STAGE_BAR
from timpora.text import day, say

LANE = 13  # pixels for one stage


def within(stages: pd.DataFrame, starts: date, ends: date) -> pd.DataFrame:
    """The stages of which a part lies in the range."""
    return stages[(stages["ends"] >= pd.Timestamp(starts)) & (stages["starts"] <= pd.Timestamp(ends))]


def stages_drawn(stages: pd.DataFrame, starts: date) -> tuple[list[dict], list[dict]]:
    """Shapes and annotations: each stage is a bar in a lane of its own under the chart with its name beside it; some

    shade the chart too.
    """
    shapes, names = [], []
    for lane, stage in enumerate(stages.itertuples()):
        # A stage of one day is still a day wide.
        bar = {"type": "rect", "x0": stage.starts, "x1": stage.ends + pd.Timedelta(days=1), "line": {"width": 0}}
        shapes.append({**bar, "y0": lane - 0.36, "y1": lane + 0.36, "fillcolor": STAGE_BAR, "yref": "y2"})
        if stage.is_shaded:
            band = {"y0": 0, "y1": 1, "yref": "y domain", "layer": "below", "fillcolor": STAGE_BAND, "opacity": 0.55}
            shapes.append({**bar, **band})
        when = f"{stage.stage_name}: {day(stage.starts)} – {day(stage.ends)}"
        at = max(stage.starts, pd.Timestamp(starts))
        names.append(lane_name(stage.stage_name, at, lane) | {"hovertext": when})
    return shapes, names


def lane_name(name: str, at: pd.Timestamp, lane: int) -> dict:
    """Left of where the lane begins."""
    return {
        "x": at,
        "y": lane,
        "yref": "y2",
        "text": f"{name}  ",
        "xanchor": "right",
        "showarrow": False,
        "font": {"size": 11, "color": MUTED},
    }


def voting_days(elections: pd.DataFrame, starts: date, ends: date) -> tuple[list[dict], list[dict]]:
    """Shapes and annotations: a dashed line with the election's name and its day; an estimate says that it is one."""
    shapes, names = [], []
    for election in elections.itertuples():
        if not pd.Timestamp(starts) <= election.voting_day <= pd.Timestamp(ends):
            continue
        label = say("trend.voting_day", name=election.election_name, day=day(election.voting_day))
        if election.is_estimate:
            label += f" ({say('estimate')})"
        at = {"x0": election.voting_day, "x1": election.voting_day, "y0": 0, "y1": 1, "yref": "paper"}
        shapes.append({"type": "line", **at, "line": {"color": VOTING_DAY, "width": 2, "dash": "dash"}})
        is_early = election.voting_day < pd.Timestamp(starts) + (ends - starts) / 2
        names.append(
            {
                "x": election.voting_day,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                # Beside the line, on the side where there is room for it.
                "xanchor": "left" if is_early else "right",
                "text": label,
                "showarrow": False,
                "font": {"size": 12, "color": VOTING_DAY},
            }
        )
    return shapes, names
