"""Three families: the page's numbers are those of the runs and of the report, and every experiment shows its effect."""

import json

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from models.avatars.attributes import ATTRIBUTES
from models.classifier.kinds import RealSamples
from models.diffusion.kinds import DiffusionSamples
from models.evaluate import measured
from models.gan.kinds import GanSamples
from models.prepared import prepared
from models.vae.kinds import VaeSamples
from pages.chapters.families import measures
from pages.chapters.families.measures import MADE, TITLES
from pages.frame import lesson

FEW = {"count": "2", "steps": "2"}
ROWS = {"Real pictures": RealSamples, "VAE": VaeSamples, "GAN": GanSamples, "Diffusion": DiffusionSamples}


def tables(app):
    return [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in app.table]


def table(app, column):
    return next(frame for frame in tables(app) if column in frame.columns).set_index("family")


def plain(frame):
    return frame.rename(index=lambda name: name.replace("\\", ""))


def shown(app, column="mean distance of two"):
    return plain(table(app, column))


@pytest.mark.parametrize("fields", [{}, {"seed": 5}, {"psi": 0.3}, {"heat": 0.4}])
def test_the_table_is_what_the_runs_of_the_link_give(visit, ready, fields):
    found = shown(visit("families", **FEW, **{name: str(value) for name, value in fields.items()}))
    seed = fields.get("seed", 0)
    asked = {
        "Real pictures": RealSamples(count=2, seed=seed),
        "VAE": VaeSamples(count=2, seed=seed, temperature=fields.get("heat", 1.0)),
        "GAN": GanSamples(count=2, seed=seed, truncation_psi=fields.get("psi", 1.0)),
        "Diffusion": DiffusionSamples(count=2, seed=seed, num_inference_steps=2),
    }
    for name, request in asked.items():
        trace, row = ready.run(request).trace(), found.loc[name]
        steps = measures.steps_of(trace)
        distance = np.linalg.norm(steps[0].features - steps[1].features)
        assert float(row["mean distance of two"]) == pytest.approx(distance, abs=1e-3)
        confidence = 100 * np.mean([s.read_probs for s in steps])
        assert float(row["classifier's confidence (%)"]) == pytest.approx(confidence, abs=0.01)
        tops = {int(s.read_values[ATTRIBUTES.index("top")]) for s in steps}
        assert int(row["hair styles seen"]) == len(tops)
        assert int(row["network passes per picture"]) == trace.forward_passes / 2


def test_the_untouched_page_shows_the_shipped_pictures_or_the_same_live(visit):
    found = shown(visit("families"))
    for name, kind in ROWS.items():
        features = np.stack([s.features for s in measures.steps_of(prepared(kind()))])
        assert float(found.loc[name, "mean distance of two"]) == pytest.approx(pdist(features).mean(), rel=5e-3)


def test_prepared_figures_are_those_of_the_report_and_are_called_so(visit, words):
    app = visit("families", look="quality", **FEW)
    many = json.loads(measured.FILE.read_text())["families"]
    found = shown(app, "Fréchet distance")
    for name, part in many.items():
        assert float(found.loc[TITLES[name], "Fréchet distance"]) == part["figures"]["frechet"]
        assert float(found.loc[TITLES[name], "precision"]) == part["figures"]["precision"]
    assert "1,000 pictures of each family" in words(app)


def test_the_visitors_own_few_pictures_are_called_live_and_few(visit, words):
    said = words(visit("families", look="variety", **FEW))
    assert "Live: your 2 pictures of each family. So few say little" in said


@pytest.mark.parametrize("look", ["quality", "variety", "time", "wrong"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_tab_can_be_drawn_in_both_languages(visit, look, lang):
    app = visit("families", look=look, lang=lang, **FEW)
    assert not app.exception
    assert len(app.header) >= 4


def test_what_goes_wrong_is_the_picture_that_the_classifier_is_least_sure_of(ready):
    trace = ready.run(GanSamples(count=4, seed=9)).trace()
    steps, row = trace.steps, measures.measure(trace)
    means = [float(np.mean(s.read_probs)) for s in steps]
    assert row.worst == means.index(min(means))
    doubts = dict(zip(ATTRIBUTES, steps[row.worst].read_probs.tolist(), strict=True))
    assert row.worst_attribute == min(doubts, key=doubts.get) and row.worst_prob == min(doubts.values())


def test_spread_is_the_mean_distance_of_all_pairs():
    features = np.random.default_rng(0).standard_normal((5, 256))
    assert measures.spread(features) == pytest.approx(pdist(features).mean())


@pytest.mark.parametrize("guess", ["tens", "not_sure"])
def test_the_rows_tell_their_times_only_once_the_prediction_is_answered(visit, words, guess):
    app = visit("families", **FEW)
    assert "per picture" not in words(app)
    app.button_group(key="_guess_families").set_value(guess).run()
    assert words(app).replace("\\", "").count("per picture") >= 4, "three rows and the answer"


def test_each_experiment_changes_one_knob_and_leaves_the_others_as_published():
    published = {"psi": 1.0, "steps": 20, "heat": 1.0}
    for experiment in lesson.experiments(lesson.sections("families")["try"], "families"):
        sets = {name: value for name, value in experiment.sets if name != "look"}
        assert set(sets) == set(published)
        assert sum(sets[name] != value for name, value in published.items()) == 1


def test_the_experiments_show_what_their_buttons_say(ready):
    """Truncation and a low temperature bring pictures nearer together, and make the classifier hardly more sure."""

    def row(request):
        return measures.measure(ready.run(request).trace())

    for all_of_it, less in (
        (GanSamples(count=16), GanSamples(count=16, truncation_psi=0.3)),
        (VaeSamples(count=16), VaeSamples(count=16, temperature=0.4)),
    ):
        free, held = row(all_of_it), row(less)
        assert held.spread < 0.85 * free.spread and abs(held.confidence - free.confidence) < 0.03
    one, many = (row(DiffusionSamples(count=2, num_inference_steps=n)) for n in (1, 10))
    assert one.milliseconds < many.milliseconds and one.passes == 3
    assert one.confidence < many.confidence


def test_the_report_measured_what_the_lesson_says_of_it():
    many = measures.report()
    assert {"real", *MADE} >= set(many) >= {"real", "beta", "gan"}
    assert many["gan"].recall < 0.1 < many["real"].recall, "the GAN leaves kinds out"
    assert many["beta"].precision > many["real"].precision, "smears count as precise"
