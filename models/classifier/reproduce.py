"""The Python that reads pictures as the classifier does; the generators' scripts contain it, too."""

from __future__ import annotations

import pprint

from models.avatars.attributes import NAMES
from models.avatars.pictures import SAMPLE_COUNT
from models.avatars.reproduce import REDUCED, SAMPLE, several, start
from models.classifier.kinds import RealSamples
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


def row(numbers: str, picture: str, small: str = "picture") -> str:
    """Python that judges a row of pictures. numbers: what the pictures are named by; picture: what draws one, by its
    `number`; small: the same with 64×64 pixels."""
    return ROW.format(numbers=numbers, picture=picture, small=small)


def python(request: Request) -> str | None:
    if not isinstance(request, RealSamples):
        return None
    numbers = several(request.seed, request.count, SAMPLE_COUNT)
    return (
        start() + REDUCED + CLASSIFIER + "\n" + SAMPLE + row(numbers, "reduced(sample[number][None])[0]").lstrip("\n")
    )
