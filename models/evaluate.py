"""The report on the image models: python -m models.evaluate [--only NAME ...] [--full] writes models/QUALITY.md.

Each figure comes from `python -m models.<name>.evaluate`; this file runs them, keeps the sheets and lays out the page.
--full needs the whole data set (python -m models.avatars.dataset); without it the shipped sample is used. What was
measured is kept in models/quality.json, so that one model's figures can be renewed alone.
"""

import argparse
import datetime
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from models.avatars.tensors import save_sheet
from models.classifier import evaluate as classifier
from models.diffusion import evaluate as diffusion
from models.diffusion.net import load_pipeline
from models.diffusion.train import draw
from models.gan import evaluate as gan
from models.gan.net import WEIGHTS as GAN
from models.superres import evaluate as superres
from models.superres.net import WEIGHTS as SUPERRES
from models.vae import evaluate as vae
from models.vae.beta import WEIGHTS as BETA

HERE = Path(__file__).parent
WANTED = {
    "classifier": "≥99.5 % of attributes on average, ≥98 % of each",
    "codec": "PSNR ≥34 dB; attributes read ≥99 % as often as on originals",
    "diffusion": "≥98 % of named attributes at 20 steps, none under 95 %; held-out pairs ≥95 %; ≤0.7 s a picture",
    "beta": "directions change the reading in ≥80 % of cases",
    "gan": "Fréchet distance below the β-VAE's; every hair style and background among 2,000 pictures",
    "superres": "PSNR above bicubic by ≥2 dB, sharper edges",
}
TITLES = {
    "classifier": "Classifier (the judge)", "codec": "VAE of the diffusion model", "diffusion": "Text to image",
    "beta": "β-VAE, 32 numbers", "gan": "GAN", "superres": "Super-resolution",
}  # fmt: skip


def measure(name: str, full: bool, n: int, big: int) -> dict[str, Any] | None:
    """The figures of one model, or None where its weights aren't there yet. Sheets go to its folder `sheets`."""
    sheets = HERE / {"codec": "vae", "beta": "vae"}.get(name, name) / "sheets"
    sheets.mkdir(exist_ok=True)
    if name == "classifier":
        return classifier.evaluate() if full else None
    if name == "codec":
        return vae.evaluate_codec(full=full, sheet=sheets / "codec.png")
    if name == "beta":
        return vae.evaluate_beta(full=full) if BETA.exists() else None
    if name == "gan":
        return gan.evaluate(full=full, sheet=sheets / "samples.png") if (GAN / "sha256.json").exists() else None
    if name == "superres":
        there = (SUPERRES / "sha256.json").exists()
        return superres.evaluate(full=full, sheet=sheets / "samples.png") if there else None
    parts = diffusion.PARTS if full else ("accuracy", "heldout", "time")
    report = diffusion.evaluate(parts=parts, n=n, big=big)
    texts = [text for text, _ in diffusion.prompts(32, seed=7)]
    save_sheet(draw(load_pipeline(), texts), sheets / "samples.png")
    (sheets / "samples.txt").write_text("\n".join(f"{i // 8 + 1},{i % 8 + 1}: {t}" for i, t in enumerate(texts)) + "\n")
    pairs = [text for pair in diffusion.HELD_OUT for text, _ in diffusion.prompts(4, seed=100, pair=pair)]
    save_sheet(draw(load_pipeline(), pairs), sheets / "held-out-pairs.png")
    return report


def lines(value: Any, depth: int = 0) -> list[str]:
    """Nested figures as a markdown list; shares and distances with four digits."""
    out = []
    for key, item in value.items():
        if isinstance(item, dict):
            flat = all(not isinstance(v, (dict, list)) for v in item.values())
            if flat and len(item) > 3:
                out.append("  " * depth + f"- {key}: " + ", ".join(f"{k} {show(v)}" for k, v in item.items()))
            else:
                out += ["  " * depth + f"- {key}:", *lines(item, depth + 1)]
        else:
            out.append("  " * depth + f"- {key}: {show(item)}")
    return out


def show(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(show(v) for v in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def page(figures: dict[str, Any]) -> str:
    text = [
        "# Quality of the image models",
        "",
        "Written by `python -m models.evaluate`; do not edit. What must be reached stands above each model's figures,",
        "and sheets show what the generators draw, failures included: none is chosen by hand.",
        "",
    ]
    for name, title in TITLES.items():
        found = figures.get(name)
        text += [f"## {title}", f"Must reach: {WANTED[name]}.", ""]
        if found is None:
            text += ["Not measured yet.", ""]
            continue
        text += [f"Measured {found['when']} on {found['machine']}, {found['data']}.", "", *lines(found["figures"]), ""]
        folder = HERE / {"codec": "vae", "beta": "vae"}.get(name, name) / "sheets"
        for sheet in sorted(folder.glob("*.png")):
            if (sheet.stem == "codec") == (name == "codec"):
                text += [f"![{title}: {sheet.stem}]({sheet.relative_to(HERE)})", ""]
    return "\n".join(text)


def main(only: list[str], full: bool, n: int, big: int, run: Callable[..., Any] = measure) -> None:
    store = HERE / "quality.json"
    figures = json.loads(store.read_text()) if store.exists() else {}
    for name in only:
        found = run(name, full, n, big)
        if found is not None:
            figures[name] = {
                "when": datetime.date.today().isoformat(),
                "machine": f"{platform.machine()} CPU, {torch.get_num_threads()} threads, fp32",
                "data": "the whole test set" if full else "the shipped sample of 400",
                "figures": found,
            }
            store.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    (HERE / "QUALITY.md").write_text(page(figures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=TITLES, default=list(TITLES))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--n", type=int, default=150, help="prompts for text to image")
    parser.add_argument("--big", type=int, default=5000, help="pictures for its Fréchet distance")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    main(arguments.only, arguments.full, arguments.n, arguments.big)
