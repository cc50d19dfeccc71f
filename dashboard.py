"""What is served: the app, its routes and its guards. `streamlit run dashboard.py` starts it."""

import streamlit as st

from timpora.web.routes import routes

app = st.App("timpora/web/frame.py", routes=routes())
