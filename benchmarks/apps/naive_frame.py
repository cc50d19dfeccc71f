"""The product's own pages, with one function exchanged: the one that draws the map.

Answers, widgets, fragment and caches are the product's, and Leaflet comes from this server. All of that is generous to
the naive way, so what is measured is the drawing and nothing besides.
"""

import runpy

from benchmarks.apps import naive_map
from timpora import paths
from timpora.web import map_view

# Here and not in naive.py: streamlit-folium can register its component only once the server runs.
map_view.show = naive_map.show
runpy.run_path(str(paths.ROOT / "timpora" / "web" / "frame.py"))
