"""One hostile visit through AppTest: a chapter is opened with an address, widgets are moved; it must go on teaching.

The waiting line is full for all of it: a page says so and shows its prepared result. So a visit takes a fraction of a
second, whatever it asks for; live models under hostile input are what `python -m tests.fuzz --server` is for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from models.engine import Busy, Engine, ModelInfo, Status
from models.engine.status import READY
from models.families import FAMILIES
from pages.frame import registry
from tests.fuzz import inputs
from tests.opening import open_at

MODEL = ModelInfo("SmolLM2-135M-Instruct", "0" * 64, "fp32")
MOVED = ("slider", "number_input", "text_area", "text_input", "toggle", "checkbox")


@contextlib.contextmanager
def full_line() -> Iterator[None]:
    """Models are ready and nobody gets one; what needs no model is computed as ever."""
    run = Engine.run

    def busy(engine: Engine, request: Any, visitor: str | None = None) -> Any:
        if FAMILIES[request.family].seats is None:
            return run(engine, request, visitor)
        raise Busy(waiting=64, seconds=30.0)

    ready = Status("ready", READY.template, model=MODEL)
    with (
        patch.object(Engine, "run", busy),
        patch.object(Engine, "warm_up", lambda engine, family: None),
        patch.object(Engine, "status", lambda engine, family: ready),
    ):
        yield


def must_teach(app: AppTest, slug: str) -> None:
    assert not app.exception, f"{app.exception[0].value} {app.exception[0].message}"
    said = [str(e.value) for kind in (app.markdown, app.warning, app.error, app.info) for e in kind]
    assert not [s for s in said if "Traceback" in s]
    if slug:
        assert app.title[0].value == registry.chapter(slug).title or "lang" in app.query_params
        assert app.header, "the lesson is gone"
    for widget in (w for kind in ("slider", "number_input") for w in app.get(kind)):
        assert widget.min <= widget.value <= widget.max, f"{widget.key} is {widget.value}"


def visit(slug: str, address: dict[str, str], data: st.DataObject, moves: int = 1) -> AppTest:
    """The page after the last move; whatever broke on the way has been raised."""
    app = open_at(slug, address)
    must_teach(app, slug)
    for _ in range(moves):
        widgets = [w for kind in MOVED for w in app.get(kind) if not w.disabled]
        if not widgets:
            break
        widget = data.draw(st.sampled_from(widgets), label="widget")
        widget.set_value(data.draw(inputs.values(widget), label="value")).run()
        must_teach(app, slug)
    return app
