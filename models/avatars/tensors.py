"""Pictures as tensors, for training, inference and evaluation (never imported by pages: it needs torch)."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from models.engine.errors import NotFinite


def to_float(pictures: np.ndarray | torch.Tensor) -> torch.Tensor:
    """uint8 (n, h, w, 3) -> float32 (n, 3, h, w) in [-1, 1], channels last in memory."""
    x = torch.from_numpy(np.array(pictures)) if isinstance(pictures, np.ndarray) else pictures
    return (x.permute(0, 3, 1, 2).float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def to_uint8(x: torch.Tensor) -> np.ndarray:
    """float (n, 3, h, w) in [-1, 1] -> uint8 (n, h, w, 3), clipped and rounded. NotFinite: NaN would be black."""
    if not x.isfinite().all():
        raise NotFinite
    return ((x.detach().float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1).numpy()


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Mean over pictures of 10·log10(255² / mse), in dB. A perfect picture counts as 78 dB (mse 0.001)."""
    mse = ((a.astype(np.float32) - b.astype(np.float32)) ** 2).mean((1, 2, 3))
    return float((10 * np.log10(255**2 / np.maximum(mse, 1e-3))).mean())


def save_sheet(pictures: np.ndarray, path: Path, columns: int = 8, zoom: int = 1) -> None:
    """A contact sheet, row by row; the last row may be short (white)."""
    n, h, w, _ = pictures.shape
    rows = -(-n // columns)
    page = np.full((rows * columns, h, w, 3), 255, np.uint8)
    page[:n] = pictures
    page = page.reshape(rows, columns, h, w, 3).transpose(0, 2, 1, 3, 4).reshape(rows * h, columns * w, 3)
    Image.fromarray(page).resize((columns * w * zoom, rows * h * zoom), Image.Resampling.NEAREST).save(path)
