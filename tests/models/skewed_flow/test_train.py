"""The flow with captions: what it learns from, how it is asked, and how its pictures are counted."""

import numpy as np
import pytest
import torch
from scipy.spatial.distance import cdist

from models.avatars import dataset
from models.avatars.attributes import HATS, to_person
from models.prepared import prepared
from models.skewed_flow import infer, judge, net
from models.skewed_flow.counted import drawn, half_and_half
from models.skewed_flow.kinds import BALANCED, BY_SHARE, DRAWN, PLANNED, SURE, UNNAMED, CaptionStep, TrainSkewed
from models.skewed_flow.pictures import caption, flat, learned_from, rows
from models.skewed_flow.world import WORDS, behind, counts
from models.tiny_flow.pictures import pictures
from tests.arrays import assert_allclose, assert_array_equal

SMALL = TrainSkewed(steps=20, seed=3)
PEOPLE = [to_person(row) for row in dataset.people("train", count=2000)]


@pytest.fixture(scope="module")
def small(app):
    return app(SMALL)


@pytest.mark.parametrize(
    ("fields", "hats", "bare"),
    [({}, 40, 360), ({"hats": 90}, 360, 40), ({"repair": "left_out"}, 40, 40), ({"repair": "weighted"}, 40, 360)],
)
def test_it_learns_from_as_many_hats_as_it_is_told(fields, hats, bare):
    request = TrainSkewed(**fields)
    assert counts(request) == (hats, bare)
    data = learned_from(request, torch.Generator().manual_seed(0))
    known = {bytes(picture): person for picture, person in zip(pictures()[:1700], PEOPLE, strict=False)}
    pixels = ((data.pixels + 1) * 127.5).round().to(torch.uint8).view(-1, 16, 16, 3).numpy()
    people = [known[bytes(picture)] for picture in pixels]
    wears = np.array([person["top"] in HATS for person in people])
    assert (wears.sum(), (~wears).sum()) == (hats, bare)
    said = [{word for word, is_named in zip(WORDS, row, strict=True) if is_named} for row in data.named.tolist()]
    assert said == [{p["background"], "hat" if p["top"] in HATS else "no hat"} for p in people]
    share = float(data.weights[torch.from_numpy(wears)].sum() / data.weights.sum())
    assert share == pytest.approx(0.5 if "repair" in fields else hats / (hats + bare))


def test_captions_without_hats_name_the_background_alone():
    data = learned_from(UNNAMED, torch.Generator().manual_seed(0))
    assert data.named[:, :8].sum(1).eq(1).all() and not data.named[:, 8:].any()
    assert not caption("person").any() and caption("no_hat").nonzero().flatten().tolist() == [WORDS.index("no hat")]


def test_backgrounds_are_told_by_their_corner():
    assert_array_equal(behind(pictures()), rows()[:, -1])


def test_the_judge_tells_hats_on_pictures_that_it_never_learned_from():
    hats, sure = judge.read(flat(pictures()[-300:]))
    truth = np.array([person["top"] in HATS for person in PEOPLE[-300:]])
    assert (hats.numpy() == truth).mean() > 0.99 and (sure.numpy() >= SURE).mean() > 0.95


def test_what_is_named_is_guided():
    """A network whose pictures are constants: with a caption it lies GUIDANCE times as far from that without."""

    class Knows(net.Captioned):
        def forward(self, x, t, named):
            return torch.full_like(x, 0.1) + 0.2 * named[:, -1:]

    noise = torch.randn(3, 768)
    assert_allclose(net.draw(Knows(), noise, caption("person")).numpy(), np.full((3, 768), 0.1), atol=1e-5)
    assert_allclose(net.draw(Knows(), noise, caption("no_hat")).numpy(), np.full((3, 768), 0.7), atol=1e-5)


def test_a_word_that_no_caption_holds_learns_nothing():
    """But for the weight decay that all numbers have."""
    flow, generator = net.drawn(0), torch.Generator().manual_seed(0)
    data = learned_from(UNNAMED, generator)
    before = flow.words.weight.detach().clone()
    optimizer = torch.optim.AdamW(flow.parameters(), infer.RATE)
    for _ in range(3):
        infer.update(flow, optimizer, data, generator, 1.0)
    after = flow.words.weight.detach()
    assert_allclose(after[8:].numpy(), (before[8:] * (1 - 0.01 * infer.RATE) ** 3).numpy(), rtol=1e-4)
    assert (after[:8] - before[:8]).abs().max() > 1e-3


def test_what_is_drawn_is_counted(small):
    """Against the classifier asked about one picture at a time, and distances by scipy."""
    steps = [step for step in small if isinstance(step, CaptionStep)]
    assert len(small) == PLANNED and {step.prompt: len(step.hats) for step in steps} == DRAWN
    learned = learned_from(SMALL, torch.Generator().manual_seed(3)).pixels
    new = cdist(flat(pictures()[-300:]), learned).min(1).mean()
    flow, generator = net.drawn(5), torch.Generator().manual_seed(6)
    step = infer.asked(flow, "blue", learned, new, generator)
    made = net.draw(flow, torch.randn(100, 768, generator=torch.Generator().manual_seed(6)), caption("blue"))
    with torch.no_grad():
        probs = np.stack([judge.judge()(one.view(1, 16, 16, 3).permute(0, 3, 1, 2))[0].softmax(0) for one in made])
    hats = probs[:, [11, 12, 13, 14]].sum(1)
    assert_array_equal(step.hats, hats > 0.5)
    assert_allclose(step.sure, probs.max(1), rtol=1e-4)
    assert step.nearest == pytest.approx(cdist(made, learned).min(1).mean() / new, rel=1e-4)


def test_what_pages_count_is_what_the_steps_hold(small):
    given, steps = drawn(small), {step.prompt: step for step in small if isinstance(step, CaptionStep)}
    for prompt, step in steps.items():
        assert (given[prompt].n, given[prompt].hats) == (len(step.hats), step.hats.tolist().count(True))
        assert given[prompt].sure == sum(p >= SURE for p in step.sure.tolist())
    both = half_and_half(given)
    assert both.n == 200 and both.hats == given["hat"].hats + given["no_hat"].hats
    assert both.nearest == pytest.approx(np.mean([given["hat"].nearest, given["no_hat"].nearest]))


def test_the_shipped_runs_show_what_the_lessons_say():
    """More hats in, more hats out; a caption that names hats is followed, one of words never read is not."""
    shares = [given.hats / given.n for given in (drawn(prepared(r).steps)["person"] for r in BY_SHARE)]
    assert shares == sorted(shares)
    named, unnamed = (drawn(prepared(request).steps) for request in (BALANCED, UNNAMED))
    assert named["hat"].hats > 85 and named["no_hat"].hats < 15
    assert 25 < unnamed["hat"].hats < 75 and min(named["blue"].blue, unnamed["blue"].blue) > 80
