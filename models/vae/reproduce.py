"""The Python that computes the latent space chapter's numbers: plain torch on the shipped file."""

from __future__ import annotations

from models.avatars.attributes import NAMES
from models.engine.requests import Request
from models.vae.kinds import Change, Encode, FromNoise, Walk

NETWORK = """\
# pip install torch safetensors numpy pillow; run it in a copy of this project, for its weights
import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn

def block(inputs, outputs):
    return nn.Sequential(nn.BatchNorm2d(inputs), nn.SiLU(), nn.Conv2d(inputs, outputs, 3, padding=1))

def up(inputs, outputs):
    return nn.Sequential(nn.Upsample(scale_factor=2), block(inputs, outputs))

def down(inputs, outputs):
    return nn.Sequential(block(inputs, outputs), nn.AvgPool2d(2))

encoder = nn.Sequential(
    nn.PixelUnshuffle(2), nn.Conv2d(12, 32, 3, padding=1), down(32, 64), down(64, 128), down(128, 192),
    block(192, 192), nn.SiLU(), nn.Flatten(), nn.Linear(3072, 2 * {latent}),
)
decoder = nn.Sequential(
    nn.Linear({latent}, 3072), nn.Unflatten(1, (192, 4, 4)), block(192, 192), up(192, 128), up(128, 64), up(64, 32),
    block(32, 32), nn.BatchNorm2d(32), nn.SiLU(), nn.Conv2d(32, 12, 3, padding=1), nn.PixelShuffle(2),
)
weights = load_file("models/vae/weights/{folder}/beta.safetensors")
nn.ModuleDict({{"encoder": encoder, "decoder": decoder}}).load_state_dict(
    {{k: v.float() if v.is_floating_point() else v for k, v in weights.items()}})
encoder.eval(), decoder.eval()
sample = np.load("models/avatars/sample.npz")["pictures"]

@torch.no_grad()
def encode(picture):
    small = picture.reshape(64, 2, 64, 2, 3).mean((1, 3), dtype=np.float32) + 0.5
    x = torch.tensor(small.astype(np.uint8) / 127.5 - 1, dtype=torch.float32).permute(2, 0, 1)
    mu, logvar = encoder(x[None])[0].chunk(2)
    print("mu", mu.numpy().round(4), "sigma", (logvar / 2).exp().numpy().round(4), sep="\\n")
    return mu

@torch.no_grad()
def draw(z):
    x = decoder(z[None])[0].clamp(-1, 1).permute(1, 2, 0)
    return ((x + 1) * 127.5).round().to(torch.uint8).numpy()

def save(z, name):
    Image.fromarray(draw(z)).save(name)

"""
PICTURE = "sample[{number}]"
FILE = 'np.array(Image.open("your picture.png"))'  # 128×128, RGB
WALK = """\
a, b = encode({first}), encode({second})
angle = torch.arccos((a / a.norm()) @ (b / b.norm()))
for i, t in enumerate(torch.linspace(0, 1, {frames})):
    line = (1 - t) * a + t * b
    arc = (torch.sin((1 - t) * angle) * a + torch.sin(t * angle) * b) / torch.sin(angle)
    print(f"{{t:.4f}}: length {{line.norm():.4f}} on the line, {{arc.norm():.4f}} on the arc")
    save(line, f"line-{{i:02}}.png"), save(arc, f"arc-{{i:02}}.png")"""
CHANGE = """\
# The classifier says what the face shows now: a direction leads from there to what is asked for.
def conv(inputs, outputs, stride=1):
    return [nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]

classifier = nn.ModuleDict({{
    "body": nn.Sequential(nn.PixelUnshuffle(2), *conv(12, 64), *conv(64, 64), *conv(64, 128, 2), *conv(128, 128),
                          *conv(128, 192, 2), *conv(192, 192), nn.AvgPool2d(2)),
    "features": nn.Sequential(nn.Flatten(), nn.Linear(3072, 256), nn.BatchNorm1d(256), nn.ReLU()),
    "heads": nn.ModuleDict({{name: nn.Linear(256, count) for name, count in {counts}.items()}}),
}})
weights = load_file("models/classifier/weights/classifier.safetensors")
classifier.load_state_dict({{k: v.float() if v.is_floating_point() else v for k, v in weights.items()}})
classifier.eval()

@torch.no_grad()
def shown(picture, attribute, values):
    x = torch.tensor(picture / 127.5 - 1, dtype=torch.float32).permute(2, 0, 1)
    features = classifier["features"](classifier["body"](x[None]))
    return values[classifier["heads"][attribute](features)[0].argmax()]

means = load_file("models/vae/weights/beta/means.safetensors")
values = {values}
face = z = encode({picture})
for name, amount in {changes}:
    attribute, value = name.split("/")
    now = shown(draw(face), attribute, values[attribute])
    others = [now] if now != value else [v for v in values[attribute] if v != value]
    z = z + amount * (means[name] - sum(means[attribute + "/" + v] for v in others) / len(others))
save(z, "changed.png")"""
NOISE = """\
z = {scale} * torch.randn({count}, 32, generator=torch.Generator().manual_seed({seed}))
for i, row in enumerate(z):
    save(row, f"face-{{i}}.png")"""


def python(request: Request) -> str | None:
    """None: the request is not of this chapter, or its command line tells more."""
    network = NETWORK.format(latent=32, folder="beta")
    match request:
        case Walk():
            first, second = _picture(request.first), _picture(request.second)
            return network + WALK.format(first=first, second=second, frames=request.frames)
        case Change():
            return network + _change(request)
        case FromNoise():
            return network + NOISE.format(scale=request.scale, count=request.count, seed=request.seed)
        case Encode(model="face" | "map"):
            there = {"latent": 32, "folder": "beta"} if request.model == "face" else {"latent": 2, "folder": "map"}
            return NETWORK.format(**there) + f'save(encode({_picture(request.picture)}), "decoded.png")'
    return None


def _change(request: Change) -> str:
    asked = sorted({name.partition("/")[0] for name, _amount in request.changes})
    return CHANGE.format(
        picture=_picture(request.picture),
        changes=list(request.changes),
        counts={attribute: len(values) for attribute, values in NAMES.items()},
        values={attribute: list(NAMES[attribute]) for attribute in asked},
    )


def _picture(picture: str) -> str:
    kind, _, value = picture.partition(":")
    return PICTURE.format(number=int(value)) if kind == "sample" else FILE
