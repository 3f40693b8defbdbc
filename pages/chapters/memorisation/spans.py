"""A small network's stories against the text that it learned from: what is copied, and from where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from models.engine import Step, Trace
from models.prepared import prepared
from models.stories import corpus
from models.tiny_transformer.kinds import OVERFITTING, CheckpointStep, ProgressStep, Train
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.memorisation import charts
from pages.chapters.memorisation.spans_in import Span, spans
from pages.frame import export
from pages.frame.frame import Frame

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # behind a backslash, none of it is markup
SOURCE_SEED, NEW_SEED = 2, 3  # of the stories learned from and held out, as models/tiny_transformer/data.py has them


def checkpoints(steps: Sequence[Step]) -> list[CheckpointStep]:
    return [step for step in steps if isinstance(step, CheckpointStep)]


def source(trace: Trace) -> str:
    """The text that a run learned from."""
    assert isinstance(trace.request, Train)
    return corpus.text("en", trace.request.characters, SOURCE_SEED)


def copies(trace: Trace) -> list[Span]:
    """Of what it wrote last."""
    return memo.of(trace, "spans", lambda: spans(checkpoints(trace.steps)[-1].continuation, source(trace)))


def new_story(length: int) -> str:
    """The control: as many characters told by the same rules, which no network wrote or learned from."""
    return corpus.text("en", length, NEW_SEED)[:length]


def of_new_story(trace: Trace) -> list[Span]:
    length = len(checkpoints(trace.steps)[-1].continuation)
    return memo.of(trace, "new_story", lambda: spans(new_story(length), source(trace)))


def draw(page: Frame) -> None:
    few, many = prepared(OVERFITTING), prepared(Train())
    if few is None or many is None:
        st.info(_("These two runs are shipped with the project and are missing here."))
        return
    st.markdown(
        _(
            "The same small network learns for 400 updates, once from {few} characters, once from {many}. Below it "
            "goes on from the same beginning. What is shaded stands in the text that it learned from, word for word."
        ).format(few=show(len(source(few)), ","), many=show(len(source(many)), ","))
    )
    for column, trace in zip(st.columns(2), (few, many), strict=True):
        with column:
            _written(trace)
    st.markdown(summary(few))
    page.figure(
        charts.copying(
            [
                charts.Line(
                    _("longest copied stretch"),
                    [step.number for step in checkpoints(few.steps)],
                    [len(step.copied) for step in checkpoints(few.steps)],
                )
            ],
            losses(few),
            theme.palette(),
        ),
        "copying",
        alt=_("From little text: the longest copied stretch, and the loss on learned and on unseen text, by update."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{export.cost(few)}]")
    steps = checkpoints(few.steps)
    page.table(
        {
            _("updates"): [step.number for step in steps],
            _("longest copied stretch (characters)"): [len(step.copied) for step in steps],
            _("text learned from (bits per character)"): [round(_at(few, step.number).train, 3) for step in steps],
            _("text never seen (bits per character)"): [round(_at(few, step.number).held_out, 3) for step in steps],
        },
        caption=_("Copied stretches over the updates"),
    )


def progress(trace: Trace) -> list[ProgressStep]:
    return [step for step in trace.steps if isinstance(step, ProgressStep)]


def _at(trace: Trace, number: int) -> ProgressStep:
    return next(step for step in progress(trace) if step.number == number)


def losses(trace: Trace) -> list[charts.Line]:
    steps = progress(trace)
    numbers = [step.number for step in steps]
    return [
        charts.Line(_("text learned from"), numbers, [step.train for step in steps]),
        charts.Line(_("text never seen"), numbers, [step.held_out for step in steps]),
    ]


def _written(trace: Trace) -> None:
    text, of_text = checkpoints(trace.steps)[-1].continuation, source(trace)
    chosen = copies(trace)
    with st.container(border=True):
        st.markdown(f"**{_('From {n} characters').format(n=show(len(of_text), ','))}**")
        st.markdown(marked(text, chosen))
        st.markdown(longest(chosen, of_new_story(trace)))
        for span in sorted(chosen, key=lambda span: -span.length)[:3]:
            st.markdown(f":small[{_place(span, of_text)}]")


def marked(text: str, chosen: Sequence[Span]) -> str:
    """The text as Markdown, its copied stretches on a blue ground."""
    inside = {i for span in chosen for i in range(span.start, span.start + span.length)}
    runs = groupby(range(len(text)), key=inside.__contains__)
    parts = [(copied, PUNCTUATION.sub(r"\\\g<0>", "".join(text[i] for i in places))) for copied, places in runs]
    return "".join(f":blue-background[{part}]" if copied else part for copied, part in parts)


def longest(chosen: Sequence[Span], new: Sequence[Span]) -> str:
    """The longest copied stretch beside that of a story which nobody copied."""
    own, control = (max((span.length for span in some), default=0) for some in (chosen, new))
    text = _("Longest stretch: **{own} characters**; of a new story told by the same rules, never learned: {control}")
    text += _(". It copies.") if own > 2 * control else _(". Such sentences come up by themselves.")
    return fill(text, {"own": own, "control": control})


def _place(span: Span, of_text: str) -> str:
    story = of_text.count(corpus.END, 0, span.place) + 1
    text = _("{n} characters from position {place:,} (story {story:,}); they stand there {times:,|time|times}.")
    return fill(text, {"n": span.length, "place": span.place, "story": story, "times": span.times})


def summary(trace: Trace) -> str:
    """Whether copying rose while the loss on unseen text did."""
    steps, written = progress(trace), checkpoints(trace.steps)
    lowest, last = min(steps, key=lambda step: step.held_out), steps[-1]
    named = {
        "at": lowest.number,
        "lowest": lowest.held_out,
        "last": last.held_out,
        "train": last.train,
        "first": len(written[0].copied),
        "copied": len(written[-1].copied),
        "end": last.number,
    }
    text = _("From little text, the longest copied stretch goes from {first} to {copied} characters. ")
    if last.held_out > lowest.held_out:
        text += _(
            "The loss on unseen text was lowest at update {at} ({lowest:.2f} bits per character) and is {last:.2f} at "
            "update {end}, while that on the learned text falls to {train:.2f}: it overfits as it copies."
        )
    else:
        text += _("The loss on unseen text still falls ({last:.2f} bits per character at update {end}).")
    return fill(text, named)
