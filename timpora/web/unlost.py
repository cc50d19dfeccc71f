"""What a browser asked for and waits for is sent, although the page begins anew meanwhile: where it may bring a file.

A run that begins lets go of all that was said and not sent yet. The answer to a file that was dropped in that moment
went with it: the box showed nothing, and the file was waited for until the page was closed.
Written for the release that requirements.txt pins.
"""

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_ANSWERS = {"file_urls_response", "backend_operation_response"}


def keep() -> None:
    """From here on, in every session of this process."""
    clear = ForwardMsgQueue.clear

    def clear_what_was_drawn(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        # What is sent is cleared, too, and retains nothing.
        answers = [one for one in queue._queue if retain_lifecycle_msgs and one.WhichOneof("type") in _ANSWERS]
        clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
        queue._queue = answers + [one for one in queue._queue if one.WhichOneof("type") not in _ANSWERS]

    ForwardMsgQueue.clear = clear_what_was_drawn
