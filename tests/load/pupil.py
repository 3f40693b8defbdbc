"""A pupil without a browser: opens a chapter, moves sliders, types, leaves, comes back; each action is timed."""

from __future__ import annotations

import contextlib
import math
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tests.bench.session import Session

PLACE = re.compile(r"place (\d+) in the queue")
STANDING = re.compile(r":material/(hourglass_top|bolt):.*(queue|Running|model)")  # waiting, loading or running
SORRY = re.compile(
    r"stopped working|could not be loaded|runs are waiting|too (many|often|fast)|this run was stopped", re.I
)


@dataclass
class Record:
    """What all pupils of a scenario saw."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # action → how long, each time
    errors: list[str] = field(default_factory=list)  # exceptions on a page, time-outs, lost connections
    sorry: list[str] = field(default_factory=list)  # sentences that say why there is no result: allowed, but counted
    places: list[int] = field(default_factory=list)  # in the queue, each as it was shown
    lock: Lock = field(default_factory=Lock)

    def took(self, action: str, seconds: float) -> None:
        with self.lock:
            self.seconds[action].append(seconds)


class Pupil(Session):
    """A Session that notes what its visitor reads. A forgiving one takes an error that tells nothing of the program."""

    forgiving = False

    def __init__(self, record: Record, address: str, page: str = "", **parameters: str) -> None:
        self.record = record
        self.first_sign = math.nan  # of life: a token, a picture, a figure, or the line that says where it stands
        super().__init__(address, page, **parameters)

    def act(self, action: str, patience: float = 120, figure: bool = True) -> bool:
        """Sends what was set and follows the script. Times to the first sign and figure, and to the end; False where it
        went wrong, which is recorded."""
        self.first_sign = math.nan
        with self._recording(action):
            seen = self.run(patience=patience)
            self.record.took(f"{action}: first sign", self.first_sign)
            if figure:
                if math.isnan(seen["first_figure"]):
                    raise AssertionError("no figure came")
                self.record.took(f"{action}: first figure", seen["first_figure"])
            self.record.took(f"{action}: end", seen["finished"])
            return True
        return False

    def leave_during(self, seconds: float) -> None:
        """Sends what was set, and closes the page before the answer is there."""
        with self._recording("leave"):
            self.send()
            time.sleep(seconds)
            self.close()

    def come_back(self, action: str = "come back", patience: float = 120) -> bool:
        """A connection that broke for a moment: the same visit goes on, with everything that was typed."""
        with self._recording(action):
            before = self.session_id
            self.connect()
            self.moved = ""
            done = self.act(action, patience)
            if self.session_id != before:
                raise AssertionError("the visit was lost")
            return done
        return False

    @contextlib.contextmanager
    def _recording(self, action: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # whatever it is, it is what a pupil would have seen
            with self.record.lock:
                self.record.errors.append(f"{action}: {type(error).__name__}: {error}"[:300])

    def _note(self, element: Any, fragment: str) -> None:
        super()._note(element, fragment)
        kind = element.WhichOneof("type")
        sign = kind in (*self.FIGURES, "text")
        if kind == "exception" and not (self.forgiving and _tells_nothing(element.exception)):
            raise AssertionError(f"a traceback on the page: {element.exception.type}: {element.exception.message}")
        if kind == "markdown" and (found := PLACE.search(element.markdown.body)):
            with self.record.lock:
                self.record.places.append(int(found[1]))
        if kind == "markdown" and STANDING.search(element.markdown.body):
            sign = True
        if kind == "alert" and SORRY.search(element.alert.body):
            with self.record.lock:
                self.record.sorry.append(element.alert.body)
        if sign and math.isnan(self.first_sign):
            self.first_sign = time.perf_counter() - self.began


def _tells_nothing(error: Any) -> bool:
    return not error.stack_trace and error.message.startswith("This app has encountered an error")
