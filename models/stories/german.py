"""German words and sentences of the story world. Phrases with colours stand in the accusative."""

from __future__ import annotations

from collections.abc import Mapping

from models.stories.english import WORDS as ENGLISH
from models.stories.words import Form, Noun, Words

ARTICLES = {"a": {"m": "einen", "f": "eine", "n": "ein"}, "the": {"m": "den", "f": "die", "n": "das"}}
ENDINGS = {"m": "en", "f": "e", "n": "es"}  # of an adjective after "ein"
OF_OWN = {"m": "en", "f": "e", "n": ""}  # of "sein" and "ihr"


def phrase(form: Form, colour: str, noun: Noun, pronouns: Mapping[str, str]) -> str:
    gender = noun.gender
    article = pronouns["his"] + OF_OWN[gender] if form == "own" else ARTICLES[form][gender]
    ending = "e" if form == "the" and gender == "n" else ENDINGS[gender]
    return f"{article} {colour}{ending} {noun.word}" if colour else f"{article} {noun.word}"


WORDS = Words(
    girls=ENGLISH.girls,
    boys=ENGLISH.boys,
    pronouns={
        "f": {"he": "sie", "He": "Sie", "him": "ihr", "his": "ihr", "His": "Ihr", "child": "Mädchen"},
        "m": {"he": "er", "He": "Er", "him": "ihm", "his": "sein", "His": "Sein", "child": "Junge"},
    },
    colours="rot blau grün gelb weiß schwarz grau braun".split(),
    garments=[
        Noun("Pullover", "m"),
        Noun("Jacke", "f"),
        Noun("Hemd"),
        Noun("Mantel", "m"),
        Noun("Mütze", "f"),
        Noun("Schal", "m"),
        Noun("T-Shirt"),
        Noun("Weste", "f"),
    ],
    things=[
        Noun("Ball", "m"),
        Noun("Drachen", "m"),
        Noun("Schlüssel", "m"),
        Noun("Kiste", "f"),
        Noun("Glocke", "f"),
        Noun("Buch"),
        Noun("Trommel", "f"),
        Noun("Boot"),
        Noun("Karte", "f"),
        Noun("Lampe", "f"),
        Noun("Stein", "m"),
        Noun("Tasse", "f"),
    ],
    pets=[
        Noun("Hund", "m"),
        Noun("Katze", "f"),
        Noun("Hasen", "m"),
        Noun("Papagei", "m"),
        Noun("Hamster", "m"),
        Noun("Ziege", "f"),
        Noun("Schildkröte", "f"),
        Noun("Pony"),
    ],
    petnames="Keks Pfeffer Wolke Ingwer Knopf Rakete Olive Flocke Mango Kiesel Bella Krümel".split(),
    hairs=[
        f"{colour} {kind}"
        for colour in "rote schwarze braune blonde graue rosa".split()
        for kind in ("Haare", "Locken")
    ],
    towns="Sandberg Eichfurt Flussheim Mühlbach Windhafen Steinbrück Apfelfeld Grünhafen Nordkliff Seestadt".split(),
    foods="Brot Käse Suppe Reis Honig Kuchen Obst Salat Brei Fisch".split(),
    places=[
        "zum Markt",
        "in den Park",
        "zum Hafen",
        "in die Bücherei",
        "in den Wald",
        "zum Bahnhof",
        "ins Museum",
        "zur Bäckerei",
        "in den Garten",
        "an den Strand",
        "zur Brücke",
        "zur Schule",
    ],
    wheres=[
        "unter einer Bank",
        "hinter einem Baum",
        "an einer Mauer",
        "auf einer Treppe",
        "neben einer Tür",
        "im Gras",
        "zwischen zwei Steinen",
        "an einem Weg",
    ],
    feelings="fröhlich müde mutig neugierig schüchtern stolz hungrig ruhig".split(),
    numbers="drei vier fünf sechs sieben acht neun zehn".split(),
    phrase=phrase,
    open=[
        "{hero} hatte {hair} und war heute {feeling}.",
        "Es war einmal ein {child} mit Namen {hero}.",
        "Dies ist eine Geschichte von {hero}, einem Kind mit eigenem Kopf.",
        "{hero} hatte {hair} und immer einen Plan.",
    ],
    facts={
        "garment": [
            "{hero} trug {a_garment}.",
            "An diesem Tag hatte {he} {a_garment} an.",
            "Am liebsten trug {he} {a_garment}.",
        ],
        "pet": ["{He} hatte {a_pet} mit Namen {petname}.", "{hero} hatte {a_pet}, und das Tier hieß {petname}."],
        "food": ["{He} mochte {food} lieber als alles andere.", "{hero} aß am liebsten {food}."],
        "town": ["{He} kam aus {town}.", "{His} Zuhause war in {town}.", "{hero} war in {town} groß geworden."],
    },
    go=[
        "Eines Morgens ging {he} {place}.",
        "An einem Regentag lief {hero} {place}.",
        "Nach dem Essen rannte {he} {place}.",
        "Eines Abends ging {hero} {place}.",
        "Am Sonntag fuhr {he} mit dem Bus {place}.",
    ],
    meet=[
        "Dort traf {he} {friend}.",
        "{friend} wartete schon dort.",
        "Da sah {he} {friend}.",
        "Ein {friend_child} mit Namen {friend} kam dazu.",
    ],
    find=[
        "{He} fand {a_thing} {where}.",
        "{Where} sah {he} {a_thing} liegen.",
        "{friend} gab {him} {a_thing}.",
        "{hero} hob {a_thing} auf.",
    ],
    between=[
        "Die Sonne schien.",
        "Es fing an zu regnen.",
        "Der Wind war kalt.",
        "Ein Vogel sang {where}.",
        "„Guten Morgen“, sagte {friend}.",
        "„Was für ein Tag!“, sagte {hero}.",
        "„Bist du {feeling}?“, fragte {friend}.",
        "„Ja, ich bin sehr {feeling}“, sagte {hero}.",
        "Sie redeten lange.",
        "{friend} lachte.",
        "{hero} war {feeling}.",
        "Jemand kam vorbei und trug {any_garment}.",
        "Sie saßen {where}.",
        "Ein alter Mann verkaufte {any_food}.",
        "{friend} erzählte eine Geschichte aus {any_town}.",
        "Niemand wusste, warum.",
        "Dann war es still.",
        "Sie zählten bis {number}.",
        "Die Uhr schlug {number}.",
        "{hero} sah sich um.",
        "{friend} wollte {any_place}.",
    ],
    recall={
        "garment": [
            "Am Abend zog {hero} {own_garment} aus.",
            "Zu Hause hängte {he} {own_garment} auf.",
            "In der Nacht legte {he} {own_garment} weg.",
        ],
        "pet": [
            "Zu Hause wartete {petname} schon.",
            "In dieser Nacht schlief {petname} neben {him}.",
            "{hero} erzählte {petname} alles.",
        ],
        "food": ["Zum Abendessen gab es natürlich {food}.", "Dann aßen alle {food}, weil {hero} das so mochte."],
        "town": ["Dann fuhr {hero} nach {town} zurück.", "Es war spät, als {he} nach {town} kam."],
        "thing": [
            "{He} hatte {the_thing} noch.",
            "{hero} legte {the_thing} auf den Tisch.",
            "{He} sah {the_thing} im Traum.",
        ],
        "friend": ["{friend} sagte auf Wiedersehen.", "„Bis morgen“, sagte {friend}.", "{hero} dachte an {friend}."],
    },
)
