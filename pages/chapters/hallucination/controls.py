"""Controls of Hallucination: the question, when an answer counts as sure, and which fact stands in the prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.answers.kinds import HELPED, Ask
from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.invented_people.kinds import LearnPeople
from models.text.prompt import Prompt
from pages.frame.control import Control

GIVEN = {
    "retrieved": N_("Looked up"),
    "right": N_("The true one"),
    "irrelevant": N_("An irrelevant one"),
    "false": N_("A false one"),
    "missing": N_("Looked up, where the right one is missing"),
    "own": N_("My own"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class HallucinationView(Checked):
    """What is shown of the runs, and which fact is put into the prompt."""

    look: Literal["premise", "sure", "fact", "why"] = "premise"  # "sure" would give the prediction's answer away
    sure: Annotated[int, Range(0, 10, 1)] = 7
    """So many of ten samples have to agree."""
    given: Literal["retrieved", "right", "irrelevant", "false", "missing", "own"] = "retrieved"
    fact: Annotated[str, Prompt(64)] = HELPED.fact
    hold: Annotated[int, Range(0, 10, 1)] = 5
    """So many of ten samples have to agree, where nothing answers the question."""


ROWS = (
    Control("ask", Ask, "question", N_("Ask it something with a short answer"),
            N_("Any question, best in English. It answers in one line."), one_line=True),
    Control("seed", Ask, "seed", N_("Seed"), N_("Another seed, ten other drawn answers. The first answer stays.")),
    Control("sure", HallucinationView, "sure", N_("Answer only if so many of ten agree"),
            N_("With fewer it would say: I don't know.")),
    Control("given", HallucinationView, "given", N_("Which fact stands in the prompt"),
            N_("The model reads it above the question."), GIVEN),
    Control("fact", HallucinationView, "fact", N_("Your own fact"), N_("Any sentence, true or not."), one_line=True),
    Control("hold", HallucinationView, "hold", N_("Answer only if so many of ten agree"),
            N_("With fewer it would say: I don't know.")),
    Control("people", LearnPeople, "spread", N_("People that were mentioned once"),
            N_("How the sentences are spread over the people."),
            {"few": N_("Few"), "middle": N_("Some"), "many": N_("Many")}),
    Control("sentences", LearnPeople, "sentences", N_("Sentences to read"),
            N_("More sentences: more people are read of, and more of them once.")),
    Control("world", LearnPeople, "seed", N_("Seed of the world"), N_("Another seed, other people and towns.")),
    Control("look", HallucinationView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"premise": N_("What does not exist"), "sure": N_("Sure and right?"), "fact": N_("A fact in the prompt"),
             "why": N_("Why it happens")}),
)  # fmt: skip
