"""The page of History: what it shows is what the machines' runs gave; the game counts each guess once."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

from models.history.kinds import (
    LEARNERS,
    Dream,
    Judge,
    LearningStep,
    LearnMachine,
    SourceStep,
    States,
    Tell,
    pretrained_judged,
)
from models.history.probed import FACTS
from models.prepared import prepared
from models.text import tokenizer
from pages.basics.intervals import wilson
from pages.basics.words import show
from pages.chapters.history import charts, game, learned, machines, numbers, voice
from pages.chapters.history.charts import Share
from pages.frame import running, watching
from tests.arrays import assert_allclose
from tests.models.tiny_transformer.test_train import OWN
from tests.opening import open_at
from tests.pages.conftest import loaded


def table(app, column):
    frames = [t.value.rename(columns=lambda name: str(name).replace("\\", "")) for t in app.table]
    return next(frame for frame in frames if column in frame.columns)


@pytest.fixture
def ready():
    return loaded("history")


def test_untouched_every_machine_goes_on_from_the_same_beginning(words):
    app = open_at("history", {})
    assert not app.exception
    told = Tell()
    shown = [text.value for text in app.text]
    for name, request in machines.requests(told).items():
        text = machines.text(prepared(request))
        assert (text if name == "eliza" else told.prompt + text) in shown
    bits = table(app, "bits per character")["bits per character"].astype(float)
    ours = [prepared(Judge(machine=n, order=k)).last.bits for n, k in machines.measured()]
    assert_allclose(bits[: len(ours)], ours, atol=1e-4)
    assert list(bits).index(min(bits)) == len(ours) - 1, "the transformer, trained on these stories, needs the fewest"


def test_on_arrival_no_machine_runs_again_what_is_shipped(monkeypatch):
    """Six runs of one visit would wait for each other, and the later ones end the earlier ones."""
    asked, get = [], running.get
    monkeypatch.setattr(running, "get", lambda request, draw=None: asked.append(request) or get(request, draw))
    app = open_at("history", {})
    assert not app.exception and not app.warning
    assert not [request for request in asked if isinstance(request, Tell)]


def test_the_bits_of_the_pretrained_model_are_counted_as_for_the_others():
    step = prepared(pretrained_judged()).last
    rated = tokenizer.decode(step.input_ids.tolist()[1:])
    bits = -np.sum(step.logprobs[1:], dtype=np.float64) / np.log(2)
    assert machines.bits_of_pretrained() == pytest.approx(bits / len(rated), rel=1e-5)


def test_the_size_of_the_pretrained_model_is_counted(plain_numbers):
    assert plain_numbers == machines.PARAMETERS


@pytest.fixture
def plain_numbers():
    from models.fine_tuning.kinds import AdapterStep, FineTune

    return next(step.total for step in prepared(FineTune()).steps if isinstance(step, AdapterStep))


def test_shares_and_chances_are_those_of_the_shipped_answers():
    step = prepared(Judge(machine="transformer")).last
    for place, fact in enumerate(FACTS):
        chosen = step.fact == place
        share = numbers.of_fact(step, fact)
        assert (share.right, share.of) == (step.right[chosen].sum(), chosen.sum())
        assert share.chance == pytest.approx(np.mean([1 / n for n in step.options[chosen]]))
    assert sum(share.of for share in numbers.by_distance(step)) == len(step.right)


def test_the_answer_to_the_prediction_is_the_oldest_that_a_test_finds_above_chance():
    found = None
    for name in ("markov", *numbers.CANDIDATES):
        step = prepared(Judge(machine=name)).last
        town = step.fact == FACTS.index("town")
        chance = float((1 / step.options[town]).mean())
        p = stats.binomtest(int(step.right[town].sum()), int(town.sum()), chance, alternative="greater").pvalue
        found = found or (name if p < 0.01 else None)
    option, values = numbers.answer()
    assert option == found
    assert values["right"] == numbers.of_fact(machines.judged("transformer"), "town").right


@pytest.mark.parametrize("seed", range(200))
def test_exactly_one_option_is_right_whatever_was_measured(seed):
    random = np.random.default_rng(seed)
    names = ("markov", *numbers.CANDIDATES)
    shares = {name: Share(int(random.integers(0, 30)), 100, 0.1) for name in names}
    above = [name for name in names if wilson(shares[name].right, 100)[0] > 0.1]
    assert numbers.oldest(shares) == (above[0] if above else "none")


def test_charts_draw_what_they_are_given():
    shares = [Share(1, 10, 0.1), Share(9, 10, 0.1)]
    figure = charts.memory({"a": shares, "b": shares, "c": shares, "d": shares}, ["old", "new"])
    points = [trace for trace in figure.data if trace.mode == "markers"]
    assert len(points) == 4
    for trace in points:
        assert_allclose(trace.x, [0.1, 0.9])
        low, high = wilson(9, 10)
        assert_allclose([trace.x[1] - trace.error_x.arrayminus[1], trace.x[1] + trace.error_x.array[1]], [low, high])
    bars = charts.bits(["x", "y"], [2.0, 1.0], ["x"], 0.2)
    assert list(bars.data[0].x) == [2.0, 1.0] and len(set(bars.data[0].marker.color)) == 2


@pytest.mark.parametrize("look", ["memory", "states", "pictures"])
def test_the_lower_views_show_the_shipped_numbers(look, words):
    app = open_at("history", {"look": look, "order": "3"})
    assert not app.exception
    if look == "memory":
        shown = table(app, "The home town: right")["The home town: right"]
        judged = [machines.judged("markov", 3), *(machines.judged(name) for name in numbers.CANDIDATES)]
        town = [numbers.of_fact(step, "town") for step in judged]
        assert list(shown) == [f"{share.right} of {share.of}" for share in town]
    elif look == "pictures":
        steps = prepared(Dream()).steps
        shown = table(app, "bright pixels, one layer (%)")["bright pixels, two layers (%)"].astype(float)
        assert_allclose(shown, [100 * step.bright[1] for step in steps], atol=0.06)
        assert f"{show(float(steps[-1].varied[0]), '.2f')} and" in words(app).replace("\\", "")
    else:
        assert len(app.get("audio")) == 1 and voice.SAYS in [text.value for text in app.text]
        step = prepared(States()).last
        shown = table(app, "likeliest pieces")["in the long run (%)"].astype(float)
        assert_allclose(shown, 100 * np.sort(step.stays)[::-1][:16], atol=0.006)


def test_an_own_beginning_is_continued_live_and_markup_stays_text(ready, words):
    app = open_at("history", {"start": "She saw <b> & **me**", "seed": "7"})
    assert not app.exception
    shown = [text.value for text in app.text]
    from models.history import infer

    for name in ("markov", "lstm"):
        [step] = infer.tell(Tell(machine=name, prompt="She saw <b> & **me**", seed=7))
        assert f"She saw <b> & **me**{step.text}" in shown


@pytest.mark.parametrize("start", [" ", "x" * 121])
def test_a_beginning_that_cannot_be_used_gets_a_sentence_and_the_last_one_stays(start, words):
    app = open_at("history", {"start": start})
    assert not app.exception
    assert app.warning and any("Once upon a time there was a girl called" in text.value for text in app.text)


def test_the_game_counts_each_guess_once_and_names_the_author(ready, monkeypatch, words):
    monkeypatch.setattr(running, "visitor", lambda: "somebody")
    app = open_at("history", {"look": "game"})
    assert not app.exception
    wrote = game.author("somebody", 0)
    guess = next(p for p in app.button_group if p.key == "_history_guess_0")
    guess.set_value(wrote).run()
    assert not app.exception and "1 of 1 guess right" in words(app)
    assert machines.AGES[wrote].year in words(app)
    next(b for b in app.button if b.label == "Next text").click().run()
    other = next(name for name in machines.NAMES if name != game.author("somebody", 1))
    next(p for p in app.button_group if p.key == "_history_guess_1").set_value(other).run()
    assert "1 of 2 guesses right" in words(app)
    low, high = wilson(1, 2)
    assert f"{low:.0%}".replace("%", "") in words(app) and f"{high:.0%}".replace("%", "") in words(app)


def test_each_machine_is_the_author_as_often_as_any_other():
    counts = [sum(game.author("v", n) == name for n in range(7000)) for name in machines.NAMES]
    assert stats.chisquare(counts).pvalue > 0.001


def test_a_machine_that_fails_shows_its_own_shipped_text_and_no_other_one_s(ready, monkeypatch, words):
    """With the beginning that it is of."""
    get = running.get
    monkeypatch.setattr(running, "get", lambda r, draw=None: None if getattr(r, "machine", "") == "lstm" else get(r))
    app = open_at("history", {"start": "She saw Tom", "seed": "3"})
    assert not app.exception
    shown = [text.value for text in app.text]
    default = Tell(machine="lstm")
    assert default.prompt + prepared(default).last.text in shown
    assert sum(text.startswith("She saw Tom") for text in shown) >= 4


def plain(text):
    """Without what keeps numbers from being markup."""
    return text.replace("\\", "")


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_shipped_run_of_a_machine_that_learns_is_drawn_as_it_was_measured(learner, words):
    app = open_at("history", {"look": "learns", "learner": learner})
    assert not app.exception and not app.warning
    trace = prepared(LearnMachine(machine=learner))
    steps = learned.steps(trace)
    shown = table(app, "text never seen (bits per character)")
    assert_allclose(shown["text never seen (bits per character)"].astype(float), [s.new for s in steps], atol=6e-5)
    assert f"{show(steps[-1].new, '.3f')} bits" in plain(words(app))
    assert ("passes the Markov chain" in words(app)) == any(s.new < trace.steps[0].chain for s in steps)


def test_another_seed_learns_live_and_its_sentence_has_this_run_s_numbers(ready, words):
    app = open_at("history", {"look": "learns", "learner": "hmm", "rounds": "10", "seed": "3"})
    assert not app.exception and not app.warning
    from models.history import watched

    *_rest, last, judged = watched.learn(LearnMachine(machine="hmm", rounds=10, seed=3))
    assert f"{show(last.new, '.3f')} bits" in plain(words(app)) and "live" in words(app)
    assert f"it is right about {judged.right.sum()} (" in plain(words(app))


def test_an_own_text_is_asked_for_then_learned_with_no_shipped_machine_beside_it(ready, words):
    app = open_at("history", {"look": "learns", "learner": "hmm", "rounds": "10", "learns_from": "own"})
    assert any("There is no text to learn from" in w.value for w in app.warning)
    app.text_area(key="_history_text").set_value(OWN)
    app.run()
    assert not app.exception and not app.warning, [warning.value for warning in app.warning]
    assert "never read your text" in words(app) and "learned long" not in words(app)
    assert "harbour" not in str(app.query_params)


def watched_run(new, chain=0.4, right=(), machine="lstm"):
    """A run whose losses on new text are these, and which is right as said about so many facts."""
    request = LearnMachine(machine=machine)
    source = SourceStep(passes=0, characters=9, length=9, numbers=9, chain=chain, floor=0.2)
    steps = [
        LearningStep(passes=0, number=100 * i, train=2 - i / 10, new=bits, text="", copied="")
        for i, bits in enumerate(new)
    ]
    shipped = machines.judged(machine)
    known = np.array(right, bool)
    judged = dataclasses.replace(
        shipped, **{name: getattr(shipped, name)[: len(known)] for name in ("fact", "distance", "options")}, right=known
    )
    made = (source, *steps, *([judged] if right else []))
    return dataclasses.replace(prepared(request), steps=made)


def test_a_sentence_claims_an_effect_only_where_the_run_shows_it():
    passes, never = learned.sentences(watched_run([2, 1, 0.3])), learned.sentences(watched_run([2, 1, 0.5]))
    assert "After 200 updates it passes" in passes and "it is not passed" in never
    assert "it overfits" in learned.sentences(watched_run([2, 0.5, 0.9]))
    assert "it overfits" not in passes + never
    better = machines.judged("lstm").bits - 0.01
    assert "no fewer" in learned.sentences(watched_run([2, better])) and "no fewer" not in never
    all_right, none = [True] * 100, [False] * 100
    assert "remembers some" in learned.sentences(watched_run([2, 1], right=all_right))
    assert "Neither of them" in learned.sentences(watched_run([2, 1], right=none))
    assert "the shipped one does" in learned.sentences(watched_run([2, 1], right=none, machine="transformer"))
    assert "Asked for" not in never and "learned for 4,000 updates" in plain(never)
    assert "\\\\" not in never, "escaped once"


def test_a_stopped_run_claims_nothing_of_its_end():
    whole = prepared(LearnMachine())
    stopped = watching.Stopped(whole.request, whole.steps[:4], float("nan"), whole.model, made=6, planned=300)
    said = learned.sentences(stopped)
    assert "After 6 updates" in said and "Asked for" not in said and "300" not in said


def test_facts_are_counted_as_for_the_shipped_machine_on_the_same_questions():
    trace = prepared(LearnMachine(machine="transformer"))
    live, shipped = learned.remembered(trace)
    judged = prepared(Judge(machine="transformer")).last
    assert (live.right, live.of) == (trace.last.right.sum(), len(trace.last.right))
    assert (shipped.right, shipped.of) == (judged.right[: live.of].sum(), live.of)
    assert live.chance == shipped.chance
