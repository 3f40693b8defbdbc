"""What visitors write goes into the Python to take away as literals: nothing of it runs."""

import ast

import pytest

from models import reproduce
from models.collapse.kinds import CurveGenerations
from models.control.kinds import Hide, Patch, Steer
from models.data_cleaning.kinds import CleanText
from models.diffusion.kinds import FewSteps, TextToImage
from models.families import kinds
from models.inside.kinds import Broken, Inside
from models.text.kinds import Attend, CompareCache, NextToken, Score, Write
from models.tiny_transformer.kinds import Continue, Train
from models.tokens.kinds import CountBytes, Tokens, TrainBPE

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
        (Inside(prompt=TEXT), [TEXT]),
        (Broken(prompt=TEXT), [TEXT]),
        (Hide(prompt=TEXT), [TEXT]),
        (Patch(clean=f"a {TEXT[:8]}", corrupt=f"b {TEXT[:8]}"), [f"a {TEXT[:8]}", f"b {TEXT[:8]}"]),
        (Steer(prompt=TEXT), [TEXT]),
        (Tokens(text=TEXT), [TEXT]),
        (CountBytes(text=TEXT), [TEXT]),
        (TrainBPE(text=TEXT, other=STOP), [TEXT, STOP]),
        (TextToImage(prompt=WORDS, negative_prompt=f"no {WORDS}"), [WORDS, f"no {WORDS}"]),
        (FewSteps(prompt=WORDS), [WORDS]),
        (Train(prompt=TEXT), [TEXT]),
        (Continue(prompt=TEXT), [TEXT]),
        (CleanText(own=WORDS), [WORDS]),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_visitors_text_is_a_literal(request_, texts):
    nodes = ast.walk(ast.parse(reproduce.python(request_)))
    literals = [node.value for node in nodes if isinstance(node, ast.Constant)]
    assert all(literals.count(text) == 1 for text in texts)


@pytest.mark.parametrize("kind", kinds().values(), ids=list(kinds()))
def test_whether_a_script_reads_files_of_this_project_is_known(kind):
    """The kinds that need none are those that train from nothing, those that hold their network, and the text model's,
    which loads from its cache."""
    named = '"models/' in reproduce.python(kind())
    own = ("text", "answers", "bias", "code", "control", "inside", "safety", "cost")
    own += ("toys", "fine_tuning", "invented_people")
    needs_none = kind in (Continue, CurveGenerations) or kind.family in own
    assert reproduce.needs_files(kind()) == named == (not needs_none)


def test_a_text_that_names_a_file_needs_none():
    assert not reproduce.needs_files(NextToken(prompt='"models/x'))
    assert not reproduce.needs_files(NextToken(prompt="models/x"))


def test_a_network_that_learns_the_visitor_s_own_text_needs_no_file_of_this_project():
    own = Train(corpus="own", text='It\'s "models/x", he said. ' * 90)
    assert '"models/' in reproduce.python(own) and not reproduce.needs_files(own)
    assert reproduce.needs_files(Train(corpus="moby-dick"))
