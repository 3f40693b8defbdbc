"""From the text that a model wrote to the function in it. No torch: pages use it."""

from __future__ import annotations

import ast
import re

from models.code.kinds import TryStep, WriteCode
from models.code.prompt import first_lines
from models.text import tokenizer

_MARGIN = re.compile(r"\n(?=[^\s])")


def after_docstring(request: WriteCode, text: str) -> str:
    """What was written, from the docstring's end on."""
    return ("\n" if request.ending == "line" else "") + text


def ended(request: WriteCode, text: str) -> bool:
    """Whether a line begins at the margin, where no line of the function's body can."""
    return _MARGIN.search(after_docstring(request, text)) is not None


def function(request: WriteCode, text: str) -> str:
    """The function in the text: all before the first line at the margin."""
    body = _MARGIN.split(after_docstring(request, text), maxsplit=1)[0]
    return first_lines(request.signature, request.docstring) + body


def text_of(step: TryStep) -> str:
    return tokenizer.decode([i for i in step.output_ids.tolist() if i not in tokenizer.end_ids])


def source(request: WriteCode, step: TryStep) -> str:
    """The whole function, as Python would read it. With the grammar: up to the last line that Python can read."""
    text = function(request, text_of(step)).rstrip() + "\n"
    return readable(text) if request.grammar else text


def readable(text: str) -> str:
    """The longest beginning, in whole lines, that is Python."""
    lines = text.splitlines(keepends=True)
    for count in range(len(lines), 2, -1):
        if parses("".join(lines[:count])):
            return "".join(lines[:count])
    return "".join(lines[:2])


def parses(text: str) -> bool:
    """Whether Python can read it. Nothing is run."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
