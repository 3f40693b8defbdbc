"""The main figure: all questions and their answers as a film over the strength of the update."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from models.engine import Step, Trace
from models.engine.translation import N_
from models.fine_tuning.examples import lines_of
from models.fine_tuning.kinds import STRENGTHS, FineTune, MeasureStep, TuneStep
from models.prepared import prepared
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.fine_tuning.steps import at_strength, measures, of_kind, questions, request_of, texts
from pages.figures.components.text_film import Part, TextFrame, text_film
from pages.frame import controls, later
from pages.frame.frame import Frame
from pages.frame.table import Table

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def offer_live(request: FineTune) -> None:
    """For a run that is shipped: a button that makes it again, here and now."""
    if later.granted("live"):
        _made_live().add(request)
    if prepared(request) is not None and request not in _made_live():
        label = _("Let it learn now")
        st.button(label, key="_live", icon=":material/fitness_center:", on_click=later.wish, args=("live",))


def _made_live() -> set[FineTune]:
    """The shipped runs that this visit wants made again."""
    wanted: set[FineTune] = st.session_state.setdefault("_fine_tuning_live", set())
    return wanted


def run(page: Frame, request: FineTune) -> Trace:
    """The trace of the request. A shipped run is shown as it is: it takes most of a minute, and gives the same again.
    While any other learns: how far it is, and what the model said before."""
    if request not in _made_live() and (shipped := prepared(request)):
        return shipped

    def draw(steps: Sequence[Step]) -> None:
        made, measured = of_kind(steps, TuneStep), of_kind(steps, MeasureStep)
        if len(measured) > 1:
            text = _("Answers at strength {n}").format(n=show(measured[-1].strength, "g"))
        elif made:
            text = _("Update {n} of {total}").format(n=made[-1].number, total=request.steps)
            text += f" · {_('{loss} nats per token').format(loss=show(made[-1].loss, '.2f'))}"
        else:
            text = _("Answers before it learns")
        st.progress((len(made) + len(measured)) / (request.steps + len(STRENGTHS)), text)
        for question, answer in zip(lines_of(request.questions), texts(measured[-1].answers), strict=True):
            st.text(f"{question}\n{answer}")

    return page.watch(request, draw, Step, planned=request.steps, count=lambda steps: len(of_kind(steps, TuneStep)))


def brought(trace: Trace) -> frozenset[str]:
    """Words of the examples that are in none of the answers before."""
    before = {word for step in measures(trace)[:1] for text in texts(step.answers) for word in words(text)}
    learned = {word for line in lines_of(request_of(trace).examples) for word in words(line.partition("|")[2] or line)}
    return frozenset(learned - before)


def words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def counted(trace: Trace, step: MeasureStep) -> tuple[int, int]:
    """Of all words in the answers, how many the examples brought; and how many there are."""
    known = brought(trace)
    every = [word for text in texts(step.answers) for word in words(text)]
    return sum(word in known for word in every), len(every)


def draw(page: Frame, trace: Trace) -> None:
    steps = measures(trace)
    if not steps or not questions(trace):
        return
    shown = at_strength(trace, strength()) or steps[-1]
    text_film(
        memo.of(trace, "frames", lambda: [_frame(trace, step) for step in steps]),
        mark=_("words of the examples that no answer had before"),
        key="answers",
        label=_("What the model answers, strength by strength"),
        at=steps.index(shown),
        autoplay=page.shows(trace.request) and controls.value("strength") == controls.default("strength"),
        per_second=0.5,
        frame_name=N_("Strength"),
        on_show=lambda frame: controls.put(strength=show_strength(STRENGTHS[frame])),
    )


def strength() -> float:
    """The one that is shown."""
    return float(controls.keep("strength"))


def show_strength(strength: float) -> str:
    """As the address has it."""
    return f"{strength:g}"


def _frame(trace: Trace, step: MeasureStep) -> TextFrame:
    known, parts = brought(trace), list[Part]()
    for n, (question, answer) in enumerate(zip(questions(trace), texts(step.answers), strict=True)):
        parts.append(("given", ("\n\n" if n else "") + question + "\n"))
        parts += _marked(answer, known)
    value = _("strength {strength} · perplexity of other text {perplexity}")
    if step.strength == 0:
        value = _("before: strength {strength} · perplexity of other text {perplexity}")
    value = value.format(strength=show(step.strength, "g"), perplexity=show(step.perplexity, ".1f"))
    return TextFrame(parts=parts, value=value)


def _marked(answer: str, known: frozenset[str]) -> list[Part]:
    """The answer, cut at the words that the examples brought."""
    parts, end = list[Part](), 0
    for word in WORD.finditer(answer):
        if word[0].casefold() in known:
            parts += [("written", answer[end : word.start()]), ("marked", word[0])]
            end = word.end()
    return [*parts, ("written", answer[end:])]


def table(trace: Trace) -> Table:
    """A row for each question and strength."""
    rows = [
        (show(step.strength, "g"), question, answer, round(step.perplexity, 3))
        for step in measures(trace)
        for question, answer in zip(questions(trace), texts(step.answers), strict=True)
    ]
    names = (_("strength"), _("question"), _("answer"), _("perplexity of other text"))
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}
