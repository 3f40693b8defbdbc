"""The numbers that Safety names, computed again by other means; sentences say what a run shows; one option is right."""

import numpy as np
import pytest
from scipy.stats import binomtest

from models.engine.rate_limit import RateLimit
from models.prepared import prepared
from models.safety import flat, measured, orders, watermark
from models.safety.kinds import Hidden, Labelled, Mark
from models.safety.sentences import SENTENCES, WORDS
from models.text import tokenizer
from pages.basics import words
from pages.chapters.safety import attacks, bucket, charts, faces, filters, length, marks, numbers, secrets
from tests.arrays import assert_allclose

PAIR = prepared(Mark(scheme="none")), prepared(Mark())


def hits(ids, key=42):
    """Green tokens of distinct pairs, one pair after the other."""
    pairs = set(zip(ids[:-1], ids[1:], strict=True))
    return sum(bool(watermark.green(key, np.array(a), np.array(b))) for a, b in pairs), len(pairs)


def p_of(ids, key=42):
    k, n = hits(ids, key)
    return binomtest(k, n, 0.25, alternative="greater").pvalue


def ids_of(trace):
    return [s.token_id for s in trace.steps if s.token_id not in (0, 2)]


def test_the_sentence_names_what_the_key_finds_in_the_shipped_texts():
    values = numbers.of(*PAIR)
    plain, marked = map(ids_of, PAIR)
    for name, ids, key in (("marked", marked, 42), ("plain", plain, 42), ("other", marked, 43)):
        k, n = hits(ids, key)
        assert (values[f"{name}_hits"], values[f"{name}_tosses"]) == (k, n)
        assert values[f"{name}_z"] == pytest.approx((k - n / 4) / (n * 3 / 16) ** 0.5)
        assert values[f"{name}_p"] == numbers.power(p_of(ids, key))
    logprobs = [step.logprob for step in PAIR[1].steps]
    assert values["marked_perplexity"] == pytest.approx(np.exp(-np.mean(logprobs)))
    assert "finds the mark, even" in values["verdict"]


def test_the_verdict_changes_with_p():
    unmarked = numbers.of(PAIR[0], PAIR[0])
    assert unmarked["verdict"] == numbers.verdict(p_of(ids_of(PAIR[0]))) == "The key does not find the mark."
    assert "only if" in numbers.verdict(0.005) and "even where" in numbers.verdict(0.001)


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.36, "0.36"), (0.0042, "0.0042"), (5.06e-8, "5.1 · 10⁻⁸"), (9.96e-10, "1.0 · 10⁻⁹"), (1.0, "1.00")],
)
def test_small_probabilities_are_powers_of_ten(p, text):
    assert numbers.power(p) == text


def test_each_line_is_p_after_so_many_tokens():
    (_name, marked), (_other, plain), (_third, other) = marks.lines(*PAIR)
    for ps, ids, key in ((marked, ids_of(PAIR[1]), 42), (plain, ids_of(PAIR[0]), 42), (other, ids_of(PAIR[1]), 43)):
        assert len(ps) == len(ids) and ps[0] == 1
        for n in (2, 20, len(ids)):
            assert ps[n - 1] == pytest.approx(p_of(ids[:n], key))
    figure = charts.growing(marks.lines(*PAIR))
    assert_allclose(figure.data[0].y, marked)


@pytest.mark.parametrize("left", range(13))
def test_exactly_one_option_is_right_however_many_are_left(left):
    right = {"few": left <= 4, "some": 4 < left <= 8, "most": left > 8}
    assert [name for name, holds in right.items() if holds] == [numbers.option(left, 12)]


def test_the_answer_counts_the_rewritten_texts_in_which_the_mark_is_left():
    option, told = numbers.answer()
    left = sum(p_of(ids) <= 0.001 for ids in measured.texts("rewritten"))
    assert (told["left"], told["before"]) == (left, sum(p_of(ids) <= 0.001 for ids in measured.texts("green")))
    assert option == numbers.option(left, 12)


def test_texts_found_by_length_are_counted_one_by_one():
    for alarms in watermark.FALSE_ALARMS:
        for place, n in enumerate(length.LENGTHS):
            assert length.found("green", alarms)[place] == sum(p_of(t[:n]) <= alarms for t in measured.texts("green"))
    assert length.found("none", 0.001)[-1] <= 1, "the control"
    assert length.found("green", 0.001)[0] < length.found("green", 0.001)[-1]


def test_strength_and_price_are_those_of_the_texts():
    zs = [watermark.read(ids, "tournament", 42).evidence().z for ids in measured.texts("tournament")]
    mean, (low, high) = length.strength("tournament")
    assert mean == pytest.approx(np.mean(zs)) and low < mean < high
    margin = 1.96 * np.std(zs, ddof=1) / len(zs) ** 0.5
    assert (high - low) / 2 == pytest.approx(margin, rel=0.25)
    rows = measured.numbers()["green.logprobs"]
    middle, (low, high) = length.price("green")
    assert middle == pytest.approx(np.exp(-rows[~np.isnan(rows)].astype(float).mean())) and low < middle < high


def test_false_alarms_of_unmarked_texts_are_as_rare_as_allowed():
    for alarms in watermark.FALSE_ALARMS:
        k, n = length.false_alarms(alarms)
        assert binomtest(k, n, alarms, alternative="greater").pvalue > 0.001


@pytest.mark.parametrize("attack", ["delete", "swap", "replace"])
def test_an_attack_touches_as_many_words_as_it_says(attack):
    words = [f"w{i}" for i in range(1000)]
    text = " ".join(words)
    assert attacks.attacked(text, attack, 0, ["x"]) == text
    after = attacks.attacked(text, attack, 0.3, ["x"]).split(" ")
    left = sum(a == b for a, b in zip(words, after, strict=False)) if attack != "delete" else len(after)
    assert 640 < left < 770
    assert attack != "swap" or sorted(after) == sorted(words)
    assert attacks.attacked("one", attack, 0.5, ["x"]) in ("one", "", "x")


def test_a_rewritten_text_is_read_again_and_its_kept_pairs_are_counted():
    request = Mark()
    trace = prepared(request)
    text = marks.text_of(trace, request.scheme, request.key)
    same = attacks.compared(text, text.ids, request)
    pairs = set(zip(text.ids, text.ids[1:], strict=False))
    assert f"Of its {len(pairs)} different pairs of neighbouring tokens, {len(pairs)} stood" in same
    other = measured.texts("rewritten")[0]
    k, n = hits(other)
    z = (k - n / 4) / (n * 3 / 16) ** 0.5
    kept = pairs & set(zip(other, other[1:], strict=False))
    said = attacks.compared(text, other, request).replace("\\", "")
    assert f"→ {words.show(z, '.1f')}," in said and f", {len(kept)} stood in your text" in said


def test_the_table_of_attacks_counts_the_texts_again():
    given = {(name, share): (k, z) for name, share, k, z in attacks.outcomes()}
    assert given["none", ""][0] > given["rewritten", ""][0]
    spoiled = [
        tokenizer.encode(attacks.attacked(tokenizer.decode(ids), "delete", 0.5, attacks.pool(), seed))
        for seed, ids in enumerate(measured.texts("green"))
    ]
    k, z = next(value for (name, share), value in given.items() if name == "delete" and share.startswith("50"))
    assert k == sum(p_of(ids) <= 0.001 for ids in spoiled) and z < given["none", ""][1]


def test_the_filters_errors_are_counted_sentence_by_sentence():
    given = filters.scores()
    missed = sum(s.unkind and p < 0.5 for s, p in zip(SENTENCES, given, strict=True))
    alarms = sum(not s.unkind and p >= 0.5 for s, p in zip(SENTENCES, given, strict=True))
    assert filters.errors(given >= 0.5) == (missed, alarms)
    summary = filters.summary(0.5)
    assert f"probe {missed}" in summary and f"probe {alarms}" in summary
    everything = filters.summary(0.0)
    assert "probe 0" in everything and f"probe {len(SENTENCES) // 2}" in everything
    with_word = [any(word in s.text.lower() for word in WORDS) for s in SENTENCES]
    assert all(
        w or not f or s.sort == "disguised" for w, f, s in zip(with_word, filters.by_words(), SENTENCES, strict=True)
    )


def test_the_probe_beats_its_controls_where_it_does():
    from sklearn.metrics import roc_auc_score

    labelled = prepared(Labelled())
    shuffled = [roc_auc_score(filters.UNKIND, row) for row in filters.scores("shuffled")]
    areas = [roc_auc_score(filters.UNKIND, filters.scores(name)) for name in ("probe", "bag")] + [np.mean(shuffled)]
    said = filters.summary(0.5).replace("\\", "")
    assert all(f"{area:.2f}" in said for area in areas)
    assert areas[0] > areas[1] + 0.1 and areas[0] > max(shuffled) and abs(areas[2] - 0.5) < 0.05
    assert "stopped" in filters.said(labelled, prepared(Hidden()), 0.0)
    assert "passes" in filters.said(labelled, prepared(Hidden()), 1.0)


def test_twenty_faces_are_half_real_and_none_of_them_tuned_the_detector():
    for seed in range(5):
        chosen = faces.chosen(seed)
        kinds = [face.kind for face in chosen]
        assert [kinds.count(kind) for kind in ("real", "made", "diffusion")] == [10, 5, 5] and len(set(chosen)) == 20
        assert [face.made for face in chosen] == [kind != "real" for kind in kinds]
        assert min(face.number for face in chosen) >= faces.TUNED
    assert faces.chosen(0) != faces.chosen(1)


def test_the_detector_s_errors_are_counted_again_before_and_after_jpeg():
    cut = faces.cut()
    for quality in (None, 75):
        counts = []
        for name in ("made", "diffusion", "real"):
            pictures = measured.faces()[name][50:]
            if quality:
                pictures = np.stack([flat.jpeg(p, quality) for p in pictures])
            counts.append(sum(flat.share(p[None])[0] < cut for p in pictures))
        assert faces.caught(quality) == faces.Called(*counts, n=50)
    assert faces.caught(None).made >= 48 and faces.caught(None).real <= 2
    assert faces.caught(75).real > 25 and "takes most real pictures for fakes" in faces.said(75)


def test_whether_the_detector_holds_for_another_generator_is_said_as_counted(monkeypatch):
    assert "no fewer, as far as 50 tell" in faces.said(75)
    fewer = faces.Called(made=50, diffusion=30, real=0, n=50)
    monkeypatch.setattr(faces, "caught", lambda quality: fewer)
    assert "30 of 50" in faces.said(75) and ": fewer." in faces.said(75)


def test_a_score_says_whether_a_coin_would_do(monkeypatch):
    chosen = faces.chosen(0)
    assert "below the interval" in faces.score(chosen, [face.made for face in chosen])
    assert "above the interval" in faces.score(chosen, [not face.made for face in chosen])
    assert "inside the interval" in faces.score(chosen, [True] * 20)


def test_defences_are_counted_answer_by_answer():
    none, reminder, questions, checked = secrets.outcomes()
    texts = [tokenizer.decode(ids).upper() for ids in measured.texts("attempts.none")]
    assert none.leaked == sum("SUNFLOWER" in text for text in texts)
    assert reminder.leaked == sum(
        "SUNFLOWER" in tokenizer.decode(i).upper() for i in measured.texts("attempts.reminder")
    )
    passed = [a for a, text in zip(orders.ATTEMPTS, texts, strict=True) if "SUNFLOWER" in text and "assword" not in a]
    assert questions.leaked == len(passed) and questions.refused == 3
    assert checked.leaked == 0


def test_the_buckets_are_the_app_s_own_on_a_played_clock():
    now = [0.0]
    limit, refused = RateLimit(120, 60, lambda: now[0]), 0
    for i in range(600):
        now[0] = i * 0.2
        try:
            limit.check("v")
            limit.spend("v")
        except Exception:
            refused += 1
    assert bucket.played(0.2, 1.0)[:2] == (600, refused)
    assert bucket.outcomes()[0][1] == bucket.outcomes()[1][1] == 0
    assert limit.left("v") < 2 and limit.left("other") == 120
