"""One round in slow motion: noise → generator → points → critic → answers → loss, the gradient's way back, the step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from models.engine import Trace
from models.toys.kinds import Game2D, GanRound, GanToy, GanTurnStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.gan import charts, thumbnails
from pages.figures.components.anatomy import AnatomyPart, anatomy
from pages.frame import controls, export, running
from pages.frame.frame import Frame

FORTH, BACK = "→", "→\n←"
SIZES = {"D": "2 → 48 → 48 → 1", "G": "2 → 48 → 48 → 2"}


@dataclass(frozen=True)
class Learning:
    """What one step did, in words' numbers."""

    before: float  # nats: what the player minimises, on this batch
    after: float
    expected: float  # nats: the change that a straight slope would bring
    real: float  # percentage points: how much the map changed at the batch's real points, on average …
    made: float  # … and at the generated ones; NaN in the generator's turn
    way: float  # how far the shown points moved, on average


def head() -> None:
    st.header(_("One round in slow motion"), anchor=False)
    st.markdown(
        _(
            "A round, opened: first the critic's turn, then the generator's. Numbers flow to the right (→) until the "
            "loss; then the **gradient** comes back (←) and says to each weight which way lowers the loss. Pick a part "
            "to see its numbers."
        )
    )


def of(game: Game2D, rounds: int) -> GanRound:
    """The round after so many rounds of the visitor's game."""
    return GanRound(
        shape=game.shape,
        drawn=game.drawn,
        generator_rate=game.generator_rate,
        critic_rate=game.critic_rate,
        r1_weight=game.r1_weight,
        noise=game.noise,
        seed=game.seed,
        rounds=rounds,
    )


def draw(page: Frame, game: GanToy) -> None:
    head()
    chosen = controls.beside("rounds", "player")
    trace = running.aside(of(game, int(chosen["rounds"])))
    if trace is None:
        return
    step, palette, part = turn(trace, chosen["player"]), theme.palette(), str(controls.keep("part"))
    anatomy(
        memo.of(trace, ("parts", step.player, palette), lambda: parts(step, palette)),
        chosen=part,
        key="one-round",
        label=_("One turn, from noise to loss"),
        on_pick=lambda name: controls.put(part=name),
    )
    left, right = st.columns(2, gap="large")
    with left:
        _opened(page, step, part, palette)
    with right:
        _changed(page, step, palette)
    st.markdown(f":small[{export.cost(trace)}]")


def turn(trace: Trace, player: str) -> GanTurnStep:
    return next(step for step in trace.steps if isinstance(step, GanTurnStep) and step.player == player)


def size(gradient: np.ndarray) -> str:
    """The Euclidean norm of a whole tensor."""
    return show(float(np.linalg.norm(gradient)), ".2g")


def parts(step: GanTurnStep, palette: theme.Palette) -> list[AnatomyPart]:
    learns, still = _("gradient {size}").format(size=size(step.gradients)), _("frozen in this turn")
    critic = step.player == "D"
    back = FORTH if critic else BACK
    if step.made_gradient is None:
        points = _("128 points and 128 real ones")
    else:
        points = _("128 points, gradient {size}").format(size=size(step.made_gradient))
    return [
        AnatomyPart(
            name="noise",
            title=_("Noise"),
            sub=_("128 draws of {n}").format(n=step.z.shape[1]),
            picture=thumbnails.noise(step, palette),
        ),
        AnatomyPart(
            name="generator",
            title=_("Generator"),
            sub=still if critic else learns,
            words=SIZES["G"].replace("2", str(step.z.shape[1]), 1),
            leads=back,
        ),
        AnatomyPart(name="points", title=_("Points"), sub=points, picture=thumbnails.points(step, palette), leads=back),
        AnatomyPart(
            name="critic",
            title=_("Critic"),
            sub=learns if critic else still,
            picture=thumbnails.critic(step, palette),
            smooth=True,
            leads=BACK,
        ),
        AnatomyPart(
            name="answers",
            title=_("Answers"),
            sub=_("gradient {size}").format(size=size(at_answers(step))),
            words=answers(step),
            leads=BACK,
        ),
        AnatomyPart(
            name="loss", title=_("Loss"), sub=_("mean of the batch"), words=f"{show(step.objective, '.3f')} {_('nats')}"
        ),
    ]


def probability(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits.astype(float)))


def answers(step: GanTurnStep) -> str:
    made = _("generated: {share}").format(share=show(float(probability(step.made_logits).mean()), ".1%"))
    if step.real_logits is None:
        return made
    return _("real: {share}").format(share=show(float(probability(step.real_logits).mean()), ".1%")) + f" · {made}"


def at_answers(step: GanTurnStep) -> np.ndarray:
    """The gradient at all logits of the batch."""
    if step.real_logits_gradient is None:
        return step.made_logits_gradient
    return np.concatenate([step.real_logits_gradient, step.made_logits_gradient])


def learning(step: GanTurnStep) -> Learning:
    change = 100 * (step.surface_after - step.surface).astype(float)
    real = float("nan") if step.real is None else float(_at(change, step.real).mean())
    made = float("nan") if step.real is None else float(_at(change, step.made).mean())
    way = float(np.linalg.norm(step.samples_after - step.samples, axis=1).mean())
    return Learning(step.objective, step.objective + step.change, step.expected_change, real, made, way)


def _at(surface: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The value of the map at the place nearest to each point."""
    last = len(surface) - 1
    column, row = np.clip(np.rint((points + 1.2) * last / 2.4), 0, last).astype(int).T
    return surface[row, column]


def _opened(page: Frame, step: GanTurnStep, part: str, palette: theme.Palette) -> None:
    st.markdown(_sentence(step, part))
    if part in ("generator", "critic"):
        if (part == "critic") == (step.player == "D"):
            page.figure(
                charts.layers(step, palette),
                key="round-layers",
                alt=_("For each layer: size of its weights, of their gradient, and of the step."),
            )
        return
    figures = {
        "noise": lambda: charts.noise(step, palette),
        "points": lambda: charts.points(step, palette),
        "answers": lambda: charts.answers(step, palette),
        "loss": lambda: charts.losses(step, palette),
    }
    alts = {
        "noise": _("The noise of this batch."),
        "points": _("The points of this batch."),
        "answers": _("How sure the critic is of “real”, for the points of this batch."),
        "loss": _("What the player minimises: before the step, as a straight slope promised, and after."),
    }
    page.figure(figures[part](), key=f"round-{part}", alt=alts[part], table_elsewhere=part in ("noise", "points"))


def _sentence(step: GanTurnStep, part: str) -> str:
    critic = step.player == "D"
    if part == "noise":
        return _("Fresh random numbers for this turn. Nothing is learned here, so no gradient comes this far.")
    if part == "points":
        if critic:
            return _(
                "What the generator makes of the noise (filled), and as many real points (rings). In the critic's "
                "turn the gradient stops before the points: the generator is left alone."
            )
        return _(
            "The gradient at each point, reversed: where the critic would find it more real. These 128 arrows are all "
            "that the generator gets to know in this turn."
        )
    if part == "answers":
        text = _(
            "The critic's probability of “real” for each point. On the way back, an answer that is sure and right "
            "weighs little, one that is wrong weighs most: at most 1/128 each."
        )
        return text
    if part == "loss":
        return _losses(step)
    if (part == "critic") == critic:
        return _(
            "The gradient in the weights of each layer has come back through all that lies to the right. Adam turns "
            "it into a step: its length depends on the learning rate more than on the gradient's size."
        )
    if critic:
        return _("In this turn the generator's weights stay as they are.")
    return _("The critic's weights stay as they are. The gradient only passes through, back to the points.")


def _losses(step: GanTurnStep) -> str:
    learnt = learning(step)
    values = {"before": learnt.before, "after": learnt.after, "expected": learnt.expected}
    if learnt.after < learnt.before:
        text = _("On the same batch, the step lowers it from {before:.4f} to {after:.4f} nats.")
    else:
        text = _("On the same batch, the step does **not** lower it: {before:.4f} before, {after:.4f} nats after.")
    slope = _("A straight slope would have changed it by {expected:+.4f}.")
    r1 = _("With R1, the penalty on a steep map.") if step.objective != step.loss else ""
    return fill(f"{text} {slope} {r1}", values)


def _changed(page: Frame, step: GanTurnStep, palette: theme.Palette) -> None:
    learnt = learning(step)
    if step.player == "D":
        values = {"real": learnt.real, "made": learnt.made}
        if learnt.real > learnt.made:
            text = _(
                "**What the step changes:** the map, more in favour of the real points than of the generated ones."
            )
        else:
            text = _("**What the step changes:** the map, but this time **not** in favour of the real points.")
        more = _(
            "Mean change at this batch's real points: {real:+.2f}, at its generated ones: {made:+.2f} percentage "
            "points."
        )
        st.markdown(fill(f"{text} {more}", values))
        alt = _("How the critic's map changes with this step.")
    else:
        text = _(
            "**What the step changes:** where the generator puts its points. The 256 that the film shows move by "
            "{way:.3f} on average, drawn from their old place to the new one."
        )
        st.markdown(fill(text, {"way": learnt.way}))
        alt = _("How the generated points move with this step.")
    page.figure(charts.step(step, palette), key=f"round-step-{step.player}", alt=alt, table_elsewhere=True)
