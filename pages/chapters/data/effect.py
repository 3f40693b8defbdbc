"""What cleaning is good for: the same small network learns from the raw heap and from what the filters left."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.engine import Trace
from models.stories import corpus
from models.tiny_transformer.kinds import CheckpointStep, raw_and_cleaned
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import charts, filters, numbers
from pages.frame import export, watching
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    raw_requests, cleaned_requests = raw_and_cleaned(filters.request_of(trace))
    traces = watching.several(
        (*raw_requests, *cleaned_requests), "effect", _("Train on your heap"), ":material/fitness_center:", first=True
    )
    if traces is None:
        text = _(
            "With these filters nothing was trained in advance. {n} small networks learn from a heap of {documents:,} "
            "documents, raw and cleaned; that takes about two minutes."
        )
        st.markdown(fill(text, {"n": 2 * len(raw_requests), "documents": raw_requests[0].documents}))
        return
    raw, cleaned = traces[: len(raw_requests)], traces[len(raw_requests) :]
    st.markdown(sentence(raw, cleaned))
    floor = corpus.floor("en")
    lines = [(_("from the raw heap"), curves(raw)), (_("from the cleaned heap"), curves(cleaned))]
    page.figure(
        charts.learning(lines, floor, theme.palette()),
        "effect",
        alt=_("Bits per character of new stories while networks learn from the raw and from the cleaned heap."),
        table_elsewhere=True,
    )
    note = _(
        "Each line is a training, {n} from each heap, with other random numbers. Both read the same number of pieces "
        "of text, on a heap of {documents:,} documents made as the one above."
    )
    st.markdown(
        f":small[{fill(note, {'n': len(raw), 'documents': raw_requests[0].documents})} {export.cost(traces[0])}]"
    )
    _samples(raw[0], cleaned[0])
    page.table(
        {
            _("learned from"): [_("raw") for _trace in raw] + [_("cleaned") for _trace in cleaned],
            _("characters to learn from"): [numbers.learned_from(trace).characters for trace in traces],
            _("bits per character of new stories"): [round(value, 4) for value in numbers.bits(traces)],
            _("longest stretch copied (characters)"): [len(last(trace).copied) for trace in traces],
        },
        caption=_("What cleaning is good for"),
    )


def curves(traces: Sequence[Trace]) -> list[tuple[list[int], list[float]]]:
    """Of each training the updates and the bits per character of new stories."""
    made = [numbers.progress(trace) for trace in traces]
    return [([step.number for step in steps], [step.held_out for step in steps]) for steps in made]


def sentence(raw: Sequence[Trace], cleaned: Sequence[Trace]) -> str:
    """Which needs fewer bits, in all pairs of trainings or not."""
    first, second = numbers.bits(raw), numbers.bits(cleaned)
    text = {
        "cleaned": _(
            "**From {share} of the text, more is learned**: every network that read the cleaned heap needs fewer bits "
            "for new stories, {cleaned} against {raw}."
        ),
        "raw": _("Every network that read the raw heap needs fewer bits for new stories: {raw} against {cleaned}."),
        "same": _("Neither heap is better in every pair of trainings: raw {raw}, cleaned {cleaned} bits."),
    }[numbers.better(first, second)]
    kept = numbers.learned_from(cleaned[0]).characters / numbers.learned_from(raw[0]).characters
    return fill(text, {"share": show(kept, ".0%"), "raw": _range(first), "cleaned": _range(second)})


def _range(values: Sequence[float]) -> str:
    return f"{show(min(values), '.3f')}–{show(max(values), '.3f')}"


def _samples(raw: Trace, cleaned: Trace) -> None:
    for column, title, trace in zip(
        st.columns(2), (_("From the raw heap"), _("From the cleaned heap")), (raw, cleaned), strict=True
    ):
        with column, st.container(border=True, gap="xxsmall"):
            st.markdown(f":small[{title}, {fill(_('after {n:,|update|updates}'), {'n': last(trace).number})}]")
            st.text(last(trace).continuation.strip())


def last(trace: Trace) -> CheckpointStep:
    return [step for step in trace.steps if isinstance(step, CheckpointStep)][-1]
