"""Whether the beginning of a text can still become Python, by Python's own compiler. Nothing is run.

CPython says where a text stops being Python. An error before the end stays, whatever follows; one at the end may be
cured by what comes next. A word at the end may become a keyword. The answer errs a little to both sides (an unfinished
`0x` is refused), so a text that was written under it is in the end cut to its last readable line (source.readable).

Libraries that constrain text models (outlines, llguidance) bring grammars and an engine of their own; the compiler of
the very language is shorter, and exact about indentation.
"""

from __future__ import annotations

import ast
import keyword
import re

INCOMPLETE = 0x4000  # CPython's PyCF_ALLOW_INCOMPLETE_INPUT, with which the standard library's codeop asks, too
_WORD = re.compile(r"[^\W\d]\w*$")
# Errors at a line's end that its next line cures.
_GOES_ON = ("incomplete input", "expected an indented block", "expected 'except' or 'finally'")
# Errors that Python reports where something began which the line's rest may finish.
_UNFINISHED = ("unterminated string literal", "expected 'else' after")


def possible(text: str) -> bool:
    """Whether some continuation of `text` is Python."""
    lines, last = text.rpartition("\n")[::2]
    if not last.strip():  # a new line that has not begun: what is above it must be whole
        return _error(lines + "\n") is None or _goes_on(_error(lines + "\n"))
    if _fits(text):
        return True
    word = _WORD.search(text)
    if word is None:
        return False
    longer = (name for name in keyword.kwlist if name.startswith(word[0]) and name != word[0])
    return any(_fits(text[: word.start()] + name) for name in longer)


def _fits(text: str) -> bool:
    """Whether the last line has no error, or none before its end."""
    error = _error(text)
    if error is None or "incomplete input" in error.msg:
        return True
    number, length = text.count("\n") + 1, len(text.rpartition("\n")[2])
    if error.lineno != number or isinstance(error, IndentationError):
        return False
    return (error.offset or 0) > length or any(error.msg.startswith(known) for known in _UNFINISHED)


def _goes_on(error: SyntaxError | None) -> bool:
    return error is not None and any(known in error.msg for known in _GOES_ON)


def _error(text: str) -> SyntaxError | None:
    try:
        compile(text, "<text>", "exec", ast.PyCF_ONLY_AST | INCOMPLETE)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte; too deep
        return SyntaxError(str(error))
    return None
