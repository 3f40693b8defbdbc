"""Tokens: how a text becomes numbers, what that costs in 16 languages, and the visitor's own tokenizer."""

from functools import partial

from models.tokens import bpe
from models.tokens import kinds as requests
from pages.basics import theme
from pages.basics.language import _
from pages.chapters.tokens import charts, merging, numbers, one_token, rows, sentences, tables, your_text
from pages.chapters.tokens.controls import MEASURE
from pages.frame import controls, frame

page, choice = frame.head("tokens"), {}


def columns(tab, above, *beside):
    """A control above the tab's figure, the others beside it."""
    view = page.beside(tab)
    with view.first:
        choice[above] = controls.draw(above)
    with view.controls:
        choice.update((name, controls.draw(name)) for name in beside)
    return view


views = page.views(
    "show",
    {
        "pieces": lambda: columns("pieces", "sentence", "compare", "token"),
        "languages": lambda: columns("languages", "measure", "language"),
        "training": lambda: columns("training", "merges", "corpus", "other"),
    },
)

# Your text: pieces, ids and bytes, and the same text split by a simpler tokenizer.
pieces = views["pieces"]
trace = pieces.run(pieces.ask(requests.Tokens, text=choice["sentence"]))
text, ids = trace.request.text, trace.last.input_ids.tolist()
size, chosen = numbers.size(text, len(ids)), min(choice["token"], len(ids)) - 1


def draw_pieces(view):
    with view.stage:
        your_text.sizes(size)
        rows.ids_row(ids, "ids", _("Your text as tokens, with their ids"), chosen, partial(one_token.pick, text))
        your_text.without_token(text)
        your_text.vocabulary(view, trace, ids, chosen if ids else None)
        cut, vocab_size = numbers.simpler(choice["compare"], text)
        your_text.compared(choice["compare"], len(cut), vocab_size, size)
        rows.pieces_row(cut, "cut", _("Your text split by the simpler tokenizer"))
        view.line(trace, lambda: tables.tokens(ids))
    with view.controls:
        if ids:
            one_token.draw(ids[chosen], chosen + 1, len(ids), page.deep)
            your_text.onward(text, len(ids))


# The same sentence in 16 languages.
costs = numbers.costs()
cost = next(c for c in costs if c.sample.language == choice["language"])


def draw_languages(view):
    measure = choice["measure"]
    ordered = sorted(costs, key=lambda c: c.measured(measure))
    with view.stage:
        view.figure(
            charts.languages(
                [sentences.name(c.sample) for c in ordered],
                [c.measured(measure) for c in ordered],
                _(MEASURE[measure]),
                ordered.index(cost),
                [c.bytes_times_english for c in ordered] if measure == "english" else None,
                theme.palette(),
            ),
            key="languages",
            alt=_("What the same sentence costs in each language, sorted; English is 1."),
            on_pick=lambda i: controls.put(language=ordered[i].sample.language),
            table_elsewhere=True,
        )
        cost_trace = view.run(requests.Tokens(text=cost.sample.text))
        cost_ids = cost_trace.last.input_ids.tolist()
        rows.ids_row(cost_ids, "sample", _("The sentence as tokens, with their ids"))
        view.line(cost_trace, lambda: tables.languages(ordered))
    with view.controls:
        sentences.chosen(cost)


# Byte-pair encoding, trained on the visitor's text and applied to another one.
training = views["training"]
trained = training.run(merging.asked(training, choice["corpus"], choice["other"]))
steps, now = trained.steps, min(choice["merges"], len(trained.steps) - 1)
learned = [bpe.Merge((s.left.tobytes(), s.right.tobytes()), s.count) for s in steps[1 : now + 1]]
own = numbers.per_character(trained.request.text, [s.tokens for s in steps])
foreign = numbers.per_character(trained.request.other, [s.other_tokens for s in steps])
values = numbers.lesson(text, ids, cost) | numbers.lesson_of_training(steps, now, own, foreign)
values |= {name: _(values[name]) for name in ("language", "costliest")}


def draw_training(view):
    made = learned[-1].piece if learned else b""
    with view.stage:
        merging.merge(learned, len(steps) - 1, choice["merges"])
        merging.trained(steps[now], own[now])
        view.figure(
            charts.growth(own, foreign, now, (_("text to learn from"), _("another text")), theme.palette()),
            key="growth",
            alt=_("Tokens per character after each merge, for your text and for another one."),
        )
        rows.pieces_row(bpe.apply(trained.request.text, learned), "own", _("The text learned from, in pieces"), made)
        merging.applied(steps[now].other_tokens, foreign[now], values["worse"])
        rows.pieces_row(bpe.apply(trained.request.other, learned), "foreign", _("Another text, in pieces"), made)
        view.line(trained, lambda: tables.merges(steps))


views.fill({"pieces": draw_pieces, "languages": draw_languages, "training": draw_training})
views[views.open].words.say("run", **values)
if len(ids) > 1:  # a single token cannot become fewer
    pieces.predict(numbers.capitals(text, len(ids)), **values)
views[views.open].words.rest(page.deep, **values)
