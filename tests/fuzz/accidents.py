"""What can happen to a host, done to a real server: each accident ends in a sentence, and then in a working server."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from models.weights.store import SMOLLM2, ensure, folder
from tests.load.measure import counts
from tests.load.pupil import Pupil, Record
from tests.serving import server, wait_ready


def health(address: str) -> dict:
    return json.loads(urllib.request.urlopen(f"{address}/healthz", timeout=30).read())


def fails_in_a_sentence(address: str, words: str, seconds: float = 120) -> None:
    """The model cannot be had: health says why, and the page teaches on with its prepared result."""
    deadline = time.monotonic() + seconds
    while (now := health(address))["status"] != "failed":
        assert time.monotonic() < deadline, now
        time.sleep(0.5)
    assert words in now["missing"]["text"], now
    record = Record()
    pupil = Pupil(record, address, "next-token")
    pupil.act("open", patience=60)
    pupil.close()
    assert not record.errors, record.errors
    print(f"    it says: {now['missing']['text']}")


def works(address: str) -> None:
    record = Record()
    pupil = Pupil(record, address, "next-token", prompt=f"In year {random.randrange(10**6)} the cat sat on the")
    pupil.act("open", patience=60)
    pupil.close()
    assert not record.errors and not record.sorry, (record.errors, record.sorry)


def workers_killed(port: int | None) -> None:
    """Ten pupils write for 40 s while model processes are killed at random moments."""
    with server(port=port) as (address, process):
        wait_ready(address)
        record, until = Record(), time.monotonic() + 40
        deaths: list[float] = []

        def write(n: int) -> None:
            turn = 0
            while time.monotonic() < until:
                turn += 1
                pupil = Pupil(record, address, "writing", prompt=f"Pupil {n} in turn {turn} said that the")
                pupil.act("write", patience=120, figure=False)
                pupil.close()

        threads = [threading.Thread(target=write, args=(n,)) for n in range(10)]
        for thread in threads:
            thread.start()
        while time.monotonic() < until:
            time.sleep(random.uniform(0, 5))
            for child in psutil.Process(process.pid).children():
                if "models.workers.text" in child.cmdline():
                    child.kill()
                    deaths.append(time.monotonic())
            time.sleep(0.5)
            wait_ready(address, 60)  # killed again and again before it is ready, a model is called unavailable
        for thread in threads:
            thread.join(180)
        assert not any(thread.is_alive() for thread in threads), "a pupil waits for ever"
        assert not record.errors, record.errors
        died = counts(address)["generative_ai_worker_deaths_total{module=models.workers.text}"]
        assert died >= len(deaths)
        wait_ready(address, 60)
        works(address)
        writings = len(record.seconds["write: end"])
        print(
            f"    {len(deaths)} kills, {writings} writings by 10 pupils, {len(record.sorry)} sentences, no other loss"
        )


def disk_full(port: int | None) -> None:
    """The cache folder has 20 MB of room."""
    with tempfile.TemporaryDirectory() as cache:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", cache], check=True)
        try:
            with server(env={"GENERATIVE_AI_LIVE_CACHE": cache}, port=port) as (address, _):
                fails_in_a_sentence(address, "There is no room for the model")
        finally:
            subprocess.run(["umount", cache], check=True)


def cache_read_only(port: int | None) -> None:
    """The cache folder holds the model and cannot be written to."""
    with tempfile.TemporaryDirectory() as cache:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=150m", "tmpfs", cache], check=True)
        try:
            shutil.copy(folder() / SMOLLM2.name, cache)
            subprocess.run(["mount", "-o", "remount,ro", cache], check=True)
            with server(env={"GENERATIVE_AI_LIVE_CACHE": cache}, port=port) as (address, _):
                wait_ready(address)
                works(address)
        finally:
            subprocess.run(["umount", cache], check=True)


def no_network(port: int | None) -> None:
    """pip reaches no index at the first start; then it does, and somebody presses "Try again"."""
    with tempfile.TemporaryDirectory() as cache:
        settings = Path(cache) / "pip.conf"
        settings.write_text("[global]\nindex-url = http://127.0.0.1:9/simple\nretries = 0\ntimeout = 2\n")
        env = {"GENERATIVE_AI_LIVE_CACHE": cache, "PIP_CONFIG_FILE": str(settings), "PIP_FIND_LINKS": ""}
        env |= {"PIP_INDEX_URL": "", "PIP_EXTRA_INDEX_URL": ""}
        with server(env={n: v for n, v in env.items() if v or n in os.environ}, port=port) as (address, _):
            fails_in_a_sentence(address, "pip cannot reach")
            (Path(cache) / SMOLLM2.name).write_bytes((folder() / SMOLLM2.name).read_bytes())  # the network is back
            record = Record()
            pupil = Pupil(record, address, "next-token", prompt="Nobody had this text before the")
            pupil.act("open", patience=60)
            again = next(key for key, identity in pupil.widgets.items() if "_retry" in str(identity))
            pupil.set(again, "trigger_value", True)
            pupil.act("try again", patience=60)
            pupil.close()
            assert not record.errors, record.errors
            wait_ready(address)
            works(address)


JUMP = """
import os, time
_time = time.time
time.time = lambda: _time() + (86400 if os.path.exists(os.environ["JUMP"]) else 0)
"""


def clock_jump(port: int | None) -> None:
    """The clock goes on by a day during a visit, and back: in the server and its model processes."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "sitecustomize.py").write_text(JUMP)
        jump = Path(place) / "jump"
        env = {"PYTHONPATH": place, "JUMP": str(jump)}
        with server(env=env, port=port) as (address, _):
            wait_ready(address)
            record = Record()
            pupil = Pupil(record, address, "next-token", prompt="Before the jump the cat sat on the")
            pupil.act("open")
            for move, temperature in ((jump.touch, 0.3), (jump.unlink, 1.7)):
                move()
                pupil.set("temperature", "double_array_value", [temperature])
                pupil.act("slide")
                works(address)
                before = pupil.session_id
                pupil.close()
                pupil.come_back()
                assert pupil.session_id == before, "the visit was lost"
            pupil.close()
            assert not record.errors, record.errors


ACCIDENTS: dict[str, Callable[[int | None], None]] = {
    "workers-killed": workers_killed,
    "disk-full": disk_full,
    "cache-read-only": cache_read_only,
    "no-network": no_network,
    "clock-jump": clock_jump,
}


def all_of_them(names: list[str], port: int | None) -> list[str]:
    """Those that did not end well."""
    ensure()
    bad = []
    for name in names or list(ACCIDENTS):
        accident = ACCIDENTS[name]
        print(f"{name}: {accident.__doc__}", flush=True)
        if name in ("disk-full", "cache-read-only") and os.geteuid() != 0:
            print("    not tried: only root may mount")
            continue
        try:
            accident(port)
            print("    ok", flush=True)
        except Exception as error:
            print(f"    FAILED: {type(error).__name__}: {str(error)[:600]}", flush=True)
            bad.append(name)
    return bad
