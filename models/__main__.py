"""Run one request on the command line and print its steps.

    python -m models next-token --prompt "The cat sat on the"
    python -m models fetch      fetches the weights ahead of the first visitor
    python -m models traces     makes the shipped traces of assets/traces anew
    python -m models stories    prints short stories to learn from
    python -m models heap       prints documents to clean, with what each was planted as
    python -m models own-text   prints a text of your own in the form in which it can be learned from

One JSON line a step on stdout, then one with the cost and where the numbers come from. Progress goes to stderr. A
request outside its limits, or weights that cannot be had, end in one sentence and exit status 2.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import numpy as np
import tyro
from PIL import Image
from safetensors import SafetensorError

from models import families
from models.data_cleaning.heap import heap as make_heap
from models.diffusion import prompts
from models.diffusion.kinds import PromptStep
from models.engine import trace
from models.engine.asking import steps_of
from models.engine.errors import EngineError, InvalidRequest
from models.engine.limits import Range, TextLimit, limits
from models.engine.local.process import ENVIRONMENT
from models.engine.requests import Request
from models.engine.steps import Step
from models.prepared import remake
from models.stories import corpus
from models.stories.own_text import read_file
from models.text import tokenizer
from models.text.architecture import host_model
from models.weights import store

WHOLE = 128  # arrays of up to this many values are printed whole
FIRST = 5  # of longer ones, this many


@dataclass(frozen=True)
class Output:
    full: bool = False
    """Print all values of every array instead of a summary of the long ones."""
    steps_to: Path | None = None
    """Write the arrays of each step into this folder, as 0000.npz, 0001.npz, … for numpy; pictures as PNG, too."""
    save: Path | None = None
    """Write the whole trace into this file (safetensors), as the prepared ones in assets/traces."""


def progress(template: str, **values: Any) -> None:
    print(template.format(**values), file=sys.stderr, flush=True)


def fetch() -> None:
    """Fetch the weights into the cache folder, or check those that are there, and print their path."""
    print(store.ensure(progress))


def traces() -> None:
    """Run the requests of the shipped traces and write them into assets/traces; takes minutes."""
    if host_model():
        raise InvalidRequest("The setting MODEL names another model. Leave it out: the shipped traces are SmolLM2's.")
    for path in remake():
        print(path)


def stories(language: Literal["en", "de"] = "en", characters: int = 1_000_000, seed: int = 0) -> Callable[[], None]:
    """Print stories of the story world, one a line; the text's sha256 goes to stderr.

    Args:
        language: of the stories.
        characters: at least so many, in whole stories; 1 to 50000000.
        seed: the same one gives the same stories.
    """

    def tell() -> None:
        Range(1, 50_000_000).check("characters", characters)
        text = corpus.text(language, characters, seed)
        print(text, end="")
        print(f"sha256 {hashlib.sha256(text.encode()).hexdigest()}", file=sys.stderr)

    return tell


def heap(documents: int = 600, seed: int = 0) -> Callable[[], None]:
    """Print a heap of documents, one JSON object a line: text, kind, and of a copy the place of its original.

    Args:
        documents: how many; 50 to 3000.
        seed: the same one gives the same documents.
    """

    def show() -> None:
        Range(50, 3000).check("documents", documents)
        for document in make_heap(documents, seed):
            _print(dataclasses.asdict(document))

    return show


def own_text(file: tyro.conf.Positional[Path]) -> Callable[[], None]:
    """Print a text of your own in the form in which it can be learned from, or why it cannot.

    Args:
        file: a .txt or .docx file.
    """
    return lambda: print(read_file(file.read_bytes()))


def run(request: Request, output: Output) -> None:
    if output.steps_to is not None:
        output.steps_to.mkdir(parents=True, exist_ok=True)
    if output.save is not None:
        output.save.parent.mkdir(parents=True, exist_ok=True)
    os.environ.update(ENVIRONMENT | os.environ)
    runner = importlib.import_module(families.FAMILIES[request.family].runner)
    model = runner.load(progress)
    steps: list[Step] = []
    began = time.perf_counter()
    seconds = 0.0
    for step in steps_of(runner, model, request):
        seconds += time.perf_counter() - began
        _print({"step": len(steps), "type": type(step).__name__} | _fields(step, output.full))
        if output.steps_to is not None:
            _write(step, output.steps_to, f"{len(steps):04}")
        steps.append(step)
        began = time.perf_counter()  # the model's own time only, without writing and printing
    result = trace.Trace(request, tuple(steps), 1000 * seconds, runner.describe(model, request))
    if output.save is not None:
        trace.save(result, output.save)
    _print(_cost(result))


def _write(step: Step, folder: Path, number: str) -> None:
    arrays = {name: value for name, value in trace.fields(step).items() if isinstance(value, np.ndarray)}
    np.savez(folder / f"{number}.npz", **arrays)
    for name, array in arrays.items():
        if array.dtype == np.uint8 and array.ndim == 3 and array.shape[2] == 3:
            Image.fromarray(array).save(folder / f"{number}-{name.replace('_', '-')}.png")


def _cost(result: trace.Trace) -> dict[str, Any]:
    return {
        "kind": result.request.kind,
        "request": trace.fields(result.request),
        "milliseconds": round(result.milliseconds, 3),
        "forward_passes": result.forward_passes,
        "model": dataclasses.asdict(result.model),
        "provenance": result.provenance,
    }


def _print(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False, allow_nan=False), flush=True)


def _fields(step: Step, full: bool) -> dict[str, Any]:
    """The step as JSON. Beside ids that are printed whole stand their pieces, so that a line can be read."""
    shown: dict[str, Any] = {}
    piece = prompts.visible if isinstance(step, PromptStep) else tokenizer.visible
    for name, value in trace.fields(step).items():
        array = np.asarray(value) if isinstance(value, (np.ndarray, np.generic, float, int)) else None
        if array is None:
            shown[name] = value
            continue
        whole = full or array.size <= WHOLE
        shown[name] = _json(array) if whole else _summary(array)
        if whole and name.endswith(("_id", "_ids")):
            shown[name.replace("_id", "_piece")] = _json(np.vectorize(piece, otypes=[object])(array))
    return shown


def _summary(array: np.ndarray) -> dict[str, Any]:
    summary: dict[str, Any] = {"shape": list(array.shape), "dtype": str(array.dtype)}
    finite = array[np.isfinite(array)]  # NaN stands where nothing was measured
    if finite.size:
        summary |= {"min": finite.min().item(), "max": finite.max().item()}
        if array.ndim == 1:
            summary["argmax"] = int(np.argmax(np.where(np.isfinite(array), array, finite.min())))
    return summary | {"first": _json(array.ravel()[:FIRST])}


def _json(array: np.ndarray) -> Any:
    """Lists and numbers. JSON has no NaN or infinity: they become null."""
    if array.dtype.kind == "f":
        return np.where(np.isfinite(array), array.astype(object), None).tolist()
    return array.tolist()


def _unchecked(kind: type[Request]) -> Any:
    """The request's fields with limits in their help texts, but not checked by the parser: it would print
    InvalidRequest in its own way."""
    hints = get_type_hints(kind)
    fields = [
        (f.name, Annotated[hints[f.name], tyro.conf.arg(help_behavior_hint=_limit_and_default(kind, f))], f.default)
        for f in dataclasses.fields(kind)
    ]
    return dataclasses.make_dataclass(
        kind.__name__,
        fields,
        bases=(kind,),
        frozen=True,
        kw_only=True,
        namespace={"__post_init__": lambda self: None, "__doc__": ""},
    )


def _limit_and_default(kind: type[Request], field: dataclasses.Field[Any]) -> str:
    limit = limits(kind).get(field.name)
    words = ""
    if isinstance(limit, Range):
        words = f"{limit.low:.10g} to {limit.high:.10g}; "
    elif isinstance(limit, TextLimit):
        words = f"at most {limit.max_tokens} tokens; "
    return f"({words}default: {field.default!r})"


def _command(kind: type[Request]) -> Callable[..., Callable[[], None]]:
    def command(request: Any, output: Output) -> Callable[[], None]:
        return lambda: run(kind(**trace.fields(request)), output)

    command.__annotations__ = {"request": _unchecked(kind), "output": Output}
    command.__doc__ = kind.__doc__
    return command


def _later(command: Callable[[], None]) -> Callable[[], Callable[[], None]]:
    """tyro calls what it parses; the work itself waits until the parser is done."""

    def choose() -> Callable[[], None]:
        return command

    choose.__doc__ = command.__doc__
    return choose


def _by_family() -> str:
    """Which kinds belong together; tyro has no groups of subcommands."""
    members: dict[str, list[str]] = {}
    for name, kind in families.kinds().items():
        members.setdefault(kind.family, []).append(name)
    return "\n".join(f"    {family + ':':<12}{', '.join(names)}" for family, names in members.items())


def _chosen(arguments: list[str]) -> Callable[[], None]:
    """What the arguments ask for. Wrong arguments, and --help, end the program here, with tyro's own words."""
    commands: dict[str, Callable[..., Any]] = {name: _command(kind) for name, kind in families.kinds().items()}
    commands |= {"fetch": _later(fetch), "traces": _later(traces), "stories": stories}
    commands |= {"heap": heap, "own-text": own_text}
    chosen: Callable[[], None] = tyro.extras.subcommand_cli_from_dict(
        commands,
        prog="python -m models",
        description=f"{__doc__}\nThe requests of each family:\n\n{_by_family()}",
        args=arguments or ["--help"],
        config=(tyro.conf.OmitArgPrefixes, tyro.conf.FlagCreatePairsOff),
    )
    return chosen


def main(arguments: list[str]) -> int:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # pieces of any script, on any terminal
    try:
        _chosen(arguments)()
    except (InvalidRequest, store.StoreError, EngineError, SafetensorError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}" if error.filename else error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
