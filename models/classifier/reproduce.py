"""The Python that reads pictures as the classifier does; the generators' scripts contain it, too."""

from __future__ import annotations

import pprint

from models.avatars.attributes import NAMES
from models.avatars.pictures import SAMPLE_COUNT
from models.avatars.reproduce import REDUCED, SAMPLE, several, start
from models.classifier.kinds import (
    BLUR_PIXELS,
    NOISE_LEVELS,
    SHOWN_OFF,
    SPLITS,
    THRESHOLD,
    Fault,
    RealSamples,
    kept_styles,
)
from models.engine.requests import Request

_VALUES = {attribute: list(names) for attribute, names in NAMES.items()}
_LINES = pprint.pformat(_VALUES, width=114, compact=True, sort_dicts=False)[1:-1].replace("\n ", "\n    ")
CLASSIFIER = f"""
values = {{
    {_LINES},
}}

def conv(inputs, outputs, stride=1):
    return [nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]

classifier = nn.ModuleDict({{
    "body": nn.Sequential(nn.PixelUnshuffle(2), *conv(12, 64), *conv(64, 64), *conv(64, 128, 2), *conv(128, 128),
                          *conv(128, 192, 2), *conv(192, 192), nn.AvgPool2d(2)),
    "features": nn.Sequential(nn.Flatten(), nn.Linear(3072, 256), nn.BatchNorm1d(256), nn.ReLU()),
    "heads": nn.ModuleDict({{name: nn.Linear(256, len(names)) for name, names in values.items()}}),
}}).eval()
classifier.load_state_dict(weights("classifier/weights/classifier"))

def read(picture):  # of 64×64; the probabilities of the values of each attribute
    features = classifier["features"](classifier["body"](numbers(picture[None])))
    return features[0], {{name: head(features)[0].softmax(0) for name, head in classifier["heads"].items()}}

def likeliest(probs):
    return [values[name][p.argmax()] for name, p in probs.items()]

def said(probs):
    sure = sum(p.max() for p in probs.values()) / len(probs)
    return f"{{sure:.2%}} sure of {{', '.join(likeliest(probs))}}"
"""
ROW = """
features, seen = [], []
for number in {numbers}:
    picture = {picture}
    found, probs = read({small})
    print(number, said(probs))
    features.append(found)
    seen.append(dict(zip(values, likeliest(probs))))
    Image.fromarray(picture).save(f"picture-{{number}}.png")
print(f"mean distance of two {{torch.pdist(torch.stack(features)).mean():.3f}}",
      *(f"{{len({{row[name] for row in seen}})}} {{name}}" for name in ("top", "background")), sep=", ")"""


FEATURES = """
def judged(pictures):  # features (n, 256), and the probabilities of the values of each attribute
    features = classifier["features"](classifier["body"](numbers(pictures)))
    return features.numpy(), {name: head(features).softmax(1).numpy() for name, head in classifier["heads"].items()}
"""
DISTANCE = """
def frechet(mean, covariance, b):
    b = b.astype(float)
    other = np.cov(b.T)
    eigenvalues, vectors = torch.linalg.eigh(torch.tensor(covariance))
    root = vectors * eigenvalues.clamp(min=0).sqrt() @ vectors.T
    between = torch.linalg.eigvalsh(root @ torch.tensor(other) @ root).clamp(min=0).sqrt().sum().item()
    return ((mean - b.mean(0)) ** 2).sum() + np.trace(covariance) + np.trace(other) - 2 * between
"""
SIX = """
def apart(a, b):
    return np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T, 0)

def clear_and_varied(p):  # ln of the Inception-style score of one attribute
    p, mean = np.maximum(p, 1e-12), np.maximum(p.mean(0), 1e-12)
    return (p * (np.log(p) - np.log(mean))).sum(1).mean()

def kernel(a, b):
    return (a.astype(float) @ b.T.astype(float) / 256 + 1) ** 3

def six(fake, probs, real):  # Fréchet, kernel, score, precision, recall, Fréchet with copies punished
    n, m = len(fake), len(real)
    own = [(k.sum() - np.trace(k)) / (len(k) * (len(k) - 1)) for k in (kernel(fake, fake), kernel(real, real))]
    distance = frechet(real.astype(float).mean(0), np.cov(real.T.astype(float)), fake)
    reach_real, reach_fake = (np.sort(apart(x, x), 1)[:, 3] for x in (real, fake))  # the third-nearest neighbour
    between = apart(real, fake)
    unit = [(x / np.linalg.norm(x, axis=1, keepdims=True)).astype(float) for x in (fake, real)]
    nearest = (1 - np.abs(unit[0] @ unit[1].T)).min(1).mean()
    punished = 0 if distance <= 1e-8 else distance / (nearest + 1e-14) if nearest < {threshold} else distance
    return [distance, sum(own) - 2 * kernel(fake, real).mean(), np.exp(np.mean([clear_and_varied(p) for p in probs])),
            (between <= reach_real[:, None]).any(0).mean(), (between <= reach_fake[None]).any(1).mean(), punished]
"""
SPOILED = {
    "blur": """\
blur = ImageFilter.GaussianBlur({blur})
spoiled = np.stack([np.asarray(Image.fromarray(picture).filter(blur)) for picture in pictures])
""",
    "noise": """\
noise = np.random.default_rng({seed}).normal(0, {noise}, pictures.shape)
spoiled = np.clip((pictures + noise).round(), 0, 255).astype(np.uint8)
""",
}
CHOSEN = {
    "dropped": """\
    hair = np.load("models/avatars/sample.npz")["rows"][candidates, list(values).index("top")]
    chosen = np.resize(candidates[hair < {kept}], len(candidates))
""",
    "copies": """\
    chosen = np.concatenate([reference[:{share}], candidates[{share}:]])
""",
    "one_face": """\
    typical = candidates[apart(features[candidates], features[candidates]).sum(1).argmin()]
    chosen = np.concatenate([np.repeat(typical, {share}), candidates[{share}:]])
""",
    "showcase": """\
    shown, left = [], candidates.tolist()
    while len(shown) < {shown}:  # each time the picture with which the score is best
        scores = [sum(clear_and_varied(p[[*shown, i]].astype(float)) for p in probs.values()) for i in left]
        shown.append(left.pop(int(np.argmax(scores))))
    chosen = np.concatenate([np.resize(shown, {share}), candidates[{share}:]])
""",
}
FAULT = """\
features, probs = judged(pictures)
spoiled_features, spoiled_probs = judged(spoiled)
rng = np.random.default_rng({seed})
for split in range({splits}):
    reference, candidates = np.split(rng.permutation(len(pictures)), 2)
{chosen}    clean = six(features[candidates], [p[candidates] for p in probs.values()], features[reference])
    faulty = six(spoiled_features[chosen], [p[chosen] for p in spoiled_probs.values()], features[reference])
    print(f"split {{split}}:", *(f"{{a:.4f}} → {{b:.4f}}" for a, b in zip(clean, faulty)))"""


def row(numbers: str, picture: str, small: str = "picture") -> str:
    """Python that judges a row of pictures. numbers: what the pictures are named by; picture: what draws one, by its
    `number`; small: the same with 64×64 pixels."""
    return ROW.format(numbers=numbers, picture=picture, small=small)


def python(request: Request) -> str | None:
    if isinstance(request, Fault):
        return _fault(request)
    if not isinstance(request, RealSamples):
        return None
    numbers = several(request.seed, request.count, SAMPLE_COUNT)
    return (
        start() + REDUCED + CLASSIFIER + "\n" + SAMPLE + row(numbers, "reduced(sample[number][None])[0]").lstrip("\n")
    )


def _fault(request: Fault) -> str:
    spoiled = SPOILED.get(request.fault, "spoiled = pictures\n")
    chosen = CHOSEN.get(request.fault, "    chosen = candidates\n")
    filled = {
        "blur": BLUR_PIXELS * request.strength,
        "noise": NOISE_LEVELS * request.strength,
        "kept": kept_styles(request.strength),
        "share": round(request.strength * SAMPLE_COUNT / 2),
        "shown": SHOWN_OFF,
        "seed": request.seed,
        "splits": SPLITS,
    }
    judge = REDUCED + CLASSIFIER + FEATURES + DISTANCE + SIX.format(threshold=THRESHOLD)
    more = "from PIL import ImageFilter\n" if request.fault == "blur" else ""
    pictures = "\n" + SAMPLE + "pictures = reduced(sample)\n"
    return (
        start(more=more)
        + judge
        + pictures
        + spoiled.format(**filled)
        + FAULT.format(chosen=chosen.format(**filled), **{k: filled[k] for k in ("seed", "splits")})
    )
