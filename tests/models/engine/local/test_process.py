"""The worker is a process of its own: it never outlives its parent, and nothing of it reaches the page's process."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from toy import Count

from models.engine import ModelUnavailable, RunFailed
from models.engine.local import supervisor
from models.engine.local.engine import local_engine

ROOT = Path(__file__).resolve().parents[4]
PARENT = """
import sys, time
from toy import Count
from models.engine.local.engine import local_engine
engine = local_engine({"toy": "toy"})
run = engine.run(Count(steps=3, pause=0.01))
print(run.trace().last.pid, *sys.modules, flush=True)
"""
WORKING = PARENT + "run = engine.run(Count(steps=100000, pause=0.01)); run.trace()"


def alive(pid):
    """Whether the process runs; a dead one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def parent(how_to_load):
    """Starts a page process with a worker; returns it, the worker's pid and the modules of the page process."""
    started = []

    def start(code):
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        pid, *modules = process.stdout.readline().split()
        return process, int(pid), set(modules)

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_running_a_request_brings_no_torch_into_the_page_process(parent):
    _, _, modules = parent(PARENT)
    assert "models.engine.local.process" in modules
    assert not {"torch", "transformers", "diffusers", "streamlit"} & modules


@pytest.mark.parametrize("code", [PARENT + "time.sleep(100)", WORKING], ids=["idle", "working"])
def test_a_worker_dies_with_its_parent_even_if_that_is_killed(parent, until, code):
    process, worker, _ = parent(code)
    assert alive(worker)
    process.kill()
    until(lambda: not alive(worker), seconds=10)


def test_a_worker_ends_when_its_parent_just_ends(parent, until):
    process, worker, _ = parent(PARENT)
    assert process.wait(10) == 0, "a worker or thread kept the page process from ending"
    until(lambda: not alive(worker), seconds=10)


def test_close_ends_the_worker_also_while_it_loads(make_engine, how_to_load, until):
    engine = make_engine()
    pid = engine.run(Count()).trace().last.pid
    engine.close()
    assert not alive(pid)
    how_to_load.write_text("slow")
    slow = make_engine()
    slow.warm_up("toy")
    until(lambda: slow.status("toy").values)
    began = time.monotonic()
    slow.close()
    assert time.monotonic() - began < 5


def test_the_key_is_in_no_argument_and_the_address_is_gone_once_connected(make_engine):
    pid = make_engine().run(Count()).trace().last.pid
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]
    assert arguments[1:5] == [b"-P", b"-m", b"models.engine.local.worker", b"toy"]
    assert len(arguments) == 6
    assert arguments[5].startswith(os.fsencode(tempfile.gettempdir()))
    assert not Path(os.fsdecode(arguments[5])).parent.exists()


def test_ctrl_c_in_the_terminal_does_not_reach_into_the_worker(make_engine):
    engine = make_engine()
    pid = engine.run(Count()).trace().last.pid
    os.kill(pid, signal.SIGINT)
    assert engine.run(Count(seed=1)).trace().last.pid == pid


def test_a_worker_that_hangs_is_killed_and_the_next_run_works(make_engine, monkeypatch, until):
    monkeypatch.setattr(supervisor, "STALL_SECONDS", 0.5)
    engine = make_engine()
    pid = engine.run(Count()).trace().last.pid
    with pytest.raises(RunFailed):
        engine.run(Count(steps=2, pause=100)).trace()
    until(lambda: not alive(pid))
    assert len(engine.run(Count(seed=1)).trace().steps) == 3


def test_one_silence_is_not_taken_for_a_stall(make_engine, monkeypatch):
    monkeypatch.setattr(supervisor, "STALL_SECONDS", 4.0)
    engine = make_engine()
    pid = engine.run(Count()).trace().last.pid
    assert engine.run(Count(steps=1, pause=2.6)).trace().last.pid == pid


def test_a_family_whose_module_is_broken_is_unavailable(how_to_load):
    engine = local_engine({"toy": "no_such_module"})
    try:
        with pytest.raises(ModelUnavailable):
            engine.run(Count()).trace()
    finally:
        engine.close()


def test_a_machine_that_can_start_no_process_is_told_in_a_sentence(make_engine, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ModelUnavailable):
        make_engine().run(Count()).trace()
