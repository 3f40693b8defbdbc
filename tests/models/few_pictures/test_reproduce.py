"""The Python to take away trains the run's classifiers."""

from models.few_pictures.kinds import UPDATES, FewPictures


def test_the_python_trains_as_the_app_does(app, script, monkeypatch):
    for module in ("infer", "reproduce"):  # the five are made alike: two take two fifths of the time
        monkeypatch.setattr(f"models.few_pictures.{module}.STARTS", 2)
    request = FewPictures(pictures=30, generated=20, altered="colours", seed=2)
    steps, done = app(request), script(request)
    right = [step.right for step in steps if step.number == UPDATES]
    assert len(right) == 2
    assert [done.numbers(n)[1] for n in range(len(right))] == right
