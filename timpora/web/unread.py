"""What Streamlit says at the start of every run and no browser reads: left out, for each act on a page would bring it.

Its page takes the list of pages from the message of the navigation, never from this one. The theme it reads where a run
is of the whole page, and there an absent one would be none; where a part of a page is drawn alone it reads neither.
Written for the release that requirements.txt pins; tests/test_look_browser.py tells what moved.
"""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue


def leave_out() -> None:
    """From here on, in every session of this process."""
    ForwardMsgQueue.on_before_enqueue_msg(_lighten)


def _lighten(message: ForwardMsg) -> None:
    """Of a part of the page 1.8 kB less, of a whole one 1 kB."""
    if not message.HasField("new_session"):
        return
    message.new_session.ClearField("app_pages")
    if message.metadata.run.fragment_ids:
        message.new_session.ClearField("custom_theme")
