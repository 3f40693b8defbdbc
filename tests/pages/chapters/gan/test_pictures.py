"""What is said of a made picture is what the classifier and the critic gave."""

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.classifier.kinds import PictureStep
from pages.chapters.gan import pictures


def seen(**values):
    """A picture in which the classifier reads these values, and the first of every other attribute."""
    row = np.array([NAMES[a].index(values[a]) if a in values else 0 for a in ATTRIBUTES], np.int64)
    return PictureStep(
        passes=1,
        picture=np.zeros((64, 64, 3), np.uint8),
        latents=np.zeros((7, 128), np.float32),
        read_values=row,
        read_probs=np.ones(12, np.float32),
        critic_logit=-1.5,
        critic_prob=0.07,
    )


def test_what_a_mixed_style_changed_is_named_and_what_a_hat_hides_is_not():
    assert pictures._changed(seen(top="bun"), seen(top="bun")) == "="
    assert pictures._changed(seen(top="bun", mouth="sad"), seen(top="bun", mouth="smile")) == "smile"
    assert pictures._changed(seen(top="bun", hair_color="red"), seen(top="hat", hair_color="blue")) == "hat"
    many = seen(top="bun", mouth="sad", clothes="hoodie", background="navy", beard="beard")
    assert pictures._changed(seen(top="bun"), many).endswith(" +1")


def test_the_critic_s_word_has_a_sign_and_a_share():
    assert pictures.verdict(seen()).startswith("logit −1.50 · preferred 7")
