"""Few pictures: means and intervals equal scipy's, and a sentence says that altering helps only where it does."""

import numpy as np
import pytest
from scipy import stats

from models.few_pictures.kinds import HELD_OUT, UPDATES, WITH_GENERATED, FewPictures, by_size
from models.prepared import prepared
from pages.chapters.data import few_pictures
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "")


def right(request):
    steps = prepared(request).steps
    return np.array([step.right for step in steps if step.number == UPDATES]) / HELD_OUT


def test_the_mean_and_its_interval_are_student_s():
    shares = few_pictures.shares(prepared(FewPictures()))
    assert shares == pytest.approx(right(FewPictures()))
    mean, half = few_pictures.with_margin(shares)
    low, high = stats.t.interval(0.95, 4, np.mean(shares), stats.sem(shares))
    assert (mean - half, mean + half) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize(("altered", "verdict"), [("colours", "helps"), ("mirror", "makes no difference")])
def test_altering_is_compared_with_the_same_pictures_unaltered(altered, verdict):
    text = plain(few_pictures.sentence(prepared(FewPictures(altered=altered))))
    found = stats.ttest_rel(right(FewPictures(altered=altered)), right(FewPictures()))
    assert verdict in text and (found.pvalue < 0.05) == (verdict == "helps")
    assert f"{100 * (right(FewPictures(altered=altered)) - right(FewPictures())).mean():+.1f} percentage" in text


def test_what_generated_pictures_are_worth_lies_on_the_line_between_real_ones():
    some, many, both = (right(r).mean() for r in (*by_size("none")[1:], WITH_GENERATED[2]))
    expected = 200 * (1000 / 200) ** ((both - some) / (many - some))
    traces = [prepared(request) for request in (*WITH_GENERATED, *by_size("none")[1:])]
    assert f"as about {float(f'{expected:.2g}'):.0f} real ones would" in plain(few_pictures.worth(traces))


def test_the_view_shows_the_shipped_runs_and_asks_before_it_trains(words):
    app = open_at("data", {"look": "few"})
    assert not app.exception and not app.warning
    assert f"{100 * right(FewPictures()).mean():.1f} %" in plain(words(app)).replace("\u202f", " ").replace(
        "\u00a0", " "
    )
    other = open_at("data", {"look": "few", "real": "77"})
    assert not other.exception
    assert any("Train with these settings" in button.label for button in other.button)
    few = open_at("data", {"look": "few", "real": "3"})
    assert "too few to learn from" in plain(words(few)) + "".join(plain(w.value) for w in few.warning)
