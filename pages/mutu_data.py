"""How far numbers can be trusted: what came in, where agencies differ, what was corrected, where a number is from."""

import streamlit as st

from timpora.draw import agreement, corrections, disagreement, disclosure, provenance, reports, tables
from timpora.text import say
from timpora.web import access, quality_view, ui
from timpora.web.answers import ask, today

who = access.viewer()
names_people = who.may("siapa-memuat")
quality_view.style()
head, parts = st.columns([6, 5], vertical_alignment="center")
head.title(say("quality.title"))
answer = st.empty()
with parts:
    part = quality_view.choose_part()

if part == "masuk":
    key, span = st.columns([15, 4], vertical_alignment="center")
    with span:
        cells = quality_view.choose_cells(who)
    if cells.empty:
        st.info(say("reports.none"))
        st.stop()
    with answer.container():
        ui.answer(reports.answer(cells))
        st.caption(reports.awaited_sentence(cells))
    key.html(reports.legend(cells))
    picture = st.container()
    chosen = quality_view.choose_report(cells)
    picture.html(reports.matrix(cells, chosen, quality_view.kept()))
    if chosen is not None:
        behind = {"source": chosen.source, "period": chosen.period}
        if (files := ask(who, "report_files", **behind)).empty:
            st.info(say("reports.no_file"))
        else:
            by_place, by_file = st.columns([4, 6])
            by_place.html(provenance.places(ask(who, "report_places", **behind), chosen.due_on))
            by_file.html(provenance.files(files, names_people=names_people))
    st.header(say("quality.fresh"))
    st.html(tables.freshness(ask(who, "freshness"), today(who)))
    st.header(say("disclosure.title"))
    st.caption(disclosure.answer(ask(who, "disclosure")))
    st.html(disclosure.by_source(ask(who, "disclosure")))

elif part == "banding":
    seen = quality_view.compare(who)
    with answer.container():
        ui.answer(agreement.answer(seen.rows, seen.pair.name, seen.period))
    st.html(agreement.by_kabupaten(seen.rows, seen.first, seen.second, seen.period))
    ui.source_note(ask(who, "agreement_sources", measures=seen.measures, period=seen.period), who)
    ui.rounding_note(seen.described)
    for note in seen.notes:
        st.caption(note)
    st.html(disagreement.finding_link(seen.period, seen.pair.id))
    if agreement.differing(seen.rows):
        st.header(say("agreement.apart"))
        st.html(agreement.by_kecamatan(seen.rows, seen.first, seen.second, seen.period))

elif part == "koreksi":
    cells = quality_view.choose_corrections(who)
    with answer.container():
        ui.answer(corrections.answer(cells))
    st.caption(quality_view.rule_of_corrections())
    st.html(corrections.log(cells, names_files=names_people))

else:
    seen = quality_view.trace(who)
    with answer.container():
        ui.answer(seen.answer)
    st.html(provenance.origin(seen.rows, seen.whole, seen.measure, names_people=names_people))
    ui.rounding_note(seen.rows)
    for note in seen.notes:
        st.caption(note)
    behind = {"measure": seen.measure.measure, "area": seen.area.group_code, "period": seen.period}
    if len(replaced := ask(who, "origin_superseded", **behind)):
        st.header(say("origin.superseded"))
        st.html(provenance.superseded(replaced, seen.measure.rhythm, names_people=names_people))
