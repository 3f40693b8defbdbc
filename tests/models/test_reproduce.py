"""What visitors write goes into the Python to take away as literals: nothing of it runs."""

import ast

import pytest

from models import reproduce
from models.diffusion.kinds import FewSteps, TextToImage
from models.text.kinds import Attend, CompareCache, NextToken, Score, Write
from models.tokens.kinds import Tokens, TrainBPE

TEXT = "\\\"\"\"+ {x} {0} %s ''' \n#"
STOP = "\\'\"{x}\n"
WORDS = "it's '''a''' hat, -"  # the image model reads no other signs


@pytest.mark.parametrize(
    ("request_", "texts"),
    [
        *((kind(prompt=TEXT), [TEXT]) for kind in (NextToken, Attend, CompareCache)),
        *((Write(prompt=TEXT, stop=STOP, method=method), [TEXT, STOP]) for method in ("greedy", "beam", "sample")),
        (Write(prompt=TEXT, chat=True), [TEXT]),
        (Score(text=TEXT), [TEXT]),
        (Tokens(text=TEXT), [TEXT]),
        (TrainBPE(text=TEXT, other=STOP), [TEXT, STOP]),
        (TextToImage(prompt=WORDS, negative_prompt=f"no {WORDS}"), [WORDS, f"no {WORDS}"]),
        (FewSteps(prompt=WORDS), [WORDS]),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_visitors_text_is_a_literal(request_, texts):
    nodes = ast.walk(ast.parse(reproduce.python(request_)))
    literals = [node.value for node in nodes if isinstance(node, ast.Constant)]
    assert all(literals.count(text) == 1 for text in texts)
