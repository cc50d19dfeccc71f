"""The finding over all comparisons of a month: where numbers are apart, since when, which file to ask for first."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw import disagreement
from timpora.draw.disagreement import Compared
from timpora.measure.quality import Pair
from timpora.text import say
from timpora.web import quality_view, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.data_words import judgement


def show(who: Viewer, period: date) -> None:
    """The sentence that answers, the comparisons, their sources, and by which rules they are judged."""
    quality_view.style()
    pairs = judgement().pairs.values()
    described = ask(who, "measures").set_index("measure", drop=False)
    found = [compared(who, pair, described, period) for pair in pairs]
    ui.answer(disagreement.answer(found, period))
    st.html(disagreement.by_pair(found, period, today(who)))
    if withheld := disagreement.withheld(found):
        st.caption(withheld)
    measures = tuple(measure for pair in pairs for measure in (pair.first, pair.second))
    ui.source_note(ask(who, "agreement_sources", measures=measures, period=period), who)
    ui.rounding_note(described.loc[[*measures]])
    with st.expander(say("disagreement.rules")):
        st.caption(say("disagreement.rule"))
        for pair in pairs:
            both = described.loc[[pair.first, pair.second]]
            st.caption(say("disagreement.rule_of", name=pair.name, rule=" ".join(quality_view.notes(pair, both))))


def compared(who: Viewer, pair: Pair, described: pd.DataFrame, period: date) -> Compared:
    """One comparison as of a month. described: answers/measures.sql by measure."""
    rows = ask(
        who,
        "disagreement",
        first=pair.first,
        second=pair.second,
        period=period,
        today=today(who),
        smallest=pair.smallest,
        allowed=pair.allowed,
        share=pair.share,
    )
    return Compared(pair.id, pair.name, described.loc[pair.first], described.loc[pair.second], rows)
