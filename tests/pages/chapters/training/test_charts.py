"""What Training draws is what the run's steps hold."""

from math import log10

import numpy as np
import pytest

from models.prepared import prepared
from models.tiny_transformer import net
from models.tiny_transformer.kinds import OFFSETS, OVERFITTING, SIDE_BY_SIDE, UpdateStep
from pages.chapters.training import charts, curve, machines, one_number, optimisers, update
from pages.chapters.training.steps import of_kind, progress, text
from pages.figures import losses
from tests.arrays import assert_allclose


def drawn(trace, **more):
    steps = curve.lines(progress(trace))
    return losses.losses(steps, machines.yardsticks(text(trace)), trace.request.steps, **more)


def test_the_curves_are_the_measured_losses(shipped):
    train, held_out = drawn(shipped, shown=400).data
    steps = progress(shipped)
    assert list(train.x) == list(held_out.x) == [s.number for s in steps]
    assert_allclose(train.y, [s.train for s in steps])
    assert_allclose(held_out.y, [s.held_out for s in steps])


@pytest.mark.parametrize("request_", [None, OVERFITTING], ids=["default", "short text"])
def test_each_machine_has_its_line_and_its_name_and_all_are_in_the_figure(shipped, request_):
    trace = prepared(request_) if request_ else shipped
    figure, step = drawn(trace), text(trace)
    bits = sorted([step.blind, *step.ngrams[[0, 1, 2, 5]], step.floor])
    assert_allclose(sorted(shape.y0 for shape in figure.layout.shapes), bits)
    names = " · ".join(note.text for note in figure.layout.annotations)
    assert sorted(float(word) for word in names.split() if "." in word) == pytest.approx(bits, abs=0.006)
    low, high = figure.layout.yaxis.range
    assert low < log10(min(*bits, *figure.data[0].y)) and high > log10(max(bits))
    heights = sorted(note.y for note in figure.layout.annotations)
    assert min(np.diff(heights)) > losses.NAME_HEIGHT * (high - low) - 1e-9, "no name is over another"


def test_parts_have_names_in_the_order_of_the_network(shipped):
    names, parts = update.names(), net.parts()
    assert len(names) == len(parts) == len(of_kind(shipped.steps, UpdateStep)[0].gradient_norms)
    for name, part in zip(names, parts, strict=True):
        assert set(part.split()) - {"norm"} <= set(name.lower().replace(":", "").split())


def test_the_slope_by_trying_is_the_central_difference(shipped):
    for step in of_kind(shipped.steps, UpdateStep):
        less, more = (step.nearby[OFFSETS.index(h)] for h in (-0.001, 0.001))
        assert one_number.by_trying(step) == pytest.approx((more - less) / 0.002, rel=1e-12)
        assert one_number.by_trying(step) == pytest.approx(step.slope, rel=1e-3)


def test_the_straight_line_goes_through_the_loss_with_the_computed_slope():
    figure = charts.slope([-0.5, 0.0, 0.5], [2.0, 1.0, 3.0], 4.0)
    assert list(figure.data[1].x) == [-0.5, 0.5] and list(figure.data[1].y) == [-1.0, 3.0]


def test_six_ways_to_learn_end_as_their_panels_say():
    outcomes = {optimisers.name(t): optimisers.outcome(t) for t in map(prepared, SIDE_BY_SIDE)}
    ends = {optimisers.name(t): progress(t)[-1].held_out for t in map(prepared, SIDE_BY_SIDE)}
    assert len(outcomes) == 6
    assert outcomes["Plain descent, 30"].startswith("diverges after update ")
    assert outcomes["Adam, 0.005"] == f"{ends['Adam, 0.005']:.2f} bits" and ends["Adam, 0.005"] == min(ends.values())
    for name, said in outcomes.items():
        if "diverges" not in said:
            assert f"{ends[name]:.2f} bits" in said
    assert any(said.startswith("stalls") for said in outcomes.values())
