"""DDIM (Song et al., arXiv:2010.02502), each step to the next timestep of the list, and the last one to ᾱ = 1.

diffusers' own step goes 1000 // n timesteps back, which misses the next one of the list where n does not divide 1000:
the last step of 13 then ends at ᾱ = 0.99915. At η = 1 it takes the root of −6e-8. Elsewhere the two give the same bits.
"""

from __future__ import annotations

import torch
from diffusers import DDIMScheduler
from diffusers.schedulers.scheduling_ddim import DDIMSchedulerOutput


class ListedDDIMScheduler(DDIMScheduler):
    """For v-prediction without clipping, as this project trains (net.py: build_scheduler)."""

    def step(
        self,
        model_output: torch.Tensor,
        timestep: torch.Tensor,
        sample: torch.Tensor,
        eta: float = 0.0,
        generator: torch.Generator | None = None,
        return_dict: bool = True,
    ) -> DDIMSchedulerOutput | tuple[torch.Tensor, torch.Tensor]:
        """(x at the next timestep, x̂₀). eta: 0 adds no fresh noise, 1 adds as much as DDPM."""
        a, a_next = self.alphas_cumprod[timestep], self.next_alpha_cumprod(timestep)
        signal, noise = a**0.5, (1 - a) ** 0.5
        x_0, eps = signal * sample - noise * model_output, signal * model_output + noise * sample
        sigma = eta * ((1 - a_next) / (1 - a) * (1 - a / a_next)) ** 0.5
        kept = (1 - a_next - sigma**2).clamp(min=0) ** 0.5  # at η = 1 from pure noise nothing is kept
        x_next = a_next**0.5 * x_0 + kept * eps
        if eta > 0:
            x_next = x_next + sigma * torch.randn(sample.shape, generator=generator)
        return DDIMSchedulerOutput(x_next, x_0) if return_dict else (x_next, x_0)

    def next_alpha_cumprod(self, timestep: torch.Tensor) -> torch.Tensor:
        """ᾱ, (), at the timestep that stands after this one in the list; 1 after the last."""
        later = self.timesteps[self.timesteps < timestep]
        return self.alphas_cumprod[later[0]] if len(later) else self.final_alpha_cumprod
