"""Every chapter that asks the text model, over models of the host's own (MODEL): nothing fails, what cannot be shown
says so, and no sentence gives SmolLM2's numbers as theirs."""

import pytest

from models import shared_engine
from models.text import tokenizer
from models.text.architecture import architecture
from tests.models.text import hosts
from tests.opening import open_at
from tests.pages.conftest import loaded, words

VIEWS = {
    "tokens": ("show", ("pieces", "languages", "training")),
    "next-token": ("look", ("sweep", "curve")),
    "writing": ("panel", ("tree", "race", "surprise", "cache")),
    "attention": ("look", ("lens", "parked")),
    "inside": ("look", ("weights", "break")),
    "control": ("look", ("heads", "steer", "hide", "methods")),
    "hallucination": ("look", ("premise", "sure", "fact", "why")),
    "evaluation": ("look", ("text", "tests")),
    "bias": ("look", ("wording", "names")),
    "fine-tuning": ("look", ("capitals", "chat", "adapter")),
    "memorisation": ("look", ("copy", "all", "secret")),
    "safety": ("look", ("length", "attacks", "filters", "orders")),
    "cost": ("look", ("run", "scaling", "cache")),
    "history": ("look", ("bits", "game")),
}
OPENED_UP = ("inside", "fine-tuning")  # chapters that open up the matrices of a plain Llama alone
SAYS_SO = "cannot be opened up here: its layers are built differently"
SHORT = {"clean": "The cat 1", "corrupt": "The cat 2"}  # the default pair is of unequal lengths in their tokens


@pytest.fixture(scope="module", params=["gpt2", "qwen2"])
def host(request, tmp_path_factory):
    """An engine of its own that runs this model; the model's name, which its folder has."""
    yield from running(request.param, tmp_path_factory)


@pytest.fixture(scope="module")
def plain_llama(tmp_path_factory):
    yield from running("llama2", tmp_path_factory)


def running(name, tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("MODEL", str(hosts.make(name, tmp_path_factory.mktemp("host") / name)))
    before, shared_engine._engine = shared_engine._engine, None
    loaded("text")
    yield name
    shared_engine._engine.close()
    shared_engine._engine = before
    patch.undo()


@pytest.mark.parametrize(("slug", "view"), [(slug, view) for slug, (_, views) in VIEWS.items() for view in views])
def test_a_chapter_opens_and_its_words_are_not_of_smollm2(slug, view, host):
    more = SHORT if slug == "control" else {}
    app = open_at(slug, {VIEWS[slug][0]: view, "depth": "deep", **more})
    assert not app.exception
    assert [i.value for i in app.info if f"The text model of this server is **{host}**" in i.value]
    refused = [w.value for w in app.warning if SAYS_SO in w.value]
    assert bool(refused) == (slug in OPENED_UP)
    said = words(app)
    # SmolLM2's own size and shape, where a sentence does not say whose they are.
    for sentence in said.split(". "):
        if "SmolLM2" not in sentence and "49,152 × 576" not in sentence:
            assert "49,152" not in sentence and "30 layers" not in sentence and "270 heads" not in sentence


def test_the_run_lines_name_it(host):
    for slug in ("next-token", "writing", "attention", "cost"):
        assert host in words(open_at(slug, {})), slug


def test_tokens_shows_its_own_pieces(host):
    ids = tokenizer.encode("The cat")
    said = words(open_at("tokens", {"sentence": "The cat", "token": "2"}))
    assert f"**Token 2 of {len(ids)}: {tokenizer.visible(ids[1])}**" in said
    assert f"id **{ids[1]}** of 0 to {tokenizer.vocab_size - 1}" in said


def test_attention_has_its_layers_and_heads(host):
    assert f"It has {architecture().all_heads} heads" in words(open_at("attention", {}))


@pytest.mark.parametrize("slug", OPENED_UP)
def test_a_plain_llama_is_opened_up(slug, plain_llama):
    app = open_at(slug, {"depth": "deep"})
    assert not app.exception and not app.warning
    assert "computed by the network of this project" in "".join(i.value for i in app.info)
