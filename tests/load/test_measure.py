"""The load harness reads and counts rightly; what it measures is printed by `python -m tests.load`."""

import math

from streamlit.proto.Element_pb2 import Element

from tests.load import measure
from tests.load.measure import Memory
from tests.load.pupil import Pupil, Record

METRICS = """# HELP generative_ai_runs_total Runs.
# TYPE generative_ai_runs_total counter
generative_ai_runs_total{kind="write",outcome="done"} 3.0
generative_ai_runs_total{kind="write",outcome="failed"} 1.0
generative_ai_runs_total{kind="next-token",outcome="done"} 5.0
"""


def test_counters_are_summed_over_the_labels_that_were_not_asked_for():
    after = measure.parse(METRICS)
    before = {"generative_ai_runs_total{kind=write,outcome=done}": 1.0}
    assert measure.grown(before, after, "generative_ai_runs_total", kind="write", outcome="done") == 2
    assert measure.grown(before, after, "generative_ai_runs_total", kind="write") == 3
    assert measure.grown({}, after, "generative_ai_runs_total") == 9
    assert measure.grown({}, after, "generative_ai_runs") == 0


def test_a_quantile_is_a_value_that_was_measured():
    values = [0.1 * n for n in range(1, 101)]
    assert math.isclose(measure.quantile(values, 0.95), 9.5)
    assert measure.quantile([3.0, math.nan, 1.0], 1.0) == 3.0
    assert math.isnan(measure.quantile([], 0.5))


def test_growth_compares_the_last_third_with_the_one_before():
    memory = Memory(at=list(range(9)), server=[0, 0, 0, 100, 100, 100, 130, 130, 130], workers=[0] * 9, load=[0] * 9)
    assert memory.growth == 30


def test_a_rate_is_that_of_the_time_in_which_anything_was_made():
    memory = Memory(at=[0, 1, 2, 3, 4, 5], made={"tokens": [7, 7, 17, 17, 27, 27]})
    assert memory.per_second("tokens") == 20 / 3
    assert Memory(at=[0, 1], made={"tokens": [7, 7]}).per_second("tokens") == 0


def test_a_pupil_reads_places_apologies_and_tracebacks():
    pupil = Pupil.__new__(Pupil)  # without a connection
    pupil.record, pupil.first_sign, pupil.began = Record(), math.nan, 0.0
    pupil.widgets, pupil.fragments, pupil.kinds = {}, {}, {}
    place, sorry, broken = Element(), Element(), Element()
    place.markdown.body = ":small[:material/hourglass_top: Waiting: place 12 in the queue, about 40 s.]"
    sorry.alert.body = "64 runs are waiting, about 90 s of work."
    broken.exception.type = "KeyError"
    pupil._note(place, "")
    pupil._note(sorry, "")
    assert pupil.record.places == [12] and not math.isnan(pupil.first_sign)
    assert pupil.record.sorry == ["64 runs are waiting, about 90 s of work."]
    with_traceback = None
    try:
        pupil._note(broken, "")
    except AssertionError as error:
        with_traceback = str(error)
    assert with_traceback is not None and "KeyError" in with_traceback
