"""Files in: bring them, see what was understood, mend or confirm, keep, publish; and the way back."""

import streamlit as st

from timpora.text import say
from timpora.web import access, loads_view, publish_view, tray, upload_box, upload_view

who = access.demand("muat")
upload_box.style()
st.title(say("upload.title"))
answer = st.empty()
files = upload_box.held(who)

is_empty = loads_view.is_empty()
if is_empty:
    loads_view.welcome()
elif tray.holds_sample():
    upload_box.sample_notice()

upload_box.receive(files, answer)

upload_view.keep_all(files)
for card in files.cards:
    upload_view.show(files, card)
files.shown()

publish_view.publishing(who, files)
loads_view.blank_templates(is_open=is_empty)
loads_view.recent()
