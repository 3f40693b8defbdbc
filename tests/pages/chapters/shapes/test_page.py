"""Shapes: the page's numbers are those of its runs, and every experiment shows its effect."""

import re

import numpy as np
import pytest
from scipy.spatial import cKDTree

from models.prepared import prepared
from models.shapes.kinds import Shape, ShapeNearest, ShapeWalk, percent
from pages.chapters.shapes import film, nearest, walk
from pages.frame import lesson


def plain(text):
    return str(text).replace("\\", "").replace("\u202f", " ")


@pytest.mark.parametrize("fields", [{}, {"shape": "lamp", "size": 80.0, "seed": 3, "steps": 6}])
def test_what_is_asked_and_what_is_measured_are_the_run_s(visit, words, ready, fields):
    said = plain(words(visit("shapes", **{name: str(value) for name, value in fields.items()})))
    chosen = {("num_inference_steps" if name == "steps" else name): value for name, value in fields.items()}
    request = Shape(**chosen)
    steps = film.steps_of(ready.run(request).trace())
    assert f"Asked for: {percent(request.shape, request.size):.0f} %" in said
    assert f"Measured in the points: {steps[-1].measured:.1f} %" in said
    far = [np.sqrt(((step.points - steps[-1].points) ** 2).sum(1)).mean() for step in steps]
    assert f"A point is {far[0]:.2f} from its end" in said
    half = next(n for n, distance in enumerate(far) if distance <= far[0] / 2)
    assert f"half of that after step {half}" in said


def test_the_chamfer_distance_is_that_of_the_drawn_lines(visit, words, ready):
    said = plain(words(visit("shapes", look="nearest", shape="vase")))
    step = ready.run(ShapeNearest(shape="vase")).trace().last
    there = (cKDTree(step.real).query(step.drawn)[0] ** 2).mean()
    back = (cKDTree(step.drawn).query(step.real)[0] ** 2).mean()
    for value in (there, back, there + back, step.floor):
        assert f"{value:.4f}" in said
    assert nearest.ways(step) == pytest.approx((there, back), abs=1e-6)
    assert ("another class" in said) == (step.shape != "vase")
    assert "another class" in nearest.said(step, "chair" if step.shape != "chair" else "vase")


def test_the_walk_says_how_far_a_point_goes(visit, words, ready):
    said = plain(words(visit("shapes", to="vase")))
    steps = ready.run(ShapeWalk(to_shape="vase")).trace().steps
    ways = [np.linalg.norm(b.points - a.points, axis=1).mean() for a, b in zip(steps, steps[1:], strict=False)]
    assert f"From chair to vase, a point travels {sum(ways):.2f} on average" in said
    assert f"is {max(ways) / sum(ways):.0%}".replace("%", " %") in said


def test_a_walk_from_a_class_to_itself_moves_nothing_and_says_so(ready):
    steps = ready.run(ShapeWalk(to_shape="chair", frames=3)).trace().steps
    assert "nothing moves" in walk.said(list(steps), {"first": "a", "last": "b"})


@pytest.mark.parametrize("look", ["walk", "nearest"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_tab_can_be_drawn_in_both_languages(visit, look, lang):
    app = visit("shapes", look=look, lang=lang, steps="3")
    assert not app.exception and not app.warning


@pytest.mark.parametrize(
    ("name", "raw"),
    [("shape", "sofa"), ("steps", "0"), ("steps", "1000000"), ("points", "-1"), ("points", "1e9"), ("size", "nan")],
)
def test_what_cannot_be_drawn_is_named_and_the_lesson_stays(visit, words, name, raw):
    app = visit("shapes", **{name: raw})
    assert not app.exception
    assert any(re.search(f"{name} is “?{raw}", plain(w.value)) for w in app.warning), [w.value for w in app.warning]
    assert "1,024 points of noise became a shape" in plain(words(app))


def test_each_experiment_changes_one_thing_and_it_shows(ready):
    published = {"steps": 20, "points": "1024", "size": 50.0}
    changed = {}
    for experiment in lesson.experiments(lesson.sections("shapes")["try"], "shapes"):
        sets = dict(experiment.sets)
        [name] = [name for name in published if sets.get(name, published[name]) != published[name]]
        changed[name] = sets[name]
    assert set(changed) == set(published)
    first, end = prepared(Shape()).steps[0], prepared(Shape()).steps[-1]
    one = ready.run(Shape(num_inference_steps=1)).trace().steps[-1]
    many = ready.run(Shape(points=4096)).trace().steps[-1]
    large = ready.run(Shape(size=100)).trace().steps[-1]
    assert np.abs(many.points[:1024] - end.points).max() < 1e-3, "the same shape, and more of it"
    assert large.measured > end.measured + 3, "the size follows"
    assert (
        np.linalg.norm(one.points - end.points, axis=1).mean()
        > 0.1 * np.linalg.norm(first.points - end.points, axis=1).mean()
    )
