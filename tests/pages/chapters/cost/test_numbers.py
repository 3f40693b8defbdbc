"""The numbers of the page: from the steps they are of, and sentences that change with them."""

import math
from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from scipy import stats

from models.cost import arithmetic, beams, energy, faces, measured, published
from models.cost.kinds import MachineStep, Meter, MeterStep
from models.cost.runs import multiply_adds, update_multiply_adds
from models.gan.kinds import GanDistance, GanSamples
from models.prepared import prepared
from models.text.architecture import SMOLLM2
from models.text.kinds import CompareCache, NextToken, Score, Write
from models.tiny_transformer.kinds import DivergedStep, TextStep
from pages.chapters.cost import caching, coarser, measuring, numbers, school, units
from pages.frame import lesson


def plain(text):
    return str(text).replace("\\", "").replace("\u202f", " ")


@pytest.fixture(scope="module")
def trace():
    return prepared(Meter())


def test_a_token_and_the_text_are_what_the_steps_say(trace):
    given, tokens = numbers.spent(trace.steps), [s for s in trace.steps if isinstance(s, MeterStep)]
    assert (given.prompt, given.written) == (len(trace.steps[0].input_ids), len(tokens))
    assert given.milliseconds == median(s.milliseconds for s in tokens[1:])
    assert given.processor_seconds == pytest.approx(sum(s.processor_milliseconds for s in tokens) / 1000)
    n, w = given.prompt, given.written
    # 106,168,320 numbers in the layers' matrices, 49,152 × 576 in the output; 2 · 30 · 576 for each pair of tokens.
    pairs = sum(range(1, n + w))
    total = (n + w - 1) * 106_168_320 + w * 49_152 * 576 + pairs * 2 * 30 * 576
    assert given.multiply_adds.total == total == multiply_adds(trace)
    again = sum((n + i) * 106_168_320 + 49_152 * 576 + (n + i) * (n + i + 1) // 2 * 2 * 30 * 576 for i in range(w))
    assert given.without_cache == pytest.approx(again / total)
    weights, token = trace.steps[0].weight_bytes, 2 * 30 * 3 * 64 * 4
    assert given.bytes_moved == w * weights + sum(n + i for i in range(w)) * token
    assert given.joules == pytest.approx((1.69 * given.processor_seconds, 12.5 * given.processor_seconds))


def test_measured_joules_take_the_place_of_the_range(trace):
    steps = [replace(s, counted=1) if isinstance(s, MachineStep) else replace(s, joules=0.25) for s in trace.steps]
    given = numbers.spent(steps)
    assert given.counted and given.token_joules == (0.25, 0.25)
    assert given.joules == (0.25 * given.written,) * 2
    assert "read from the energy counters of 1 processor," in measuring.method(given)
    assert "no energy counter" in measuring.method(numbers.spent(trace.steps))
    assert {rung.boundary for rung in measuring.energies(given)[:2]} == {"counters"}


def test_a_text_of_one_token_has_no_later_one(trace):
    given = numbers.spent(trace.steps[:2])
    assert given.without_cache == 1 and given.milliseconds == trace.steps[1].milliseconds
    assert numbers.spent(trace.steps[:1]) is None


@pytest.mark.parametrize(
    ("ratio", "option"), [(1, "little"), (1.99, "little"), (2, "some"), (9.9, "some"), (10, "much")]
)
def test_exactly_one_option_is_right(ratio, option):
    assert numbers.ratio_option(ratio) == option
    options = lesson._prediction(lesson.sections("cost")["predict"])[1]
    assert set(options) == {"little", "some", "much", "not_sure"}


def test_formulas_of_other_kinds():
    of = arithmetic.of_pass
    assert multiply_adds(prepared(NextToken())) == of(SMOLLM2, len(prepared(NextToken()).last.input_ids)).total
    score = prepared(Score()).last
    n = len(score.input_ids)
    assert multiply_adds(prepared(Score())) == of(SMOLLM2, n, scored=n - 1).total
    write = prepared(Write())
    first = len(prepared(NextToken()).last.input_ids)  # the same prompt
    assert multiply_adds(write) == arithmetic.total(arithmetic.of_text(SMOLLM2, first, len(write.steps))).total
    beam = prepared(Write(method="beam"))
    assert multiply_adds(beam) == beams.multiply_adds(SMOLLM2, beam)
    assert multiply_adds(prepared(GanSamples())) == faces.multiply_adds(GanSamples())
    assert multiply_adds(prepared(GanDistance())) is None


def test_a_picture_is_its_passes_times_what_one_pass_counts():
    trace, cost = prepared(measuring.OTHERS["student"]), measured.networks()
    expected = cost["text_encoder"].counted + 4 * cost["unet"].counted + cost["decoder"].counted
    assert multiply_adds(trace) == expected + cost["classifier"].counted
    low, high = numbers.of_wall(trace.milliseconds, 2)
    assert (low, high) == pytest.approx((1.69 * trace.milliseconds / 1000, 2 * 12.5 * trace.milliseconds / 1000))


def test_a_training_is_its_updates_even_where_it_breaks_off():
    whole = prepared(measuring.OTHERS["training"])
    pieces = next(step.pieces for step in whole.steps if isinstance(step, TextStep))
    assert multiply_adds(whole) == 400 * update_multiply_adds(pieces)
    broken = replace(whole, steps=(*whole.steps[:3], DivergedStep(passes=1, number=7)))
    assert multiply_adds(broken) == 7 * update_multiply_adds(pieces)


def test_published_energies_in_their_sources_units():
    by_name = {e.name: e.joules for e in published.ENERGIES}
    assert by_name["A Gemini prompt, all"] == pytest.approx(864) and by_name["A Gemini prompt, chips"] == pytest.approx(
        360
    )
    assert by_name["Training GPT-3"] == pytest.approx(1.287e6 * 3.6e6)  # kWh, each 3.6 MJ
    assert by_name["Training Llama 3.1 405B"] == pytest.approx(21.588e6 * 3.6e6)
    assert by_name["A litre of water, boiled"] == pytest.approx(355.8e3, rel=1e-3)
    assert all(e.source.startswith("https://") and e.boundary in published.BOUNDARIES for e in published.ENERGIES)


def test_the_cache_saves_what_the_sentence_says(trace):
    given = prepared(CompareCache(max_new_tokens=32))
    (kept, again), (kept_ms, again_ms) = caching.counts(given), caching.times(given)
    said = plain(caching.summary(given))
    assert f"{sum(again) / sum(kept):.1f} times as many" in said
    assert sum(again_ms) > sum(kept_ms) and "does not show it" not in said
    slow = [replace(s, cached_milliseconds=s.uncached_milliseconds + 1) for s in given.steps]
    assert "does not show it" in caching.summary(replace(given, steps=tuple(slow)))
    even = [replace(s, uncached_milliseconds=s.cached_milliseconds * sum(again) / sum(kept)) for s in given.steps]
    assert "The clock says" in caching.summary(replace(given, steps=tuple(even)))


def test_agreement_and_divergence_are_those_of_scipy():
    rows = measured.rounded()
    name = coarser.coarsest(rows)
    row = rows[name]
    ends = stats.binomtest(row.agreed, row.tokens).proportion_ci(method="wilson")
    said = plain(coarser.summary(rows))
    assert f"{row.agreed / row.tokens:.1%}".replace("%", " %") in said
    assert f"{ends.low:.1%}".replace("%", " %") in said and f"{ends.high:.1%}".replace("%", " %") in said
    assert "little is left" in said
    fine = {n: r for n, r in rows.items() if n != "2 bits" and n != "3 bits"}
    assert "Even with" in coarser.summary(fine)
    assert coarser.perplexity(row) == pytest.approx(math.exp(np.mean(row.nats)))


def test_whether_fewer_bytes_were_faster_is_said_as_measured(monkeypatch):
    monkeypatch.setattr(measured, "arithmetic", lambda: {"blocks": (1.0, 2.0, 3.0), "fp32": (9.0, 9.0, 9.0)})
    assert "were also faster" in coarser.speed() and "2.0 ms" in plain(coarser.speed())
    monkeypatch.setattr(measured, "arithmetic", lambda: {"blocks": (9.0,), "fp32": (2.0,)})
    assert "were not faster" in coarser.speed()


def test_a_class_costs_its_texts_less_what_is_shared():
    of = school.lesson(30, 10, 50, 2.0)
    times = measured.together()
    share = median(times[16]) / median(times[1])
    assert of.rows == ((300, 600.0), (150, 300.0), (150, pytest.approx(300 * share)))
    assert school.lesson(30, 10, 100, 2.0).computed == 1, "somebody is the first"
    assert ("Written in step they take" in school.summary(of)) == (share < 1)
    assert "saved nothing" in school.summary(replace(of, together=1.1))
    joules = units.between(*energy.interval(300 * share), "J")
    assert plain(joules) in plain(school.summary(of))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 J"),
        (0.0285, "28.5 mJ"),
        (0.217, "217 mJ"),
        (999.9, "1 kJ"),
        (1.5e3, "1.50 kJ"),
        (7.77e13, "77.7 TJ"),
        (123.4, "123 J"),
    ],
)
def test_prefixes(value, text):
    assert plain(units.si(value, "J")) == text


def test_powers_of_ten():
    assert plain(units.power_of_ten(3.14e23, "FLOP")) == "3.1 · 10²³ FLOP"
    assert plain(units.power_of_ten(1234, "FLOP")) == "1,230 FLOP"
