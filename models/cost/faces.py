"""What runs of the picture GAN and of the VAE of faces cost in multiply-adds: passes of each network, as the runs make
them, times what one pass counts. The classifier reads what comes out."""

from __future__ import annotations

from collections.abc import Mapping

from models.cost import measured
from models.engine.requests import Request
from models.gan.kinds import Gan, GanReadings, GanSamples
from models.vae.kinds import Around, Change, Encode, FromNoise, Interpolate, VaeSamples, Walk

Passes = Mapping[str, int]  # by the name of the network


def passes(request: Request) -> Passes | None:
    """None for what has no formula here: runs that also read the shipped sample once for all, or other networks."""
    match request:
        case Gan():
            n = request.frames
            # The styles of both seeds are mapped once; what the walk passes is on the line between them.
            return {"gan": n, "mapping": 2 - n, "critic": n, "classifier": n}
        case GanSamples() | GanReadings():
            return {"gan": request.count, "classifier": request.count}
        case VaeSamples() | FromNoise():
            return {"vae": request.count, "classifier": request.count}
        case Walk():  # both faces there and back; the cross-faded pictures only encoded, the two ways only decoded
            n = request.frames
            return {"vae_encoder": 2 + n, "vae": 2 + 2 * n, "classifier": 3 * n}
        case Around():
            return {"vae_encoder": 1, "vae": request.count, "classifier": request.count}
        case Change():
            return {"vae_encoder": 1, "vae": 2, "classifier": 4}  # read once as shown, once for what was asked
        case Encode(model="face"):
            added = int(bool(request.direction))  # the face is then read before and after
            return {"vae_encoder": 1, "vae": 1 + added, "classifier": 2 * added}
        case Interpolate(model="face"):
            return {"vae_encoder": 2, "vae": request.frames, "classifier": request.frames}
    return None


def multiply_adds(request: Request) -> int | None:
    found, cost = passes(request), measured.networks()
    return None if found is None else sum(n * cost[name].counted for name, n in found.items())
