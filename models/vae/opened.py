"""The VAE laid open: what its stages give on a face, which pixels move which number, and what β does."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn

from models.avatars.tensors import to_float, to_uint8
from models.engine.steps import Step
from models.vae.beta import BetaVAE
from models.vae.coding import Models, encoded, mse, pictures, pixels, sample_posterior
from models.vae.explore import bell
from models.vae.kinds import BetaStep, CompareBetas, OpenFace, SlopesStep, StageStep

SHOWN = 4  # channels of a stage
MADE, MADE_SEED = 6, 0  # faces from noise for each β
LEVEL = 2 / 255  # one level of 255, where pixels go from -1 to 1


def open_face(model: Models, request: OpenFace) -> Iterator[Step]:
    """The face encoded and decoded; each stage of both halves; the slopes of all 32 means."""
    picture = pixels(request.picture, "face")
    with torch.no_grad():
        step = encoded(model, picture, "face")
        yield step
        yield from _stages("encoder", model.face.encoder, to_float(picture[None]))
        yield from _stages("decoder", model.face.decoder, torch.from_numpy(step.mu)[None])
    yield SlopesStep(passes=1, slopes=slopes(model.face, to_float(picture[None])).numpy())


def _stages(half: str, network: nn.Sequential, x: torch.Tensor) -> Iterator[StageStep]:
    """Every layer whose output has places, other than those that only bend or rearrange what a layer before gave."""
    for i, layer in enumerate(network):
        x = layer(x)
        if x.ndim == 4 and isinstance(layer, (nn.Conv2d, nn.Sequential, nn.Unflatten)):
            shown = x[0].var((1, 2)).argsort(descending=True)[:SHOWN]
            yield StageStep(
                passes=0, half=half, layer=i, channels=x.shape[1], shown=shown.numpy(), maps=x[0, shown].numpy()
            )


def slopes(vae: BetaVAE, x: torch.Tensor) -> torch.Tensor:
    """Of each mean, (latent, 64, 64): its change per level of 255 in all colours of a pixel. x: (1, 3, 64, 64)."""
    x = x.clone().requires_grad_()
    mu = vae.encode(x)[0][0]
    rows = [torch.autograd.grad(number, x, retain_graph=True)[0][0].sum(0) for number in mu]
    return LEVEL * torch.stack(rows)


@torch.no_grad()
def compare_betas(model: Models, request: CompareBetas) -> Iterator[Step]:
    picture = pixels(request.picture, "face")
    for beta, vae in model.small.items():
        mu, logvar = vae.encode(to_float(picture[None]))
        recon = to_uint8(vae.decode(mu))[0]
        means, logvars = sample_posterior(vae)
        decoded = to_uint8(vae.decode(means)).astype("float32")
        yield BetaStep(
            passes=4,
            beta=float(beta),
            recon=recon,
            mse=mse(recon, picture),
            kl=float(_kl(mu, logvar)[0]),
            mu=means.numpy(),
            sample_mse=((decoded - pictures()) ** 2).mean((1, 2, 3)),
            sample_kl=_kl(means, logvars).numpy(),
            made=to_uint8(vae.decode(bell(MADE, MADE_SEED))),
        )


def _kl(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """(n, latent) → (n,), nats, against a standard Gaussian."""
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
