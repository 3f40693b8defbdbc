"""The small classifiers: what is counted, altered and learned from is what the request says."""

import numpy as np
import pytest
import torch

from models.avatars import dataset
from models.avatars.attributes import NAMES
from models.avatars.prompt_attributes import prompt_attributes
from models.engine.errors import InvalidRequest
from models.few_pictures import infer, net
from models.few_pictures.kinds import HELD_OUT, STARTS, STYLES, UPDATES, FewPictures
from models.few_pictures.pictures import STYLE, generated, prompts, real
from models.prepared import prepared
from tests.arrays import assert_allclose, assert_array_equal


def test_the_styles_of_the_real_pictures_are_those_of_the_data_set():
    assert_array_equal(real()[1], dataset.people("train", count=2000)[:, STYLE])


def test_generated_pictures_have_the_styles_that_their_prompts_name():
    asked = prompts()
    assert [style for _prompt, style in asked] == generated()[1].tolist()
    assert generated()[0].shape == (1000, 16, 16, 3)
    assert all(prompt_attributes(prompt)["top"] == (STYLES[style],) for prompt, style in asked[:200])


def test_each_start_learns_from_other_pictures_and_none_from_those_held_out():
    request = FewPictures(pictures=40, generated=30)
    known = {bytes(picture) for picture in np.concatenate([real()[0][:-HELD_OUT], generated()[0]])}
    learned = [infer.learned_from(request, torch.Generator().manual_seed(seed)) for seed in range(2)]
    for x, styles in learned:
        assert x.shape == (70, 3, 16, 16) and styles.shape == (70,)
        pixels = ((x + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1).numpy()
        assert {bytes(picture) for picture in pixels} <= known
    assert not torch.equal(learned[0][0], learned[1][0])


@pytest.mark.parametrize("altered", ["none", "colours", "mirror"])
def test_pictures_are_altered_one_by_one_and_in_that_way_alone(altered):
    x = infer.as_numbers(real()[0][:64])
    after = infer.alter(x, altered, torch.Generator().manual_seed(0))
    if altered == "none":
        assert_array_equal(after.numpy(), x.numpy())
    elif altered == "mirror":
        same, mirrored = [(after == other).flatten(1).all(1) for other in (x, x.flip(3))]
        assert bool((same | mirrored).all()) and 0.3 < mirrored.float().mean() < 0.7
    else:
        gain = ((after + 1) / (x + 1)).nan_to_num(0).flatten(2).amax(2)  # what is too bright is cut, so others tell
        expected = ((x + 1) * gain[:, :, None, None]).clamp(0, 2) - 1
        assert_allclose(after.numpy(), expected.numpy(), atol=1e-3)
        assert gain.min() > 0.59 and gain.max() < 1.41 and gain.std() > 0.1


def test_what_is_right_is_counted_over_the_pictures_held_out():
    x, styles = infer.held_out()
    classifier = net.drawn(0)
    with torch.no_grad():
        expected = np.mean([classifier(x[i : i + 1]).argmax().item() == styles[i].item() for i in range(HELD_OUT)])
    assert infer.share_right(classifier, x, styles) == pytest.approx(expected)
    assert len(styles) == HELD_OUT and set(styles.tolist()) <= set(range(len(NAMES["top"])))


def test_the_shipped_runs_have_learned_more_from_more_pictures():
    def last(**fields):
        steps = prepared(FewPictures(**fields)).steps
        assert len(steps) == STARTS * UPDATES // 50
        return np.mean([step.right for step in steps if step.number == UPDATES])

    few, some, many = (last(pictures=size) for size in (50, 200, 1000))
    assert few < some < many and few > 2 * HELD_OUT / len(STYLES)


@pytest.mark.parametrize("fields", [{"pictures": 0}, {"pictures": 10, "generated": 9}])
def test_too_few_pictures_are_refused(fields):
    with pytest.raises(InvalidRequest, match="too few"):
        FewPictures(**fields)
