import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES, sample_person, to_person, visible
from models.avatars.captions import VOCABULARY, caption, choose, prompt, sentence, words
from models.diffusion import prompts


def captions(n=1500):
    rng = np.random.default_rng(0)
    return [caption(sample_person(rng), rng, 1 if i % 2 else None) for i in range(n)]


def test_the_vocabulary_is_exactly_the_words_that_captions_hold():
    used = {word for text in captions(3000) for word in words(text)}
    assert used == VOCABULARY


def test_every_word_is_one_token_and_every_caption_fits():
    assert all(len(prompts.pieces(word)) == 1 for word in VOCABULARY)
    assert max(prompts.count(text) for text in captions()) <= prompts.MAX_TOKENS


def test_some_captions_are_short_and_some_name_nearly_all():
    lengths = [len(words(text)) for text in captions()]
    assert min(lengths) <= 4 and max(lengths) >= 25


def test_only_what_can_be_seen_is_named():
    rng = np.random.default_rng(1)
    for _ in range(300):
        person = sample_person(rng)
        assert all(visible(person)[attribute] for attribute in choose(person, rng))


def test_one_named_attribute_is_said_and_nothing_else():
    rng, person = np.random.default_rng(2), to_person([2, 1, 3, 0, 1, 2, 0, 3, 1, 2, 4, 5])
    assert "tan skin" in sentence(person, ["skin"], rng)
    assert "round glasses" in sentence(person, ["glasses"], rng)
    assert sentence(person, [], rng) in ("a person", "an avatar", "a portrait of a person")


def test_colours_stand_beside_their_thing():
    rng, person = np.random.default_rng(3), to_person([2, 1, 3, 0, 1, 2, 0, 3, 1, 2, 4, 5])
    assert "short red hair" in sentence(person, ["top", "hair_color"], rng)
    assert f"blue {NAMES['clothes'][2]}" in sentence(person, ["clothes", "cloth_color"], rng)


def test_a_prompt_for_evaluation_names_what_it_says_it_names():
    rng = np.random.default_rng(4)
    for _ in range(100):
        person = sample_person(rng)
        text, named = prompt(person, rng, 5)
        assert set(named) <= set(ATTRIBUTES) and len(named) <= 5
        if "background" in named:
            assert f"{person['background']} background" in text
