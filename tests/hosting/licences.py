"""The licence of every package that the app needs: `python tests/hosting/licences.py`. Fails where one is not allowed.

Packages are those of requirements.lock that are installed here; their licences are what they say themselves.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
# Free to use and to pass on beside code under Apache-2.0. MPL-2.0 and the LGPL ask for changes of
# their own files alone, and that a library under the LGPL can be exchanged: it lies in a file of its own.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python|MPL|Mozilla|Unlicense|HPND|Zlib|0BSD|CC0|LLVM|Lesser General", re.I
)


def locked(text: str) -> list[str]:
    return re.findall(r"^([a-z0-9._-]+)==", text, re.M)


def licence(package: Distribution) -> str:
    """The expression, else the classifiers, else the first line of the free text."""
    about = package.metadata
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    free = (about.get("License") or "").strip().splitlines()[:1]
    return ", ".join(classified) or "".join(free)[:60]


def main() -> int:
    refused, absent = [], []
    for name in dict.fromkeys(locked(LOCK.read_text())):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            absent.append(name)  # of another system, or CUDA's
            continue
        said = licence(package)
        print(f"{name:28} {package.version:14} {said}")
        if not ALLOWED.search(said):
            refused.append(name)
    print(f"\nnot installed here: {', '.join(absent)}")
    print(f"to be looked at: {', '.join(refused) or 'none'}")
    return len(refused)


if __name__ == "__main__":
    sys.exit(main())
