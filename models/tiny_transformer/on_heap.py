"""A heap of documents as a text to learn from, with new stories behind it that losses are measured on."""

from __future__ import annotations

from models.stories import corpus
from models.tiny_transformer.kinds import BEGINNINGS, Train, TrainOnHeap

MOST = 5_000_000  # characters learned from: all of them
LEAST_HELD_OUT = 20_000  # characters, enough for all windows that are measured


def training(request: TrainOnHeap) -> Train:
    """The training on these documents. The last tenth of a visitor's text is held out, so a ninth as many characters
    of stories that nobody learned from are put behind the documents."""
    text = "".join(document + "\n" for document in documents(request))
    new = corpus.text("en", max(len(text) // 9, LEAST_HELD_OUT), seed=3)[: len(text) // 9]
    return Train(
        corpus="own",
        text=text + new,
        characters=MOST,
        steps=request.steps,
        prompt=BEGINNINGS["stories-en"],
        seed=request.start,
    )


def documents(request: TrainOnHeap) -> list[str]:
    from models.data_cleaning import infer as cleaning  # a second, which other trainings need not wait for

    return cleaning.kept(request) if request.cleaned else cleaning.texts(request)
