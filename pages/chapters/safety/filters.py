"""Two filters of unkind sentences: a list of words, and a probe on the model's own middle layer, with their errors."""

from __future__ import annotations

from functools import cache

import numpy as np
import streamlit as st

from models.engine import Trace
from models.engine.content_filter import finder
from models.engine.translation import N_
from models.prepared import prepared
from models.safety import measured, probe
from models.safety.kinds import Hidden, HiddenStep, Labelled, middle_layer
from models.safety.probe import Floats
from models.safety.sentences import SENTENCES, WORDS
from pages.basics import memo, theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts
from pages.frame import export, running
from pages.frame.frame import Frame

SORTS = {
    ("plain", True): N_("unkind, plain"),
    ("disguised", True): N_("unkind, disguised"),
    ("implied", True): N_("unkind, implied"),
    ("tricky", False): N_("innocent, tricky"),
    ("plain", False): N_("innocent, plain"),
}
UNKIND = np.array([sentence.unkind for sentence in SENTENCES])
find = finder(WORDS)


@cache
def by_words() -> Floats:
    """(n,) 1 where the list has a word of the sentence, else 0."""
    return np.array([float(find(sentence.text) is not None) for sentence in SENTENCES])


def states_of(trace: Trace) -> np.ndarray:
    step = trace.last
    assert isinstance(step, HiddenStep)
    return step.states


def scores(name: str = "probe") -> Floats:
    """(n,) probabilities of being unkind, each by a probe that did not learn from the sentence. Controls: "bag" sees
    which words a sentence has and nothing else; "shuffled", (10, n), learned labels dealt out at random, ten times."""
    measured_scores: Floats = measured.numbers()[f"scores.{name}"]
    return measured_scores


def area(name: str = "probe") -> float:
    """How often an unkind sentence scores above an innocent one; of the shuffles the mean."""
    return float(np.mean([probe.area(row, UNKIND) for row in np.atleast_2d(scores(name))]))


def errors(stopped: np.ndarray) -> tuple[int, int]:
    """Unkind sentences that pass, and innocent ones that are stopped."""
    return int((~stopped & UNKIND).sum()), int((stopped & ~UNKIND).sum())


def draw(page: Frame, sentence: str, threshold: float) -> None:
    labelled = prepared(Labelled()) or running.aside(Labelled())
    if labelled is None:
        return
    asked = page.ask(Hidden, text=sentence)
    own = running.aside(asked)
    if own is not None:
        st.markdown(said(labelled, own, threshold))
    given = scores()
    groups = {
        _(title): (unkind, given[[s.sort == sort and s.unkind == unkind for s in SENTENCES]])
        for (sort, unkind), title in SORTS.items()
    }
    page.figure(
        charts.sorted_by(groups, threshold, _("probability of being unkind, by the probe"), palette=theme.palette()),
        "probe",
        alt=_("Each sentence by the probability that a probe gives it which did not learn from it."),
        table_elsewhere=True,
    )
    note = _("Filled: decided rightly at this threshold. Open: an error. Dots are moved apart up and down.")
    st.markdown(f":small[{note}]")
    _compare(page, threshold)
    at = np.argsort(-np.where(UNKIND, 1 - given, given))[:6].tolist()
    page.table(
        {
            _("sentence"): [SENTENCES[i].text for i in at],
            _("meant as"): [_("unkind") if UNKIND[i] else _("innocent") for i in at],
            _("probability by the probe"): [round(float(given[i]), 2) for i in at],
        },
        label=_("Where the probe errs most"),
    )
    if own is not None:
        st.markdown(f":small[{export.cost(own)}]")


def said(labelled: Trace, own: Trace, threshold: float) -> str:
    """Both filters' decision on the visitor's sentence."""
    assert isinstance(own.request, Hidden)
    known = memo.of(labelled, "fitted", lambda: probe.fit(states_of(labelled), UNKIND))
    chance = float(known.probs(states_of(own))[0])
    word = find(own.request.text)
    text = _("The list has **{word}** and stops the sentence.") if word else _("The list has none of its words.")
    text += " " + (
        _("The probe gives it {chance} of being unkind: at this threshold it is **stopped**.")
        if chance >= threshold
        else _("The probe gives it {chance} of being unkind: at this threshold it **passes**.")
    )
    return fill("**{text}**  \n" + text, {"text": own.request.text, "word": word or "", "chance": show(chance, ".0%")})


def _compare(page: Frame, threshold: float) -> None:
    cut = max(threshold, 1e-9)
    rows = (
        (_("list of {n} words, the app's own finder").format(n=len(WORDS)), by_words()),
        (_("probe on layer {n}").format(n=middle_layer()), scores()),
        (_("control: bag of words"), scores("bag")),
        *((_("control: shuffled labels, {n}").format(n=n), row) for n, row in enumerate(scores("shuffled"), 1)),
    )
    bad, good = int(UNKIND.sum()), int((~UNKIND).sum())
    missed, alarms = zip(*(errors(values >= cut) for _name, values in rows), strict=True)
    page.table(
        {
            _("kind of filter"): [name for name, _values in rows],
            _("unkind that pass, of {n}").format(n=bad): [_counted(k, bad) for k in missed],
            _("innocent that are stopped, of {n}").format(n=good): [_counted(k, good) for k in alarms],
            _("unkind above innocent (AUROC)"): [round(probe.area(values, UNKIND), 3) for _name, values in rows],
        },
        label=_("Both kinds of error, for each filter"),
    )
    st.markdown(summary(threshold))


def summary(threshold: float) -> str:
    cut = max(threshold, 1e-9)
    (by_list, list_alarms), (by_probe, probe_alarms) = errors(by_words() >= 0.5), errors(scores() >= cut)
    bad, good = int(UNKIND.sum()), int((~UNKIND).sum())
    areas = [area(name) for name in ("probe", "bag", "shuffled")]
    text = _(
        "Unkind sentences that pass: list {by_list} of {bad}, probe {by_probe}. Innocent ones that are stopped: list "
        "{list_alarms} of {good}, probe {probe_alarms}. AUROC: probe {probe}, bag of words {bag}, shuffled {shuffled}."
    )
    values = {"by_list": by_list, "by_probe": by_probe, "list_alarms": list_alarms, "probe_alarms": probe_alarms}
    values |= {"bad": bad, "good": good}
    values |= dict(zip(("probe", "bag", "shuffled"), (show(area, ".2f") for area in areas), strict=True))
    return fill(text, values)


def _counted(k: int, n: int) -> str:
    low, high = wilson(k, n)
    return f"{k} ({show(low, '.0%')} – {show(high, '.0%')})"
