"""Inside the denoiser: what each block gives at each step, where time and words enter, and one part switched off."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import BlockStep, OpenDenoiser
from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.text_to_image import reading
from pages.chapters.text_to_image.outcome import finished, frames, request_of
from pages.figures import diverging, latents
from pages.figures.attributes import in_words
from pages.figures.cards import Card, cards
from pages.figures.components.anatomy import AnatomyPart, anatomy
from pages.frame import controls, export, running
from pages.frame.frame import Frame

LARGE = 288  # pixels of an opened block
MOST = 0.99  # share of the values that a colour scale holds
STEPS = 50  # a run with more is not opened


def draw(page: Frame, trace: Trace) -> None:
    request = request_of(trace)
    st.subheader(_("Inside the denoiser"), anchor=False)
    plain = request.scheduler == "dpm++" and not request.negative_prompt and not request.token_weights
    if not plain or request.num_inference_steps > STEPS or not finished(trace):
        st.markdown(_("It is opened for finished runs of at most 50 steps of DPM-Solver++ without a negative prompt."))
        return
    asked = {
        "prompt": request.prompt,
        "guidance_scale": request.guidance_scale,
        "num_inference_steps": request.num_inference_steps,
        "seed": request.seed,
    }
    opened = running.aside(page.for_figure("opened", OpenDenoiser, **asked))
    if opened is None:
        return
    _blocks(opened, min(int(controls.keep("at")), len(frames(trace.steps))))
    st.markdown(f":small[{export.cost(opened)}]")
    off = str(controls.draw("off"))
    if off == "nothing":
        return
    without = running.aside(page.for_figure("off", OpenDenoiser, **asked, off=off))
    if without is not None:
        _compare(opened, without, str(_(controls.of("off").names[off])))


def blocks(trace: Trace, step: int) -> list[BlockStep]:
    """What the blocks give at a step, counted from 1, in the order in which they run."""
    return [s for s in trace.steps if isinstance(s, BlockStep) and s.step == step]


def names() -> dict[str, str]:
    return {
        "in": _("In"),
        **{f"down-{i}": _("Down {n}").format(n=i + 1) for i in range(3)},
        "middle": _("Middle"),
        **{f"up-{i}": _("Up {n}").format(n=i + 1) for i in range(3)},
        "out": _("Out"),
    }


def reach(values: np.ndarray) -> float:
    """Where the colours of these values end."""
    return float(np.quantile(np.abs(values), MOST)) or 1.0


def squares(maps: np.ndarray, palette: theme.Palette) -> np.ndarray:
    """Four maps (4, side, side) as two by two squares of one scale, each enlarged to the same size: (65, 65, 3)."""
    out = np.full((65, 65, 3), 128, np.uint8)
    for i, values in enumerate(maps):
        times = 32 // values.shape[0]
        top, left = i // 2 * 33, i % 2 * 33
        shown = diverging.colours(values.repeat(times, 0).repeat(times, 1), reach(maps), palette)
        out[top : top + len(shown), left : left + len(shown)] = shown
    return out


def parts(shown: list[BlockStep], palette: theme.Palette) -> list[AnatomyPart]:
    titles = names()
    return [
        AnatomyPart(
            name=block.block,
            title=titles.get(block.block, block.block),
            sub=f"{block.channels} × {block.maps.shape[-1]} × {block.maps.shape[-1]}"
            + (f" · {_('words')}" if block.words else ""),
            picture=latents.png(squares(block.maps, palette)),
        )
        for block in shown
    ]


def _blocks(trace: Trace, at: int) -> None:
    palette, shown = theme.palette(), blocks(trace, at)
    chosen = str(controls.keep("block"))
    st.markdown(
        _(
            "The network is a **U**: from 16 × 16 places down to 4 × 4 and up again. What the way down gives also "
            "skips over to the way up. The time (which step it is) enters every block but “In” and “Out”, together "
            "with a summary of the prompt; its single words enter where “words” stands, by cross-attention."
        )
    )
    anatomy(
        memo.of(trace, ("blocks", at, palette), lambda: parts(shown, palette)),
        chosen=chosen,
        key="blocks",
        label=_("The blocks of the denoiser at step {n}").format(n=at),
        on_pick=lambda name: controls.put(block=name),
    )
    block = next((block for block in shown if block.block == chosen), shown[0])
    sentence = _(
        "**{name}** at step {at}: {channels} maps of {side} × {side} places. Here are four that vary most over the "
        "places at step 1; blue is below 0, red above, full colour at ±{limit:.2g}. The film above chooses the step."
    )
    side = block.maps.shape[-1]
    values = {"name": names().get(block.block, block.block), "at": at, "channels": block.channels, "side": side}
    st.markdown(fill(sentence, values | {"limit": reach(block.maps)}))
    large = squares(block.maps, palette).repeat(4, 0).repeat(4, 1)
    st.image(large, width=LARGE, alt=_("Maps {names} of this block").format(names=block.shown.tolist()))


def differing(first: PictureStep, second: PictureStep, prompt: str) -> int:
    """In how many of the twelve attributes the classifier reads the pictures differently, where they can be seen."""
    pairs = zip(reading.rows(prompt, first), reading.rows(prompt, second), strict=True)
    return sum((a.seen or b.seen) and (a.drawn, a.seen) != (b.drawn, b.seen) for a, b in pairs)


def _compare(whole: Trace, without: Trace, name: str) -> None:
    request, one, other = whole.request, whole.last, without.last
    assert isinstance(request, OpenDenoiser) and isinstance(one, PictureStep) and isinstance(other, PictureStep)
    pairs = ((_("as it is"), one), (_("off: {name}").format(name=name), other))
    cards([Card(step.picture, title, in_words(step.read_values), title) for title, step in pairs], 200)
    n = differing(one, other, request.prompt)
    distance = float(np.abs(one.picture.astype(float) - other.picture).mean())
    text = (
        _("The classifier reads {n} of 12 attributes differently; pixels differ by {distance:.1f} of 255 on average.")
        if n
        else _("The classifier reads the same attributes; pixels differ by {distance:.1f} of 255 on average.")
    )
    st.markdown(fill(text, {"n": n, "distance": distance}))
    st.markdown(f":small[{export.cost(without)}]")
