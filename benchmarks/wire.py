"""A browser's half of a Streamlit session without a browser: reruns asked over the websocket, answers timed."""

import json
import time
from contextlib import ExitStack

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PATIENCE_SECONDS = 60
WIDGETS = ("selectbox", "slider", "button_group")


class Session:
    """One session on a page, for the length of a `with`.

    Each request returns the ms until `script_finished`; an answer that holds an error is raised, never timed.
    """

    patience = PATIENCE_SECONDS  # of one answer

    def __init__(self, port: int, page: str, query: str = ""):
        self._address, self._page = f"ws://127.0.0.1:{port}/_stcore/stream", page
        self._hash, self._query = "", query
        self._widgets: dict[str, tuple[str, str]] = {}  # key → the widget and the fragment it lives in
        self._map: tuple[str, str] | None = None  # the map component and the fragment it lives in
        self._said = 0
        self.received = 0  # bytes of the last answer
        self.messages: list[ForwardMsg] = []  # and what it was

    def __enter__(self) -> "Session":
        self._open = ExitStack()
        # The sync client answers the server's pings in a thread of its own, so an idle session stays open.
        self._socket = self._open.enter_context(
            connect(self._address, subprotocols=["streamlit"], max_size=None, proxy=None, open_timeout=20)
        )
        return self

    def __exit__(self, *problem: object) -> None:
        self._open.close()

    def open(self) -> float:
        """The page's first run."""
        return self._rerun()

    def go(self, page: str, query: str = "") -> float:
        """To another page, or to the same one with something else in its address, as a link does."""
        self._page, self._hash, self._query = page, "", query
        self._widgets.clear()
        return self._rerun()

    def say(self, **said: object) -> float:
        """What a reader does in the map's frame, as streamlit-folium reports it: code=, periode=, keep= (peta.js)."""
        component, fragment = self._map
        self._said += 1
        feature = {"type": "Feature", "properties": {**said, "click": self._said}, "geometry": None}
        value = json.dumps({"last_active_drawing": feature})
        return self._rerun(WidgetState(id=component, json_value=value), fragment)

    def choose(self, key: str, option: str) -> float:
        """Choose in the selectbox with this key: a rerun of the fragment it lives in, or of the page."""
        box, fragment = self._widgets[key]
        return self._rerun(WidgetState(id=box, string_value=option), fragment)

    def take(self, key: str, option: str) -> float:
        """Choose in the segmented control with this key."""
        control, fragment = self._widgets[key]
        state = WidgetState(id=control)
        state.string_array_value.data.append(option)
        return self._rerun(state, fragment)

    def slide(self, key: str, value: int) -> float:
        """Move the slider with this key: a rerun of the fragment it lives in."""
        slider, fragment = self._widgets[key]
        state = WidgetState(id=slider)
        state.double_array_value.data.append(value)
        return self._rerun(state, fragment)

    def _rerun(self, widget: WidgetState | None = None, fragment: str = "") -> float:
        request = BackMsg()
        wish = request.rerun_script
        wish.page_name, wish.page_script_hash, wish.query_string = self._page, self._hash, self._query
        wish.fragment_id = fragment
        if widget:
            wish.widget_states.widgets.append(widget)
        self.received, self.messages = 0, []
        started = time.perf_counter()
        self._socket.send(request.SerializeToString())
        while (left := started + self.patience - time.perf_counter()) > 0:
            content = self._socket.recv(timeout=left)
            self.received += len(content)
            message = ForwardMsg.FromString(content)
            self.messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                return (time.perf_counter() - started) * 1000
            self._notice(message)
        raise TimeoutError(f"{self._page}: no answer in {self.patience} s")

    def _notice(self, message: ForwardMsg) -> None:
        """Remember what the next request must say, as a browser does."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            shown = element.WhichOneof("type")
            if shown in WIDGETS:
                widget = getattr(element, shown).id
                self._widgets[widget.rsplit("-", 1)[-1]] = (widget, message.delta.fragment_id)
            elif shown == "component_instance":
                self._map = (element.component_instance.id, message.delta.fragment_id)
            elif shown == "exception":
                raise RuntimeError(f"{self._page}: {element.exception.type} {element.exception.message}")
