"""Where a file may be brought is told to the browser that asked, although the page begins anew meanwhile.

A run that begins lets go of all that was said and not sent yet. The answer to a file that was dropped in that moment
went with it: the box showed nothing, and the file was waited for until the page was closed.
Written for the release that requirements.txt pins.
"""

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue


def keep() -> None:
    """From here on, in every session of this process."""
    clear = ForwardMsgQueue.clear

    def clear_what_was_drawn(queue: ForwardMsgQueue, *given: object, **named: object) -> None:
        asked_for = [message for message in queue._queue if message.HasField("file_urls_response")]
        clear(queue, *given, **named)
        queue._queue = asked_for + [message for message in queue._queue if not message.HasField("file_urls_response")]

    ForwardMsgQueue.clear = clear_what_was_drawn
