"""Attention with a model of 6 layers × 4 heads: no number of the page is that of the model we ship."""

import base64
import json
import re

import numpy as np
import pytest

from models.engine import Trace
from models.engine.errors import InvalidRequest
from models.engine.model_info import ModelInfo
from models.text import tokenizer
from models.text.architecture import architecture
from models.text.kinds import AttendStep
from pages.chapters.attention.heads_off import Ablation, read, write
from pages.frame import lesson, rows
from pages.frame.frame import Frame

LAYERS, HEADS = 6, 4


@pytest.fixture(autouse=True)
def small(ready, tmp_path, monkeypatch):
    """What pages read of the host's model. The engine has loaded its own by then, for it reads MODEL too."""
    (tmp_path / "config.json").write_text(json.dumps({"num_hidden_layers": LAYERS, "num_attention_heads": HEADS}))
    monkeypatch.setenv("MODEL", str(tmp_path))
    lesson.possible.cache_clear()
    assert (architecture().layers, architecture().heads) == (LAYERS, HEADS)
    yield
    lesson.possible.cache_clear()


def run(page, request):
    """The trace that such a model would give: even attention on all tokens so far."""
    model = architecture()
    ids = np.array(tokenizer.encode(request.prompt))
    n = len(ids)
    even = np.tril(np.ones((n, n))) / np.arange(1, n + 1)[:, None]
    logits = np.zeros(tokenizer.vocab_size, np.float32)
    logits[100 + len(request.ablated_heads)] = 9.0
    step = AttendStep(
        passes=1,
        input_ids=ids,
        attentions=np.broadcast_to(even, (model.layers, model.heads, n, n)).astype(np.float16),
        logits=logits,
        lens_ids=np.tile(np.arange(100, 110), (model.layers + 1, 1)),
        lens_probs=np.full((model.layers + 1, 10), 0.05, np.float32),
        lens_final_prob=np.linspace(0, 1, model.layers + 1, dtype=np.float32),
    )
    return Trace(request, (step,), 1.0, ModelInfo(name="their/model", sha256="", arithmetic="fp32"))


@pytest.fixture
def page(visit, monkeypatch):
    monkeypatch.setattr(Frame, "run", run)
    return lambda **address: visit("attention", **address)


def plain(words, app):
    return words(app).replace("\\", "").replace("\u202f", " ")


def test_the_sliders_go_to_the_last_layer_and_head_and_begin_within_them(page):
    app = page()
    assert not app.exception
    layer, head = app.slider(key="layer"), app.slider(key="head")
    assert (layer.min, layer.max, layer.value) == (0, LAYERS - 1, LAYERS - 1)
    assert (head.min, head.max, head.value) == (0, HEADS - 1, 0)
    assert head.help == "Each layer has 4 heads, counted from 0."


@pytest.mark.parametrize(("layers", "heads"), [(2, 4), (24, 32), (34, 16)])
def test_models_smaller_and_larger_than_the_shipped_one_have_their_page(
    page, words, tmp_path, monkeypatch, layers, heads
):
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.json").write_text(json.dumps({"num_hidden_layers": layers, "num_attention_heads": heads}))
    monkeypatch.setenv("MODEL", str(other))
    app = page(layer=str(layers - 1), head=str(heads - 1), off=f"{layers - 1}.{heads - 1}", depth="deep")
    assert not app.exception and not app.warning
    assert (app.slider(key="layer").value, app.slider(key="head").value) == (layers - 1, heads - 1)
    assert app.slider(key="layer").max == layers - 1 and app.slider(key="head").max == heads - 1
    said = plain(words, app)
    assert f"It has {layers * heads} heads for that" in said and f"1 of {layers * heads} heads" in said


def test_the_lesson_says_the_model_s_own_numbers(page, words):
    said = plain(words, page(depth="deep", off="0.*"))
    assert "It has 24 heads for that" in said
    assert "all 4 heads of layer 0" in said and "4 of 24 heads are gone" in said
    assert "6 layers do this one after another" in said
    assert "(6, 4, 5, 5)" in said
    assert "4 of 24 heads are off now" in said
    assert not re.search(r"\b(270|30|29|nine heads)\b", said)


def test_a_whole_layer_has_as_many_heads_as_the_model(page, words):
    assert read("0.*")[0] == tuple((0, head) for head in range(HEADS))
    assert write(tuple((5, head) for head in range(HEADS))) == "5.*"
    with pytest.raises(InvalidRequest):
        Ablation(off="6.0")
    with pytest.raises(InvalidRequest):
        Ablation(off="0.4")


def test_the_prediction_switches_off_layer_0_of_this_model(page, words):
    app = page()
    app.pills[0].set_value("loses").run()
    assert f"Without layer 0's attention, {tokenizer.visible(104)} leads" in plain(words, app)


@pytest.mark.parametrize(("name", "raw", "last"), [("layer", "16", LAYERS - 1), ("head", "4", HEADS - 1)])
def test_an_address_of_a_larger_model_is_answered_with_the_limits_of_this_one(page, name, raw, last):
    app = page(**{name: raw})
    assert any(f"{name} is {raw}; it goes from 0 to {last}" in warning.value for warning in app.warning)
    assert app.slider(key=name).value == rows.of(name, "attention").default


def test_an_experiment_with_a_layer_that_this_model_lacks_is_left_out(page):
    labels = [button.label for button in page().button]
    assert "Switch off layer 0" in labels and "Look at an early head" in labels
    assert "A repeated list" not in labels


@pytest.mark.parametrize("look", ["lens", "parked"])
def test_the_lower_figures_have_a_mark_for_each_layer(page, look):
    app = page(look=look)
    assert not app.exception
    *others, marked = [json.loads(chart.proto.spec)["data"] for chart in app.get("plotly_chart")]
    (marks,) = {len(read_array(trace["y"])) for trace in marked}
    assert marks == (LAYERS + 1 if look == "lens" else LAYERS)
    for (lens,) in others:  # layers with the same first token share a row; the last row ends with the last layer
        assert len(lens["y"]) <= LAYERS + 1 and lens["y"][-1].endswith(f" {LAYERS - 1}")


def read_array(values):
    """Plotly's own way to write numbers, or a list."""
    return values if isinstance(values, list) else np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
