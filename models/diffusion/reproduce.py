"""The Python that computes what the pages of the image models show: plain diffusers on the shipped folder."""

from __future__ import annotations

from models.diffusion.kinds import AddNoise, Denoise, DiffusionSamples, FewSteps, TextToImage
from models.engine.requests import Request

CLASSES = {
    "ddim": ("DDIMScheduler", ""),
    "ddpm": ("DDPMScheduler", ""),
    "euler": ("EulerDiscreteScheduler", ""),
    "dpm++": ("DPMSolverMultistepScheduler", ', algorithm_type="dpmsolver++"'),
}
NO_WORDS = 'embeds, _ = pipe.encode_prompt("", "cpu", 1, False)  # no words\n'
LOAD = """\
# pip install torch diffusers transformers; run it in a copy of this project, for its weights
import torch
from diffusers import {scheduler}, StableDiffusionPipeline

pipe = StableDiffusionPipeline.from_pretrained("models/diffusion/weights/pipeline", dtype=torch.float32)
scheduler = {scheduler}.from_config(pipe.scheduler.config{extra})
embeds, _ = pipe.encode_prompt("", "cpu", 1, False)  # no words
generator = torch.Generator().manual_seed({seed})
"""
DENOISE = """\
scheduler.set_timesteps({steps})
latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
for t in scheduler.timesteps:
    x_t, a = scheduler.scale_model_input(latents, t), scheduler.alphas_cumprod[int(t)]
    with torch.no_grad():
        v = pipe.unet(x_t, t, encoder_hidden_states=embeds).sample
    x_0, noise = a.sqrt() * x_t - (1 - a).sqrt() * v, a.sqrt() * v + (1 - a).sqrt() * x_t
    print(int(t), f"signal {{a:.4f}}, predicted noise {{noise.std():.4f}}, predicted picture {{x_0.std():.4f}}")
    latents = scheduler.step(v, t, latents, generator=generator{eta}).prev_sample
with torch.no_grad():
    picture = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
pipe.image_processor.postprocess(picture)[0].save("picture.png")"""
TEXT_TO_IMAGE = """\
prompt, negative_prompt, guidance_scale = {prompt!r}, {negative!r}, {guidance}
embeds, negative_embeds = pipe.encode_prompt(prompt, "cpu", 1, True, negative_prompt=negative_prompt)
{weights}scheduler.set_timesteps({steps})
latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
for t in scheduler.timesteps:
    inputs, a = scheduler.scale_model_input(torch.cat([latents] * 2), t), scheduler.alphas_cumprod[int(t)]
    with torch.no_grad():
        both = pipe.unet(inputs, t, encoder_hidden_states=torch.cat([negative_embeds, embeds])).sample
    v_uncond, v_text = both.chunk(2)
    v = v_uncond + guidance_scale * (v_text - v_uncond)
    gap = a.sqrt() * (v_text - v_uncond)  # of the predicted noise
    print(int(t), f"signal {{a:.4f}}, the words change {{gap.square().mean().sqrt():.4f}}")
    latents = scheduler.step(v, t, latents, generator=generator{eta}).prev_sample
with torch.no_grad():
    picture = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
pipe.image_processor.postprocess(picture)[0].save("picture.png")"""
FEW_STEPS = """\
# pip install torch diffusers transformers; run it in a copy of this project, for its weights
import torch
from diffusers import LCMScheduler, StableDiffusionPipeline
from models.diffusion.student import load_shipped  # the student is stored as differences from its teacher

pipe = StableDiffusionPipeline.from_pretrained("models/diffusion/weights/pipeline", dtype=torch.float32)
pipe.scheduler = LCMScheduler.from_config(pipe.scheduler.config, original_inference_steps=40)
pipe.unet, _ = load_shipped(pipe.unet)
generator = torch.Generator().manual_seed({seed})
latents = torch.randn((1, 4, 16, 16), generator=generator)
{mix}picture = pipe({prompt!r}, num_inference_steps={steps}, guidance_scale=1,
               latents=latents, generator=generator).images[0]
picture.save("picture.png")"""
MIX = """\
second = torch.randn(latents.shape, generator=torch.Generator().manual_seed({second_seed}))
angle = torch.arccos((latents * second).sum() / latents.norm() / second.norm())
latents = (torch.sin({rest} * angle) * latents + torch.sin({mix} * angle) * second) / angle.sin()
"""
SAMPLES = """\
for seed in range({seed}, {seed} + {count}):
    generator = torch.Generator().manual_seed(seed)
    scheduler = {scheduler}.from_config(scheduler.config)  # some keep the steps before
    scheduler.set_timesteps({steps})
    latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
    for t in scheduler.timesteps:
        x_t = scheduler.scale_model_input(latents, t)
        with torch.no_grad():
            v = pipe.unet(x_t, t, encoder_hidden_states=embeds).sample
        latents = scheduler.step(v, t, latents, generator=generator).prev_sample
    with torch.no_grad():
        picture = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
    pipe.image_processor.postprocess(picture)[0].save(f"picture-{{seed}}.png")"""
WEIGHTS = """\
for place, weight in {weights}:  # away from what the empty prompt has there, as the library Compel does
    empty = pipe.encode_prompt("", "cpu", 1, False)[0][0, place]
    embeds[0, place] = empty + weight * (embeds[0, place] - empty)
"""
ADD_NOISE = """\
{picture}
x = torch.tensor(picture).permute(2, 0, 1)[None] / 127.5 - 1
with torch.no_grad():
    clean = pipe.vae.encode(x).latent_dist.mean * pipe.vae.config.scaling_factor
noise = torch.randn(clean.shape, generator=generator)
for t in torch.linspace(0, 999, {frames}).round().long():
    x_t, a = scheduler.add_noise(clean, noise, t[None]), scheduler.alphas_cumprod[t]
    with torch.no_grad():
        v = pipe.unet(x_t, t, encoder_hidden_states=embeds).sample
    x_0 = a.sqrt() * x_t - (1 - a).sqrt() * v
    off = (x_0 - clean).abs().mean()
    print(int(t), f"picture {{a**0.5:.4f}}, noise {{(1 - a)**0.5:.4f}}, guess off by {{off:.4f}}")"""


def python(request: Request) -> str | None:
    """None: the request is not of these models."""
    if isinstance(request, Denoise):
        name, extra = CLASSES[request.scheduler]
        eta = f", eta={request.eta}" if request.scheduler == "ddim" else ""
        load = LOAD.format(scheduler=name, extra=extra, seed=request.seed)
        return load + DENOISE.format(steps=request.num_inference_steps, eta=eta)
    if isinstance(request, DiffusionSamples):
        name, extra = CLASSES[request.scheduler]
        load = LOAD.format(scheduler=name, extra=extra, seed=request.seed)
        return load + SAMPLES.format(
            seed=request.seed, count=request.count, scheduler=name, steps=request.num_inference_steps
        )
    if isinstance(request, TextToImage):
        name, extra = CLASSES[request.scheduler]
        weights = list(request.token_weights)
        load = LOAD.format(scheduler=name, extra=extra, seed=request.seed)
        return load.replace(NO_WORDS, "") + TEXT_TO_IMAGE.format(
            prompt=request.prompt,
            negative=request.negative_prompt,
            guidance=request.guidance_scale,
            weights=WEIGHTS.format(weights=weights) if weights else "",
            steps=request.num_inference_steps,
            eta=f", eta={request.eta}" if request.scheduler == "ddim" else "",
        )
    if isinstance(request, FewSteps):
        mix = MIX.format(second_seed=request.second_seed, rest=round(1 - request.mix, 2), mix=request.mix)
        return FEW_STEPS.format(
            seed=request.seed, prompt=request.prompt, steps=request.num_inference_steps, mix=mix if request.mix else ""
        )
    if isinstance(request, AddNoise):
        kind, _, value = request.picture.partition(":")
        picture = (
            f'import numpy as np\n\npicture = np.load("models/avatars/sample.npz")["pictures"][{int(value)}]'
            if kind == "sample"
            else "import numpy as np\nfrom PIL import Image\n\n"
            'picture = np.array(Image.open("your picture.png"))  # 128×128, RGB'
        )
        load = LOAD.format(scheduler="DDIMScheduler", extra="", seed=request.seed)
        return load + ADD_NOISE.format(picture=picture, frames=request.frames)
    return None
