"""Traces that are shipped: what a page draws before any model is loaded. Each family's kinds.py says which."""

from __future__ import annotations

from pathlib import Path

from models.engine import trace
from models.engine.requests import Request
from models.engine.single_flight import single_flight
from models.engine.trace import Trace
from models.families import FAMILIES
from models.shared_engine import engine
from models.text.architecture import host_model

FOLDER = Path(__file__).parents[1] / "assets" / "traces"


def requests() -> tuple[Request, ...]:
    """What traces are shipped of. A function, for to make a request reads the tokenizer, which not everybody needs."""
    return _requests(host_model())


@single_flight
def _requests(host: str | None) -> tuple[Request, ...]:
    """Of the families whose model is the shipped one: for a model of the host's own (its name, or None), which may cut
    the texts otherwise, some of the others cannot even be made."""
    modules = [family.kinds for family in FAMILIES.values() if not (host and family.host_card)]
    return tuple(request for kinds in modules if hasattr(kinds, "prepared") for request in kinds.prepared())


def path_of(request: Request) -> Path:
    return FOLDER / f"{trace.key(request)}.safetensors"


def prepared(request: Request) -> Trace | None:
    """The shipped trace of a request, if there is one. Only the list's own are kept, so memory is bounded. None where
    the host runs a model of its own: what the shipped one gave is not that model's."""
    if request not in requests() or FAMILIES[request.family].host_model:
        return None
    return _load(request)


@single_flight
def _load(request: Request) -> Trace | None:
    path = path_of(request)
    return trace.load(path) if path.exists() else None


def remake() -> list[Path]:
    """Runs every request of the list, writes its trace and removes traces that are not in the list."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for request in requests():
        trace.save(engine().run(request).trace(), path_of(request))
    paths = [path_of(request) for request in requests()]
    for old in set(FOLDER.glob("*.safetensors")) - set(paths):
        old.unlink()
    _load.cache_clear()  # type: ignore[attr-defined]
    return paths
