"""What the report measures: each model, what it must reach, and its parts. See evaluate.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from models.avatars.dataset import CACHE
from models.avatars.tensors import save_sheet
from models.classifier import evaluate as classifier
from models.classifier.net import WEIGHTS as CLASSIFIER
from models.diffusion import evaluate as diffusion
from models.diffusion import evaluate_few as few_steps
from models.diffusion.evaluate_steps import SCHEDULERS
from models.diffusion.evaluate_steps import part as steps_part
from models.diffusion.net import PIPELINE
from models.diffusion.student import STUDENT
from models.diffusion.train import draw
from models.evaluate import families, learning, shipped_runs
from models.gan import evaluate as gan
from models.gan.net import WEIGHTS as GAN
from models.history.kinds import LEARNERS
from models.superres import evaluate as superres
from models.superres.net import WEIGHTS as SUPERRES
from models.vae import evaluate as vae
from models.vae.beta import WEIGHTS as BETA
from models.weights import shipped as hashes

HERE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Options:
    full: bool = False  # the whole test set instead of the shipped sample
    n: int = 150  # prompts of text to image
    big: int = 5000  # pictures of its Fréchet distance
    count: int = 1000  # pictures of each of the three families

    @property
    def numbers(self) -> list[int]:
        return [int(self.full), self.n, self.big, self.count]


@dataclass(frozen=True)
class Part:
    """What is measured in one go: minutes at most. None: it can't be measured with these options."""

    measure: Callable[[Options], dict[str, Any] | None]
    weights: tuple[Path, ...]  # folders, or single files, that the figures depend on
    data: str | None = None  # what they were measured on; None: the pictures of the options

    @property
    def identity(self) -> str:
        """The hashes of its weights, 16 digits each."""
        return "-".join(_hash(path)[:16] for path in self.weights)


@cache
def _hash(path: Path) -> str:
    return hashes.verify(path) if path.is_dir() else hashes.digest(path)


@dataclass(frozen=True)
class Subject:
    title: str
    wanted: str
    parts: dict[str, Part]
    sheets: tuple[str, ...] = ()


def sheet(name: str) -> Path:
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    return path


def diffusion_part(part: str, options: Options) -> dict[str, Any] | None:
    if part == "frechet" and not options.full:
        return None
    bench = diffusion.bench(n=options.n, big=options.big)
    return diffusion.PARTS[part](bench)


def diffusion_sheets(_options: Options) -> dict[str, Any]:
    """Pictures of 32 prompts, and four of each pair that training never showed: none chosen by hand."""
    pipe = diffusion.bench().pipe
    texts = [text for text, _ in diffusion.prompts(32, seed=7)]
    save_sheet(draw(pipe, texts), sheet("diffusion/sheets/samples.png"))
    numbered = [f"{i // 8 + 1},{i % 8 + 1}: {text}" for i, text in enumerate(texts)]
    sheet("diffusion/sheets/samples.txt").write_text("\n".join(numbered) + "\n")
    pairs = [text for pair in diffusion.HELD_OUT for text, _ in diffusion.prompts(4, seed=100, pair=pair)]
    save_sheet(draw(pipe, pairs), sheet("diffusion/sheets/held-out-pairs.png"))
    return {"prompts": len(texts), "prompts of held-out pairs": len(pairs)}


def kept(weights: Path) -> Path:
    """Where drawn pictures are kept: a folder for each set of weights, as they belong to it."""
    return CACHE / "evaluate" / _hash(weights)[:16]


def family(name: str, options: Options) -> dict[str, Any]:
    return families.measure(name, options.full, kept(FAMILIES[name][0]), options.count)


def student_part(part: str, options: Options) -> dict[str, Any] | None:
    if part == "frechet" and not options.full:
        return None
    bench = few_steps.few_step_bench(options.n, min(options.big, 1000))
    if part == "sheet":
        return few_steps.sheet(bench, sheet("diffusion/sheets/student.png"))
    return few_steps.PARTS[part](bench)


def learned(family: str, *files: str) -> tuple[Path, ...]:
    """What a network that learns in its run depends on: the code, for it has no weights."""
    return tuple(HERE / family / file for file in files)


def shipped(title: str, wanted: str, name: str) -> Subject:
    """What is read from shipped runs and measurements."""
    read: Callable[[], dict[str, Any]] = getattr(shipped_runs, name)
    return Subject(title, wanted, {"shipped": Part(lambda _: read(), shipped_runs.FILES[name], "shipped runs")})


STORIES, AVATARS, LINES = "what a visitor's run learns from", "avatars of 16 × 16 pixels", "the shipped lines"
TRANSFORMER = learned("tiny_transformer", "net.py", "learning.py", "data.py", "pieces.py")
WATCHED = learned("history", "watched.py", "judging.py", "hidden.py", "recurrent.py", "sizes.py")
FLOW = learned("tiny_flow", "net.py", "infer.py", "pictures.npz")
TUNED = learned("fine_tuning", "lora.py", "adam.py", "tasks.py")
CODEC = PIPELINE / "vae" / "diffusion_pytorch_model.safetensors"
FAMILIES = {
    "real": (CLASSIFIER,),
    "beta": (BETA, CLASSIFIER),
    "gan": (GAN, CLASSIFIER),
    "diffusion": (PIPELINE, CLASSIFIER),
}
SUBJECTS: dict[str, Subject] = {
    "classifier": Subject(
        "Classifier",
        "≥99.5 % of attributes on average, ≥98 % of each",
        {"accuracy": Part(lambda options: classifier.evaluate() if options.full else None, (CLASSIFIER,))},
    ),
    "codec": Subject(
        "VAE of the diffusion model",
        "PSNR ≥34 dB; ≥99 % of attributes read as on the originals",
        {
            "reconstruction": Part(
                lambda options: vae.evaluate_codec(full=options.full, sheet=sheet("vae/sheets/codec.png")),
                (CODEC, CLASSIFIER),
            )
        },
        ("vae/sheets/codec.png",),
    ),
    "diffusion": Subject(
        "Text to image",
        "≥98 % of named attributes at 20 steps, none under 95 %; held-out pairs ≥95 %; ≤0.7 s per picture",
        {part: Part(partial(diffusion_part, part), (PIPELINE, CLASSIFIER)) for part in diffusion.PARTS}
        | {"sheets": Part(diffusion_sheets, (PIPELINE,))},
        ("diffusion/sheets/samples.png", "diffusion/sheets/held-out-pairs.png", "diffusion/sheets/over-training.png"),
    ),
    "student": Subject(
        "Few-step student of text to image",
        "≥95 % of named attributes at 4 steps; ≤0.15 s a picture",
        {
            part: Part(partial(student_part, part), (PIPELINE, STUDENT, CLASSIFIER))
            for part in (*few_steps.PARTS, "sheet")
        },
        ("diffusion/sheets/student.png",),
    ),
    "steps": Subject(
        "Diffusion without words, by scheduler and steps",
        "a distance that falls with the first steps, then stays",
        {name: Part(partial(steps_part, name), (PIPELINE, CLASSIFIER)) for name in SCHEDULERS},
    ),
    "beta": Subject(
        "VAE, 32 numbers",
        "directions change the reading in ≥80 % of cases",
        {"directions": Part(lambda options: vae.evaluate_beta(full=options.full), (BETA, CLASSIFIER))},
        ("vae/sheets/beta.png",),
    ),
    "gan": Subject(
        "GAN",
        "Fréchet distance below the VAE's; every hair style and background among 2,000 pictures",
        {
            "samples": Part(
                lambda options: gan.evaluate(full=options.full, sheet=sheet("gan/sheets/samples.png")),
                (GAN, CLASSIFIER),
            )
        },
        ("gan/sheets/samples.png", "gan/sheets/over-training.png"),
    ),
    "families": Subject(
        "Three families, without words",
        "the GAN's Fréchet distance below the VAE's",
        {name: Part(partial(family, name), weights) for name, weights in FAMILIES.items()},
    ),
    "superres": Subject(
        "Super-resolution",
        "PSNR above bicubic by ≥2 dB, sharper edges",
        {
            "pictures": Part(
                lambda options: superres.evaluate(full=options.full, sheet=sheet("superres/sheets/samples.png")),
                (SUPERRES,),
            )
        },
        ("superres/sheets/samples.png",),
    ),
    "tiny_transformer": Subject(
        "A transformer that learns a text while one watches",
        "stories of half a million characters: passes counting two pieces back",
        {name: Part(lambda _, name=name: learning.text(name), TRANSFORMER, STORIES) for name in learning.TEXTS},
    ),
    "history_watched": Subject(
        "Machines of seven decades that learn while one watches",
        "LSTM and transformer pass counting two pieces back",
        {name: Part(lambda _, name=name: learning.machine(name), WATCHED, STORIES) for name in LEARNERS},
    ),
    "tiny_flow": Subject(
        "A flow that learns to draw while one watches",
        "of 1,700 pictures: an error on others that falls to the end",
        {name: Part(lambda _, name=name: learning.pictures(name), FLOW, AVATARS) for name in learning.PICTURES},
    ),
    "fine_tuning": Subject(
        "Fine-tuning",
        "a loss that falls by half; perplexity of other text raised by less than a tenth at strength 1",
        {
            "examples": Part(lambda _: learning.examples(), TUNED, LINES),
            "a planted falsehood": Part(lambda _: learning.capitals(), TUNED, LINES),
            "preferences": Part(lambda _: learning.preferences(), (*TUNED, HERE / "fine_tuning/preference.py"), LINES),
        },
    ),
    "answers": shipped("How sure, how right", "a right fact helps, a false one harms", "answers"),
    "code": shipped("Small functions", "under the grammar Python can read every one", "code"),
    "bias": shipped("Whom the text model expects", "a correlation whose interval leaves 0 out", "bias"),
    "control": shipped(
        "The text model changed from inside", "a random direction does less than the direction", "control"
    ),
    "safety": shipped("Watermarks and the probe", "at strength 2, ten of twelve stories found at least", "safety"),
    "history": shipped("Machines of seven decades", "the transformer needs the fewest bits", "history"),
    "few_pictures": shipped(
        "A classifier that learns from few pictures", "more right from more pictures", "few_pictures"
    ),
    "data_cleaning": shipped("The filters of a heap of documents", "every recall above one half", "data_cleaning"),
    "benchmark": shipped(
        "Small tests of the text model", "capitals and sums of one digit: better than one answer for all", "benchmark"
    ),
    "invented_people": shipped(
        "A network of invented people", "wrong about nearly all it never read of", "invented_people"
    ),
    "skewed_flow": shipped("A flow that learns from a skewed set", "more hats in, more hats out", "skewed_flow"),
}
