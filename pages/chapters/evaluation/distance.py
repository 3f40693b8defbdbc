"""The same distance with ever more pictures: it falls as 1/N, and who is ahead may change."""

from __future__ import annotations

import streamlit as st

from models.classifier.kinds import DistanceStep
from models.engine import Trace
from models.gan.kinds import GanDistance
from models.prepared import prepared
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.evaluation import charts
from pages.chapters.evaluation.distance_numbers import LEAST_FITTED, ahead, made_and_real
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, psi: float) -> None:
    request = page.ask(GanDistance, truncation_psi=psi)
    # What is shipped is not made again: that takes ten seconds, for everyone who comes.
    trace = prepared(request) or running.aside(request)
    if trace is None:
        return
    made, real = made_and_real(trace)
    palette = theme.palette()
    st.markdown(said(trace))
    lines = [
        (_("GAN, ψ {psi}").format(psi=show(psi_of(trace), "g")), made, palette.violet, "circle"),
        (_("other real pictures"), real, palette.quiet, "diamond"),
    ]
    page.figure(
        memo.of(trace, ("number", palette), lambda: charts.by_number(lines, palette)),
        "number",
        alt=_("Fréchet distance to 4,000 real pictures, of sets of 50 to 1,000 pictures of the GAN and real ones."),
        table_elsewhere=True,
    )
    note = _(
        "All against the same 4,000 real pictures, whose features are prepared; bars: 95 % interval of the mean over "
        "sets that share no picture. Dashed: the line in 1/N through the sets of {least} and more."
    )
    st.markdown(f":small[{fill(note, {'least': LEAST_FITTED})} {export.cost(trace)}]")
    sets = [len(step.made) for step in trace.steps if isinstance(step, DistanceStep)]
    page.table(
        {
            _("pictures in each set"): list(made.counts),
            _("sets"): sets,
            _("GAN, mean distance"): [round(mean, 2) for mean in made.means],
            _("GAN (±)"): [show(m, ".2f") if n > 1 else "–" for m, n in zip(made.margins, sets, strict=True)],
            _("real, mean distance"): [round(mean, 2) for mean in real.means],
            _("real (±)"): [show(m, ".2f") if n > 1 else "–" for m, n in zip(real.margins, sets, strict=True)],
        },
        caption=_("Distance by number of pictures"),
    )


def psi_of(trace: Trace) -> float:
    assert isinstance(trace.request, GanDistance)
    return trace.request.truncation_psi


def said(trace: Trace) -> str:
    """Who is ahead with the fewest pictures, who with the most, and where the lines end."""
    made, real = made_and_real(trace)
    text = {
        "made": _(
            "With {n} pictures, **the GAN’s look closer to real ones than other real pictures do**: {made} "
            "against {real}, smaller by {difference} ± {margin}."
        ),
        "real": _("With {n} pictures, real ones are closer: {real} against the GAN’s {made}."),
        "neither": _(
            "With {n} pictures, nobody is ahead: the GAN {made}, real pictures {real}, difference "
            "{difference} ± {margin}."
        ),
    }
    first, difference, margin = ahead(trace, 0)
    few = fill(
        text[first],
        {
            "n": made.counts[0],
            "made": show(made.means[0], ".1f"),
            "real": show(real.means[0], ".1f"),
            "difference": show(abs(difference), ".1f"),
            "margin": show(margin, ".1f"),
        },
    )
    many = fill(
        _("With {n:,} it is {made} against {real}; the lines end at {made_end} and {real_end}."),
        {
            "n": made.counts[-1],
            "made": show(made.means[-1], ".1f"),
            "real": show(real.means[-1], ".1f"),
            "made_end": show(made.intercept, ".1f"),
            "real_end": show(real.intercept, ".1f"),
        },
    )
    return f"{few} {many}"
