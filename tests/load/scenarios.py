"""The scenarios: what thirty pupils, or two hundred, do. Each is bounded in count and time, and says what must hold."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.load import measure
from tests.load.pupil import Pupil, Record

SUBJECTS = ("cat", "teacher", "river", "robot", "painter", "ship", "queen", "garden", "storm", "child")
VERBS = ("sat on", "walked to", "dreamed of", "looked for", "sang about")
HAIR = ("red", "black", "blonde", "brown", "grey")
CLOTHES = ("hoodie", "shirt", "blazer", "sweater")
CHAPTERS = ("", "tokens", "next-token", "writing", "attention", "gan", "diffusion", "text-to-image")
GROWTH_MB = 250  # what a soak may grow by: the cache of traces holds up to 192 MB, and media of visits not yet over


@dataclass
class Class:
    """A class of pupils before a server."""

    address: str
    pupils: int = 30
    within: float = 20.0  # seconds in which they all open the link
    minutes: float = 30.0  # of the soak
    record: Record = field(default_factory=Record)
    run_id: int = field(default_factory=lambda: time.time_ns() % 10**6)  # so that no run finds an earlier one's traces

    def open(self, page: str, **parameters: str) -> Pupil | None:
        """A pupil on the page, or None, which is recorded."""
        try:
            return Pupil(self.record, self.address, page, **parameters)
        except Exception as error:
            with self.record.lock:
                self.record.errors.append(f"connect: {type(error).__name__}: {error}"[:300])
            return None

    def all_at_once(self, play: Callable[[int], None], seconds: float) -> None:
        """Every pupil in a thread of its own, begun evenly within `within`; who is not done in time is an error."""

        def late(n: int) -> None:
            time.sleep(self.within * n / max(1, self.pupils - 1))
            play(n)

        threads = [threading.Thread(target=late, args=(n,), daemon=True) for n in range(self.pupils)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + self.within + seconds
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        waiting = sum(thread.is_alive() for thread in threads)
        self.record.errors += ["a pupil was not done in time"] * waiting

    def sentence(self, n: int) -> str:
        subject, verb = SUBJECTS[n % len(SUBJECTS)], VERBS[n // len(SUBJECTS) % len(VERBS)]
        return f"In year {self.run_id} the {subject} {verb} the"

    def portrait(self, n: int) -> str:
        return f"a smiling person with {HAIR[n % 5]} hair and a {CLOTHES[n // 5 % 4]}, {SUBJECTS[n % 10]} {n}"


def same_link(room: Class) -> None:
    """One link for all: opened, three sliders moved, left, opened again."""

    def play(n: int) -> None:
        pupil = room.open("next-token", prompt=room.sentence(0), temperature="0.7")
        if pupil is None or not pupil.act("open"):
            return
        for temperature in (0.3, 1.2, 2.0):
            time.sleep(1.0)
            pupil.set("temperature", "double_array_value", [temperature])
            pupil.act("slide")
        pupil.close()
        time.sleep(0.5)
        pupil.come_back()
        pupil.close()

    room.all_at_once(play, 180)


def own_prompts(room: Class) -> None:
    """Each opens Next token and types a text of their own."""

    def play(n: int) -> None:
        pupil = room.open("next-token")
        if pupil is None or not pupil.act("open"):
            return
        pupil.set("prompt", "string_value", room.sentence(n))
        pupil.act("type")
        pupil.close()

    room.all_at_once(play, 180)


def writing(room: Class) -> None:
    """Each opens Writing and types a text of their own, from which 40 tokens are written; every fifth comes back."""

    def play(n: int) -> None:
        pupil = room.open("writing")
        if pupil is None or not pupil.act("open"):
            return
        pupil.set("prompt", "string_value", room.sentence(n))
        if n % 5 == 4:  # goes away while it runs, and back
            pupil.leave_during(2.0)
            pupil.come_back("come back during a run", patience=280)
        else:
            pupil.act("type", patience=280)
        pupil.close()

    room.all_at_once(play, 300)


def pictures(room: Class) -> None:
    """Each opens Text to image, types and draws a picture of their own."""

    def play(n: int) -> None:
        pupil = room.open("text-to-image")
        if pupil is None or not pupil.act("open", patience=200):
            return
        pupil.set("prompt", "string_value", room.portrait(n))
        pupil.set("seed", "int_value", n)
        pupil.act("draw", patience=400)
        pupil.close()

    room.all_at_once(play, 420)


def idle(room: Class) -> None:
    """Many visits, one after another, which then stay open and do nothing; then one of them moves a slider."""
    visits: list[Pupil] = []
    for n in range(room.pupils):
        pupil = room.open(CHAPTERS[n % len(CHAPTERS)])
        if pupil is not None:
            pupil.act("open", figure=False)
            visits.append(pupil)
    time.sleep(10)
    one = next(p for p in visits if p.page == "next-token")
    one.set("temperature", "double_array_value", [1.3])
    one.act("slide")
    for pupil in visits:
        pupil.close()


def soak(room: Class) -> None:
    """Visitors come and go for minutes: a dozen at a time, each a while on one chapter, some leaving mid-run."""
    until, numbers = time.monotonic() + 60 * room.minutes, itertools.count()

    def live(place: int) -> None:
        dice = random.Random(place)
        while time.monotonic() < until:
            n = next(numbers)
            pupil = room.open(dice.choice(CHAPTERS))
            if pupil is None or not pupil.act("open", patience=200, figure=False):
                continue
            if "prompt" in pupil.widgets:
                text = room.portrait(n) if pupil.page == "text-to-image" else room.sentence(n)
                pupil.set("prompt", "string_value", text)
                if dice.random() < 0.3:
                    pupil.leave_during(dice.uniform(0, 2))
                    continue
                pupil.act("type", patience=280, figure=False)
            time.sleep(dice.uniform(0, 3))
            pupil.close()

    threads = [threading.Thread(target=live, args=(place,), daemon=True) for place in range(min(12, room.pupils))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()) + 300)
    room.record.errors += ["a visitor was not done in time"] * sum(thread.is_alive() for thread in threads)


@dataclass(frozen=True)
class Scenario:
    play: Callable[[Class], None]
    family: str  # whose model it needs, loaded before it begins
    check: Callable[[Class, Mapping[str, float], Mapping[str, float], measure.Memory], dict[str, bool]]
    pupils: int = 30


def fast(room: Class, action: str, seconds: float, q: float = 0.95) -> bool:
    return measure.quantile(room.record.seconds[action], q) < seconds


SCENARIOS = {
    "same-link": Scenario(
        same_link,
        "text",
        lambda room, before, after, memory: {
            "p95 to the first figure < 3 s": fast(room, "open: first figure", 3),
            "one computation in all": measure.grown(
                before, after, "generative_ai_requests_total", kind="next-token", answer="new"
            )
            == 1,
        },
    ),
    "own-prompts": Scenario(
        own_prompts,
        "text",
        lambda room, before, after, memory: {
            "p95 to the figure of the own text < 3 s": fast(room, "type: first figure", 3),
            "a run for each pupil": measure.grown(
                before, after, "generative_ai_runs_total", kind="next-token", outcome="done"
            )
            >= room.pupils,
        },
    ),
    "writing": Scenario(
        writing,
        "text",
        lambda room, before, after, memory: {
            "every first token or place in the queue < 3 s": fast(room, "type: first sign", 3, 1.0),
            "a text for each pupil": measure.grown(
                before, after, "generative_ai_runs_total", kind="write", outcome="done"
            )
            >= room.pupils,
        },
    ),
    "pictures": Scenario(
        pictures,
        "diffusion",
        lambda room, before, after, memory: {
            "every first picture or place in the queue < 3 s": fast(room, "draw: first sign", 3, 1.0),
            "a picture for each pupil": measure.grown(
                before, after, "generative_ai_runs_total", kind="text-to-image", outcome="done"
            )
            >= room.pupils,
        },
    ),
    "idle": Scenario(
        idle, "text", lambda room, before, after, memory: {"less than 2,500 MB in all": memory.peak < 2500}, pupils=200
    ),
    "soak": Scenario(
        soak,
        "text",
        lambda room, before, after, memory: {
            f"memory grows by less than {GROWTH_MB} MB after the first third": memory.growth < GROWTH_MB
        },
        pupils=12,
    ),
}
