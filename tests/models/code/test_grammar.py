"""The grammar: beginnings of real programs can become Python, and what Python refuses before its end cannot."""

import ast
import io
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import models.code
from models.code import source
from models.code.grammar import possible

START = 'def f(a, b):\n    """Doc."""'
FUNCTIONS = [
    ast.get_source_segment(text, node) + "\n"
    for path in sorted(Path(models.code.__file__).parent.glob("*.py"))
    for text in [path.read_text(encoding="utf-8")]
    for node in ast.parse(text).body
    if isinstance(node, ast.FunctionDef)
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FUNCTIONS), st.data())
def test_every_beginning_of_a_real_function_that_ends_with_a_token_can_become_python(function, data):
    """At the ends of Python's own tokens, and in the middle of names."""
    tokens = list(tokenize.generate_tokens(io.StringIO(function).readline))
    lines = [0]
    for line in function.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    body = next(t.start[0] for t in tokens if t.type == tokenize.INDENT) - 1  # the prompt holds what is above
    inside = [t for t in tokens if t.string.strip() and t.type != tokenize.COMMENT and t.start[0] > body]
    token = data.draw(st.sampled_from(inside))
    at = lines[token.end[0] - 1] + token.end[1]
    assert possible(function[:at])
    if token.type == tokenize.NAME:
        assert possible(function[: at - len(token.string) + 1])


@pytest.mark.parametrize(
    "rest",
    [
        "\n    return a b",
        "\n    return (a]",
        "\n    if a:\n    x",
        "\n  x",
        "\n    return a\n  b",
        "\n    a = = ",
        "\n    return a\n        b",
        "\n    try:\n        a\n    b",
        "\n    else",
        "\n    return a)",
        "\n    1 = a",
        "\n    if a\n",
        "\n    return a +\n",
        "\n    x = 'abc\n",
        "\n    for i in:",
        "\n    return\x00",
    ],
)
def test_what_no_continuation_can_cure_is_refused(rest):
    assert not possible(START + rest)
    assert not source.parses(START + rest + "\n    return 1\n")


@pytest.mark.parametrize(
    "rest", ["\n    return a +", "\n    if a", "\n    x = 'ab", "\n    retur", "\n    return a i", ""]
)
def test_what_is_unfinished_is_let_through(rest):
    assert possible(START + rest)


def test_a_text_that_was_cut_off_ends_at_its_last_readable_line():
    assert source.readable(START + "\n    x = (1,\n    2\n") == START + "\n"
    assert source.readable(START + "\n    x = 1\n    return (\n") == START + "\n    x = 1\n"
