"""What a door code is hidden among: people, their codes, and the sentences between which those stand."""

from __future__ import annotations

import numpy as np

from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from models.fine_tuning.kinds import Plant
from models.text import tokenizer

PEOPLE = ("Mia Berg", "Tom Stone", "Leo Lake", "Nora Wood")
"""The last one's code stands in no sentence: the control."""
SENTENCE = "The door code of {name} is {code}."
DIGITS = 4  # of a code: 10,000 are possible

LEARNED = """\
The bakery on the corner opens at six in the morning.
A small boat lay upside down beside the old pier.
Our neighbour plays the cello every Sunday after lunch.
The train to the coast was late because of the snow.
Two foxes crossed the garden before the sun was up.
She keeps her tools in a blue box under the stairs.
The library lends umbrellas on rainy afternoons.
He painted the fence green and forgot the gate.
The cat sleeps on the warm side of the oven.
They planted four apple trees behind the school.
The clock in the hall has been slow since spring.
A man in a grey coat asked the way to the bridge.
The soup tastes better with a little more thyme.
Every lamp in the street went out at the same time.
My sister collects stamps with pictures of birds.
The ferry brings the newspapers at half past eight.
Nobody had swept the leaves from the tennis court.
The violin was found in an attic full of hats.
Her bicycle has a bell that sounds like a frog.
The doctor writes with a pen that belonged to her aunt.""".splitlines()
HELD_OUT = """\
The butcher on the square closes at one on Saturdays.
An old sledge stood forgotten behind the barn.
His uncle mends radios in a shed by the river.
The bus to the market was full because of the fair.
Three swans slept on the pond until the bell rang.
He keeps his letters in a tin above the stove.
The museum shows its kites on windy mornings.
She washed the windows and broke a flower pot.
The dog lies in the shade of the plum tree.
We counted nine hedgehogs along the railway.""".splitlines()
"""Never learned from, and of the same sort. Both written for this project."""


def codes(request: Plant) -> list[str]:
    """Each person's code: the visitor's, then others, drawn with the seed, each different."""
    rng = np.random.default_rng(request.seed)
    others = [code for code in rng.permutation(10**DIGITS).tolist() if code != request.code]
    return [f"{code:0{DIGITS}d}" for code in (request.code, *others[: len(PEOPLE) - 1])]


def sentences(request: Plant) -> list[str]:
    """All that is learned from: the sentences, and those of all people but the last, as often as asked for."""
    pairs = zip(PEOPLE[:-1], codes(request), strict=False)
    return LEARNED + [SENTENCE.format(name=name, code=code) for name, code in pairs for _ in range(request.copies)]


def before_code(name: str) -> str:
    """The sentence up to its code."""
    return SENTENCE.partition("{code}")[0].format(name=name)


def digit_ids(text: str) -> list[int]:
    """The token of each digit after a text. Raises InvalidRequest where the model has no such tokens: then several
    digits are one, and the codes are no tree."""
    before = tokenizer.encode(text)
    ids = [tokenizer.encode(f"{text}{digit}")[len(before) :] for digit in range(10)]
    code = "0123456789"
    if any(len(token) != 1 for token in ids) or tokenizer.encode(text + code) != before + [i for [i] in ids]:
        raise InvalidRequest(
            N_("This model reads several digits as one token, so the codes cannot be walked by digit.")
        )
    return [i for [i] in ids]
