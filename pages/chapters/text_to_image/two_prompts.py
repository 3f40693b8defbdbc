"""Two prompts from the same noise side by side, and both ways from noise to picture on one map."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.engine.errors import InvalidRequest
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.text_to_image import charts, paths
from pages.chapters.text_to_image.drawing import changed
from pages.chapters.text_to_image.outcome import finished, request_of
from pages.figures.cards import Card, cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    st.header(_("Two prompts, one noise"), anchor=False)
    prompt = str(controls.draw("other"))
    try:
        second = changed(request_of(trace), prompt=prompt, film=False, token_weights=())
    except InvalidRequest as error:
        st.warning(running.sentence(error), icon=":material/edit:")
        return
    other = running.aside(second)
    if other is None or not finished(trace) or not finished(other):
        return
    _pictures(trace, other)
    pair = paths.of(trace, other)
    st.markdown(sentence(pair))
    page.figure(
        charts.paths(pair, theme.palette()),
        key="paths",
        alt=_("Both runs on one map, from the same noise to two pictures."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("steps done"): list(range(len(pair.apart))),
            _("1st prompt, axis 1"): [round(float(v), 3) for v in pair.first[:, 0]],
            _("1st prompt, axis 2"): [round(float(v), 3) for v in pair.first[:, 1]],
            _("2nd prompt, axis 1"): [round(float(v), 3) for v in pair.second[:, 0]],
            _("2nd prompt, axis 2"): [round(float(v), 3) for v in pair.second[:, 1]],
            _("apart (RMS, standard deviations)"): [round(float(v), 4) for v in pair.apart],
        }
    )
    st.markdown(f":small[{export.cost(other)}]")


def _pictures(first: Trace, second: Trace) -> None:
    runs = ((_("1st prompt"), first), (_("2nd prompt"), second))
    cards(
        [
            Card(run.last.picture, name, request_of(run).prompt, f"{name}: {request_of(run).prompt}")
            for name, run in runs
        ],
        200,
    )


def sentence(pair: paths.Paths) -> str:
    if not pair.apart[-1] > 0:
        return _("Both prompts lead to the very same latents: the paths are one.")
    text = _(
        "Both start at the same noise. All latents of both runs, 1,024 numbers each, are laid onto the two axes along "
        "which they differ most (principal components); these hold {first:.0%} and {second:.0%} of the variance. "
        "In the end the two lie {apart:.2f} standard deviations apart (RMS); half of that is reached after {half} "
        "of {n} steps."
    )
    values = {
        "first": pair.shares[0],
        "second": pair.shares[1],
        "apart": float(pair.apart[-1]),
        "half": paths.halfway(pair.apart),
        "n": len(pair.apart) - 1,
    }
    return fill(text, values)
