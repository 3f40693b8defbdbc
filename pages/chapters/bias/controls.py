"""Controls of Bias: whose words, which sentence, which two continuations; and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.avatars.attributes import ATTRIBUTES
from models.bias.kinds import WORD, Compare
from models.bias.lists import PRONOUNS, SLOT, TEMPLATES, occupations, prompts
from models.engine.errors import InvalidRequest
from models.engine.requests import Checked
from models.engine.translation import N_
from models.gan.kinds import GanReadings
from models.skewed_flow.kinds import TrainSkewed
from models.text.prompt import Prompt
from pages.figures.attributes import LABELS
from pages.frame.control import Control

MOST_WORDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class BiasView(Checked):
    """What the visitor compares. Raises InvalidRequest where it does not fit into a Compare."""

    words: Annotated[str, Prompt(24)] = WORD
    template: Annotated[str, Prompt(24, empty=True)] = ""
    """With underscores where the word goes; empty: the 20 of models/bias/lists.py."""
    first: Annotated[str, Prompt(6)] = PRONOUNS[0].strip()
    second: Annotated[str, Prompt(6)] = PRONOUNS[1].strip()
    base: bool = False
    """Subtract what the model expects of anybody."""
    look: Literal["wording", "names", "pictures", "repairs"] = "wording"
    attribute: Literal[ATTRIBUTES] = "skin"  # type: ignore[valid-type]

    def __post_init__(self) -> None:
        Checked.__post_init__(self)
        if not 1 <= len(self.own_words) <= MOST_WORDS:
            raise InvalidRequest(
                N_("{n} words are given; 1 to {limit} are compared, with a comma between."),
                n=len(self.own_words),
                limit=MOST_WORDS,
            )
        if self.template and len(SLOT.findall(self.template)) != 1:
            raise InvalidRequest(N_("The sentence needs one slot for the word: write it as an underscore, _."))
        if not self.first.strip() or not self.second.strip() or self.first.strip() == self.second.strip():
            raise InvalidRequest(N_("Two different continuations are compared; type both."))
        self.request()

    @property
    def own_words(self) -> tuple[str, ...]:
        """In the order typed, each once."""
        words = (" ".join(word.split()) for word in self.words.split(","))
        return tuple(dict.fromkeys(word for word in words if word))

    @property
    def templates(self) -> tuple[str, ...]:
        return (self.template,) if self.template.strip() else TEMPLATES

    @property
    def continuations(self) -> tuple[str, str]:
        return f" {self.first.strip()}", f" {self.second.strip()}"

    @property
    def all_words(self) -> tuple[str, ...]:
        """Those that are run: in a sentence of one's own, the occupations too."""
        others = tuple(o.word for o in occupations()) if self.template.strip() else ()
        return tuple(dict.fromkeys((*self.own_words, *others)))

    def request(self) -> Compare:
        return Compare(prompts=prompts(self.all_words, self.templates), continuations=self.continuations)


ROWS = (
    Control("words", BiasView, "words", N_("Your words"),
            N_("One to three, with commas: occupations, or anything else that fits the sentences."), one_line=True),
    Control("template", BiasView, "template", N_("Your sentence"),
            N_("With an underscore for the word: “The _ laughed because”. Empty: 20 sentences of ours."),
            one_line=True),
    Control("first", BiasView, "first", N_("First continuation"), N_("What may come next."), one_line=True),
    Control("second", BiasView, "second", N_("Second continuation"), N_("What it is compared with."), one_line=True),
    Control("base", BiasView, "base", N_("Subtract the base rate"),
            N_("What the model expects after “person”, “stranger”, “neighbor” and “friend” in the same sentences.")),
    Control("attribute", BiasView, "attribute", N_("Attribute of the faces"), N_("What is counted in the pictures."),
            LABELS),
    Control("psi", GanReadings, "truncation_psi", N_("Truncation ψ of the GAN"),
            N_("Below 1, pictures are drawn towards the mean face: cleaner, and more alike.")),
    Control("draw", GanReadings, "seed", N_("Seed of the pictures"), N_("Another seed, 300 other pictures.")),
    Control("into", TrainSkewed, "hats", N_("Pictures with a hat (%)"), N_("Of the 400 that are learned from.")),
    Control("repair", TrainSkewed, "repair", N_("Repair"),
            N_("Before it learns: leave out some of the many, or show the few more often."),
            {"none": N_("No repair"), "left_out": N_("Leave out"), "weighted": N_("Re-weight")}),
    Control("flow_seed", TrainSkewed, "seed", N_("Seed of the training"),
            N_("Another seed, other pictures and other first numbers.")),
    Control("look", BiasView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"wording": N_("Is it the wording?"), "names": N_("Where it is weak"), "pictures": N_("Pictures"),
             "repairs": N_("Repairs")}),
)  # fmt: skip
