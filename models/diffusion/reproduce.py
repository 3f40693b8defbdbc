"""The Python that computes what the pages of the image models show: plain diffusers on the shipped folder."""

from __future__ import annotations

import numpy as np

from models.avatars.reproduce import REDUCED, opening, pixels, several, start
from models.classifier.kinds import SEEDS
from models.classifier.reproduce import CLASSIFIER, row
from models.diffusion.kinds import AddNoise, Denoise, DiffusionSamples, FewSteps, OpenDenoiser, TextToImage
from models.engine.requests import Request

CLASSES = {
    "ddim": ("DDIMScheduler", ""),
    "ddpm": ("DDPMScheduler", ""),
    "euler": ("EulerDiscreteScheduler", ""),
    "dpm++": ("DPMSolverMultistepScheduler", ', algorithm_type="dpmsolver++"'),
    "lcm": ("LCMScheduler", ", original_inference_steps=40"),  # of the student
}
LOAD = """\
# pip install torch diffusers transformers; run it in a copy of this project, for its weights
{first}import torch
from diffusers import {scheduler}, StableDiffusionPipeline
{more}
torch.set_grad_enabled(False)  # nothing is trained here
pipe = StableDiffusionPipeline.from_pretrained("models/diffusion/weights/pipeline", dtype=torch.float32)
scheduler = {scheduler}.from_config(pipe.scheduler.config{extra})
generator = torch.Generator().manual_seed({seed})
"""
DDIM = """
def ddim(v, t, x_t, eta, scheduler, generator):
    # To the next timestep of the list. DDIMScheduler.step goes 1000 // n back, which may be another one.
    later = scheduler.timesteps[scheduler.timesteps < t]
    a, a_next = scheduler.alphas_cumprod[t], scheduler.alphas_cumprod[later[0]] if len(later) else torch.tensor(1.0)
    x_0, noise = a.sqrt() * x_t - (1 - a).sqrt() * v, a.sqrt() * v + (1 - a).sqrt() * x_t
    sigma = eta * ((1 - a_next) / (1 - a) * (1 - a / a_next)).sqrt()
    fresh = torch.randn(x_t.shape, generator=generator) if eta else 0.0
    return a_next.sqrt() * x_0 + (1 - a_next - sigma**2).clamp(min=0).sqrt() * noise + sigma * fresh

"""
NO_WORDS = """\
embeds, _ = pipe.encode_prompt("", "cpu", 1, False)  # no words
"""
DENOISE = """\
{timesteps}latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
for t in scheduler.timesteps:
    x_t, a = scheduler.scale_model_input(latents, t), scheduler.alphas_cumprod[int(t)]
    v = pipe.unet(x_t, t, encoder_hidden_states=embeds).sample
    x_0, noise = a.sqrt() * x_t - (1 - a).sqrt() * v, a.sqrt() * v + (1 - a).sqrt() * x_t
    print(int(t), f"signal {{a:.4f}}, predicted noise {{noise.std():.4f}}, predicted picture {{x_0.std():.4f}}")
    latents = {step}
"""
DRAW = """\
picture = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
pipe.image_processor.postprocess(picture)[0].save("picture.png")"""
WORDS = """\
prompt, negative_prompt, guidance_scale = {prompt!r}, {negative!r}, {guidance}
embeds, negative_embeds = pipe.encode_prompt(prompt, "cpu", 1, True, negative_prompt=negative_prompt)
"""
GUIDED = """\
{timesteps}latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
for t in scheduler.timesteps:
    inputs, a = scheduler.scale_model_input(torch.cat([latents] * 2), t), scheduler.alphas_cumprod[int(t)]
    both = pipe.unet(inputs, t, encoder_hidden_states=torch.cat([negative_embeds, embeds])).sample
    v_uncond, v_text = both.chunk(2)
    v = v_uncond + guidance_scale * (v_text - v_uncond)
    gap = a.sqrt() * (v_text - v_uncond)  # of the predicted noise
    print(int(t), f"signal {{a:.4f}}, the words change {{gap.square().mean().sqrt():.4f}}")
    latents = {step}
"""
WEIGHTS = """\
for place, weight in {weights}:  # away from what the empty prompt has there, as the library Compel does
    empty = pipe.encode_prompt("", "cpu", 1, False)[0][0, place]
    embeds[0, place] = empty + weight * (embeds[0, place] - empty)
"""
MAPS = """\
maps = []  # (head, row, column, token of the prompt) of each step and layer, one after the other

class Kept:  # an attention processor that also keeps which places look at which tokens
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, *args, **kwargs):
        if encoder_hidden_states is not None:
            query = attn.head_to_batch_dim(attn.to_q(hidden_states[-1:]))  # the last of the two is the prompt's
            key = attn.head_to_batch_dim(attn.to_k(encoder_hidden_states[-1:]))
            shares = attn.get_attention_scores(query, key)[..., :{tokens}]
            side = int(shares.shape[1] ** 0.5)
            grid = shares.reshape(-1, side, side, {tokens})
            maps.append(grid.repeat_interleave(16 // side, 1).repeat_interleave(16 // side, 2))
        return self.inner(attn, hidden_states, encoder_hidden_states, *args, **kwargs)

pipe.unet.set_attn_processor({{name: Kept(inner) for name, inner in pipe.unet.attn_processors.items()}})
"""
SAVE_MAPS = """
torch.save(torch.stack(maps).unflatten(0, ({steps}, -1)), "maps.pt")"""
STUDENT = """\
kept = load_file("models/diffusion/weights/student/student.safetensors")
for name, weight in pipe.unet.state_dict().items():  # the student is its teacher and a difference, in 6 bits a number
    difference = kept[name].float()
    if weight.ndim >= 2:
        x, y, z = kept[name].view(-1, 3).unbind(1)
        bits = torch.stack([x >> 2, (x & 3) << 4 | y >> 4, (y & 15) << 2 | z >> 6, z & 63], 1).flatten()
        rows = bits[: weight.numel()].float().reshape(len(weight), -1) - 32
        difference = (rows * kept[f"{name}.scale"]).reshape(weight.shape)
    weight += difference
pipe.scheduler = scheduler
"""
FEW_STEPS = """\
latents = torch.randn((1, 4, 16, 16), generator=generator)
{mix}picture = pipe({prompt!r}, num_inference_steps={steps}, guidance_scale=1,
               latents=latents, generator=generator).images[0]
picture.save("picture.png")"""
MIX = """\
second = torch.randn(latents.shape, generator=torch.Generator().manual_seed({second_seed}))
angle = torch.arccos(((latents / latents.norm()) * (second / second.norm())).sum().clamp(-1, 1))
if angle.sin() > 1e-4:  # two noises, and the way between them on the arc
    latents = (torch.sin((1 - {mix}) * angle) * latents + torch.sin({mix} * angle) * second) / angle.sin()
"""
SAMPLE = """
pipe = StableDiffusionPipeline.from_pretrained("models/diffusion/weights/pipeline", dtype=torch.float32)
embeds, _ = pipe.encode_prompt("", "cpu", 1, False)  # no words

def draw(seed):
    generator = torch.Generator().manual_seed(seed)
    scheduler = {scheduler}.from_config(pipe.scheduler.config{extra})
    scheduler.set_timesteps({steps})
    latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
    for t in scheduler.timesteps:
        v = pipe.unet(scheduler.scale_model_input(latents, t), t, encoder_hidden_states=embeds).sample
        latents = {step}
    return drawn(pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample)[0]
"""
ADD_NOISE = """\
picture = {picture}
x = torch.tensor(picture).permute(2, 0, 1)[None] / 127.5 - 1
clean = pipe.vae.encode(x).latent_dist.mean * pipe.vae.config.scaling_factor
noise = torch.randn(clean.shape, generator=generator)
for i, t in enumerate(torch.linspace(0, 999, {frames}).round().long()):
    x_t, a = scheduler.add_noise(clean, noise, t[None]), scheduler.alphas_cumprod[t]
    v = pipe.unet(x_t, t, encoder_hidden_states=embeds).sample
    x_0 = a.sqrt() * x_t - (1 - a).sqrt() * v
    off = (x_0 - clean).abs().mean()
    print(int(t), f"picture {{a**0.5:.4f}}, noise {{(1 - a)**0.5:.4f}}, guess off by {{off:.4f}}")
    for name, latents in (("noised", x_t), ("guess", x_0)):
        made = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
        pipe.image_processor.postprocess(made)[0].save(f"{{name}}-{{i:02}}.png")"""


OPENED = """
unet, guidance_scale, seen, shown = pipe.unet, {guidance}, {{}}, {{}}
embeds, negative_embeds = pipe.encode_prompt({prompt!r}, "cpu", 1, True, negative_prompt="")
both = torch.cat([negative_embeds, embeds])
blocks = {{"in": unet.conv_in, **{{f"down-{{i}}": b for i, b in enumerate(unet.down_blocks)}}, "middle": unet.mid_block,
          **{{f"up-{{i}}": b for i, b in enumerate(unet.up_blocks)}}, "out": unet.conv_out}}
for name, block in blocks.items():
    block.register_forward_hook(
        lambda _b, _i, out, name=name: seen.update({{name: (out[0] if isinstance(out, tuple) else out)[-1]}}))
{off}scheduler.set_timesteps({steps})
latents = torch.randn((1, 4, 16, 16), generator=generator) * scheduler.init_noise_sigma
for step, t in enumerate(scheduler.timesteps, 1):
    inputs = scheduler.scale_model_input(torch.cat([latents] * 2), t)
    v_uncond, v_text = unet(inputs, t, encoder_hidden_states=both).sample.chunk(2)
    v = v_uncond + guidance_scale * (v_text - v_uncond)
    latents = scheduler.step(v, t, latents, generator=generator).prev_sample
    for name, values in seen.items():
        which = shown.setdefault(name, values.var((1, 2)).argsort(descending=True)[:4])  # the channels on the page
        print(step, name, *(f"{{value:.4f}}" for value in values[which].mean((1, 2))))
"""
OFF = {
    "": "",
    "middle": "unet.mid_block.register_forward_hook(lambda _b, inputs, _o: inputs[0])  # its input goes on unchanged\n",
    "skip": """\
def without(_block, inputs, named):
    skips = tuple(map(torch.zeros_like, named["res_hidden_states_tuple"]))
    return inputs, named | {{"res_hidden_states_tuple": skips}}

unet.up_blocks[{n}].register_forward_pre_hook(without, with_kwargs=True)
""",
}


def python(request: Request) -> str | None:
    """None: the request is not of these models."""
    match request:
        case Denoise():
            loop = DENOISE.format(timesteps=_timesteps(request), step=_step(request.scheduler, request.eta))
            return _load(request.scheduler, request.seed) + NO_WORDS + _own_step(request.scheduler) + loop + DRAW
        case TextToImage():
            return _load(request.scheduler, request.seed) + _guided(request)
        case FewSteps():
            mix = MIX.format(second_seed=request.second_seed, mix=request.mix) if request.mix else ""
            draw = FEW_STEPS.format(mix=mix, prompt=request.prompt, steps=request.num_inference_steps)
            more = "from safetensors.torch import load_file\n"
            return _load("lcm", request.seed, more=more) + STUDENT + draw
        case AddNoise():
            first = opening(request.picture) + "import numpy as np\n"
            more = "from PIL import Image\n" if request.picture.startswith("png:") else ""
            noise = ADD_NOISE.format(picture=pixels(request.picture), frames=request.frames)
            return _load("ddim", request.seed, first, more) + NO_WORDS + noise
        case OpenDenoiser():
            return _load("dpm++", request.seed) + _opened(request)
        case DiffusionSamples():
            return _samples(request)
    return None


def _load(scheduler: str, seed: int, first: str = "", more: str = "") -> str:
    """first, more: what else is imported."""
    name, extra = CLASSES[scheduler]
    return LOAD.format(first=first, scheduler=name, more=more, extra=extra, seed=seed)


def _timesteps(request: Denoise | TextToImage) -> str:
    n = request.num_inference_steps
    lines = f"scheduler.set_timesteps({n})\n"
    if len(np.arange(1000, 0, -1000 / n)) == n:
        return lines
    lines += f"listed = scheduler.timesteps[:{n}]  # without one at -1, which rounding adds\n"
    if request.scheduler == "ddim":
        return f"{lines}scheduler.timesteps = listed\n"
    return f"{lines}scheduler.set_timesteps(timesteps=listed.long().tolist())\n"


def _own_step(scheduler: str) -> str:
    """What `_step` calls, where it is not diffusers'."""
    return DDIM if scheduler == "ddim" else ""


def _step(scheduler: str, eta: float) -> str:
    if scheduler == "ddim":
        return f"ddim(v, t, latents, {eta}, scheduler, generator)"
    return "scheduler.step(v, t, latents, generator=generator).prev_sample"


def _guided(request: TextToImage) -> str:
    words = WORDS.format(prompt=request.prompt, negative=request.negative_prompt, guidance=request.guidance_scale) + (
        WEIGHTS.format(weights=list(request.token_weights)) if request.token_weights else ""
    )
    step = _step(request.scheduler, request.eta)
    loop = _own_step(request.scheduler) + GUIDED.format(timesteps=_timesteps(request), step=step)
    if not request.attention_maps:
        return words + loop + DRAW
    maps, save = MAPS.format(tokens=request.prompt_tokens), SAVE_MAPS.format(steps=request.num_inference_steps)
    return words + maps + loop + DRAW + save


def _samples(request: DiffusionSamples) -> str:
    name, extra = CLASSES[request.scheduler]
    more = f"from diffusers import {name}, StableDiffusionPipeline\n"
    begin = start(more=more, packages="diffusers transformers") + REDUCED + CLASSIFIER
    step = _step(request.scheduler, eta=0.0)
    draw = _own_step(request.scheduler) + SAMPLE.format(
        scheduler=name, extra=extra, steps=request.num_inference_steps, step=step
    )
    seeds = several(request.seed, request.count, SEEDS)
    return begin + draw + row(seeds, "draw(number)", "reduced(picture[None])[0]")


def _opened(request: OpenDenoiser) -> str:
    name, _dash, number = request.off.partition("-")
    return (
        OPENED.format(
            prompt=request.prompt,
            guidance=request.guidance_scale,
            steps=request.num_inference_steps,
            off=OFF[name].format(n=number),
        )
        + DRAW
    )
