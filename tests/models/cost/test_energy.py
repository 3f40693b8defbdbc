"""Energy from counters where they may be read; a range elsewhere."""

import math

from models.cost import energy


def zone(folder, name, label, microjoules, wraps=1000):
    path = folder / name
    path.mkdir()
    (path / "name").write_text(f"{label}\n")
    (path / "energy_uj").write_text(f"{microjoules}\n")
    (path / "max_energy_range_uj").write_text(f"{wraps}\n")
    return path / "energy_uj"


def test_counters_are_those_of_whole_processors_alone(tmp_path):
    zone(tmp_path, "intel-rapl:0", "package-0", 5)
    zone(tmp_path, "intel-rapl:1", "package-1", 7)
    zone(tmp_path, "intel-rapl:0:0", "core", 3)  # a part of the first
    zone(tmp_path, "intel-rapl:2", "psys", 9)  # the whole board
    assert [counter.read() for counter in energy.counters(tmp_path)] == [5, 7]


def test_a_counter_that_starts_again_loses_nothing(tmp_path):
    zone(tmp_path, "intel-rapl:0", "package-0", 0, wraps=1_000_000)
    meters = energy.counters(tmp_path)
    assert energy.joules(meters, (200_000,), (700_000,)) == 0.5
    assert energy.joules(meters, (900_000,), (100_000,)) == 0.2


def test_without_a_counter_nothing_is_measured(tmp_path):
    assert energy.counters(tmp_path / "absent") == ()
    assert math.isnan(energy.joules((), (), ()))
    broken = tmp_path / "intel-rapl:0"
    broken.mkdir()
    (broken / "name").write_text("package-0")  # its counter may not be read
    assert energy.counters(tmp_path) == ()


def test_a_range_is_seconds_times_two_powers():
    assert energy.interval(2) == (2 * 1.69, 25)
    assert energy.HIGH_WATTS == 200 / 16
