"""Every chapter that asks the text model, over models of the host's own (MODEL): nothing fails, and no figure is
SmolLM2's."""

import pytest

from models import shared_engine
from tests.models.text import hosts
from tests.opening import open_at
from tests.pages.conftest import loaded, words

CHAPTERS = (
    "tokens",
    "next-token",
    "writing",
    "attention",
    "inside",
    "control",
    "hallucination",
    "evaluation",
    "bias",
    "fine-tuning",
    "memorisation",
    "safety",
    "cost",
    "history",
)


@pytest.fixture(scope="module", params=["gpt2", "qwen2"])
def host(request, tmp_path_factory):
    """An engine of its own that runs this model."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MODEL", str(hosts.make(request.param, tmp_path_factory.mktemp("host") / request.param)))
    before, shared_engine._engine = shared_engine._engine, None
    loaded("text")
    yield request.param
    shared_engine._engine.close()
    shared_engine._engine = before
    patch.undo()


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_opens_and_shows_this_model(slug, host):
    app = open_at(slug, {})
    assert not app.exception, app.exception[0].stack_trace
    assert not app.error, [e.value for e in app.error]
    said = words(app)
    print(slug, [w.value for w in app.warning], [w.value for w in app.info])
    assert "49,152" not in said and "30 layers" not in said
