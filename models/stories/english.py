"""English words and sentences of the story world."""

from __future__ import annotations

from collections.abc import Mapping

from models.stories.words import Form, Noun, Words


def phrase(form: Form, colour: str, noun: Noun, pronouns: Mapping[str, str]) -> str:
    article = {"a": "a", "the": "the", "own": pronouns["his"]}[form]
    return f"{article} {colour} {noun.word}" if colour else f"{article} {noun.word}"


WORDS = Words(
    girls="Mia Anna Zoe Lina Emma Nora Aisha Mei Sofia Clara Leyla Ida Rosa Yuki Hanna Tara".split(),
    boys="Tom Ben Omar Leo Paul Max Ivan Noah Kenji Luis Adam Finn Karim Jan Hugo Emil".split(),
    pronouns={
        "f": {"he": "she", "He": "She", "him": "her", "his": "her", "His": "Her", "child": "girl"},
        "m": {"he": "he", "He": "He", "him": "him", "his": "his", "His": "His", "child": "boy"},
    },
    colours="red blue green yellow white black grey brown".split(),
    garments=[Noun(word) for word in "hoodie sweater coat shirt hat scarf blazer cap".split()],
    things=[Noun(word) for word in "ball kite key box bell book drum boat map lamp stone cup".split()],
    pets=[Noun(word) for word in "dog cat rabbit parrot hamster goat turtle pony".split()],
    petnames="Biscuit Pepper Cloud Ginger Button Rocket Olive Snow Mango Pebble Daisy Cookie".split(),
    hairs=[f"{colour} {kind}" for colour in "red black brown blonde grey pink".split() for kind in ("hair", "curls")],
    towns="Sandhill Oakford Riverton Millbrook Windhaven Stonebridge Applefield Greenport Northcliff Lakeside".split(),
    foods="bread cheese soup rice honey cake fruit pasta porridge salad".split(),
    places="market park harbour library forest station museum bakery garden beach bridge school".split(),
    wheres=[
        "under a bench",
        "behind a tree",
        "near a wall",
        "on some steps",
        "next to a door",
        "in the grass",
        "between two stones",
        "beside a path",
    ],
    feelings="happy tired brave curious shy proud hungry calm".split(),
    numbers="three four five six seven eight nine ten".split(),
    phrase=phrase,
    open=[
        "{hero} was a {feeling} {child} with {hair}.",
        "Once upon a time there was a {child} called {hero}.",
        "This is a story about a {child} with {hair}, whose name was {hero}.",
        "{hero} had {hair} and was never without a plan.",
    ],
    facts={
        "garment": [
            "{hero} wore {a_garment}.",
            "That day {he} had put on {a_garment}.",
            "{He} liked to wear {a_garment}.",
        ],
        "pet": ["{He} had {a_pet} called {petname}.", "{hero} looked after {a_pet}, and its name was {petname}."],
        "food": [
            "{He} loved {food} more than anything.",
            "{His} favourite food was {food}.",
            "{hero} liked {food} best.",
        ],
        "town": ["{He} came from {town}.", "{His} family lived in {town}.", "{hero} had grown up in {town}."],
    },
    go=[
        "One morning {he} went to the {place}.",
        "On a rainy day {hero} walked to the {place}.",
        "After lunch {he} ran to the {place}.",
        "One evening {hero} was on the way to the {place}.",
        "On Sunday {he} took the bus to the {place}.",
    ],
    meet=[
        "There {he} met {friend}.",
        "{friend} was already waiting there.",
        "At the {place} {he} saw {friend}.",
        "A {friend_child} called {friend} came along.",
    ],
    find=[
        "{He} found {a_thing} {where}.",
        "{Where} {he} saw {a_thing} and took it along.",
        "{friend} gave {him} {a_thing}.",
        "{hero} picked up {a_thing} {where}.",
    ],
    between=[
        "The sun was shining.",
        "It began to rain.",
        "The wind was cold.",
        "A bird sang {where}.",
        "“Good morning,” said {friend}.",
        "“What a day!” said {hero}.",
        "“Are you {feeling}?” asked {friend}.",
        "“Yes, I am very {feeling},” said {hero}.",
        "They talked for a long time.",
        "{friend} laughed.",
        "{hero} was {feeling}.",
        "Somebody in {any_garment} walked by.",
        "They sat down {where}.",
        "An old man was selling {any_food}.",
        "{friend} told a story about {any_town}.",
        "Nobody knew why.",
        "Then it was quiet.",
        "They counted to {number}.",
        "The clock struck {number}.",
        "{hero} looked around.",
        "{friend} wanted to go to the {any_place}.",
    ],
    recall={
        "garment": [
            "In the evening {hero} took off {own_garment}.",
            "At home {he} hung up {own_garment}.",
            "At night {he} folded {own_garment}.",
        ],
        "pet": [
            "At home {petname} was waiting for {him}.",
            "That night {petname} slept beside {him}.",
            "{hero} told everything to {petname}.",
        ],
        "food": ["For supper there was {food}, of course.", "Then they all had {food}, because {hero} loved it."],
        "town": ["Then {hero} went back to {town}.", "It was late when {he} came home to {town}."],
        "thing": [
            "{He} still had {the_thing}.",
            "{hero} put {the_thing} on the table.",
            "That night {he} dreamed of {the_thing}.",
        ],
        "friend": ["{friend} said goodbye.", "“See you tomorrow,” said {friend}.", "{hero} thought of {friend}."],
    },
)
