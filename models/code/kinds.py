"""What can be asked for a small Python function: its first lines, and how often it is tried."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.code.prompt import written
from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.text.prompt import Prompt

NEW_TOKENS = 64  # of a function, at most; it ends earlier where a line begins at the margin


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteCode(Request):
    """One function: the greedy try and tries drawn at a temperature, after two example functions (few-shot, Brown et
    al., arXiv:2005.14165). Raises InvalidRequest for a signature that is none."""

    kind: ClassVar[str] = "write-code"
    family: ClassVar[str] = "code"
    first_guess: ClassVar[float] = 3.0
    signature: Annotated[str, Prompt(32)] = "factorial(n)"
    docstring: Annotated[str, Prompt(48)] = "Return n factorial."
    samples: Annotated[int, Range(0, 20)] = 8
    temperature: Annotated[float, Range(0, 5, 0.05)] = 0.6
    """Of the drawn tries; the first is greedy."""
    grammar: bool = False
    """Tokens after which the text could no longer become Python are passed over."""
    ending: Literal["docstring", "line"] = "docstring"
    """Where the prompt ends: after the docstring, or after the line break behind it."""
    seed: Seed = 0
    """Try i of n is drawn with the random numbers of the seed n · seed + i, so that two seeds share none."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        check_signature(self.signature)
        if any(mark in self.docstring for mark in ('"', "\\", "\n")):
            raise InvalidRequest(
                N_("The description is one line without quotation marks and backslashes: it becomes a docstring.")
            )

    @property
    def prompt(self) -> str:
        """All that the model reads."""
        return written(self.signature, self.docstring, self.ending)


def check_signature(signature: str) -> None:
    """Raises InvalidRequest unless it is a name with parameters, on one line."""
    try:
        if "\n" in signature or "#" in signature:
            raise SyntaxError
        [function] = ast.parse(f"def {signature}: pass").body
        if not isinstance(function, ast.FunctionDef) or len(function.body) != 1 or function.returns is not None:
            raise SyntaxError
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InvalidRequest(
            N_("“{signature}” is no beginning of a function. Write a name with its parameters, such as add(a, b)."),
            signature=signature,
        ) from error


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TryStep(Step):
    """One try, as soon as it has ended. The first to end need not be the first of the list."""

    number: int  # 0 for the greedy one
    input_ids: np.ndarray  # (n,) int64, the prompt
    output_ids: np.ndarray  # (m,) int64, m ≤ NEW_TOKENS, up to the one with which the function ended
    logprob: float  # natural log of the probability of all of output_ids, without temperature and grammar
    passed_over: int  # tokens that the grammar did not let through


FACTORIAL = WriteCode()
CUT = WriteCode(ending="line")


def prepared() -> tuple[Request, ...]:
    """The runs that are shipped: see models/prepared.py."""
    return (FACTORIAL, CUT)
