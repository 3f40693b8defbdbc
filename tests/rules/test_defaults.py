"""Published defaults never change: addresses leave defaults out, so a new default would change old links."""

from pages.ui import controls

PUBLISHED = {
    "prompt": "The cat sat on the",
    "text": "The cat sat on the mat.",
    "temperature": 1.0,
    "top_k": 0,
    "top_p": 1.0,
    "min_p": 0.0,
    "method": "sample",
    "tokens": 40,
    "beams": 4,
    "penalty": 1.0,
    "seed": 0,
    "stop": "",
    "draws": False,
    "layer": 0,
    "head": 0,
    "chat": False,
    "panel": "tree",
    "against": "The mat sat on the cat.",
}


def test_published_defaults_have_not_changed():
    assert {name: controls.default(name) for name in PUBLISHED} == PUBLISHED


def test_every_control_is_published():
    assert set(controls.TABLE) == set(PUBLISHED)
