"""Tokens: every number on the page is the library's own, for any text that a visitor can type."""

import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from tokenizers import Tokenizer

from models.engine.errors import InvalidRequest
from models.shared_engine import engine
from models.text import tokenizer
from models.tokens.kinds import Tokens, TrainBPE
from pages.chapters.tokens import languages
from pages.chapters.tokens.rows import CHIPS
from tests.opening import open_at

HOSTILE = {
    "empty": "",
    "one space": " ",
    "line ends": "a\r\n\r\n\tb",
    "control characters": "a\x00b\x07c\x1b[31md\x7f",
    "right to left": "مرحبا بالعالم שלום \u202eabc\u202c",
    "a family in one sign": "👩‍👩‍👧",
    "combining marks": "e\u0301\u0301\u0301 \u0301a",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Markdown and LaTeX": "**b** [l](javascript:1) ![i](http://x) $x^2$ :red[r] `c` | {braces} {tokens} # h",
    "structure": "<|im_start|>user<|im_end|>",
    "replacement character": "a\ufffdb",
    "long English": "word " * 2000,
    "one long word": "ab" * 5000,
}


@pytest.fixture(scope="module")
def library(root):
    return Tokenizer.from_file(str(root / "models" / "text" / "tokenizer.json"))


@pytest.fixture
def visit():
    """Tokens needs no model, so these tests do not wait for one."""
    return lambda **parameters: open_at("tokens", parameters)


def rows(app):
    """What each row of chips sends to the browser, by its label."""
    sent = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]
    return {data["label"]: data for data in sent if "tokens" in data}


def own_row(app):
    return rows(app)["Your text as tokens, with their ids"]


def metrics(app):
    return {metric.label: metric.value.replace("\u202f", "").replace(",", "") for metric in app.metric}


def test_the_untouched_page_shows_the_librarys_ids_and_counts(visit, library):
    app = visit()
    assert not app.exception
    text = app.text_area(key="sentence").value
    ids = library.encode(text).ids
    assert [chip["sub"] for chip in own_row(app)["tokens"]] == [str(i) for i in ids]
    shown = metrics(app)
    assert (shown["characters"], shown["bytes"], shown["tokens"]) == (
        str(len(text)),
        str(len(text.encode())),
        str(len(ids)),
    )
    assert shown["bytes per token"] == f"{len(text.encode()) / len(ids):.2f}"


@pytest.mark.parametrize("case", HOSTILE)
def test_any_text_is_cut_as_the_library_cuts_it_and_nothing_of_it_is_markup(visit, library, words, case):
    text = HOSTILE[case]
    app = visit()
    app.text_area(key="sentence").set_value(text).run()
    assert not app.exception
    assert app.text_area(key="sentence").value == text, "the visitor's text is kept"
    if tokenizer.count(text) > 4096:
        assert any("Shorten it by" in warning.value for warning in app.warning)
        return
    ids = library.encode(text).ids
    row = own_row(app)["tokens"]
    assert [chip["sub"] for chip in row] == [str(i) for i in ids[:CHIPS]]
    assert not any("\ufffd" in chip["text"] for chip in row), "bytes are drawn as bytes"
    assert metrics(app)["token" if len(ids) == 1 else "tokens"] == str(len(ids))
    unescaped = re.compile(r"(?<!\\)<script|(?<!\\)<img|(?<!\\)!\[|(?<!\\)\]\(javascript|(?<!\\):red\[")
    assert not unescaped.search(words(app))


def test_a_text_too_long_is_refused_in_a_sentence_and_kept(visit):
    tamil = next(s.text for s in languages.SAMPLES if s.language == "Tamil")
    long = (tamil * 50)[:10_000]
    app = visit()
    app.text_area(key="sentence").set_value(long).run()
    assert not app.exception
    assert app.text_area(key="sentence").value == long
    assert any(re.search(r"has \d+ tokens; at most 4096 fit", w.value.replace("\\", "")) for w in app.warning)


@pytest.mark.parametrize("kind", [Tokens, TrainBPE])
def test_half_a_character_is_refused_by_the_request(kind):
    with pytest.raises(InvalidRequest, match="lone surrogate"):
        kind(text="a\ud800b")


def test_bytes_without_a_token_are_said_to_be_left_out(visit):
    text = "\x04".join("abc")
    app = visit(sentence=text)
    lost = len(text.encode()) - sum(len(tokenizer.piece_bytes(i)) for i in tokenizer.encode(text))
    assert lost
    assert any(f"{lost} bytes have no token" in w.value for w in app.warning)


def test_a_token_is_looked_into_by_its_number_and_in_depth_with_its_merges(visit, words):
    app = visit(sentence="The strawberries", token="2", depth="deep")
    (token_id,) = tokenizer.encode(" strawberries")
    shown = words(app).replace("\\", "").replace("\u202f", "").replace(",", "")
    assert f"id **{token_id}**" in shown and "Token 2 of 2" in shown
    assert b" strawberries".hex(" ").upper() in shown
    assert f"merge {token_id - tokenizer.FIRST_MERGED_ID + 1} of 48900" in shown
    merges = next(t.value for t in app.table if "joins" in t.value.columns)
    assert len(merges) == len(tokenizer.merges_of(token_id))
    assert own_row(app)["selected"] == 1


def test_a_number_beyond_the_last_token_shows_the_last(visit):
    app = visit(sentence="The cat", token="4000")
    assert not app.exception
    assert own_row(app)["selected"] == 1


@pytest.mark.parametrize(("compare", "pieces"), [("characters", list("né 🍓")), ("bytes", None)])
def test_the_simpler_tokenizer_stands_beside_it(visit, compare, pieces):
    app = visit(sentence="né 🍓", compare=compare)
    chips = [chip["text"] for chip in rows(app)["Your text split by the simpler tokenizer"]["tokens"]]
    expected = [tokenizer.visible_bytes(bytes([b])) for b in "né 🍓".encode()]
    assert chips == ([p.replace(" ", "␣") for p in pieces] if pieces else expected)


@pytest.mark.parametrize("language", ["English", "Arabic", "Tamil", "Amharic"])
def test_a_language_shows_its_sentence_in_the_librarys_tokens(visit, library, words, language):
    app = visit(show="languages", language=language)
    assert not app.exception
    sentence = next(s.text for s in languages.SAMPLES if s.language == language)
    ids = library.encode(sentence).ids
    chips = rows(app)["The sentence as tokens, with their ids"]["tokens"]
    assert [chip["sub"] for chip in chips] == [str(i) for i in ids[:CHIPS]]
    assert f"**{len(ids)} tokens**" in words(app)
    assert sentence in [text.value for text in app.text]


def test_the_bars_are_sorted_by_the_measure_that_is_chosen(visit):
    for measure in ("english", "character", "byte"):
        app = visit(show="languages", measure=measure)
        figure = json.loads(app.get("plotly_chart")[0].proto.spec)
        values = [float(text) for text in figure["data"][0]["text"]]
        assert len(values) == len(languages.SAMPLES) and values == sorted(values)


def brute_force(text, n_merges):
    """Byte-pair encoding by its definition, counting everything anew for each merge."""
    words = [[bytes([b]) for b in word] for word in tokenizer.words(text)]
    for _ in range(n_merges):
        pairs = Counter(pair for word in words for pair in pairwise(word))
        best = max(pairs.values(), default=0)
        if best < 2:
            break
        left, right = next(pair for pair, count in pairs.items() if count == best)
        for word in words:
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == (left, right):
                    word[i : i + 2] = [left + right]
                i += 1
    return [piece for word in words for piece in word]


@pytest.mark.parametrize("merges", [0, 1, 7, 43, 200])
def test_a_tokenizer_trained_on_the_visitors_text_equals_the_definition(visit, merges):
    app = visit(show="training", merges=str(merges))
    assert not app.exception
    pieces = brute_force(app.text_area(key="corpus").value, merges)
    assert metrics(app)["tokens"] == str(len(pieces))
    chips = rows(app)["The text learned from, in pieces"]["tokens"]
    assert [chip["text"] for chip in chips] == [tokenizer.visible_bytes(piece) for piece in pieces[:CHIPS]]


def test_moving_the_merges_trains_nothing_anew(visit):
    app = visit(show="training")
    request = TrainBPE()
    before = engine().cached(request)
    app.slider(key="merges").set_value(10).run()
    assert not app.exception
    assert engine().cached(request) is before is not None
    assert metrics(app)["vocabulary"] == "266"


def test_a_training_that_ends_early_says_so(visit, words):
    app = visit(show="training", corpus="low low low", merges="200")
    assert "No pair occurs twice" in words(app)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_an_empty_text_to_learn_from_is_said_and_the_first_one_is_shown(lang, words):
    app = open_at("tokens", {"show": "training", "corpus": "", "merges": "7", "lang": lang})
    first = open_at("tokens", {"show": "training", "merges": "7", "lang": lang})
    assert not app.exception and app.text_area(key="corpus").value == ""
    (warning,) = app.warning
    assert {"en": "no text to learn from", "de": "keinen Text zum Lernen"}[lang] in warning.value
    assert metrics(app) == metrics(first) and "–" not in metrics(app).values()
    needs = {"en": "needs – tokens", "de": "braucht –"}[lang]
    assert needs not in words(app)


@pytest.mark.parametrize("case", [c for c in HOSTILE if c != "one long word"])
def test_any_text_can_be_learned_from_and_cut(visit, case):
    app = visit(show="training")
    app.text_area(key="corpus").set_value(HOSTILE[case]).run()
    assert not app.exception
    app.text_area(key="other").set_value(HOSTILE[case]).run()
    assert not app.exception
    assert app.text_area(key="other").value == HOSTILE[case]


def test_switching_the_view_keeps_every_text(visit):
    app = visit(sentence="My own words", show="training", corpus="aa bb aa bb")
    app.session_state["show"] = "languages"
    app.run()
    app.session_state["show"] = "pieces"
    app.run()
    assert app.text_area(key="sentence").value == "My own words"
    assert app.text_area(key="corpus").value == "aa bb aa bb"
    assert own_row(app)["tokens"][0]["text"] == "My"


@pytest.mark.parametrize(
    ("name", "raw"), [("show", "nothing"), ("merges", "9999"), ("language", "Klingon"), ("token", "x")]
)
def test_what_the_address_says_wrongly_is_named_and_the_page_stands(visit, name, raw):
    app = visit(**{name: raw})
    assert not app.exception
    assert any(raw in warning.value for warning in app.warning)


def test_experiments_set_the_text_and_show_the_view_they_need(visit):
    app = visit(show="languages")
    next(b for b in app.button if b.label == "Write it in capitals").click().run()
    assert not app.exception
    assert own_row(app)["tokens"][0]["text"] == "THE"
    next(b for b in app.button if b.label == "Give your tokenizer Spanish").click().run()
    assert rows(app)["Another text, in pieces"]["tokens"][0]["text"].startswith("T")


def test_the_prediction_is_answered_by_the_visitors_own_text(visit, words):
    app = visit(sentence="unbelievably")
    louder = tokenizer.count("UNBELIEVABLY")
    app.get_by_key("_guess_tokens").set_value("many").run()
    assert f"in capitals it has **{louder}**" in words(app)
    assert "**Yes.**" in words(app)


def test_a_locked_text_stays_as_the_teacher_set_it(visit):
    app = visit(sentence="fixed", lock="sentence")
    assert app.text_area(key="sentence").disabled
    assert app.text_area(key="sentence").value == "fixed"
    assert next(b for b in app.button if b.label == "Write it in capitals").disabled


def test_the_depth_goes_along_to_the_next_chapter_and_is_a_word_in_the_address(visit):
    app = visit(depth="deep")
    assert app.query_params["depth"] in ("deep", ["deep"])  # AppTest gives back what a test put in as it was put in
    app.switch_page("chapters/next_token/page.py").run()
    assert not app.exception
    assert app.get_by_key("depth").value == "deep"
    app.switch_page("chapters/tokens/page.py").run()
    assert app.get_by_key("depth").value == "deep"
    assert app.query_params["depth"] in ("deep", ["deep"])  # AppTest gives back what a test put in as it was put in
