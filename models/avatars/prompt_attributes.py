"""What a prompt asks for, read with the captions' own grammar: attribute → the values that would do. No torch."""

from __future__ import annotations

import re

from models.avatars.attributes import ATTRIBUTES, CLOTH_COLOR, HAIR_COLOR, HATS, NAMES
from models.avatars.captions import BALD, BROWS, EYES, MOUTH, SHAVED

HAIR = [top for top in NAMES["top"] if top not in HATS and top != "bald"]
BEARDS = [beard for beard in NAMES["beard"] if beard != "no beard"]
ANY_GLASSES = ("round glasses", "square glasses", "sunglasses")


def _either(options: object) -> str:
    """A pattern of alternatives, the longest first: "winter hat" before "hat"."""
    return "(" + "|".join(re.escape(o) for o in sorted(options, key=len, reverse=True)) + ")"  # type: ignore[call-overload]


# "with" may be shared by several clauses, and "a" may be left out.
_MOUTH = {
    p.removeprefix("with ").removeprefix("a "): v for v, said in MOUTH.items() for p in (*said, v) if p != "scream"
}
_HAIR_COLOR, _CLOTH_COLOR = _either(HAIR_COLOR), _either(CLOTH_COLOR)
_SHAPES = {top.removesuffix(" hair"): top for top in HAIR}
# Read from top to bottom; what one has read, no later one reads again. Groups are named after attributes.
_GRAMMAR = [
    re.compile(rf"\b{pattern}\b".replace("(", "(?:").replace("(?:?P", "(?P"))
    for pattern in (
        rf"(?P<skin>{_either(NAMES['skin'])}) skin",
        rf"(?P<background>{_either(NAMES['background'])}) background",
        rf"((?P<hat_color>{_CLOTH_COLOR}) )?(?P<top>{_either(HATS)})",
        rf"(?P<top>flower crown)( (on|in) (?P<hair_color>{_HAIR_COLOR}) hair)?",
        rf"(?P<shape>{_either(s for s, top in _SHAPES.items() if top != s)}) ((?P<hair_color>{_HAIR_COLOR}) )?hair",
        rf"((?P<hair_color>{_HAIR_COLOR}) )?(?P<top>{_either(t for s, t in _SHAPES.items() if t == s)})",
        rf"(?P<bald>{_either((*BALD, 'bald'))})",
        rf"(?P<shaved>{_either((*SHAVED, 'shaved'))})",
        rf"((?P<hair_color>{_HAIR_COLOR}) )?(?P<beard>{_either(BEARDS)})",
        rf"(?P<hair_color>{_HAIR_COLOR}) hair",
        rf"(?P<glasses>{_either(NAMES['glasses'])})",
        r"(?P<any_glasses>glasses)",
        rf"(?P<mouth_said>{_either(_MOUTH)})",
        rf"(?P<eyes_said>{_either(s for said in EYES.values() for s in said)})",
        rf"(?P<brows_said>{_either(BROWS.values())})",
        rf"((?P<cloth_color>{_CLOTH_COLOR}) )?(?P<clothes>{_either(NAMES['clothes'])})",
        rf"(?P<cloth_color>{_CLOTH_COLOR}) clothes",
    )
]
_SAID = {
    **{phrase: ("mouth", value) for phrase, value in _MOUTH.items()},
    **{phrase: ("eyes", value) for value, said in EYES.items() for phrase in said},
    **{phrase: ("brows", value) for value, phrase in BROWS.items()},
}


def prompt_attributes(prompt: str) -> dict[str, tuple[str, ...]]:
    """What the prompt names, in the order of ATTRIBUTES; "glasses" alone may be any. The first mention counts."""
    text = " ".join(prompt.lower().split())
    asked_for: dict[str, tuple[str, ...]] = {}
    for rule in _GRAMMAR:
        for match in rule.finditer(text):
            for group, said in match.groupdict().items():
                if said is not None:
                    attribute, values = _meaning(group, said)
                    asked_for.setdefault(attribute, values)
        text = rule.sub("·", text)
    return {attribute: asked_for[attribute] for attribute in ATTRIBUTES if attribute in asked_for}


def _meaning(group: str, said: str) -> tuple[str, tuple[str, ...]]:
    match group:
        case "shape":
            return "top", (_SHAPES[said],)
        case "bald":
            return "top", ("bald",)
        case "shaved":
            return "beard", ("no beard",)
        case "any_glasses":
            return "glasses", ANY_GLASSES
        case "mouth_said" | "eyes_said" | "brows_said":
            attribute, value = _SAID[said]
            return attribute, (value,)
    return group, (said,)
