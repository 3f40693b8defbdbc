"""The figure of the tree: what texts share is drawn once, and a pick means the token that stands there."""

import numpy as np
import pytest

from models.engine import ModelInfo, Trace
from models.text.kinds import Write, WriteStep
from pages.chapters.writing import tree
from pages.chapters.writing.path import BRANCHES, PLACES, Branch, Path
from pages.chapters.writing.text import written
from pages.chapters.writing.tree import ALTERNATIVE, OTHERS, Text, nodes_of

TOP = np.arange(100, 120)


def text(*ids):
    steps = tuple(
        WriteStep(
            passes=1,
            token_id=i,
            logprob=np.log(0.5),
            filtered_prob=0.5,
            top_ids=TOP,
            entropy_bits=1.0,
            top_probs=np.full(20, 0.05, np.float32),
            milliseconds=1.0,
        )
        for i in ids
    )
    return Text(Trace(Write(), steps, 1.0, ModelInfo("m", "", "fp32")), written(steps))


FIRST, SECOND = text(1, 2, 3, 4), text(1, 2, 100, 6)
PATH = Path().taken(2, 100)


def spelled(path, texts, leaf):
    """The token ids from the root to a node."""
    nodes, meaning = nodes_of(path, texts)
    parents = {node.id: node.parent for node in nodes}
    ids = []
    while leaf:
        ids.insert(0, meaning[leaf][2])
        leaf = parents[leaf]
    return ids


def test_every_text_can_be_read_from_the_root_to_its_last_node():
    texts = [FIRST, SECOND]
    assert spelled(PATH, texts, 1 + 0 * PLACES + 3) == [1, 2, 3, 4]
    assert spelled(PATH, texts, 1 + 1 * PLACES + 3) == [1, 2, 100, 6]


def test_what_texts_share_is_drawn_once():
    nodes, meaning = nodes_of(PATH, [FIRST, SECOND])
    drawn = [node for node in nodes if 0 < node.id < ALTERNATIVE]
    assert len(drawn) == 4 + 2 and len({node.id for node in nodes}) == len(nodes)


def test_the_shown_text_alone_is_filled_and_has_alternatives_that_stand_in_no_text():
    nodes, meaning = nodes_of(PATH, [FIRST, SECOND])
    assert [meaning[n.id][2] for n in nodes if n.on_path] == [1, 2, 100, 6]
    others = [n for n in nodes if n.id >= ALTERNATIVE]
    assert len(others) == 4 * OTHERS
    at_two = {meaning[n.id][2] for n in others if meaning[n.id][1] == 2}
    assert at_two == {101, 102, 103}, "100 stands there in the second text"


def test_parents_come_before_their_children():
    path = PATH.taken(3, 7).taken(0, 9)
    nodes, _ = nodes_of(path, [FIRST, SECOND, text(1, 2, 100, 7), text(9, 1, 1, 1)])
    seen = set()
    for node in nodes:
        assert node.parent is None or node.parent in seen
        seen.add(node.id)


@pytest.fixture
def kept(monkeypatch):
    calls = []
    monkeypatch.setattr(tree, "keep", lambda path, at=None: calls.append((path, at)))
    return calls


def test_taking_the_token_that_stands_in_an_older_text_goes_to_that_text(kept):
    tree.take(PATH, [FIRST, SECOND], 2, 3)
    tree.take(PATH, [FIRST, SECOND], 3, 6)
    tree.take(PATH, [FIRST, SECOND], 2, 100)
    assert kept == [(Path(PATH.branches, 0), 2), (PATH, 3), (PATH, 2)]


def test_picking_a_filled_token_looks_at_its_place_and_another_text_s_token_goes_to_that_text(kept):
    path = PATH.taken(3, 7)
    texts = [FIRST, SECOND, text(1, 2, 100, 7)]
    nodes, meaning = nodes_of(path, texts)
    filled = {node.id for node in nodes if node.on_path}
    for node in (1 + 1 * PLACES + 2, 1 + 1 * PLACES + 3, 1 + 0 * PLACES + 3):
        tree._picked(path, texts, meaning, filled, 0, node)
    assert kept == [(path, 2), (Path(path.branches, 1), 3), (Path(path.branches, 0), 3)]


def test_a_run_that_failed_leaves_the_text_given_instead_and_no_branch():
    path, texts = tree.grow(Write(seed=9), PATH, lambda request: FIRST.trace)
    assert path == Path() and len(texts) == 1


def test_growing_stops_with_a_sentence_where_a_text_has_no_such_place(monkeypatch):
    said = []
    monkeypatch.setattr(tree.st, "warning", lambda sentence, icon: said.append(sentence))
    path, texts = tree.grow(Write(), Path().taken(9, 5).taken(1, 5), lambda request: FIRST.trace)
    assert path == Path() and len(texts) == 1 and "has 4" in said[0]


def test_a_full_tree_is_named_where_a_token_is_taken(monkeypatch, kept):
    said = []
    monkeypatch.setattr(tree.st, "toast", said.append)
    full = Path(tuple(Branch(0, 2, token_id) for token_id in range(BRANCHES)), 0)
    tree.take(full, [FIRST], 1, 8)
    assert "Undo one first" in said[0] and not kept
