"""Tokens: how a text becomes numbers, what that costs in 16 languages, and a tokenizer of the visitor's own."""

from dataclasses import dataclass

from models.engine import requests
from models.text import bpe
from pages.ui import charts_tokens, controls, frame, theme, tokens_numbers, tokens_parts, tokens_tables
from pages.ui.language import _
from pages.ui.tokens_view import MEASURE


@dataclass(frozen=True)
class Choice:
    sentence: str
    compare: str
    token: int
    measure: str
    language: str
    corpus: str
    other: str
    merges: int


page = frame.head("tokens")
tabs = controls.tabs("show")
with tabs["pieces"]:
    pieces = page.beside("pieces")
    with pieces.stage:
        sentence = controls.draw("sentence")
    with pieces.controls:
        compare, token = controls.draw("compare"), controls.draw("token")
with tabs["languages"]:
    languages = page.beside("languages")
    with languages.stage:
        measure = controls.draw("measure")
    with languages.controls:
        language = controls.draw("language")
with tabs["training"]:
    training = page.beside("training")
    with training.stage:
        merges = controls.draw("merges")
    with training.controls:
        corpus, other = controls.draw("corpus"), controls.draw("other")
choice = Choice(sentence, compare, token, measure, language, corpus, other, merges)

# Your text: pieces, ids and bytes, and the same text cut by a simpler tokenizer.
trace = pieces.run(pieces.ask(requests.Tokens, text=choice.sentence))
text, ids = trace.request.text, trace.last.input_ids.tolist()
size, chosen = tokens_numbers.size(text, len(ids)), min(choice.token, len(ids)) - 1
if tabs["pieces"].open:
    with pieces.stage:
        tokens_parts.sizes(size)
        tokens_parts.ids_row(ids, "ids", _("Your text as tokens, with their ids"), chosen, tokens_parts.pick)
        tokens_parts.without_token(text, ids)
        tokens_parts.vocabulary(pieces, trace, ids, chosen if ids else None)
        cut, vocab_size = tokens_numbers.simpler(choice.compare, text)
        tokens_parts.compared(choice.compare, len(cut), vocab_size, size)
        tokens_parts.pieces_row(cut, "cut", _("Your text cut by the simpler tokenizer"))
        pieces.line(trace, lambda: tokens_tables.tokens(ids))
    with pieces.controls:
        if ids:
            tokens_parts.about(ids[chosen], chosen + 1, len(ids), page.deep)
            tokens_parts.onward(text, len(ids))

# The same sentence in 16 languages.
costs = tokens_numbers.costs()
cost = next(c for c in costs if c.sample.language == choice.language)
if tabs["languages"].open:
    ordered = sorted(costs, key=lambda c: c.measured(choice.measure))
    with languages.stage:
        languages.figure(
            charts_tokens.languages(
                [tokens_parts.name(c.sample) for c in ordered],
                [c.measured(choice.measure) for c in ordered], _(MEASURE[choice.measure]), ordered.index(cost),
                [c.bytes_times_english for c in ordered] if choice.measure == "english" else None, theme.palette(),
            ),
            key="languages", alt=_("What the same sentence costs in each language; sorted, English is 1."),
            on_pick=lambda place: controls.put(language=ordered[place].sample.language),
        )  # fmt: skip
        cost_trace = languages.run(requests.Tokens(text=cost.sample.text))
        cost_ids = cost_trace.last.input_ids.tolist()
        tokens_parts.ids_row(cost_ids, "sample", _("The sentence as tokens, with their ids"))
        languages.line(cost_trace, lambda: tokens_tables.languages(ordered))
    with languages.controls:
        tokens_parts.sample(cost)

# Byte-pair encoding, trained on the visitor's text and applied to another one.
trained = training.run(training.ask(requests.TrainBPE, text=choice.corpus, other=choice.other))
steps, now = trained.steps, min(choice.merges, len(trained.steps) - 1)
learned = [bpe.Merge((s.left.tobytes(), s.right.tobytes()), s.count) for s in steps[1 : now + 1]]
own = tokens_numbers.per_character(trained.request.text, [s.tokens for s in steps])
foreign = tokens_numbers.per_character(trained.request.other, [s.other_tokens for s in steps])
values = tokens_numbers.lesson(text, ids, cost) | tokens_numbers.lesson_of_training(steps, now, own, foreign)
values |= {name: _(values[name]) for name in ("language", "dearest")}
if tabs["training"].open:
    made = learned[-1].piece if learned else b""
    with training.stage:
        tokens_parts.merge(learned, len(steps) - 1, choice.merges)
        tokens_parts.trained(steps[now], own[now])
        training.figure(
            charts_tokens.growth(own, foreign, now, (_("text to learn from"), _("another text")), theme.palette()),
            key="growth", alt=_("Tokens per character after each merge, for your text and for another one."),
        )  # fmt: skip
        tokens_parts.pieces_row(
            bpe.apply(trained.request.text, learned), "own", _("The text learned from, in pieces"), made
        )
        tokens_parts.applied(steps[now].other_tokens, foreign[now], values["worse"])
        tokens_parts.pieces_row(
            bpe.apply(trained.request.other, learned), "foreign", _("Another text, in pieces"), made
        )
        training.line(trained, lambda: tokens_tables.merges(steps))

page.words.say("run", **values)
page.words.predict(tokens_numbers.capitals(text, len(ids)), **values)
page.words.rest(page.deep, **values)
