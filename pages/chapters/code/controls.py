"""Controls of Code: the function that is wanted, its checks, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.code.kinds import WriteCode
from models.code.tasks import of
from models.engine.requests import Checked
from models.engine.translation import N_
from models.text.prompt import Prompt
from pages.frame.control import Control

CHECKS = "\n".join(of(WriteCode().signature, WriteCode().docstring).checks)  # type: ignore[union-attr]


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeView(Checked):
    """What decides whether a function is right, and what is shown below. No model reads it."""

    checks: Annotated[str, Prompt(200, empty=True, host_limited=False)] = CHECKS
    look: Literal["often", "tasks", "grammar", "line"] = "often"


ROWS = (
    Control("function", WriteCode, "signature", N_("Name and parameters"),
            N_("How the function is called, such as add(a, b)."), one_line=True),
    Control("does", WriteCode, "docstring", N_("What it does, in English"),
            N_("One line. The model reads it as the function's docstring."), one_line=True),
    Control("checks", CodeView, "checks", N_("Checks, one per line"),
            N_("Expressions that are true for a right function, such as add(2, 3) == 5. The model never sees them.")),
    Control("tries", WriteCode, "samples", N_("Drawn tries"),
            N_("The first try is greedy: always the likeliest token. So many more are drawn.")),
    Control("temperature", WriteCode, "temperature", N_("Temperature"),
            N_("Of the drawn tries: low keeps to the likeliest tokens, high dares more.")),
    Control("grammar", WriteCode, "grammar", N_("Only what Python can read"),
            N_("A token after which the text can no longer become Python is passed over, and the next one is tried.")),
    Control("cut", WriteCode, "ending", N_("The prompt ends"),
            N_("A line break is part of the model's tokens for indentation."),
            {"docstring": N_("after the docstring"), "line": N_("after the line break")}),
    Control("seed", WriteCode, "seed", N_("Seed"), N_("Another seed, other drawn tries. The first try stays.")),
    Control("look", CodeView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"often": N_("Try again"), "tasks": N_("All tasks"), "grammar": N_("Python's grammar"),
             "line": N_("One line break")}),
)  # fmt: skip
