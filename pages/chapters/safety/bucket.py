"""The app's own rate limit: a bucket that empties as one clicks, and three kinds of visitors on a played clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import streamlit as st

from models.engine.errors import TooOften
from models.engine.ops.settings import SETTINGS
from models.engine.rate_limit import BRIEF, RateLimit
from models.engine.translation import N_
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts
from pages.frame.frame import Frame

BUCKET = "_safety_bucket"
SECONDS = 120.0  # of the played clock
KINDS = (
    (N_("a pupil: a text every 5 s"), 5.0, 1.0),
    (N_("typing: 3 short runs a second"), 1 / 3, BRIEF),
    (N_("a script: 5 texts a second"), 0.2, 1.0),
)
SAMPLE = "visitor"


@dataclass
class Bucket:
    """A visitor's own, beside the one that counts."""

    clock: Callable[[], float] = time.monotonic
    asked: int = 0
    refused: int = 0
    times: list[float] = field(default_factory=list)  # seconds since the first
    left: list[float] = field(default_factory=list)  # runs, after each

    def __post_init__(self) -> None:
        self.limit = RateLimit(SETTINGS.burst_runs, SETTINGS.runs_per_minute, self.clock)
        self.began = self.clock()
        self.note()

    def note(self) -> None:
        self.times.append(self.clock() - self.began)
        self.left.append(self.limit.left(SAMPLE))

    def ask(self, runs: float = 1.0) -> bool:
        """Whether the bucket lets it pass."""
        self.note()
        self.asked += 1
        try:
            self.limit.check(SAMPLE)
        except TooOften:
            self.refused += 1
            return False
        self.limit.spend(SAMPLE, runs)
        self.note()
        return True


def played(every: float, runs: float) -> tuple[int, int, float | None]:
    """(asked, refused, seconds until the first refusal) of a visitor who asks at regular times for two minutes."""
    now = [0.0]
    bucket, first = Bucket(lambda: now[0]), None
    for i in range(round(SECONDS / every)):
        now[0] = i * every
        if not bucket.ask(runs) and first is None:
            first = now[0]
    return bucket.asked, bucket.refused, first


@cache
def outcomes() -> tuple[tuple[int, int, float | None], ...]:
    return tuple(played(every, runs) for _name, every, runs in KINDS)


def draw(page: Frame) -> None:
    _live()
    st.subheader(_("Three visitors, two minutes"), anchor=False)
    rows = list(zip(KINDS, outcomes(), strict=True))
    page.table(
        {
            _("visitor"): [_(name) for (name, *_rest), _outcome in rows],
            _("asks"): [asked for _kind, (asked, _refused, _first) in rows],
            _("refused"): [refused for _kind, (_asked, refused, _first) in rows],
            _("first refusal after (s)"): [
                _("never") if first is None else show(first, ".1f") for _kind, (_a, _r, first) in rows
            ],
        },
        label=_("What the bucket does to each"),
    )
    st.markdown(said())


def said() -> str:
    asked, refused, first = outcomes()[-1]
    text = _("A full bucket has {burst} runs, and {minute} a minute come back.") + " "
    if first is None:
        text += _("With this host's settings even the script is never refused.")
    else:
        text += _(
            "The script is refused from {first} s on: {refused} of its {asked} runs. Pupil and typing lose {others}."
        )
    values = {"burst": SETTINGS.burst_runs, "minute": SETTINGS.runs_per_minute, "asked": asked, "refused": refused}
    others = sum(refused for _asked, refused, _first in outcomes()[:-1])
    return fill(text, values | {"first": show(first or 0.0, ".1f"), "others": others})


@st.fragment(run_every=1.0)  # the bucket fills while nobody clicks
def _live() -> None:
    bucket: Bucket = st.session_state.setdefault(BUCKET, Bucket())
    with st.container(horizontal=True):
        st.button(_("Start a run"), key="_bucket_one", on_click=_ask, args=(1,), icon=":material/play_arrow:")
        st.button(_("Start 20 at once"), key="_bucket_many", on_click=_ask, args=(20,), icon=":material/fast_forward:")
    if bucket.asked:
        bucket.note()
    text = _("Left: **{left}** of {burst}. Asked {asked}, refused **{refused}**.")
    left = max(0.0, bucket.limit.left(SAMPLE))
    values = {"left": show(left, ".0f"), "burst": SETTINGS.burst_runs, "asked": bucket.asked}
    st.markdown(fill(text, values | {"refused": bucket.refused}))
    figure = charts.level(bucket.times[-KEPT:], bucket.left[-KEPT:], SETTINGS.burst_runs, theme.palette())
    alt = _("Runs left in your bucket, against time.")
    st.plotly_chart(figure, key="_chart_bucket", theme=None, alt=alt, config={"displayModeBar": False})
    note = _(
        "Your own bucket for trying: no model runs, and the one that counts your real runs is not touched. "
        "Red line: below one run the next is refused."
    )
    st.markdown(f":small[{note}]")


KEPT = 400  # points of the curve


def _ask(times: int) -> None:
    for _i in range(times):
        st.session_state[BUCKET].ask()
