"""Hostile visits to a real server with its real models: any address, any bytes a client may send as a widget's value.

A browser sends what its widgets allow. A client of one's own sends what it likes: a value of the widget's own kind must
never end in an error; one of a wrong kind, which Streamlit itself refuses, in none that tells of the program.
"""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import inputs
from tests.load.pupil import Pupil, Record

WORDS = st.sampled_from(
    ("picked", "at", "place", "points", "drawn", "value", "shown", "selection", "layer", "head", "x")
)
LEAF = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False), inputs.raw)
VALUE = st.recursive(LEAF, lambda v: st.lists(v, max_size=3) | st.dictionaries(WORDS, v, max_size=3), max_leaves=6)
JSON = st.dictionaries(WORDS, VALUE, max_size=4).map(json.dumps)
OWN_KIND: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "slider": ("double_array_value", st.lists(st.one_of(st.floats(), st.floats(-5, 200)), min_size=1, max_size=2)),
    "text_area": ("string_value", inputs.raw),
    "text_input": ("string_value", inputs.raw),
    "selectbox": ("string_value", inputs.raw),
    "number_input": ("double_value", st.one_of(st.floats(), st.integers(-(2**53), 2**53).map(float))),
    "checkbox": ("bool_value", st.booleans()),
    "button": ("trigger_value", st.just(True)),
    "button_group": ("string_array_value", st.lists(inputs.raw, max_size=2)),
    "bidi_component": ("json_value", JSON),
}
WRONG_KIND: dict[str, st.SearchStrategy[Any]] = {
    "string_value": inputs.raw,
    "int_value": st.integers(-(2**52), 2**52),
    "int_array_value": st.lists(st.integers(-(2**31), 2**31), max_size=4),
    "bytes_value": st.binary(max_size=50),
    "json_value": st.just("[1, 2"),
}


# What to send is drawn before the page is seen: which widgets that has depends on what the models have finished, and
# Hypothesis refuses draws that are not the same at a second try.
SHOT = st.fixed_dictionaries(
    {
        "place": st.integers(0, 2**16),
        "own": st.fixed_dictionaries({kind: values for kind, (_, values) in OWN_KIND.items()}),
        "wrong": st.one_of([st.tuples(st.just(field), values) for field, values in WRONG_KIND.items()]),
    }
)
ADDRESSES = st.sampled_from(inputs.CHAPTERS).flatmap(lambda slug: st.tuples(st.just(slug), inputs.addresses(slug)))


def aim(pupil: Pupil, shot: dict[str, Any]) -> tuple[str, str, Any] | None:
    """(widget, field, value) of a shot at this page; None where the page has no widget of a kind we know there."""
    keys = sorted(pupil.widgets)
    key = keys[shot["place"] % len(keys)] if keys else ""
    kind = pupil.kinds.get(key)
    if kind is not None and pupil.forgiving:
        return key, *shot["wrong"]
    return (key, OWN_KIND[kind][0], shot["own"][kind]) if kind in OWN_KIND and not pupil.forgiving else None


def visits(address: str, cases: int) -> Record:
    """That many visits, one after another; what went wrong is in the record, each with what was sent."""
    record = Record()

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(page=ADDRESSES, forgiving=st.sampled_from((False, False, False, True)), shots=st.lists(SHOT, max_size=2))
    def visit(page: tuple[str, dict[str, str]], forgiving: bool, shots: list[dict[str, Any]]) -> None:
        (slug, asked), mine = page, Record()
        pupil = Pupil(mine, address, slug, **asked)
        pupil.forgiving = forgiving
        sent: list[tuple[str, str, Any]] = []
        if pupil.act("open", patience=300, figure=False):
            for shot in shots:
                if (aimed := aim(pupil, shot)) is not None:
                    sent.append(aimed)
                    pupil.set(*aimed)
                    pupil.act("send", patience=300, figure=False)
        pupil.close()
        record.errors += [f"/{slug} {asked!r:.200} {sent!r:.200}: {error}" for error in mine.errors]
        record.seconds["visit"].append(sum(t for s in mine.seconds.values() for t in s))

    visit()
    return record


def ordinary(address: str, record: Record) -> None:
    """After all that, a pupil still gets a live figure for a text that nobody had before."""
    pupil = Pupil(record, address, "next-token", prompt=f"After {random.randrange(10**6)} hostile visits the cat")
    pupil.act("an ordinary visit", patience=60)
    pupil.close()
