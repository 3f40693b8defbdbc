"""Programs for the visitor's browser, as files and as addresses; pages/server/browser_files.py serves them."""

from __future__ import annotations

from pathlib import Path

from pages.basics.base_path import base_path
from pages.basics.language import ASSETS

NAME = "browser"
FOLDER = ASSETS / NAME


def address(folder: str) -> str:
    """The path of a folder on this server, with a slash at its end."""
    return f"{base_path()}/{NAME}/{folder}/"


def path_of(folder: str, name: str) -> Path | None:
    """The packed file; None where there is none."""
    file = FOLDER / folder / f"{name}.gz"
    return file if file.parent.parent == FOLDER and file.is_file() and ".." not in (folder, name) else None


def size(folder: str) -> int:
    """Bytes that travel, of all files of a folder."""
    return sum(file.stat().st_size for file in (FOLDER / folder).glob("*.gz"))


def unpacked_size(folder: str, name: str) -> int:
    """Bytes of a file as the browser sees it: gzip keeps them in its last four (RFC 1952)."""
    with open(FOLDER / folder / f"{name}.gz", "rb") as file:
        file.seek(-4, 2)
        return int.from_bytes(file.read(4), "little")
