"""The server's log: a JSON object a line, with the run's number, and without what visitors wrote."""

import json
import os
import subprocess
import sys

ASK = """
from toy import Count, Raise
from models.engine import RunFailed
from models.engine.local.engine import local_engine
from models.engine.ops import logs
from models.engine.ops.observer import HostObserver
logs.configure()
engine = local_engine({"toy": "toy"}, observer=HostObserver())
engine.run(Count(steps=3, pause=0.05), "anna").trace()
try:
    engine.run(Raise(text="my secret diary")).trace()
except RunFailed:
    pass
engine.close()
"""
CATCH = """
import logging
from models.engine.ops import logs
logs.configure()
try:
    raise ValueError("my secret diary")
except ValueError:
    logging.getLogger("pages").exception("A page failed.")
"""


def logged(root, code, **settings):
    """What a process of its own, as a server is one, writes to its log."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GENERATIVE_AI_LIVE_LOG")}
    env |= {"PYTHONPATH": os.pathsep.join((str(root), str(root / "tests/models/engine"))), **settings}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60)
    return done.stderr


def lines(root, code, **settings):
    settings["GENERATIVE_AI_LIVE_LOG"] = "json"
    return [json.loads(line) for line in logged(root, code, **settings).splitlines()]


def test_a_run_is_one_line_that_says_what_how_long_and_how_it_went(root):
    line, _ = (line for line in lines(root, ASK) if line["event"] == "run ended")
    assert (line["kind"], line["outcome"], line["steps"], line["level"]) == ("count", "done", 3, "info")
    assert 0.15 <= line["seconds"] < 60
    assert 150 <= line["model_ms"] < 60_000


def test_a_failure_has_the_same_number_in_the_server_s_line_and_in_the_worker_s(root):
    found = lines(root, ASK)
    ended = [line for line in found if line["event"] == "run ended"][-1]
    (failed,) = [line for line in found if line["logger"] == "models.engine.local.worker"]
    assert (ended["kind"], ended["outcome"], ended["error"]) == ("raise", "failed", "RunFailed")
    assert failed["run"] == ended["run"] and failed["pid"] != ended["pid"]
    assert "ValueError" in failed["event"]


def test_what_visitors_wrote_is_logged_only_where_the_host_asks_for_it(root):
    silent = lines(root, ASK)
    assert "diary" not in json.dumps(silent) and not [line for line in silent if "request" in line]
    ended = [line for line in lines(root, ASK, GENERATIVE_AI_LIVE_LOG_TEXT="1") if line["event"] == "run ended"][-1]
    assert ended["request"] == {"text": "my secret diary"}


def test_an_exception_is_its_name_and_place_never_its_message(root):
    (line,) = lines(root, CATCH)
    assert line["error"] == "ValueError" and line["where"] == ["<string>:6 <module>"]
    assert "diary" not in json.dumps(line)


def test_without_the_setting_only_failures_are_said_in_plain_words(root):
    said = logged(root, ASK)
    assert "run ended" not in said and "(raise) failed with ValueError" in said
    assert "diary" not in said
