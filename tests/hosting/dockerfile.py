"""The Dockerfile's very steps in a clean folder and a clean environment, for machines without a container engine.

    python tests/hosting/dockerfile.py [--torch-index URL] [--weights baked|fetched] [--port 8501]

/app becomes a temporary folder. FROM's second stage begins with an empty folder and gets what COPY --from names. As
root it runs the app as user 1000, as the image does. Then the health check must succeed and a visitor must get a page.
Takes minutes: it installs everything.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.serving import ROOT, free_port  # noqa: E402

Instruction = tuple[str, str]


def instructions(text: str) -> list[Instruction]:
    """(keyword, rest) of each instruction, its lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(line.split(None, 1)[0].upper(), line.split(None, 1)[1]) for line in joined.splitlines()]


def ignored(path: str, patterns: list[str]) -> bool:
    """As .dockerignore means it: the last pattern that fits decides, and "!" takes back."""
    parts, out = path.split("/"), False
    for pattern in patterns:
        bare = pattern.lstrip("!")
        if bare.startswith("**/"):
            fits = any(fnmatch.fnmatchcase(part, bare[3:]) for part in parts)
        else:  # from the root on; what fits a folder fits all in it
            wanted = bare.split("/")
            fits = len(parts) >= len(wanted) and all(map(fnmatch.fnmatchcase, parts, wanted))
        out = not pattern.startswith("!") if fits else out
    return out


class Build:
    """One run through the instructions. `stage` is where /app lies now."""

    def __init__(self, work: Path, arguments: dict[str, str]) -> None:
        self.work, self.given = work, arguments
        self.stages: dict[str, Path] = {}
        self.stage = work
        self.env: dict[str, str] = {}
        self.user: int | None = None
        self.health: list[str] = []
        self.command: list[str] = []
        text = (ROOT / ".dockerignore").read_text().splitlines()
        self.ignore = [line for line in text if line and not line.startswith("#")]

    def follow(self, keyword: str, rest: str) -> None:
        print(f"{keyword} {rest[:110]}", flush=True)
        match keyword:
            case "FROM":
                self.stage = self.work / f"stage{len(self.stages)}"
                self.stage.mkdir()
                self.stages[rest.rpartition(" AS ")[2]] = self.stage
                self.env = {"PATH": f"{self.work / 'python'}:/usr/bin:/bin"}
            case "ARG":
                name, _, default = rest.partition("=")
                self.env[name] = self.given.get(name, default)
            case "ENV":
                for name, value in re.findall(r"(\w+)=(\S+)", rest):
                    self.env[name] = self.placed(value.replace("$PATH", self.env["PATH"]))
            case "COPY":
                self.copy(rest)
            case "RUN":
                self.run(rest)
            case "USER":
                self.user = int(rest.partition(":")[0])
            case "HEALTHCHECK":
                self.health = json.loads(rest[rest.index("[") :])
            case "CMD":
                self.command = json.loads(rest)
            case "WORKDIR" | "EXPOSE":
                pass
            case _:
                raise ValueError(f"{keyword} is not known here")

    def placed(self, text: str) -> str:
        return text.replace("/app", str(self.stage))

    def copy(self, rest: str) -> None:
        *sources, target = rest.split()
        if sources[0].startswith("--from="):
            source = self.stages[sources.pop(0).removeprefix("--from=")] / sources[0].removeprefix("/app/")
            shutil.copytree(source, self.stage / target, symlinks=True)
            # An environment knows the folder it was made in; both stages of an image call it /app.
            for script in (self.stage / target / "bin").iterdir():
                if not script.is_symlink() and (text := script.read_bytes()).startswith(b"#!"):
                    script.write_bytes(text.replace(str(source.parent).encode(), str(self.stage).encode(), 1))
            return
        tracked = subprocess.check_output(["git", "ls-files", "-z", *sources], cwd=ROOT, text=True).split("\0")
        found = [path for path in tracked if path and not ignored(path, self.ignore) and (ROOT / path).exists()]
        if not found:
            raise FileNotFoundError(f"COPY {rest}: .dockerignore leaves nothing of it")
        for path in found:
            goal = self.stage / path
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, goal)

    def run(self, command: str) -> None:
        began = time.monotonic()
        # What pip is told on this machine (index, certificates) comes in by its own variables, as in a real build.
        env = {**{n: v for n, v in os.environ.items() if n.startswith(("PIP_", "SSL_", "LANG"))}, **self.env}
        done = subprocess.run(["bash", "-ec", self.placed(command)], cwd=self.stage, env=env, timeout=1200)
        if done.returncode:
            raise SystemExit(f"RUN ended with {done.returncode}: {command}")
        print(f"    {time.monotonic() - began:.0f} s", flush=True)

    def as_user(self) -> list[str]:
        if os.geteuid() != 0 or self.user is None:
            return []
        return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]


def serve(build: Build, port: int) -> None:
    command = [
        *build.as_user(),
        *(part.replace("8501", str(port)).replace("0.0.0.0", "127.0.0.1") for part in build.command),
    ]
    process = subprocess.Popen(command, cwd=build.stage, env=build.env)
    try:
        check = [part.replace("8501", str(port)) for part in build.health]
        deadline = time.monotonic() + 120
        while subprocess.run(check, cwd=build.stage, env=build.env, capture_output=True).returncode:
            assert process.poll() is None and time.monotonic() < deadline, "the health check never succeeded"
            time.sleep(1)
        while (health := json.loads(read(port, "/healthz")))["status"] != "ready":
            assert health["status"] != "failed" and time.monotonic() < deadline, health
            time.sleep(1)
        assert b"<title>" in read(port, "/next-token")
        from tests.load.pupil import Pupil, Record

        record = Record()
        pupil = Pupil(record, f"http://127.0.0.1:{port}", "next-token", prompt="Two cats sat on the")
        pupil.act("open")
        pupil.close()
        assert not record.errors, record.errors
        print("the health check succeeds, and a visitor gets a live figure:", dict(record.seconds))
    finally:
        process.terminate()
        process.wait(20)


def read(port: int, path: str) -> bytes:
    return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).read()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--torch-index", default="", help="empty: the index that pip is set up with on this machine")
    ask.add_argument("--weights", choices=("baked", "fetched"), default="baked")
    ask.add_argument("--port", type=int)
    chosen = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        work = Path(folder)
        work.chmod(0o755)  # user 1000 goes through it
        (work / "python").mkdir()
        found = "/usr/bin/python3.11" if Path("/usr/bin/python3.11").exists() else sys.executable
        (work / "python" / "python").symlink_to(found)
        build = Build(work, {"TORCH_INDEX": chosen.torch_index, "WEIGHTS": chosen.weights})
        for keyword, rest in instructions((ROOT / "Dockerfile").read_text()):
            build.follow(keyword, rest)
        size = sum(f.lstat().st_size for f in build.stage.rglob("*") if f.is_file() and not f.is_symlink())
        print(f"/app: {size / 1e6:.0f} MB, of which packages {tree(build.stage / '.venv'):.0f} MB")
        serve(build, chosen.port or free_port())


def tree(folder: Path) -> float:
    return sum(f.lstat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink()) / 1e6


if __name__ == "__main__":
    main()
