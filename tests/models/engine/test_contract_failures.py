"""The contract of every engine: a failure costs the run in flight one clear sentence; the next run works."""

import os
import pickle
import random
import signal
import time

import pytest
import toy
from toy import Count, CountHere, Die, DieOnArrival, Raise

from models.engine import ModelUnavailable, RunFailed

SENTENCE = "The model stopped while working on this; try again."


def kill(run):
    os.kill(run.steps[0].pid, signal.SIGKILL)


@pytest.mark.parametrize("poison", [Raise(), Die()], ids=["raise", "die"])
def test_a_run_that_fails_gets_one_sentence_and_the_next_run_works(engine, poison):
    run = engine.run(poison)
    with pytest.raises(RunFailed, match=SENTENCE) as failed:
        run.trace()
    assert run.state == "failed"
    assert str(run.error) == SENTENCE
    assert len(run.steps) == 1, "what was made stays to be seen"
    assert str(pickle.loads(pickle.dumps(failed.value))) == SENTENCE
    assert len(engine.run(Count()).trace().steps) == 3


def test_a_run_that_kills_each_worker_it_is_sent_to_is_not_sent_for_ever(engine):
    engine.run(Count()).trace()
    poison, next_one = engine.run(DieOnArrival()), engine.run(Count(seed=1))
    with pytest.raises(RunFailed, match=SENTENCE):
        poison.trace()
    assert len(next_one.trace().steps) == 3


def test_a_failed_run_is_not_cached_but_tried_again(engine):
    for _ in range(2):
        with pytest.raises(RunFailed):
            engine.run(Raise()).trace()


def test_the_log_tells_where_a_run_failed_but_not_what_the_visitor_wrote(engine, capfd):
    with pytest.raises(RunFailed):
        engine.run(Raise(text="my secret diary")).trace()
    engine.close()
    logged = capfd.readouterr().err
    assert "ValueError" in logged and "toy.py" in logged and "(raise)" in logged
    assert "diary" not in logged


def test_a_killed_worker_fails_only_the_run_in_flight_and_the_line_is_kept(engine, until):
    running = engine.run(Count(steps=1000, pause=0.02), "anna")
    waiting = [engine.run(Count(seed=seed), str(seed)) for seed in range(1, 6)]
    until(lambda: running.steps)
    kill(running)
    with pytest.raises(RunFailed, match=SENTENCE):
        running.trace()
    assert [len(run.trace().steps) for run in waiting] == [3] * 5
    assert len({run.steps[0].pid for run in waiting}) == 1
    assert waiting[0].steps[0].pid != running.steps[0].pid


def test_a_worker_killed_while_it_idles_costs_no_run(engine, until):
    run = engine.run(Count())
    run.trace()
    kill(run)
    assert len(engine.run(Count(seed=1)).trace().steps) == 3


def test_a_worker_killed_at_random_moments_never_costs_more_than_the_run_in_flight(engine, until):
    rng = random.Random(0)
    failed = 0
    pid = engine.run(Count()).trace().last.pid
    for n in range(1, 41):
        run = engine.run(Count(seed=n, steps=5, pause=0.004))
        if n % 4:
            pid = run.trace().last.pid  # no RunFailed here: its worker was left alone
            continue
        time.sleep(rng.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        try:
            assert len(run.trace().steps) == 5
        except RunFailed:
            failed += 1
    assert failed >= 1, "the kills never hit a run; the test shows nothing"


def test_a_model_that_cannot_be_loaded_is_said_in_the_loaders_sentence_and_retry_works(engine, how_to_load, until):
    how_to_load.write_text("fail")
    runs = [engine.run(Count(seed=seed)) for seed in (1, 2)]
    for run in runs:
        with pytest.raises(ModelUnavailable, match="The model needs 98 MB and there is no network.") as error:
            run.trace()
        assert error.value.values == {"megabytes": 98}
    status = engine.status("toy")
    assert (status.state, status.sentence) == ("failed", "The model needs 98 MB and there is no network.")
    assert engine.run(Count(seed=3)).state == "failed", "nobody waits for a model that does not come"
    how_to_load.write_text("")
    engine.retry("toy")
    assert len(engine.run(Count(seed=1)).trace().steps) == 3
    assert engine.status("toy").state == "ready"


def test_a_worker_that_cannot_load_goes_without_a_word_to_visitors(engine, how_to_load, capfd):
    how_to_load.write_text("fail")
    with pytest.raises(ModelUnavailable):
        engine.run(Count()).trace()
    engine.close()
    assert "Fatal Python error" not in capfd.readouterr().err


def test_a_worker_that_always_dies_while_loading_is_not_started_for_ever(engine, how_to_load):
    how_to_load.write_text("die")
    with pytest.raises(ModelUnavailable, match="could not be loaded on this machine"):
        engine.run(Count()).trace()
    assert engine.status("toy").state == "failed"
    how_to_load.write_text("")
    engine.retry("toy")
    assert len(engine.run(Count()).trace().steps) == 3


def test_warm_up_returns_at_once_and_the_status_tells_how_loading_goes(engine, how_to_load, until):
    how_to_load.write_text("slow")
    assert engine.status("toy").state == "cold"
    began = time.monotonic()
    engine.warm_up("toy")
    assert time.monotonic() - began < 0.5, "loading goes on until this test says so"
    until(lambda: engine.status("toy").values)
    status = engine.status("toy")
    assert (status.state, status.sentence) == ("loading", "Fetching the model: 1 of 98 MB")
    run = engine.run(Count())
    assert (run.state, run.place) == ("waiting", 1)
    how_to_load.write_text("")
    until(lambda: engine.status("toy").state == "ready")
    assert engine.status("toy").model.name == "toy"
    assert len(run.trace().steps) == 3


def test_a_failing_torch_free_request_says_the_same_sentence(engine, monkeypatch):
    monkeypatch.setitem(toy.RUNS, CountHere, lambda model, request: 1 / 0)
    with pytest.raises(RunFailed, match=SENTENCE):
        engine.run(CountHere()).trace()
