"""The same game with pictures: faces of seeds, a walk between two, truncation, mixed styles, and enlarging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from models.avatars.attributes import ATTRIBUTES, to_person, visible
from models.classifier.kinds import PictureStep
from models.engine import Trace
from models.engine.translation import N_
from models.gan.kinds import Gan
from models.superres.kinds import Enlarge, EnlargeStep
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import show
from pages.figures import latents
from pages.figures.attributes import in_words
from pages.figures.cards import Card, cards
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import controls, export, running
from pages.frame.frame import Frame

FACES, FRAMES = 12, 17
PSIS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
LAYERS, NAMED = 7, 3  # of the generator; changes that are named under a picture


def head() -> None:
    """Title, and the controls that all figures of pictures share."""
    st.header(_("The same game with pictures"), anchor=False)
    introduction = _(
        "This generator turns 64 numbers of noise into a face of 64 × 64 pixels. It was trained in advance, "
        "against a critic that compares real pictures with generated ones."
    )
    st.markdown(introduction)
    for column, name in zip(st.columns(3, gap="large"), ("face", "second", "psi"), strict=True):
        with column:
            controls.draw(name)


def verdict(step: PictureStep) -> str:
    assert step.critic_logit is not None and step.critic_prob is not None
    return _("logit {logit} · preferred {share}").format(
        logit=show(step.critic_logit, "+.2f").replace("-", "−"), share=show(step.critic_prob, ".0%")
    )


def explained() -> None:
    note = _(
        "**Preferred** is how often the critic finds this picture more real than a real one: its mean probability "
        "over 64 real pictures it never saw. At one half it can't tell them apart. A logit alone means nothing: "
        "only differences between logits were trained."
    )
    st.markdown(f":small[{note}]")


def _run(page: Frame, **fields: Any) -> Trace | None:
    fields = {"seed": controls.value("face"), "truncation_psi": controls.value("psi")} | fields
    return running.aside(page.ask(Gan, **fields))


def _all(page: Frame, requests: Sequence[dict[str, Any]]) -> list[PictureStep]:
    """The picture of each of these requests; after an error, which is said once, none."""
    traces: list[Trace] = []
    for fields in requests:
        trace = _run(page, **fields)
        if trace is None:
            return []
        traces.append(trace)
    if traces:
        st.markdown(f":small[{export.cost(traces[-1])}]")
    return [trace.last for trace in traces]


def faces(page: Frame) -> None:
    first = controls.value("face")
    seeds = [(first + i) % 2**31 for i in range(FACES)]
    steps = _all(page, [{"seed": seed} for seed in seeds])
    if steps:
        cards(
            [
                Card(
                    s.picture,
                    _("seed {n}").format(n=n),
                    verdict(s),
                    _("Face of seed {n}: {read}").format(n=n, read=in_words(s.read_values)),
                )
                for n, s in zip(seeds, steps, strict=True)
            ]
        )
        explained()


def walk(page: Frame) -> None:
    trace = _run(page, second_seed=controls.value("second"), frames=FRAMES)
    if trace is None:
        return
    steps: tuple[Any, ...] = trace.steps
    picture_film(
        [
            PictureLane(
                title=_("On the line in w"),
                frames=memo.of(trace, "png", lambda: [latents.png(s.picture) for s in steps]),
                captions=[in_words(s.read_values) for s in steps],
            )
        ],
        [_("{share} of the way · {verdict}").format(share=show(s.position, ".0%"), verdict=verdict(s)) for s in steps],
        key="walk",
        label=_("From one face to another"),
        frame_name=N_("Place"),
        per_second=6,
    )
    st.markdown(f":small[{export.cost(trace)}]")
    explained()


def truncation(page: Frame) -> None:
    """One face at seven ψ, and how far its style is from the mean one."""
    steps = _all(page, [{"truncation_psi": psi} for psi in PSIS])
    if not steps:
        return
    middle = steps[0].latents[0]
    away = [float(np.linalg.norm(s.latents[0] - middle)) for s in steps]
    cards(
        [
            Card(
                s.picture,
                f"ψ = {show(psi, 'g')}",
                _("{d:.1f} from the mean · {verdict}").format(d=d, verdict=verdict(s)),
                _("Face of seed {n} at ψ = {psi}: {read}").format(
                    n=controls.value("face"), psi=psi, read=in_words(s.read_values)
                ),
            )
            for psi, d, s in zip(PSIS, away, steps, strict=True)
        ]
    )
    st.markdown(_("At ψ = 0 every seed gives the mean face. Larger ψ goes further from it: more variety, more faults."))
    explained()


def mix(page: Frame) -> None:
    """The second face's style in the layers from k on: coarse things stay the first face's."""
    steps = _all(page, [{"second_seed": controls.value("second"), "mix_from_layer": k} for k in range(LAYERS, -1, -1)])
    if not steps:
        return
    between = [_("from layer {k} on").format(k=k) for k in range(LAYERS - 1, 0, -1)]
    titles = [_("first face"), *between, _("second face")]
    before = [steps[0], *steps]
    cards(
        [
            Card(
                s.picture,
                title,
                _changed(old, s),
                _("{title} from the second seed: {read}").format(title=title, read=in_words(s.read_values)),
            )
            for title, old, s in zip(titles, before, steps, strict=False)
        ]
    )
    st.markdown(
        _(
            "From left to right, one more layer takes the second face's style. Under each picture: what the "
            "classifier reads differently from the one before. Layer 0 works on 4 × 4 positions, layer 6 on 32 × "
            "32."
        )
    )


def _changed(old: PictureStep, new: PictureStep) -> str:
    before, after = to_person(old.read_values.tolist()), to_person(new.read_values.tolist())
    seen = visible(after)
    changed = [after[a] for a in ATTRIBUTES if after[a] != before[a] and seen[a]]
    more = f" +{len(changed) - NAMED}" if len(changed) > NAMED else ""
    return ", ".join(changed[:NAMED]) + more or "="


def enlarge(page: Frame, number: int) -> None:
    trace = running.aside(page.ask(Enlarge, picture=f"sample:{number}"))
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, EnlargeStep)
    blocks = step.small.repeat(4, 0).repeat(4, 1)
    psnr = _("{db:.1f} dB")
    cards(
        [
            Card(blocks, "16 × 16", _("all that is known"), _("The picture reduced to 16 × 16 pixels")),
            Card(step.bicubic, _("Bicubic"), psnr.format(db=step.bicubic_psnr), _("Enlarged by bicubic interpolation")),
            Card(step.enlarged, _("Network"), psnr.format(db=step.enlarged_psnr), _("Enlarged by the network")),
            Card(step.original, _("Original"), "64 × 64", _("The original picture, 64 × 64 pixels")),
        ],
        width=176,
    )
    note = _(
        "Bicubic enlarging draws smooth curves through the known pixels. The network fills in what such pictures "
        "usually have there. dB: peak signal-to-noise ratio against the original; 6 dB more is half the error."
    )
    st.markdown(note)
    st.markdown(f":small[{export.cost(trace)}]")
