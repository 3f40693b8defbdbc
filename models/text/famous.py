"""Famous texts, and to each one a twin: the same style and nearly the same length, written for this project and
published nowhere before. All famous ones are in the public domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Twins:
    famous: str
    fresh: str


DECLARATION = Twins(
    "We hold these truths to be self-evident, that all men are created equal, that they are endowed by their Creator "
    "with certain unalienable Rights, that among these are Life, Liberty and the pursuit of Happiness.",
    "We keep these lanterns to be plainly useful, that all boats are built uneven, that they are furnished by their "
    "Harbour with several patient Ropes, that among these are Knots, Anchors and the mending of Sails.",
)
CONSTITUTION = Twins(
    "We the People of the United States, in Order to form a more perfect Union, establish Justice, insure domestic "
    "Tranquility, provide for the common defence, promote the general Welfare, and secure the Blessings of Liberty to "
    "ourselves and our Posterity",
    "We the Cooks of the Northern Kitchens, in Hope to bake a more even Loaf, purchase Raisins, calm quarrelling "
    "Waiters, sharpen the borrowed knives, delay the early Breakfast, and keep the Warmth of Ovens for our cousins "
    "and their Lodgers",
)
GENESIS = Twins(
    "In the beginning God created the heaven and the earth. And the earth was without form, and void; and darkness was "
    "upon the face of the deep. And the Spirit of God moved upon the face of the waters.",
    "In the evening Ruth watered the beans and the roses. And the path was without gravel, and muddy; and pollen was "
    "upon the rim of the well. And the smell of bread drifted over the roofs of the sheds.",
)
PRAYER = Twins(
    "Our Father, who art in heaven, hallowed be thy name; thy kingdom come; thy will be done on earth as it is in "
    "heaven. Give us this day our daily bread; and forgive us our trespasses, as we forgive those who trespass against "
    "us",
    "Our Mother, who sleeps in the valley, quiet be thy garden; thy supper come; thy song be sung on hills as it is in "
    "meadows. Bring us this night our warmest soup; and pardon us our noise, as we pardon those who whistle beside us",
)
GETTYSBURG = Twins(
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, "
    "and dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war",
    "Six dozen and eleven weeks ago our cousins carried down to this harbour, a small orchestra, raised in Patience, "
    "and devoted to the notion that all drums are tuned alike. Now we are busy with a long rehearsal",
)
CITIES = Twins(
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it "
    "was the epoch of belief, it was the epoch of incredulity, it was the season of Light",
    "It was the last of ferries, it was the first of ferries, it was the hour of lemons, it was the hour of buttons, "
    "it was the corner of violins, it was the corner of umbrellas, it was the bottom of Soup",
)
PRIDE = Twins(
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a "
    "wife. However little known the feelings or views of such a man may be on his first entering a neighbourhood",
    "It is a rule quietly forgotten, that a married baker in possession of a cold oven, must be in search of a match. "
    "However well known the moods or habits of such a baker may be on his first opening a shop",
)
WHALE = Twins(
    "Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse, and "
    "nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the "
    "world.",
    "Ask me Tuesday. Some weeks ago, no matter which day exactly, having few or no candles in my drawer, and nobody "
    "special to delay me at home, I thought I would row around a bit and count the stony edge of the lake.",
)
STAR = Twins(
    "Twinkle, twinkle, little star, How I wonder what you are! Up above the world so high, Like a diamond in the sky. "
    "When the blazing sun is gone, When he nothing shines upon",
    "Flicker, flicker, garden lamp, Why do you stand there in the damp? Down below the wall so low, Like a candle in "
    "the snow. When the noisy day is done, When it lost its bread and bun",
)
TEXTS = {
    "declaration": DECLARATION,
    "constitution": CONSTITUTION,
    "genesis": GENESIS,
    "prayer": PRAYER,
    "gettysburg": GETTYSBURG,
    "cities": CITIES,
    "pride": PRIDE,
    "whale": WHALE,
    "star": STAR,
}
PI = Twins(
    "3.141592653589793238462643383279502884197169399375105820974944",
    "3.802649173550218466903715288460193755264089133674028157739260",
)
"""π, rounded down, and as many digits drawn at random."""
SKIPPED = 20  # tokens: those before which there is too little to know a text by
