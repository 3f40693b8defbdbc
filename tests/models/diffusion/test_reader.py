"""The reader: what it is given back, what it leaves alone, and that its NumPy is the network that was trained."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from models.avatars.attributes import sample_person
from models.avatars.captions import caption
from models.avatars.prompt_attributes import prompt_attributes
from models.avatars.wordings import KINDS, LEXICON, mistyped, words
from models.diffusion import reader
from models.diffusion.evaluate_few import few_step_bench
from models.diffusion.evaluate_wordings import drawn, given_back, wordings
from models.diffusion.kinds import FewSteps, OpenDenoiser, TextToImage
from models.diffusion.student import build_few_step_scheduler
from models.diffusion.train import draw
from models.diffusion.train_reader import Config, Reader, main
from models.engine.errors import InvalidRequest
from tests.arrays import assert_allclose


@torch.no_grad()
def test_its_numbers_are_those_of_the_trained_network_in_plain_torch():
    net = Reader()
    net.load_state_dict(load_file(reader.FOLDER / "reader.safetensors"))
    for text in ("rote Haare, Lächeln", "a persn with ginger hair", "hijab"):
        said = words(text)
        assert_allclose(reader.evidence(said).max(0), net.float()([said])[0].numpy(), atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_wording_names_is_given_back(kind):
    right, total = given_back(wordings(kind, 300))
    assert right / total >= 0.97


def test_tags_and_german_are_drawn():
    """On a sample; recipe.md has the whole figures. As typed, the German ones come to less than a third."""
    bench = few_step_bench()
    for kind in ("tags", "German tags"):
        asked = wordings(kind, 60, seed=3)

        def pictures(texts):
            bench.pipe.scheduler = build_few_step_scheduler()
            return draw(bench.pipe, texts, 4, 1.0, 3)

        right, total = drawn(asked, [reader.as_caption(text) for text, _ in asked], pictures, bench.classifier)
        assert right / total >= 0.92, kind


def test_captions_are_left_as_they_are():
    rng = np.random.default_rng(5)
    for _ in range(500):
        text = caption(sample_person(rng), rng)
        assert reader.as_caption(text) == text


def test_what_it_writes_is_a_caption_and_is_read_no_further():
    for kind in KINDS:
        for text, _named in wordings(kind, 100, seed=9):
            written = reader.as_caption(text)
            assert reader.as_caption(written) == written


@pytest.mark.parametrize("text", ["", "a cat in a spaceship", "a dragon with a blue hat in space", "spaceship"])
def test_a_text_of_captions_words_and_of_words_that_mean_nothing_goes_as_typed(text):
    assert reader.as_caption(text) == text


def test_a_word_that_is_no_variant_of_anything_stays_in_the_caption():
    assert reader.as_caption("rote Haare, Drache").endswith(", drache")
    assert not reader.known("drache") and not reader.known("cat") and reader.known("spectacels")


def test_one_wrong_letter_is_known_and_two_are_not():
    rng = np.random.default_rng(0)
    for word in sorted(w for w in LEXICON if len(w) >= 5)[::7]:
        assert reader.known(mistyped(word, rng))
    assert not reader.known("moxstachxe")


@pytest.mark.parametrize("kind", [TextToImage, FewSteps, OpenDenoiser])
def test_requests_hold_what_the_text_encoder_gets(kind):
    typed, meant = kind(prompt="rote Haare, Lächeln"), kind(prompt="red hair, smile")
    assert typed == meant
    assert prompt_attributes(typed.prompt) == {"hair_color": ("red",), "mouth": ("smile",)}


@pytest.mark.parametrize("text", ["rote Haare 😀", "<b>Hut</b>", "hat, é", "red " * 60])
def test_what_cannot_be_read_is_refused_and_not_dropped(text):
    with pytest.raises(InvalidRequest):
        TextToImage(prompt=text)


def test_training_resumes_and_lowers_its_loss(tmp_path, capsys):
    small = dict(folder=tmp_path, batch_size=8, save_every=50)
    main(Config(steps=50, **small))
    main(Config(steps=100, **small))
    losses = [float(line.split()[1]) for line in capsys.readouterr().out.splitlines()]
    assert len(losses) == 2 and losses[1] < losses[0]
    assert (tmp_path / "reader.safetensors").exists()
