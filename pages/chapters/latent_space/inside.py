"""Inside the VAE: its stages with their shapes, the numbers and the pixels that move them, and ε as it is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from models.avatars.attributes import FACE
from models.classifier.kinds import PictureStep
from models.engine import Trace
from models.vae.kinds import Around, EncodeStep, OpenFace, SlopesStep, StageStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.latent_space import charts
from pages.figures import diverging, latents
from pages.figures.cards import Card, cards
from pages.figures.components.anatomy import AnatomyPart, anatomy
from pages.frame import controls, export, running
from pages.frame.frame import Frame

LARGE = 288  # pixels of an opened picture
DRAWS = 8
MOST = 0.99  # share of the values that a colour scale holds


def widgets() -> dict[str, Any]:
    return controls.beside("number", "epsilon")


def draw(page: Frame, picture: str, number: int, epsilon: int) -> None:
    trace = running.aside(page.ask(OpenFace, picture=picture))
    if trace is None:
        return
    palette, stage = theme.palette(), str(controls.keep("stage"))
    anatomy(
        memo.of(trace, ("parts", palette), lambda: parts(trace, palette)),
        chosen=stage,
        key="vae-inside",
        label=_("The VAE, from the picture to the numbers and back"),
        on_pick=lambda name: controls.put(stage=name),
    )
    if stage == "numbers":
        _slopes(trace, number, palette)
    elif stage == "draw":
        _draws(page, trace, picture, number, epsilon, palette)
    else:
        _stage(trace, stage, palette)
    st.markdown(f":small[{export.cost(trace)}]")


def face(trace: Trace) -> EncodeStep:
    first = trace.steps[0]
    assert isinstance(first, EncodeStep)
    return first


def stages(trace: Trace) -> dict[str, StageStep]:
    """By half and side, as "encoder-32": the last one of each, but for that which holds the picture itself."""
    steps = [step for step in trace.steps if isinstance(step, StageStep)]
    return {f"{step.half}-{step.maps.shape[-1]}": step for step in steps[:-1]}


def slopes(trace: Trace) -> np.ndarray:
    """(32, 64, 64), change of each μ per level of 255."""
    last = trace.last
    assert isinstance(last, SlopesStep)
    return last.slopes


def squares(maps: np.ndarray, palette: theme.Palette) -> np.ndarray:
    """Up to four maps (k, side, side) as two by two squares of one scale, (2 side + 1, 2 side + 1, 3)."""
    side, limit = maps.shape[-1], reach(maps)
    out = np.full((2 * side + 1, 2 * side + 1, 3), 128, np.uint8)
    for i, values in enumerate(maps):
        top, left = i // 2 * (side + 1), i % 2 * (side + 1)
        out[top : top + side, left : left + side] = diverging.colours(values, limit, palette)
    return out


def reach(values: np.ndarray) -> float:
    """Where the colours of these values end."""
    return float(np.quantile(np.abs(values), MOST)) or 1.0


def parts(trace: Trace, palette: theme.Palette) -> list[AnatomyPart]:
    first, opened = face(trace), stages(trace)
    numbers = diverging.colours(first.mu.reshape(4, 8), reach(first.mu), palette)
    named = [
        AnatomyPart(
            name=name,
            title=f"{step.maps.shape[-1]} × {step.maps.shape[-1]}",
            sub=_("{n} channels").format(n=step.channels),
            picture=latents.png(squares(step.maps, palette)),
        )
        for name, step in opened.items()
    ]
    encoder, decoder = named[:4], named[4:]
    shape = "64 × 64 × 3"
    return [
        AnatomyPart(name="picture", title=_("Picture"), sub=shape, picture=latents.png(first.picture), smooth=True),
        *encoder,
        AnatomyPart(name="numbers", title="μ, σ", sub=_("32 numbers each"), picture=latents.png(numbers)),
        AnatomyPart(name="draw", title="z = μ + σ·ε", sub=_("drawn"), words=_("ε from a bell curve")),
        *decoder,
        AnatomyPart(name="decoded", title=_("Decoded"), sub=shape, picture=latents.png(first.recon), smooth=True),
    ]


def large(pixels: np.ndarray) -> np.ndarray:
    """Enlarged so that a browser does not blur the squares."""
    times = max(1, LARGE // len(pixels))
    return pixels.repeat(times, 0).repeat(times, 1)


def _stage(trace: Trace, stage: str, palette: theme.Palette) -> None:
    first = face(trace)
    if stage in ("picture", "decoded"):
        pixels = first.picture if stage == "picture" else first.recon
        text = (
            _("What goes in: 12,288 numbers, red, green and blue of 64 × 64 pixels.")
            if stage == "picture"
            else _("What comes back when μ itself is decoded; between here and the picture only 32 numbers were left.")
        )
        st.markdown(text)
        st.image(large(pixels), width=LARGE, alt=_("The face"))
        return
    step = stages(trace)[stage]
    side = step.maps.shape[-1]
    sentence = _(
        "This stage gives {channels} maps of {side} × {side} places: {numbers:,} numbers. Here are the {k} that vary "
        "most over the places; blue is below 0, red above, full colour at ±{limit:.2g}."
    )
    values = {
        "channels": step.channels,
        "side": side,
        "numbers": step.channels * side * side,
        "k": len(step.shown),
        "limit": reach(step.maps),
    }
    st.markdown(fill(sentence, values))
    alt = _("Maps {names} of this stage").format(names=", ".join(map(str, step.shown.tolist())))
    st.image(large(squares(step.maps, palette)), width=LARGE, alt=alt)


def on_face(slope: np.ndarray) -> tuple[float, float]:
    """Of a map of slopes (64, 64), the share of their sizes among brows, eyes and mouth; and of the pixels."""
    size = np.abs(slope.astype(float))
    return float(size[FACE].sum() / size.sum()), size[FACE].size / size.size


def _slopes(trace: Trace, number: int, palette: theme.Palette) -> None:
    first, slope = face(trace), slopes(trace)[number - 1]
    limit = reach(slope)
    share, area = on_face(slope)
    if share > area:
        where = _("More of it lies among brows, eyes and mouth ({share:.0%}) than of the pixels ({area:.0%}).")
    else:
        where = _("No more of it lies among brows, eyes and mouth ({share:.0%}) than of the pixels ({area:.0%}).")
    sentence = _(
        "Number {n} of this face is μ = {mu:.2f}, σ = {sigma:.2f}. **Which pixels move it?** Red: brighter here, and μ "
        "rises; blue: brighter here, and it falls (∂μ/∂x, up to ±{limit:.2g} per level of 255)."
    )
    values = {
        "n": number,
        "mu": first.mu[number - 1],
        "sigma": np.exp(first.logvar[number - 1] / 2),
        "limit": limit,
        "share": share,
        "area": area,
    }
    st.markdown(fill(f"{sentence} {where}", values))
    with st.container(horizontal=True, gap="medium"):
        st.image(large(first.picture), width=LARGE, alt=_("The face"))
        alt = _("How number {n} changes with each pixel; blue below 0, red above").format(n=number)
        st.image(large(diverging.colours(slope, limit, palette)), width=LARGE, alt=alt)


def another(epsilon: int) -> None:
    """Other draws; for callbacks."""
    controls.put(epsilon=(epsilon + 1) % 2**31)


def _draws(page: Frame, trace: Trace, picture: str, number: int, epsilon: int, palette: theme.Palette) -> None:
    drawn = running.aside(page.for_figure("draws", Around, picture=picture, seed=epsilon, count=DRAWS, times=1))
    if drawn is None:
        return
    steps = [step for step in drawn.steps if isinstance(step, PictureStep)]
    first, i = face(trace), number - 1
    mu, sigma = float(first.mu[i]), float(np.exp(first.logvar[i] / 2))
    z = np.array([float(step.latents[i]) for step in steps])
    noise = (z - mu) / sigma
    st.markdown(
        fill(
            _(
                "In training the decoder never gets μ itself: for each of the 32 numbers, ε is drawn from a bell curve "
                "and z = μ + σ·ε goes in. The first draw of number {n}: {mu:.2f} + {sigma:.2f} × {noise:.2f} = {z:.2f}."
            ),
            {"n": number, "mu": mu, "sigma": sigma, "noise": noise[0], "z": z[0]},
        )
    )
    st.button(_("Draw again"), on_click=another, args=(epsilon,), icon=":material/casino:", key="_epsilon_again")
    page.figure(
        charts.draws(mu, sigma, z, palette),
        key="draws",
        alt=_("The bell curve of this number, and its eight draws."),
        table_elsewhere=True,
    )
    cards(
        [
            Card(step.picture, _("draw {n}").format(n=n), f"ε = {show(e, '+.2f')}", _("Face of draw {n}").format(n=n))
            for n, (step, e) in enumerate(zip(steps, noise.tolist(), strict=True), 1)
        ],
        104,
    )
    page.table(
        {
            _("draw"): list(range(1, len(z) + 1)),
            "ε": [round(e, 4) for e in noise.tolist()],
            "z": [round(v, 4) for v in z.tolist()],
        }
    )
