"""What was planted is where the heap says, and the filters take what independent computations take."""

import json
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from datasketch import MinHash

from models.data_cleaning import filters, infer
from models.data_cleaning.heap import GOOD, KINDS, SHARES, heap
from models.data_cleaning.kinds import FILTERS, OWN, CleanText, FilterStep, SweepStep
from models.engine.errors import InvalidRequest
from models.stories import corpus
from models.text import tokenizer
from tests.arrays import assert_allclose, assert_array_equal

SMALL = CleanText(documents=100, seed=3)


@pytest.fixture(scope="module")
def steps():
    return list(infer.clean(SMALL))


def of_filters(all_steps):
    return {step.name: step for step in all_steps if isinstance(step, FilterStep)}


def test_the_heap_has_the_shares_and_each_copy_stands_behind_its_original():
    documents = heap(200, 1)
    assert Counter(d.kind for d in documents) == {kind: 2 * share for kind, share in SHARES.items()}
    told = corpus.stories("en", 1001)
    assert {d.text for d in documents if d.kind == "story"} == {next(told).text for _ in range(80)}
    for at, document in enumerate(documents):
        assert (document.original >= 0) == (document.kind in ("copy", "near"))
        if document.original >= 0:
            original = documents[document.original]
            assert document.original < at and original.kind == "story"
            assert (filters.plain(document.text) == filters.plain(original.text)) == (document.kind == "copy")
    assert heap(200, 1) == documents and heap(200, 2) != documents


def test_a_near_copy_is_nearer_to_its_original_than_stories_are_to_each_other():
    documents = heap(200, 1)
    texts = [d.text for d in documents]
    near = [jaccard(d.text, texts[d.original]) for d in documents if d.kind == "near"]
    stories = [d.text for d in documents if d.kind == "story"]
    assert np.median(near) > max(jaccard(a, b) for a, b in combinations(stories, 2))


def jaccard(a, b):
    words = [text.casefold().split() for text in (a, b)]
    one, other = ({tuple(w[i : i + 3]) for i in range(max(1, len(w) - 2))} for w in words)
    return len(one & other) / len(one | other)


def test_signatures_estimate_the_share_of_common_stretches():
    texts = [document.text for document in heap(100, 0)]
    exact = np.array([[jaccard(a, b) for b in texts] for a in texts])
    estimated = filters.similarities(texts)
    deviation = np.sqrt(exact * (1 - exact) / 128)
    upper = np.triu_indices(len(texts), 1)
    assert (np.abs(estimated - exact)[upper] <= 5 * deviation[upper] + 1e-12).all()
    used = deviation[upper] > 0.01
    z = (estimated - exact)[upper][used] / deviation[upper][used]
    assert used.sum() > 100 and 0.7 < z.std() < 1.3
    assert_array_equal(np.diag(estimated), np.ones(len(texts)))


def test_near_copies_are_those_that_the_library_itself_says():
    texts = [document.text for document in heap(100, 3)]
    kept, expected = [], []
    for text in texts:
        minhash = MinHash(num_perm=128)
        for shingle in filters.shingles(text):
            minhash.update(shingle.encode())
        expected.append(any(minhash.jaccard(other) >= 0.4 for other in kept))
        if not expected[-1]:
            kept.append(minhash)
    assert [at >= 0 for at in filters.near_copies(filters.similarities(texts), 0.4)] == expected
    assert 3 <= sum(expected) <= 30


def test_every_filter_sees_what_those_before_it_left(steps):
    documents = [*json.loads(steps[0].documents)]
    assert documents == [d.text for d in heap(100, 3)]
    assert_array_equal(steps[0].tokens, [len(tokenizer.encode(text)) for text in documents])
    reached = np.ones(100, bool)
    for name, step in of_filters(steps).items():
        assert_array_equal(step.reached, reached)
        assert not (step.took & ~reached).any()
        assert_array_equal(step.took, [bool(why) for why in json.loads(step.why)])
        assert step.took.any(), name
        reached &= ~step.took
    assert infer.kept(SMALL) == [text for text, stays in zip(documents, reached, strict=True) if stays]


def test_the_reasons_are_true(steps):
    documents, by_name = json.loads(steps[0].documents), of_filters(steps)
    for at, why in enumerate(json.loads(by_name["length"].why)):
        assert why == (str(len(documents[at].split())) if len(documents[at].split()) < 20 else "")
    for at in np.flatnonzero(by_name["copies"].took):
        first = json.loads(by_name["copies"].why)[at]
        assert " ".join(documents[int(first)].lower().split()) == " ".join(documents[at].lower().split())
    near = by_name["near"]
    for at in np.flatnonzero(near.took):
        other = int(json.loads(near.why)[at])
        assert near.reached[other] and not near.took[other] and other < at
        assert near.alike[at] == pytest.approx(jaccard(documents[at], documents[other]), abs=0.2)
        assert near.alike[at] >= 0.5
    truth = steps[0].truth
    german = [at for at in np.flatnonzero(by_name["language"].took) if json.loads(by_name["language"].why)[at] == "de"]
    assert german and {KINDS[truth[at]] for at in german} == {"foreign"}


def test_the_sweep_is_the_filter_at_other_thresholds(steps):
    [sweep] = [step for step in steps if isinstance(step, SweepStep)]
    for similarity in (0.2, 0.5, 0.8):
        [place] = np.flatnonzero(np.isclose(sweep.thresholds, similarity))
        alone = of_filters(infer.clean(CleanText(documents=100, seed=3, similarity=similarity)))["near"]
        assert_array_equal(sweep.took[place], alone.took)
    assert (np.diff(sweep.took.sum(1)) <= 0).all() and sweep.took[0].sum() > sweep.took[-1].sum()


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_that_is_off_takes_nothing_and_the_next_one_sees_more(name):
    with_it, without = (of_filters(infer.clean(CleanText(documents=100, seed=3, **{name: on}))) for on in (True, False))
    assert with_it[name].took.any() and not without[name].took.any()
    for later in FILTERS[FILTERS.index(name) + 1 :]:
        assert without[later].reached.sum() >= with_it[later].reached.sum()


GOOD_TEXT = "The harbour was quiet that morning, and nobody of those who lived there counted the boats. They slept."
JUNK = {
    "policy": GOOD_TEXT + " Read our privacy policy.",
    "braces": GOOD_TEXT + " {id: 1}.",
    "word_length": "the of and a I to be it at on in a b c d e.",
    "stop_words": "Big red boats sail.",
    "letters": "the of 1 2 3 4 5 66 7777 88888 99999 and with words.",
    "signs": GOOD_TEXT + " # # # # … ….",
    "bullets": "- the boats of the harbour.\n- that and have.",
    "endings": "the boats of the harbour\nand that which have",
    "repeats": "Buy cheap boats and cheap boats, cheap boats of that, cheap boats with cheap boats to have cheap.",
}


@pytest.mark.parametrize("rule", filters.JUNK_RULES)
def test_each_rule_takes_its_kind_of_junk_and_no_prose(rule):
    assert filters.JUNK_RULES[rule](JUNK[rule]) and filters.junk(JUNK[rule])
    assert not filters.JUNK_RULES[rule](GOOD_TEXT) and filters.junk(GOOD_TEXT) == ""


def test_own_documents_go_through_the_same_filters():
    german = "Das Haus am See war still, und niemand zählte die Boote, die dort lagen, denn alle schliefen noch."
    own = f"{GOOD_TEXT}\n\n  Too short.  \n{german}\n{GOOD_TEXT.upper()}"
    all_steps = list(infer.clean(CleanText(documents=50, own=own, least_words=5)))
    assert_array_equal(all_steps[0].truth[-4:], [OWN] * 4)
    taken = {name: step.took[-4:].tolist() for name, step in of_filters(all_steps).items()}
    assert taken["length"] == [False, True, False, False]
    assert taken["language"] == [False, False, True, False]
    assert taken["copies"] == [False, False, False, True]
    assert infer.kept(CleanText(documents=50, own=own, least_words=5))[-1] == GOOD_TEXT


@pytest.mark.parametrize("own", ["x" * 4001, "line\n" * 21, "half \ud800"])
def test_too_much_is_refused_in_a_sentence(own):
    with pytest.raises(InvalidRequest) as error:
        CleanText(own=own)
    assert str(error.value).endswith((".", "again."))


def test_good_and_planted_kinds_are_all_kinds():
    assert set(GOOD) < set(KINDS) == set(SHARES) and sum(SHARES.values()) == 100


def test_the_shipped_result_is_that_of_the_default(steps):
    from models.prepared import prepared

    shipped = prepared(CleanText())
    texts = [d.text for d in heap(600, 0)]
    assert json.loads(shipped.steps[0].documents) == texts
    assert_allclose(shipped.steps[0].characters, [len(text) for text in texts])
