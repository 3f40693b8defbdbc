"""How long a text must be for its mark to be found, and what the mark costs in perplexity."""

from __future__ import annotations

from functools import cache

import numpy as np
import streamlit as st

from models.engine.translation import N_
from models.safety import measured, watermark
from models.safety.watermark import FALSE_ALARMS
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts, numbers
from pages.frame.frame import Frame

LENGTHS = (10, 25, 50, 75, 100)
NAMES = {
    "none": N_("no mark"),
    "green_1": N_("green list, bonus 1"),
    "green": N_("green list, bonus 2"),
    "green_4": N_("green list, bonus 4"),
    "tournament": N_("tournament"),
    "none_cold": N_("no mark, temperature 0.7"),
    "green_cold": N_("green list, bonus 2, temperature 0.7"),
    "tournament_cold": N_("tournament, temperature 0.7"),
}
SHOWN = ("green", "green_cold", "tournament", "tournament_cold", "none")
KEYS = range(100, 150)  # others, with which unmarked texts are read
RESAMPLED = 1000  # sets of texts, drawn with replacement


def read_as(name: str) -> str:
    """Which mark is looked for: a text without one is read as with a green list."""
    scheme = measured.CONDITIONS[name][0]
    return "green" if scheme == "none" else scheme


@cache
def found(name: str, alarms: float) -> tuple[int, ...]:
    """In how many texts, at each length; a text that ended earlier counts as it is."""
    texts = measured.texts(name)
    return tuple(numbers.found(texts, read_as(name), alarms, length) for length in LENGTHS)


@cache
def strength(name: str) -> tuple[float, tuple[float, float]]:
    """Mean z of the whole texts, and its 95 % interval over texts."""
    zs = np.array([watermark.read(ids, read_as(name), measured.KEY).evidence().z for ids in measured.texts(name)])
    return float(zs.mean()), _resampled(zs, np.ones(len(zs)), exponential=False)


@cache
def price(name: str) -> tuple[float, tuple[float, float]]:
    """Perplexity of all texts together, and its 95 % interval over texts."""
    rows = measured.numbers()[f"{name}.logprobs"].astype(np.float64)
    sums, counts = -np.nansum(rows, 1), (~np.isnan(rows)).sum(1)
    return measured.perplexity(name), _resampled(sums, counts, exponential=True)


def _resampled(sums: np.ndarray, counts: np.ndarray, exponential: bool) -> tuple[float, float]:
    """95 % of the ratios of sums when whole texts are drawn anew (bootstrap)."""
    drawn = np.random.default_rng(0).integers(0, len(sums), (RESAMPLED, len(sums)))
    ratios = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.percentile(np.exp(ratios) if exponential else ratios, [2.5, 97.5]).tolist()
    return low, high


@cache
def false_alarms(alarms: float) -> tuple[int, int]:
    """How many of how many readings of unmarked texts with other keys find a mark."""
    texts = [*measured.texts("none"), *measured.texts("none_cold")]
    ps = [watermark.read(ids, "green", key).evidence().p for ids in texts for key in KEYS]
    return sum(p <= alarms for p in ps), len(ps)


def draw(page: Frame, alarms: str) -> None:
    rate = FALSE_ALARMS[0] if alarms == "percent" else FALSE_ALARMS[1]
    n = len(measured.TOPICS)
    rows = [(_(NAMES[name]), LENGTHS, found(name, rate)) for name in SHOWN]
    st.markdown(said(rate))
    page.figure(
        charts.by_length(rows, n, theme.palette()),
        "by_length",
        alt=_("Share of texts in which the mark is found, against the number of tokens read."),
        table_elsewhere=True,
    )
    page.table(
        {_("kind of text"): [name for name, _lengths, _k in rows]}
        | {
            _("{n} tokens").format(n=length): [_counted(k[i], n) for _name, _lengths, k in rows]
            for i, length in enumerate(LENGTHS)
        },
        caption=_("Texts in which the mark is found, with their 95 % interval"),
    )
    st.subheader(_("What the mark costs"), anchor=False)
    st.markdown(_priced())
    points = [(str(i), measured.CONDITIONS[name][0], *price(name), *strength(name)) for i, name in enumerate(NAMES, 1)]
    page.figure(
        charts.price(points, theme.palette()),
        "price",
        alt=_("Strength of the mark against perplexity, by kind of mark and temperature."),
        table_elsewhere=True,
    )
    legend = "  \n".join(f"**{i}** {_(name)}" for i, name in enumerate(NAMES.values(), 1))
    st.markdown(f":small[{legend}]")
    page.table(
        {
            _("number"): list(range(1, len(NAMES) + 1)),
            _("kind of text"): [_(name) for name in NAMES.values()],
            _("perplexity"): [round(price(name)[0], 2) for name in NAMES],
            _("its 95 % interval"): [_ends(price(name)[1]) for name in NAMES],
            _("mean z"): [round(strength(name)[0], 2) for name in NAMES],
            _("z, 95 % interval"): [_ends(strength(name)[1]) for name in NAMES],
        },
        caption=_("Strength and price of marks"),
    )
    note = _(
        "Measured before: {n} stories of up to {length} tokens for each kind, by SmolLM2-135M with key {key}. Every "
        "number here is computed from these texts. Intervals of 95 %: Wilson for shares, texts drawn anew for means."
    )
    st.markdown(f":small[{fill(note, {'n': n, 'length': measured.LENGTH, 'key': measured.KEY})}]")


def _counted(k: int, n: int) -> str:
    low, high = wilson(k, n)
    return f"{k} / {n} ({show(low, '.0%')} – {show(high, '.0%')})"


def _ends(ends: tuple[float, float]) -> str:
    return f"{show(ends[0], '.1f')} – {show(ends[1], '.1f')}"


def said(rate: float) -> str:
    """Which length is enough, and how often an unmarked text is accused."""
    n = len(measured.TOPICS)
    enough = [(length, k) for length, k in zip(LENGTHS, found("green", rate), strict=True) if k >= 0.9 * n]
    k, readings = false_alarms(rate)
    low, high = wilson(k, readings)
    values = {"allowed": show(rate, ".1%"), "k": k, "readings": readings, "share": show(k / readings, ".2%")}
    values |= {"low": show(low, ".2%"), "high": show(high, ".2%"), "n": n}
    if enough:
        values |= {"length": enough[0][0], "found": enough[0][1]}
        text = _("A green list with bonus 2 needs about **{length} tokens**: then {found} of {n} texts are found.")
    else:
        text = _("A green list with bonus 2 is not found in nine of ten texts at any of these lengths.")
    text += " " + _(
        "False alarms: {k} of {readings:,} readings of unmarked texts with other keys, {share} [{low}, {high}], where "
        "{allowed} are allowed."
    )
    return fill(text, values)


def _priced() -> str:
    """The tournament beside the green list, at temperature 1."""
    values = {}
    for name in ("none", "green", "tournament"):
        values |= {f"{name}_ppl": show(price(name)[0], ".1f"), f"{name}_z": show(strength(name)[0], ".1f")}
    text = _(
        "Without a mark the perplexity is {none_ppl}. Green list, bonus 2: z {green_z} at {green_ppl}. Tournament: z "
        "{tournament_z} at {tournament_ppl}."
    )
    better = strength("tournament")[0] > strength("green")[0] and price("tournament")[0] < price("green")[0]
    text += " " + (
        _("So the tournament marks more strongly and costs less.") if better else _("Neither is better in both.")
    )
    return fill(text, values)
