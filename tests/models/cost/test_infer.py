"""A measured text is the one that plain transformers writes, and what lies in memory is counted once."""

import math
import time

import numpy as np
import pytest
import torch

from models.cost import energy, meter
from models.cost.kinds import TEMPERATURE, TOP_P, MachineStep, Meter, MeterStep
from models.engine.asking import steps_of
from models.text import tokenizer
from models.workers import text as worker
from tests.arrays import assert_array_equal

REQUEST = Meter(prompt="The cat", max_new_tokens=6, seed=5)


@pytest.fixture(scope="module")
def run(net):
    """The steps of the request, and the seconds that its process and the clock needed for them."""
    start, worked = time.perf_counter(), time.process_time()
    steps = list(steps_of(worker, net, REQUEST))
    return steps, time.perf_counter() - start, time.process_time() - worked


def test_it_writes_what_plain_transformers_draws_with_the_same_numbers(run, plain):
    from transformers import TemperatureLogitsWarper, TopPLogitsWarper

    steps, _seconds, _worked = run
    warm, top = TemperatureLogitsWarper(TEMPERATURE), TopPLogitsWarper(TOP_P)
    rng, ids = np.random.default_rng(REQUEST.seed), torch.tensor([tokenizer.encode(REQUEST.prompt)])
    assert_array_equal(steps[0].input_ids, ids[0])
    for step in steps[1:]:
        with torch.no_grad():
            logits = plain(ids).logits[:, -1].double()
        sums = top(ids, warm(ids, logits)).softmax(-1)[0].cumsum(0).numpy()
        drawn = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
        assert step.token_id == drawn
        ids = torch.cat([ids, torch.tensor([[drawn]])], 1)


def test_each_token_has_its_time_and_all_together_are_no_more_than_what_passed(run):
    steps, seconds, worked = run
    tokens = [step for step in steps if isinstance(step, MeterStep)]
    assert all(step.milliseconds > 0 and step.processor_milliseconds > 0 for step in tokens)
    assert 0.5 * seconds < sum(step.milliseconds for step in tokens) / 1000 <= seconds
    assert 0.5 * worked < sum(step.processor_milliseconds for step in tokens) / 1000 <= worked
    measured = bool(energy.counters())
    assert all(math.isfinite(step.joules) == measured for step in tokens)


def test_bytes_of_the_weights_are_those_of_all_arrays_once(run, net):
    first = run[0][0]
    assert isinstance(first, MachineStep)
    assert net.lm_head is net.embed_tokens, "the output is the embeddings again"
    blocks = [m for layer in net.layers for m in (layer.qkv_proj, layer.o_proj, layer.gate_up_proj, layer.down_proj)]
    numbers = 106_168_320  # of the layers' matrices, in blocks of 32: 16 bytes of digits, scale and offset in fp32
    assert sum(m.words.nbytes for m in blocks) == numbers // 2
    scales = 8 * numbers // 32
    embeddings = 49152 * 576 + 4 * 49152 * 576 // 32
    norms = 4 * 576 * (2 * 30 + 1)
    assert first.weight_bytes == numbers // 2 + scales + embeddings + norms == meter.weight_bytes(net)
    assert first.peak_bytes > first.weight_bytes
    assert first.cache_bytes == (len(first.input_ids) + REQUEST.max_new_tokens) * 2 * 30 * 3 * 64 * 4


def test_counters_that_can_be_read_give_joules(net, tmp_path, monkeypatch):
    zone = tmp_path / "intel-rapl:0"
    zone.mkdir()
    (zone / "name").write_text("package-0")
    (zone / "energy_uj").write_text("100")
    (zone / "max_energy_range_uj").write_text("1000000")
    read = energy.Counter.read
    monkeypatch.setattr(energy, "POWERCAP", tmp_path)
    monkeypatch.setattr(energy.counters, "__defaults__", (tmp_path,))

    def rising(counter):
        value = read(counter)
        counter.file.write_text(str(value + 250_000))
        return value

    monkeypatch.setattr(energy.Counter, "read", rising)
    first, *tokens = steps_of(worker, net, Meter(prompt="The cat", max_new_tokens=2))
    assert first.counted == 1
    assert [step.joules for step in tokens] == [0.25, 0.25]


def test_the_processors_name_is_what_the_system_says(tmp_path):
    file = tmp_path / "cpuinfo"
    file.write_text("processor\t: 0\nmodel name\t: Some Chip 9: fast\n")
    assert meter.processor(file) == "Some Chip 9: fast"
    assert meter.processor(tmp_path / "absent") == ""
