"""What a replica and a bridge say to each other beside the worker's own messages (local/messages.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.engine.model_info import ModelInfo
from models.engine.translation import N_

UNKNOWN = N_("The host’s setting ENGINE is not understood: it is “ray”, or HOST:PORT of the head of a Ray cluster.")
CLIENT = N_(
    "The host’s setting ENGINE begins with “ray://”, which cannot stream; it takes HOST:PORT of the head itself."
)
NOT_INSTALLED = N_("The server is to run its models on a Ray cluster, but Ray is not installed on it.")
UNREACHABLE = N_("The machines that run the models cannot be reached; the server goes on trying.")
NO_NODE = N_("The server is not part of the cluster that runs the models; it goes on trying.")
REFUSED = N_("The machines that run the models do not accept this server’s token.")
NOT_DEPLOYED = N_("The machines are there, but this model is not deployed on them; the server goes on looking.")
OTHER_VERSION = N_("The machines run another version of the models than this server; one of the two is to be updated.")
NOT_STARTING = N_("The machines cannot start this model; their log says why.")


@dataclass(frozen=True, slots=True)
class Hello:
    """What a replica has."""

    version: str
    model: ModelInfo


@dataclass(frozen=True, slots=True)
class Full:
    """The replica has no seats for this run now; another may have."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A line that a run wrote into the log on its machine, to be written here, too: fields of a logging.LogRecord."""

    number: int
    record: dict[str, Any]
