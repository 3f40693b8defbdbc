"""The Python that computes the latent space chapter's numbers: plain torch on the shipped files.

Here are the networks and which script a request gets; reproduce_explore.py has what can be done with the numbers,
reproduce_fidelity.py what they keep and lose.
"""

from __future__ import annotations

from models.avatars.reproduce import REDUCED, SAMPLE, start
from models.classifier.reproduce import CLASSIFIER
from models.engine.requests import Request
from models.vae import reproduce_explore as explore
from models.vae import reproduce_fidelity as fidelity
from models.vae.kinds import (
    Anomaly,
    Arithmetic,
    Around,
    Blur,
    Change,
    Clean,
    Compress,
    Encode,
    FromNoise,
    Interpolate,
    LatentMap,
    VaeSamples,
    Walk,
)

CODING = """
def encode(pictures):
    return encoder(numbers(pictures)).chunk(2, 1)  # mu and the logarithm of sigma²

def decode(z):
    return drawn(decoder(z))
"""
BETA = """
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
both = nn.ModuleDict({{"encoder": encoder, "decoder": decoder}}).eval()
both.load_state_dict(weights("vae/weights/{folder}/beta"))
"""
CODEC = """
codec = AutoencoderKL.from_pretrained("models/diffusion/weights/pipeline/vae", dtype=torch.float32)
encoder, decoder = nn.Sequential(codec.encoder, codec.quant_conv), nn.Sequential(codec.post_quant_conv, codec.decoder)
"""
NETWORKS = {"face": BETA.format(latent=32, folder="beta"), "map": BETA.format(latent=2, folder="map"), "codec": CODEC}
READ = CODING + REDUCED + NETWORKS["face"] + CLASSIFIER  # faces of 32 numbers, and what the classifier sees in them
ALL = "\n" + SAMPLE + "sample = reduced(sample)  # 64×64\n"


def python(request: Request) -> str | None:
    """None: the request is not of this chapter."""
    match request:
        case Encode():
            coding = CODING + REDUCED + NETWORKS[request.model] + (CLASSIFIER if request.direction else "")
            return _start(request.model, request.picture) + coding + explore.encode(request)
        case Interpolate():
            coding = CODING + REDUCED + NETWORKS[request.model] + CLASSIFIER
            return _start(request.model, request.first, request.second) + coding + explore.interpolate(request)
        case Walk():
            return start(request.first, request.second) + READ + explore.walk(request)
        case Change():
            return start(request.picture) + READ + explore.change(request)
        case Arithmetic():
            return start(request.picture) + READ + explore.arithmetic(request)
        case FromNoise() | VaeSamples():
            return start() + CODING + NETWORKS["face"] + CLASSIFIER + explore.from_noise(request)
        case Around():
            return start(request.picture) + READ + explore.around(request)
        case LatentMap():
            return start() + CODING + REDUCED + NETWORKS["map"] + CLASSIFIER + ALL + explore.latent_map(request)
        case Anomaly():
            return start() + CODING + REDUCED + NETWORKS["face"] + ALL + fidelity.ANOMALY
        case Compress():
            coding = CODING + REDUCED + NETWORKS["codec"], NETWORKS["face"]
            return _start("codec", request.picture) + fidelity.compress(request, *coding)
        case Clean():
            return start(request.picture) + CODING + REDUCED + NETWORKS["face"] + fidelity.clean(request)
        case Blur():
            return start(request.picture) + CODING + REDUCED + NETWORKS[request.model] + ALL + fidelity.blur(request)
    return None


def _start(model: str, *pictures: str) -> str:
    if model == "codec":
        return start(*pictures, more="from diffusers import AutoencoderKL\n", packages="diffusers")
    return start(*pictures)
