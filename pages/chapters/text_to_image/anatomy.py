"""The parts of the model from words to picture, as one drawing; the part picked shows its numbers of this run."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.text_to_image import charts, guidance, inside, maps, ways
from pages.chapters.text_to_image.outcome import final, finished, frames, request_of, text_of, tokens
from pages.chapters.text_to_image.squares import LIMIT, large, legend
from pages.figures import diverging, latents
from pages.figures.components.anatomy import AnatomyPart, anatomy
from pages.figures.components.token_strip import TokenCell, token_strip
from pages.frame import controls
from pages.frame.frame import Frame


def parts(trace: Trace, palette: theme.Palette) -> list[AnatomyPart]:
    steps, first = frames(trace.steps), text_of(trace)
    words, middle = tokens(trace), steps[len(steps) // 2]
    states = first.prompt_embeds[: len(words)]
    end = trace.last.latents if finished(trace) else steps[-1].pred_original_sample
    return [
        AnatomyPart(
            name="tokens", title=_("Tokens"), sub=_("{n} of 48 positions").format(n=len(words)), words=" · ".join(words)
        ),
        AnatomyPart(
            name="embedding",
            title=_("Text encoder"),
            sub=_("192 numbers each"),
            picture=latents.png(diverging.colours(np.repeat(states, 8, 0), 2.5, palette)),
        ),
        AnatomyPart(
            name="maps",
            title=_("Words → positions"),
            sub=_("cross-attention, 7 × 4 heads"),
            words=_("each position in the picture looks at the words"),
        ),
        AnatomyPart(
            name="denoiser",
            title=_("Denoiser"),
            sub=_("predicts the noise, twice per step"),
            leads=f"⟲\n{len(steps)} ×",
            picture=latents.png(diverging.mosaic(middle.noise_pred, LIMIT, palette)),
        ),
        AnatomyPart(
            name="scheduler",
            title=_("Scheduler"),
            sub=_("takes one step: how much picture"),
            curve=[s.alpha_cumprod**0.5 for s in steps],
        ),
        AnatomyPart(
            name="decoder",
            title=_("Decoder"),
            sub="4 × 16 × 16 → 128 × 128",
            smooth=True,
            picture=latents.png(final(trace))
            if finished(trace) or steps[-1].preview is not None
            else latents.png(latents.colours(end)),
        ),
    ]


def draw(page: Frame, trace: Trace) -> None:
    st.header(_("What happens in between"), anchor=False)
    palette, chosen = theme.palette(), str(controls.keep("part"))
    anatomy(
        memo.of(trace, ("parts", palette), lambda: parts(trace, palette)),
        chosen=chosen,
        key="anatomy",
        label=_("The parts of the model, from words to picture"),
        on_pick=lambda name: controls.put(part=name),
    )
    with st.container(key=f"part-{chosen}"):
        {
            "tokens": _tokens,
            "embedding": _embedding,
            "maps": maps.draw,
            "denoiser": _denoiser,
            "scheduler": _scheduler,
            "decoder": _decoder,
        }[chosen](page, trace)


def _denoiser(page: Frame, trace: Trace) -> None:
    guidance.draw(page, trace)
    inside.draw(page, trace)


def _tokens(page: Frame, trace: Trace) -> None:
    ids, words = text_of(trace).input_ids.tolist(), tokens(trace)
    padding = len(ids) - len(words)
    cells = [
        TokenCell(text=text, sub=str(i), special=position in (0, len(words) - 1))
        for position, (text, i) in enumerate(zip(words, ids, strict=False))
    ]
    if padding:
        cells.append(TokenCell(text=f"{padding} × {_('padding')}", sub=str(ids[-1]), special=True))
    token_strip(cells, key="tokens-48", label=_("The 48 positions of the text"), pickable=False)
    sentence = _(
        "The text encoder reads {all} positions: {n} of your prompt, {padding} of padding. Under each is its "
        "number in a list of 372. A word of this world is one token; any other is split into pieces."
    )
    st.markdown(fill(sentence, {"all": len(ids), "n": len(words), "padding": padding}))
    ways.draw(str(controls.value("prompt")))


def _embedding(page: Frame, trace: Trace) -> None:
    palette, words = theme.palette(), tokens(trace)
    states = text_of(trace).prompt_embeds[: len(words)]
    st.markdown(
        _(
            "Each token becomes 192 numbers that also depend on the words before it. Only these numbers reach "
            "the denoiser; the letters do not."
        )
    )
    page.figure(
        memo.of(trace, ("embedding", palette), lambda: charts.embedding(words, states, palette)),
        key="embedding",
        alt=_("The 192 numbers of each token; blue below 0, red above."),
    )


def _scheduler(page: Frame, trace: Trace) -> None:
    steps, request = frames(trace.steps), request_of(trace)
    sentence = _(
        "The denoiser says what is noise; the **scheduler** ({scheduler}) decides how much of it to remove. Step "
        "1 sees noise alone. In step {n}, {share:.1%} of the power is picture and the rest is noise."
    )
    name = controls.of("scheduler").names[request.scheduler]
    st.markdown(fill(sentence, {"scheduler": name, "n": len(steps), "share": steps[-1].alpha_cumprod}))
    alphas = np.array([s.alpha_cumprod for s in steps])
    page.figure(
        charts.schedule(alphas, theme.palette()),
        key="schedule",
        alt=_("Amplitude of picture and of noise at each step."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("step"): list(range(1, len(steps) + 1)),
            _("timestep t"): [s.timestep for s in steps],
            _("signal power, ᾱ (%)"): [round(100 * s.alpha_cumprod, 3) for s in steps],
        }
    )


def _decoder(page: Frame, trace: Trace) -> None:
    palette = theme.palette()
    latent = trace.last.latents if finished(trace) else frames(trace.steps)[-1].pred_original_sample
    st.markdown(
        _(
            "All the steps work on 1,024 numbers: 4 channels of 16 × 16. One pass of the **decoder** turns them "
            "into 49,152 numbers: 128 × 128 pixels with red, green and blue."
        )
    )
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{_('Latent: 4 × 16 × 16')}**")
        st.image(
            large(diverging.mosaic(latent, LIMIT, palette)),
            width=300,
            alt=_("The four channels of the finished latent as squares; blue below 0, red above."),
        )
        legend(palette)
    with right:
        st.markdown(f"**{_('Picture: 128 × 128')}**")
        st.image(large(final(trace), 3), width=300, alt=_("The finished picture"))
