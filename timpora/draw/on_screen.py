"""Colours of the figures on a page: names that the browser replaces by the colours of the theme that is on.

`st.plotly_chart` does that with these very words, anew when somebody chooses the other theme, so one figure serves both
and whatever is cached need not know which. A colour that is not named here reads well on both grounds. Words that no
figure writes itself (months, heights, legends) are coloured by the page's stylesheet (static/dasar.css).
"""

INK = "#000037"
GRID = "#000035"
GROUND = "#000038"
SHADE = "#000040"
# The ten of chartCategoricalColors in .streamlit/config.toml.
*SERIES, VOTING_DAY, NOTE, MUTED, ALARM = [f"#0000{place:02}" for place in range(1, 11)]

MIDDLE = "#7d8a94"  # between both grounds and all inks: what was, what nothing can be said of, a line at zero
BAND = "rgba(125, 140, 150, .16)"
STAGE_BAND = "rgba(125, 165, 190, .4)"
USUAL = "rgba(200, 160, 60, .22)"  # where a month is no alarm
UNJUDGED = "rgba(165, 145, 95, .16)"  # where a difference says nothing
EXPECTED = "#b99a4b"
