"""A network that learns from a heap learns as from a visitor's own text, and is measured on new stories alone."""

from dataclasses import replace

import pytest

from models.data_cleaning import infer as cleaning
from models.data_cleaning.kinds import CleanText
from models.prepared import prepared
from models.stories import corpus
from models.tiny_transformer import data, infer, on_heap
from models.tiny_transformer.kinds import (
    CheckpointStep,
    LearnedStep,
    ProgressStep,
    TextStep,
    TrainOnHeap,
    UpdateStep,
    raw_and_cleaned,
)

SMALL = TrainOnHeap(documents=300, steps=3)


@pytest.mark.parametrize("cleaned", [True, False])
def test_what_is_held_out_is_new_stories_and_all_else_is_the_heap(cleaned):
    request = replace(SMALL, cleaned=cleaned)
    learned, held_out = data.texts(on_heap.training(request))
    documents = cleaning.kept(request) if cleaned else cleaning.texts(request)
    assert learned == "".join(document + "\n" for document in documents)
    new = corpus.text("en", 40_000, seed=3)
    assert new.startswith(held_out) and len(held_out) == pytest.approx(len(learned) / 9, abs=2)
    told = {line for line in new.splitlines() if line}
    assert not told & set(documents)


def test_the_run_is_that_of_a_training_on_this_text(app):
    whole = list(infer.train(on_heap.training(SMALL)))
    steps = app(SMALL)
    kept = [step for step in whole if not isinstance(step, (UpdateStep, LearnedStep))]
    assert [type(step) for step in steps] == [type(step) for step in kept] and len(steps) < len(whole)
    ours, theirs = ([s.held_out for s in of if isinstance(s, ProgressStep)] for of in (steps, kept))
    assert ours == theirs
    assert next(s for s in steps if isinstance(s, TextStep)).floor is None


def test_a_raw_heap_is_the_same_whatever_the_filters():
    assert TrainOnHeap(cleaned=False, junk=False, similarity=0.2) == TrainOnHeap(cleaned=False)
    assert TrainOnHeap(junk=False) != TrainOnHeap()
    raw, cleaned = raw_and_cleaned(CleanText(own="not of these", documents=100, similarity=0.3))
    assert {r.similarity for r in cleaned} == {0.3} and not any(r.own for r in raw + cleaned)


def test_the_shipped_runs_end_where_their_text_lets_them():
    """The text of each is that of its filters, and no run is better than the stories' own entropy."""
    for requests in raw_and_cleaned(CleanText()):
        for request in requests:
            steps = prepared(request).steps
            documents = cleaning.kept(request) if request.cleaned else cleaning.texts(request)
            [text] = [step for step in steps if isinstance(step, TextStep)]
            assert text.characters == sum(len(document) + 1 for document in documents)
            last = [step for step in steps if isinstance(step, ProgressStep)][-1]
            assert last.number == request.steps and last.held_out > corpus.floor("en")
            assert [step for step in steps if isinstance(step, CheckpointStep)][-1].number == request.steps
