"""The Python to take away trains the run's network."""

from models.invented_people.kinds import AskedStep, LearnPeople


def test_the_python_trains_as_the_app_does(app, script):
    request = LearnPeople(spread="many", sentences=500, seed=2)
    steps, done = app(request), script(request)
    asked = [step for step in steps if isinstance(step, AskedStep)]
    expected = [[step.readings, step.wrong.sum(), 4000, step.wrong[0]] for step in asked]
    assert [done.numbers(n) for n in range(len(asked))] == expected
