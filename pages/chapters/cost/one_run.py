"""One run in detail: what it took by each measure, by formula and by a counter, and what this visit has run."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.cost import measured
from models.cost.arithmetic import of_pass
from models.engine import Trace
from models.engine.translation import N_
from models.prepared import prepared
from models.text.architecture import SMOLLM2, architecture
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, milliseconds
from pages.chapters.cost import charts
from pages.chapters.cost.measuring import OTHERS, of
from pages.chapters.cost.numbers import Spent, of_wall
from pages.chapters.cost.units import between, si
from pages.frame import registry, spent, table
from pages.frame.frame import Frame

LENGTHS = (1, 64, 256, 1024, 8192)  # tokens before the one that is written
NETWORKS = {
    "unet": N_("UNet"),
    "decoder": N_("decoder"),
    "text_encoder": N_("text encoder"),
    "gan": "GAN",
    "mapping": N_("GAN, its mapping alone"),
    "critic": N_("critic of the GAN"),
    "vae": N_("VAE, decoder"),
    "vae_encoder": N_("VAE, encoder"),
    "classifier": N_("classifier"),
}


def draw(page: Frame, text: Trace, chosen: str) -> None:
    given = of(text)
    other = _other(chosen)
    table.draw(dict(_rows_of(other, given.machine.cores) if other else _rows_of_text(text)), _("What this run took"))
    st.markdown(f":small[{_elsewhere(chosen, given) if other else _note(given)}]")
    if other is None:
        if chosen == "last":
            st.info(_nothing())
        _by_length(page)
    page.table(by_two_methods(), label=_("By formula and by a counter"))
    _visit()


def _rows_of_text(trace: Trace) -> list[tuple[str, list[str]]]:
    given = of(trace)
    counts = given.multiply_adds
    energy = si(given.joules[0], "J") if given.counted else between(*given.joules, "J")
    rows = [
        (_("time"), milliseconds(sum(step.milliseconds for step in given.tokens))),
        (_("processor time"), milliseconds(1000 * given.processor_seconds)),
        (_("multiply-adds, by formula"), si(counts.total, "")),
        (_("from memory, at least"), si(given.bytes_moved, "B")),
        (_("memory: weights"), si(given.machine.weight_bytes, "B")),
        (_("memory: cache"), si(given.machine.cache_bytes, "B")),
        (_("memory: most of its process, libraries included"), si(given.machine.peak_bytes, "B")),
        (_("energy"), energy),
    ]
    return _columns(rows)


def _other(chosen: str) -> spent.Run | None:
    """A run of another chapter; None: there is none, or the text itself is chosen."""
    if chosen == "last":
        last = spent.last()
        return last and last[1]
    trace = prepared(OTHERS[chosen]) if chosen in OTHERS else None
    return trace and spent.of(trace)


def _rows_of(run: spent.Run, cores: int) -> list[tuple[str, list[str]]]:
    rows = [
        (_("time"), milliseconds(run.milliseconds)),
        (_("forward passes"), f"{run.passes}"),
        (_("multiply-adds, by formula"), "–" if run.multiply_adds is None else si(run.multiply_adds, "")),
        (_("energy"), between(*of_wall(run.milliseconds, cores), "J")),
    ]
    return _columns(rows)


def _columns(rows: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    return [(_("measure"), [name for name, _value in rows]), (_("this run"), [value for _name, value in rows])]


def _elsewhere(chosen: str, given: Spent) -> str:
    """How the figures of a run of another chapter were got."""
    last = spent.last()
    if chosen == "last" and last:
        slug, run = last
        text = _("Your last run in {chapter} ({origin}). ")
        said = fill(text, {"chapter": _(registry.chapter(slug).title), "origin": _(run.provenance)})
    else:
        said = _("A shipped run of another chapter. ")
    return said + fill(
        _(
            "Only its time is known, so the range of its energy goes from one busy core to all {n}. Multiply-adds: "
            "passes of each network times what the counter gives for one pass; of a training, its updates alone."
        ),
        {"n": given.machine.cores},
    )


def _note(given: Spent) -> str:
    return fill(
        _(
            "{n:,|token|tokens}, and {prompt} read before. Median of a token: {time}, between {fastest} and {slowest}; "
            "the network ran for this text alone. Processor: {name}, {cores:,|core|cores}."
        ),
        {
            "n": given.written,
            "prompt": given.prompt,
            "time": milliseconds(given.milliseconds),
            "fastest": milliseconds(given.fastest),
            "slowest": milliseconds(given.slowest),
            "name": given.machine.processor or "–",
            "cores": given.machine.cores,
        },
    )


def _by_length(page: Frame) -> None:
    """Where a token's multiply-adds go, as the text before it grows."""
    passes = [of_pass(architecture(), 1, past) for past in LENGTHS]
    rows = (
        (_("MLP"), [p.mlp / 1e6 for p in passes]),
        (_("projections"), [p.projections / 1e6 for p in passes]),
        (_("attention (grows with the text)"), [p.attention / 1e6 for p in passes]),
        (_("output"), [p.output / 1e6 for p in passes]),
    )
    names = [_("after {n:,}").format(n=n) for n in LENGTHS]
    page.figure(
        charts.parts(rows, names, theme.palette()),
        "parts",
        alt=_("Multiply-adds of one token by part of the network, after 1 to 8,192 tokens."),
    )


def by_two_methods() -> table.Table:
    """The formula beside torch's counter, for passes of the text model and of the picture networks."""
    names, formulas, counts = [], [], []
    for new, past, counted in measured.text_passes():
        names.append(fill(_("text: {n:,|token|tokens} after {past}"), {"n": new, "past": past}))
        formulas.append(of_pass(SMOLLM2, new, past, causal=False).total)
        counts.append(counted)
    for key, network in measured.networks().items():
        names.append(_("picture: {network}").format(network=_(NETWORKS[key])))
        formulas.append(network.formula)
        counts.append(network.counted)
    return {
        _("one pass"): names,
        _("multiply-adds by formula"): [f"{n:,}" if n else "–" for n in formulas],
        _("by torch's counter"): [f"{n:,}" for n in counts],
    }


def _visit() -> None:
    """What this visit has run, chapter by chapter."""
    st.subheader(_("What your visit has run"), anchor=False)
    runs = {slug: run for slug, run in spent.runs().items() if slug != spent.COST}
    if not runs:
        st.markdown(_nothing())
        return
    table.draw(
        {
            _("chapter"): [_(registry.chapter(slug).title) for slug in runs],
            _("time"): [milliseconds(run.milliseconds) for run in runs.values()],
            _("forward passes"): [run.passes for run in runs.values()],
            _("multiply-adds"): [si(run.multiply_adds, "") if run.multiply_adds else "–" for run in runs.values()],
            _("origin"): [_(run.provenance) for run in runs.values()],
        },
        _("What your visit has run"),
    )
    note = _(
        "Prepared and cached runs cost nothing now; their time is that of the run that made them. “–”: no formula here."
    )
    st.markdown(f":small[{note}]")


def _nothing() -> str:
    return _("Nothing in other chapters yet. Run something there and come back: each one's last run is listed here.")
