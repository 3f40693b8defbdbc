"""A visitor without a browser: speaks Streamlit's websocket protocol to a server on this machine."""

from __future__ import annotations

import math
import time
from urllib.parse import urlencode

import streamlit  # noqa: F401  (first: its messages import it, and it them)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

# Components that show nothing of a chapter: what surrounds it, and buttons.
AROUND = frozenset(
    ("live_region", "spoken_names", "slider_numbers", "entries", "plain_navigation", "narrow_sidebar", "top_bar")
    + ("stepper", "into_view", "kept", "copy_link", "more_actions", "save_figure", "print_button", "live_text")
)
ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Session:
    """One visit. `run` sends the widgets' state and returns when the script has finished; figures are timed."""

    FIGURES = ("bidi_component", "plotly_chart", "imgs", "text")  # a text: what a machine writes
    cookies = ""  # as a browser sends them with every request

    def __init__(self, address: str, page: str = "", **parameters: str) -> None:
        self.page, self.query = page, urlencode(parameters)
        self.widgets: dict[str, object] = {}  # key → id
        self.kinds: dict[str, str] = {}  # key → the element's kind
        self.fragments: dict[str, str] = {}  # key → the fragment it stands in, which alone a browser then reruns
        self.states: dict[str, tuple[str, object]] = {}
        self.moved = ""
        self.session_id = ""
        self.began = 0.0
        self.address = address
        self.connect()

    def connect(self) -> None:
        """Comes, or comes back: with the session's id, which the server knows for two minutes."""
        back = ["no-xsrf-token", self.session_id] if self.session_id else []
        self.socket = connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit", *back],
            additional_headers={"Cookie": self.cookies} if self.cookies else None,
            max_size=None,
            open_timeout=60,
            ping_interval=None,  # as a browser, which answers the server's pings and sends none
        )

    def set(self, key: str, field: str, value: object) -> None:
        """Sets a widget by its user key; `field` names the state's protobuf field, e.g. double_array_value."""
        self.states[key] = (field, value)
        self.moved = key

    def run(self, chart: str = "", patience: float = 120) -> dict[str, float]:
        """Sends the state, as a browser does when a widget is touched, and follows the script to its end."""
        self.send()
        return self.follow(chart, patience)

    def send(self) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = self.query, self.page
        state.fragment_id = self.fragments.get(self.moved, "")
        for key, (field, value) in self.states.items():
            widget = state.widget_states.widgets.add()
            widget.id = self.widgets[key]
            if field.endswith("array_value"):
                getattr(widget, field).data.extend(value)
            else:
                setattr(widget, field, value)
        self.began = time.perf_counter()
        self.socket.send(message.SerializeToString())

    def follow(self, chart: str = "", patience: float = 120) -> dict[str, float]:
        """Seconds from sending to the first figure, to the figure whose key is `chart` (any figure where it is "") and
        to the end of the script; bytes and messages received. Raises TimeoutError after `patience` seconds in all."""
        nan = float("nan")
        seen = {"first_figure": nan, "chart": nan, "finished": nan, "bytes": 0, "messages": 0}
        while True:
            raw = self.socket.recv(timeout=max(0.0, patience - (time.perf_counter() - self.began)))
            seen["bytes"] += len(raw)
            seen["messages"] += 1
            forward = ForwardMsg.FromString(raw)
            if forward.WhichOneof("type") == "new_session" and forward.new_session.initialize.session_id:
                self.session_id = forward.new_session.initialize.session_id
            if forward.WhichOneof("type") == "delta" and forward.delta.WhichOneof("type") == "new_element":
                element = forward.delta.new_element
                self._note(element, forward.delta.fragment_id)
                if self._shows(element):
                    now = time.perf_counter() - self.began
                    identity = str(getattr(getattr(element, element.WhichOneof("type")), "id", ""))
                    seen["first_figure"] = now if math.isnan(seen["first_figure"]) else seen["first_figure"]
                    if not chart or identity.endswith(f"-{chart}"):
                        seen["chart"] = now
            if forward.WhichOneof("type") == "script_finished" and forward.script_finished in ENDS:
                seen["finished"] = time.perf_counter() - self.began
                return seen

    def _shows(self, element) -> bool:
        """Whether it is a figure, and none of what surrounds every chapter."""
        kind = element.WhichOneof("type")
        return kind in self.FIGURES and getattr(getattr(element, kind), "component_name", "") not in AROUND

    def _note(self, element, fragment: str) -> None:
        inner = getattr(element, element.WhichOneof("type"))
        identity = getattr(inner, "id", "")
        if isinstance(identity, str) and identity.startswith("$$ID"):
            key = identity.rsplit("-", 1)[-1]  # Streamlit's widget ids end with the user's key
            self.widgets[key], self.fragments[key] = identity, fragment
            self.kinds[key] = element.WhichOneof("type")

    def close(self) -> None:
        self.socket.close()
