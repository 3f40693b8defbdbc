"""What the families' Python to take away has in common: a request's picture, pixels as numbers, and weights."""

from __future__ import annotations

PIP = "# pip install torch safetensors numpy pillow{packages}; run it in a copy of this project, for its weights\n"
IMPORTS = """\
import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn
"""
FUNCTIONAL = "from torch.nn import functional as F\n"
TENSORS = """
torch.set_grad_enabled(False)  # nothing is trained here

def numbers(pictures):  # from 0 … 255 to −1 … 1
    return torch.tensor(pictures).permute(0, 3, 1, 2) / 127.5 - 1

def drawn(x):  # and back
    return ((x.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1).numpy()

def weights(file):
    return {k: v.float() if v.is_floating_point() else v for k, v in load_file(f"models/{file}.safetensors").items()}
"""
REDUCED = """
def reduced(pictures, n=2):  # the mean of each n × n pixels
    count, height, width, _ = pictures.shape
    squares = pictures.reshape(count, height // n, n, width // n, n, 3)
    return (squares.mean((2, 4), dtype=np.float32) + 0.5).astype(np.uint8)
"""
SAMPLE = """\
sample = np.load("models/avatars/sample.npz")["pictures"]  # 128×128
"""


def start(*pictures: str, more: str = "", packages: str = "") -> str:
    """The first lines of a script about these pictures of a request. more: what else it imports, of which packages."""
    pip = PIP.format(packages=f" {packages}" if packages else "")
    return pip + opening(*pictures) + IMPORTS + more + TENSORS


def opening(*pictures: str) -> str:
    """What a script imports to open them."""
    files = any(picture.startswith("png:") for picture in pictures)
    return "from base64 import b64decode\nfrom io import BytesIO\n\n" if files else ""


def pixels(picture: str) -> str:
    """The picture of a request in Python: (128, 128, 3)."""
    kind, _, value = picture.partition(":")
    if kind == "sample":
        return f'np.load("models/avatars/sample.npz")["pictures"][{int(value)}]'
    return f"np.array(Image.open(BytesIO(b64decode({value!r}))))"


def several(first: int, count: int, limit: int) -> str:
    """`count` numbers from `first` on, as Python; after the last one below the limit comes 0."""
    found = [(first + i) % limit for i in range(count)]
    return f"range({found[0]}, {found[-1] + 1})" if found[0] <= found[-1] else str(found)
