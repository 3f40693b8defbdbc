"""Published defaults never change: addresses leave defaults out, so a new default would change old links."""

from pages.frame import controls

ALICE = (
    "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: once or "
    "twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it, “and "
    "what is the use of a book,” thought Alice “without pictures or conversations?” So she was considering in her own "
    "mind (as well as she could, for the hot day made her feel very sleepy and stupid), whether the pleasure of making "
    "a daisy-chain would be worth the trouble of getting up and picking the daisies, when suddenly a White Rabbit with "
    "pink eyes ran close by her."
)
PUBLISHED = {
    "off": "",
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
    "layer": 16,
    "head": 0,
    "chat": False,
    "panel": "tree",
    "against": "The mat sat on the cat.",
    "show": "pieces",
    "sentence": "The cat unbelievably ate 2026 strawberries 🍓",
    "compare": "characters",
    "token": 3,
    "measure": "english",
    "language": "Hindi",
    "corpus": ALICE,
    "other": "All human beings are born free and equal in dignity and rights.",
    "merges": 43,
}
# Where a chapter means something of its own by a name.
OWN = {
    "text-to-image": {
        "prompt": "a smiling person with short red hair, round glasses and a green hoodie, blue background",
        "guidance": 4.0,
        "steps": 20,
        "seed": 0,
        "negative": "",
        "scheduler": "dpm++",
        "eta": 0.0,
        "quick": "a smiling person with curly pink hair and square glasses",
        "few": 4,
        "mix": 0.0,
        "part": "denoiser",
        "word": 0,
        "weight": 0.0,
        "at": 10,
        "layer": "all",
        "head": "all",
    },
    "diffusion": {
        "steps": 20,
        "scheduler": "ddim",
        "eta": 0.0,
        "seed": 0,
        "at": 100,
        "look": "noise",
        "vary": "steps",
        "picture": 12,
        "shape": "gaussians",
        "points": "",
    },
    "gan": {
        "shape": "gaussians",
        "points": "",
        "turns": "1500DG",
        "g_rate": "0.002",
        "d_rate": "0.002",
        "r1": 0.3,
        "noise": "gaussian",
        "seed": 0,
        "at": 1000,
        "surface": True,
        "pull": True,
        "mesh": False,
        "face": 0,
        "second": 1,
        "psi": 0.7,
        "look": "faces",
        "picture": 0,
    },
    "latent-space": {
        "source": "sample",
        "first": 12,
        "seed": 0,
        "second": 5,
        "at": 9,
        "look": "sliders",
        "sunglasses": 0.0,
        "beard": 0.0,
        "afro": 0.0,
        "scream": 0.0,
        "night": 0.0,
        "add": "glasses/sunglasses",
        "more": 0.0,
        "plus": "glasses/sunglasses",
        "count": 20,
        "amount": 1.0,
        "colour": "background",
        "faces": False,
        "around": "middle",
        "times": 1,
        "draws_seed": 0,
        "scale": 1.0,
        "whose": "map",
        "neighbours": 12,
    },
    "families": {"seed": 0, "count": 6, "steps": 20, "psi": 1.0, "heat": 1.0, "look": "quality"},
}


def test_published_defaults_have_not_changed():
    assert {name: controls.default(name, "") for name in PUBLISHED} == PUBLISHED
    for slug, published in OWN.items():
        assert {name: controls.default(name, slug) for name in published} == published


def test_every_control_is_published():
    assert set(controls.TABLE) == set(PUBLISHED)
    assert {slug: set(rows) for slug, rows in controls.OWN.items()} == {slug: set(rows) for slug, rows in OWN.items()}
