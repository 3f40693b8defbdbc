"""QUALITY.md, laid out from what was measured. See evaluate.py."""

from typing import Any

from models.evaluate.subjects import SUBJECTS

HEAD = """# Quality of the models

Written by `python -m models.evaluate`; do not edit. What must be reached is given above each model's figures,
and sheets show what the generators draw, failures included: none is chosen by hand.

How to read the distances: all are computed in the 256 features of this project's own classifier, so they can be
compared with each other, but not with figures of other projects.

- *frechet*: Fréchet distance of two Gaussians fitted to the features (Heusel et al., arXiv:1706.08500). 0 is equal. It
  grows as pictures get fewer, so real pictures against as many other real ones are given beside it.
- *precision*, *recall*: share of drawn pictures no farther from a real one than its third-nearest real neighbour, and
  the reverse (Kynkäänniemi et al., arXiv:1904.06991, k = 3).
- *score*: Inception-style score (Salimans et al., arXiv:1606.03498) on the classifier's probabilities: exp of the mean
  divergence of a picture's values from those of all pictures, geometric mean over the twelve attributes. 1 is worst.
- *confidence*: the classifier's probability of the value it reads, mean over attributes and pictures.
- *share*, *mean*, *r* with *low* and *high*: a 95 % interval, of a share Wilson's, of a mean Student's, of a
  correlation Fisher's; *n* is what was counted: questions, prompts, sentences, stories, trainings or pictures.
- *seconds*: wall time per picture. It depends on the machine and on what else is running there.
"""


def show(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(show(v) for v in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def lines(figures: dict[str, Any], depth: int = 0) -> list[str]:
    """Nested figures as a markdown list."""
    out = []
    for key, item in figures.items():
        pad = "  " * depth
        if not isinstance(item, dict):
            out.append(f"{pad}- {key}: {show(item)}")
        elif len(item) > 3 and not any(isinstance(v, dict | list) for v in item.values()):
            out.append(f"{pad}- {key}: " + ", ".join(f"{k} {show(v)}" for k, v in item.items()))
        else:
            out += [f"{pad}- {key}:", *lines(item, depth + 1)]
    return out


def table(rows: dict[str, dict[str, Any]]) -> list[str]:
    """A line for each row; a column for each figure that any has."""
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    out = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return [
        *out,
        *(f"| {name} | " + " | ".join(show(row.get(c, "")) for c in columns) + " |" for name, row in rows.items()),
    ]


def by_steps(part: str, figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The curve of one scheduler, a row for each number of steps."""
    curves = {key: curve for key, curve in figures.items() if isinstance(curve, list) and key != "steps"}
    return {
        f"{part}, {count}": {key: curve[i] for key, curve in curves.items()} | {"pictures": figures["pictures"]}
        for i, count in enumerate(figures["steps"])
    }


def page(figures: dict[str, Any]) -> str:
    text = [HEAD]
    for name, subject in SUBJECTS.items():
        text += [f"## {subject.title}", f"Must reach: {subject.wanted}.", ""]
        rows: dict[str, dict[str, Any]] = {}
        for part, measured in subject.parts.items():
            kept = figures.get(name, {}).get(part)
            if kept is None:
                text += [f"*{part}*: not measured yet.", ""]
                continue
            earlier = "" if kept["weights"] == measured.identity else "; **on earlier weights**"
            took = f" in {kept['seconds']} s" if kept["seconds"] else ""
            text += [f"*{part}*: {kept['when']}, {kept['machine']}, {kept['data']}{took}{earlier}.", ""]
            if name == "families":
                rows[part] = kept["figures"]
            elif name == "steps":
                rows |= by_steps(part, kept["figures"])
            else:
                text += [*lines(kept["figures"]), ""]
        text += [*table(rows), ""] if rows else []
        text += [f"![{subject.title}]({sheet})\n" for sheet in subject.sheets]
    return "\n".join(text)
