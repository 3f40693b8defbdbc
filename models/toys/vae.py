"""A VAE on points in the plane, trained while one watches. The same seed gives the same bits."""

from collections.abc import Iterator

import numpy as np
import torch

from models.toys.kinds import ToyStep, VaeToy
from models.toys.networks import mlp, real_points, reseeded


def train_vae(request: VaeToy) -> Iterator[ToyStep]:
    """Two numbers in, `latent` numbers in the middle, two numbers out (Kingma & Welling, arXiv:1312.6114)."""
    encoder, decoder = reseeded(lambda: (mlp(2, 2 * request.latent), mlp(request.latent, 2)), request.seed)
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], 3e-3)
    rng = np.random.default_rng(request.seed)
    shown = torch.from_numpy(rng.standard_normal((256, request.latent), np.float32))
    every = max(1, request.steps // request.reports)
    for number in range(1, request.steps + 1):
        x = real_points(request, rng, 128)
        mu, logvar = encoder(x).chunk(2, 1)
        z = mu + (logvar / 2).exp() * torch.from_numpy(rng.standard_normal(tuple(mu.shape), np.float32))
        recon = (decoder(z) - x).square().sum(1).mean() / (2 * request.sigma**2)
        kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()  # nats per point
        optimizer.zero_grad()
        (recon + request.beta * kl).backward()
        optimizer.step()
        if number % every == 0 or number == request.steps:
            with torch.no_grad():
                samples = decoder(shown).numpy()
            yield ToyStep(
                passes=(number - 1) % every + 1,
                number=number,
                samples=samples,
                paths=None,
                loss=(recon + kl).item(),
                kl=kl.item(),
            )
