"""The classifier: a small convolutional network on 64x64 pictures, one softmax head per attribute.

Its 256 features measure distances between pictures.
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.avatars.dataset import reduce
from models.avatars.tensors import to_float
from models.weights import shipped

WEIGHTS = Path(__file__).parent / "weights"


def conv(inputs: int, outputs: int, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]


class Classifier(nn.Module):
    """(n, 3, 64, 64) in [-1, 1] -> features (n, 256) and {attribute: logits (n, values)}."""

    def __init__(self, widths: tuple[int, int, int] = (64, 128, 192), features: int = 256) -> None:
        super().__init__()
        a, b, c = widths
        self.body = nn.Sequential(
            nn.PixelUnshuffle(2),
            *conv(12, a),
            *conv(a, a),
            *conv(a, b, 2),
            *conv(b, b),
            *conv(b, c, 2),
            *conv(c, c),
            nn.AvgPool2d(2),
        )
        self.features = nn.Sequential(
            nn.Flatten(), nn.Linear(c * 16, features), nn.BatchNorm1d(features), nn.ReLU(True)
        )
        self.heads = nn.ModuleDict({k: nn.Linear(features, len(NAMES[k])) for k in ATTRIBUTES})

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        f = self.features(self.body(x))
        return f, {k: head(f) for k, head in self.heads.items()}


def save(model: Classifier, folder: Path = WEIGHTS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    state = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in model.state_dict().items()}
    save_file(state, folder / "classifier.safetensors")
    shipped.seal(folder)


def load_classifier(folder: Path = WEIGHTS, verify: bool = True) -> Classifier:
    """fp16 on disk, fp32 in use: the difference is far below an attribute's margin. Raises StoreError if damaged."""
    if verify:
        shipped.verify(folder)
    model = Classifier()
    state = load_file(folder / "classifier.safetensors")
    model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    return model.eval().to(memory_format=torch.channels_last)


@torch.no_grad()
def read(model: Classifier, pictures: np.ndarray, batch_size: int = 100) -> tuple[np.ndarray, np.ndarray]:
    """uint8 (n, 128 or 64, ...) -> (features (n, 256) float32, likeliest values as rows (n, 12) int8)."""
    features, rows = [], []
    for i in range(0, len(pictures), batch_size):
        part = np.asarray(pictures[i : i + batch_size])
        f, logits = model(to_float(reduce(part, part.shape[1] // 64) if part.shape[1] > 64 else part))
        features.append(f.numpy())
        rows.append(torch.stack([logits[k].argmax(1) for k in ATTRIBUTES], 1).numpy().astype(np.int8))
    return np.concatenate(features), np.concatenate(rows)


@torch.no_grad()
def probabilities(model: Classifier, pictures: np.ndarray) -> dict[str, np.ndarray]:
    """{attribute: (n, values) float32}: the classifier's probabilities for pictures of 64x64 or 128x128."""
    _, logits = model(to_float(reduce(pictures, pictures.shape[1] // 64) if pictures.shape[1] > 64 else pictures))
    return {k: v.softmax(1).numpy() for k, v in logits.items()}


def accuracy(read_rows: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Share read right per attribute, over the pictures where it can be seen (labels are -1 elsewhere)."""
    right, seen = read_rows == labels, labels >= 0
    return {k: float(right[seen[:, i], i].mean()) for i, k in enumerate(ATTRIBUTES)}
