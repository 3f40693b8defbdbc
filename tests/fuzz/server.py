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


def visits(address: str, cases: int) -> Record:
    """That many visits, one after another; what went wrong is in the record, each with what was sent."""
    record = Record()

    @settings(
        max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(data=st.data())
    def visit(data: st.DataObject) -> None:
        slug = data.draw(st.sampled_from(inputs.CHAPTERS))
        asked = data.draw(inputs.addresses(slug))
        mine = Record()
        pupil = Pupil(mine, address, slug, **asked)
        pupil.forgiving = data.draw(st.sampled_from((False, False, False, True)))
        sent: dict[str, Any] = {}
        if pupil.act("open", patience=300, figure=False):
            for key in data.draw(st.lists(st.sampled_from(sorted(pupil.widgets) or [""]), max_size=2)):
                kind = pupil.kinds.get(key)
                if kind in OWN_KIND and not pupil.forgiving:
                    field, values = OWN_KIND[kind]
                elif kind is not None and pupil.forgiving:
                    field = data.draw(st.sampled_from(sorted(WRONG_KIND)))
                    values = WRONG_KIND[field]
                else:
                    continue
                sent[key] = (kind, field, data.draw(values))
                pupil.set(key, *sent[key][1:])
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
