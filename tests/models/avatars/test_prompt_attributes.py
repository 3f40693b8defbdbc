"""What is read out of a prompt is what the caption writer put into it."""

import numpy as np
import pytest

from models.avatars import captions
from models.avatars.attributes import sample_person
from models.avatars.prompt_attributes import prompt_attributes


def test_every_attribute_that_a_sentence_names_is_read_with_its_value():
    rng = np.random.default_rng(0)
    for _ in range(3000):
        person = sample_person(rng)
        prompt, named = captions.prompt(person, rng, int(rng.integers(1, 13)))
        read = prompt_attributes(prompt)
        assert read == {a: (person[a],) for a in read}, prompt
        assert set(named) == set(read), prompt


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("", {}),
        ("a cat in a spaceship", {}),
        ("a person with glasses", {"glasses": ("round glasses", "square glasses", "sunglasses")}),
        ("A Red HOODIE", {"clothes": ("hoodie",), "cloth_color": ("red",)}),
        ("a winter hat", {"top": ("winter hat",)}),
        ("with no glasses", {"glasses": ("no glasses",)}),
        ("whatever (hat", {"top": ("hat",)}),
        ("hatred of chats", {}),
    ],
)
def test_prompts_people_type_are_read_as_far_as_the_words_go(prompt, expected):
    assert prompt_attributes(prompt) == expected
