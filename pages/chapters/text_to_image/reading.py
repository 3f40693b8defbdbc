"""What the prompt asks for against what the classifier reads in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from models.avatars.attributes import ATTRIBUTES, to_person, visible
from models.avatars.prompt_attributes import prompt_attributes
from models.classifier.kinds import PictureStep
from models.diffusion.kinds import PromptStep
from models.engine.translation import N_
from pages.basics.language import _
from pages.basics.words import escape, fill, percent
from pages.figures.attributes import LABELS

ANY = {("round glasses", "square glasses", "sunglasses"): N_("any glasses")}


@dataclass(frozen=True)
class Row:
    attribute: str
    asked: tuple[str, ...]  # any of these fits; empty: the prompt leaves it open
    drawn: str  # the likeliest value
    prob: float  # the classifier's, of that value
    seen: bool  # whether such a thing can be seen on such a person

    @property
    def kept(self) -> bool:
        return self.seen and self.drawn in self.asked


def rows(prompt: str, step: PictureStep) -> list[Row]:
    """One row for each of the twelve attributes."""
    wanted, person = prompt_attributes(prompt), to_person(step.read_values.tolist())
    seen = visible(person)
    return [
        Row(a, wanted.get(a, ()), person[a], float(p), seen[a])
        for a, p in zip(ATTRIBUTES, step.read_probs, strict=True)
    ]


def score(readings: list[Row]) -> tuple[int, int]:
    """How many of the things asked for are drawn, and how many were asked for."""
    return sum(row.kept for row in readings), sum(bool(row.asked) for row in readings)


def asks(kept: int, guidance: float) -> bool:
    """Whether the prediction asks anything: guidance 0 must change the run, and two things kept can become one."""
    return kept >= 2 and guidance != 0


def answer(kept: int, free_kept: int) -> str:
    """How many of the things asked for are drawn without guidance, against how many are drawn with it."""
    return "as_many" if free_kept >= kept else "fewer" if free_kept else "none"


def found(readings: list[Row]) -> str:
    """One sentence: how many of the things asked for are drawn."""
    kept, asked = score(readings)
    sentence = _("Of {asked:d|thing|things} you asked for, the classifier finds **{kept}** in the picture.")
    return fill(sentence, {"asked": asked, "kept": kept})


def draw(readings: list[Row]) -> None:
    """Asked and drawn, the things that the prompt names; all twelve under it."""
    named = [row for row in readings if row.asked]
    if named:
        st.markdown(found(readings))
        st.table(_table(named), border="horizontal", hide_index=True, alt=_("What you asked for, and what is drawn"))
    else:
        st.markdown(f":small[{_('The prompt names nothing the classifier can check. Any person will do.')}]")
    everything = _("All twelve attributes, as the classifier reads them")
    with st.expander(everything, type="compact"):
        st.table(_table(readings), border="horizontal", hide_index=True, alt=everything)


def _table(readings: list[Row]) -> dict[str, list[str]]:
    """Three columns fit a phone."""
    return {
        _("attribute"): [_(LABELS[row.attribute]) for row in readings],
        _("asked"): [_(ANY[row.asked]) if row.asked in ANY else ", ".join(row.asked) or "–" for row in readings],
        _("drawn, as the classifier reads it"): [
            f"{('✓ ' if row.kept else '✗ ') if row.asked else ''}{value(row)}"
            f"{' · ' + percent(row.prob) if row.seen else ''}"
            for row in readings
        ],
    }


def unknown(step: PromptStep) -> None:
    """Names the words that no training caption had, and says what that means."""
    words = step.unknown_words.split()
    if words:
        listed = ", ".join(f"**{escape(word)}**" for word in words[:8])
        sentence = _(
            "No training caption had these words: {words}. The model never saw such a thing and cannot draw it."
        )
        st.info(sentence.replace("{words}", listed), icon=":material/help:")


def value(row: Row) -> str:
    """What is drawn, in words; names of values are the captions' own."""
    return row.drawn if row.seen else _("cannot be seen")
