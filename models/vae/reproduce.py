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
    CompareBetas,
    Compress,
    Encode,
    FromNoise,
    Interpolate,
    LatentMap,
    OpenFace,
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
    nn.PixelUnshuffle(2), nn.Conv2d(12, {a}, 3, padding=1), down({a}, {b}), down({b}, {c}), down({c}, {d}),
    block({d}, {d}), nn.SiLU(), nn.Flatten(), nn.Linear({flat}, 2 * {latent}),
)
decoder = nn.Sequential(
    nn.Linear({latent}, {flat}), nn.Unflatten(1, ({d}, 4, 4)), block({d}, {d}), up({d}, {c}), up({c}, {b}),
    up({b}, {a}), block({a}, {a}), nn.BatchNorm2d({a}), nn.SiLU(), nn.Conv2d({a}, 12, 3, padding=1), nn.PixelShuffle(2),
)
both = nn.ModuleDict({{"encoder": encoder, "decoder": decoder}}).eval()
both.load_state_dict(weights("vae/weights/{folder}/beta"))
"""
CODEC = """
codec = AutoencoderKL.from_pretrained("models/diffusion/weights/pipeline/vae", dtype=torch.float32)
encoder, decoder = nn.Sequential(codec.encoder, codec.quant_conv), nn.Sequential(codec.post_quant_conv, codec.decoder)
"""
WIDE, NARROW = dict(a=32, b=64, c=128, d=192, flat=3072), dict(a=16, b=32, c=48, d=64, flat=1024)
NETWORKS = {
    "face": BETA.format(latent=32, folder="beta", **WIDE),
    "map": BETA.format(latent=2, folder="map", **WIDE),
    "small": BETA.format(latent=32, folder="small/10", **NARROW),
    "codec": CODEC,
}
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
        case OpenFace():
            return start(request.picture) + CODING + REDUCED + NETWORKS["face"] + explore.open_face(request)
        case CompareBetas():
            coding = CODING + REDUCED + NETWORKS["small"] + ALL
            return start(request.picture) + coding + explore.compare_betas(request)
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
