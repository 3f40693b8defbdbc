"""The contract of the engine over the real image families: their own workers, shared runs, stopping, what ran."""

import time

import numpy as np
import psutil
import pytest

from models.diffusion.kinds import Denoise, DenoiseStep, TextToImage
from models.shared_engine import new_engine
from models.superres.kinds import Enlarge
from models.toys.kinds import FlowToy, GanToy
from models.vae.kinds import Encode

FOREVER = GanToy(turns="8000D", reports=100)


@pytest.fixture(scope="module")
def engine():
    engine = new_engine()
    yield engine
    engine.close()


def workers():
    running = {}
    for process in psutil.Process().children():
        words = process.cmdline()
        if "models.engine.local.worker" in words:
            running[words[words.index("models.engine.local.worker") + 1]] = process
    return running


def same(one, other):
    return all(np.array_equal(a.samples, b.samples) for a, b in zip(one.steps, other.steps, strict=True))


def test_a_toy_starts_its_own_worker_and_no_other_and_the_same_seed_gives_the_same_bits_in_another_engine(engine):
    assert {engine.status(family).state for family in ("text", "diffusion", "vae", "gan", "toys")} == {"cold"}
    request = GanToy(turns="20DG", reports=4, seed=3)
    trace = engine.run(request).trace()
    assert [engine.status(family).state for family in ("toys", "diffusion", "text")] == ["ready", "cold", "cold"]
    other = new_engine()
    try:
        assert same(trace, other.run(request).trace())
    finally:
        other.close()
    assert not same(trace, engine.run(GanToy(turns="20DG", reports=4, seed=4)).trace())


def test_threads_of_a_worker_sleep_while_they_wait(engine):
    engine.run(GanToy(turns="1D")).trace()
    assert workers()["models.workers.small"].environ()["OMP_WAIT_POLICY"] == "passive"


def test_text_to_image_and_the_vaes_share_a_process(engine):
    trace = engine.run(TextToImage(num_inference_steps=2, film=False)).trace()
    assert trace.model == engine.status("diffusion").model
    before = workers()
    encoded = engine.run(Encode(model="codec")).trace()
    assert workers().keys() == before.keys() and "models.workers.pictures" in before
    assert encoded.model.name == "Avatars codec"


def test_equal_requests_share_one_run_and_later_ones_its_trace(engine):
    request = Denoise(num_inference_steps=3, seed=5, film=False)
    one, other = engine.run(request, "anna"), engine.run(request, "ben")
    assert [id(step) for step in one] == [id(step) for step in other]
    assert other.trace().provenance == "live"
    assert engine.run(request).trace().provenance == "cached"


@pytest.mark.parametrize("long", [TextToImage(num_inference_steps=100, seed=9), FOREVER, FlowToy(steps=3000)])
def test_a_run_is_stopped_within_one_step(engine, long):
    def short(seed):
        if long.family == "toys":
            return engine.run(GanToy(turns="1G", seed=seed)).trace()
        return engine.run(Denoise(num_inference_steps=1, film=False, seed=seed)).trace()

    short(seed=8)  # the worker is up
    run = engine.run(long)
    seen, began = [], time.monotonic()
    for step in run:
        seen.append(step)
        if isinstance(step, DenoiseStep) or long.family == "toys":
            break
    one_step = time.monotonic() - began
    run.leave()
    assert run.state == "cancelled"
    began = time.monotonic()
    short(seed=9)
    assert time.monotonic() - began < 5 + 5 * one_step, "the worker went on with what nobody wants"
    assert engine.cached(long) is None


def test_the_run_line_of_a_toy_names_no_weights_and_that_of_an_enlarged_picture_its_own_network(engine):
    toy, enlarged = engine.run(FlowToy(steps=2)).trace().model, engine.run(Enlarge()).trace().model
    assert (toy.name, toy.sha256) == ("no pretrained weights: trained in this run", "")
    assert enlarged.name == "Avatars super-resolution" and len(enlarged.sha256) == 64


def test_the_page_process_needs_no_torch_to_run_a_toy(modules_after):
    code = (
        "from models.shared_engine import engine; from models.toys.kinds import GanToy;"
        "engine().run(GanToy(turns='1DG')).trace(); engine().close()"
    )
    assert not {"torch", "diffusers", "transformers", "PIL", "scipy"} & modules_after(code)
