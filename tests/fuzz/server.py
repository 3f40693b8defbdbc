"""Hostile visits to a real server with its real models: any address, any bytes a client may send as a widget's value.

A browser sends what its widgets allow. A client of one's own sends what it likes: the kind of the value is drawn, too.
"""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import inputs
from tests.load.pupil import Pupil, Record

FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "string_value": inputs.raw,
    "json_value": st.one_of(inputs.raw, st.just("{}"), st.just('{"selection":{"points":[{"point_index":-9}]}}')),
    "int_value": st.integers(-(2**52), 2**52),
    "double_value": st.floats(),
    "bool_value": st.booleans(),
    "trigger_value": st.just(True),
    "double_array_value": st.lists(st.floats(), max_size=4),
    "int_array_value": st.lists(st.integers(-(2**31), 2**31), max_size=4),
    "bytes_value": st.binary(max_size=50),
}
OF_KIND = {"slider": "double_array_value", "text_area": "string_value", "text_input": "string_value",
           "number_input": "double_value", "checkbox": "bool_value", "button": "trigger_value"}  # fmt: skip


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
        sent: dict[str, Any] = {}
        if pupil.act("open", patience=300, figure=False):
            for key in data.draw(st.lists(st.sampled_from(sorted(pupil.widgets) or [""]), max_size=2)):
                if not key:
                    continue
                field = data.draw(st.sampled_from(sorted(FIELDS)))
                sent[key] = (field, data.draw(FIELDS[field]))
                pupil.set(key, *sent[key])
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
