"""Vectors and the way of a token refuse what cannot be drawn; the tint of a vector is not set by one huge number."""

import numpy as np
import pytest

from pages.figures.components import token_way as way
from pages.figures.components import vectors as drawn
from pages.figures.components.token_way import WayPart, token_way
from pages.figures.components.vectors import Vector, tint, vectors


def vector(numbers, **more):
    return Vector(name="v", shape="", numbers=np.array(numbers, float), **more)


def test_one_huge_number_does_not_pale_the_others():
    numbers = np.append(np.linspace(-2, 2, 575), 400.0)
    assert 1.9 < tint(numbers) < 2.1
    assert tint(np.zeros(3)) == 1.0 and tint(np.array([0.0] * 500 + [3.0])) == 3.0


@pytest.mark.parametrize("wrong", [vector([1, np.nan]), vector([np.inf]), vector([1, 2, 3], row=2, rows=["one"])])
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match="v"):
        vectors([wrong], key="wrong", label="")


def test_numbers_travel_as_they_are(monkeypatch):
    sent = {}
    monkeypatch.setattr(drawn, "_mount", lambda **given: sent.update(given))
    vectors([vector([0.5, -0.25])], key="sent", label="")
    assert sent["data"].endswith(np.array([0.5, -0.25], "<f4").tobytes())


def test_the_way_of_a_token_fits_in_a_hundred_kilobytes_and_tells_known_parts_alone(monkeypatch):
    sent, picked, stopped = {}, [], []
    monkeypatch.setattr(way, "_mount", lambda **given: sent.update(given))
    part = WayPart(name="mlp", title="MLP", sub="", stage="layer")
    stream, guesses = np.ones((31, 576), np.float32), [[("a", 0.5)]] * 31
    token_way(
        [part], stream, guesses, chosen="mlp", key="way", label="", on_pick=picked.append, on_depth=stopped.append
    )
    assert len(sent["data"]) < 100_000
    for name in ("mlp", "soul", 7):
        monkeypatch.setattr(way.st, "session_state", {"way": type("State", (), {"picked": name})})
        sent["on_picked_change"]()
    for depth in (3, 31, -1, "3", None):
        monkeypatch.setattr(way.st, "session_state", {"way": type("State", (), {"shown": depth})})
        sent["on_shown_change"]()
    assert picked == ["mlp"] and stopped == [3]
    with pytest.raises(ValueError, match="depths"):
        token_way([part], stream, guesses[1:], chosen="mlp", key="way", label="")
