"""The Python that writes and measures as each machine does: numpy or plain torch, and the shipped numbers."""

from __future__ import annotations

from models.engine.requests import Request
from models.history.kinds import Dream, Judge, LearnMachine, States, Tell
from models.history.reproduce_learning import learning

START = """\
# pip install numpy safetensors tokenizers torch nltk
import collections
import math
import random
import subprocess
import sys

import numpy as np
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

# In a copy of the project, for its stories and the numbers that were learned: beside "models/history".
tokenizer = Tokenizer.from_file("models/history/weights/pieces.json")
size = tokenizer.get_vocab_size()

def encode(text):
    return [i for line in text.splitlines(keepends=True) for i in tokenizer.encode(line).ids]

def stories(seed, characters):
    command = [sys.executable, "-m", "models", "stories", f"--characters={characters}", f"--seed={seed}"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
"""
ELIZA = """\
# pip install nltk
import random

from nltk.chat.eliza import eliza_chatbot

random.seed({seed})
print(repr(eliza_chatbot.respond({prompt!r}.strip().rstrip("!."))))
"""
MARKOV = """
# Interpolated Kneser-Ney: the longest n-grams as often as they occur, shorter ones by how many pieces come before them.
order, ids, tables = {order}, encode(stories(2, 500_000)), []
grams = collections.Counter(tuple(ids[i : i + order + 1]) for i in range(len(ids) - order))
for n in range(order + 1, 0, -1):
    once, twice = (sum(count == k for count in grams.values()) for k in (1, 2))
    after = collections.defaultdict(dict)
    for gram, count in grams.items():
        after[gram[:-1]][gram[-1]] = count
    tables.insert(0, (after, once / (once + 2 * twice) if once else 0.5))
    grams = collections.Counter(gram[1:] for gram in grams)

def following(ids):
    p = np.full(size, 1 / size)
    for n, (after, discount) in enumerate(tables[: min(order, len(ids)) + 1]):
        counts = after.get(tuple(ids[len(ids) - n :]))
        if counts:
            total = sum(counts.values())
            p = p * discount * len(counts) / total
            for piece, count in counts.items():
                p[piece] += max(count - discount, 0) / total
    return p
"""
HMM = """
tensors = load_file("models/history/weights/hmm.safetensors")
first, moves, pieces = (tensors[name].astype(float) for name in ("first", "moves", "pieces"))
first, moves, pieces = (t / t.sum(-1, keepdims=True) for t in (first, moves, pieces))

def following(ids):
    state = first
    for i in ids:
        state = state * pieces[:, i]
        state = state / state.sum() @ moves
    return state @ pieces
"""
RECURRENT = """
tensors = load_file("models/history/weights/{cell}.safetensors")
tensors = {{name: torch.from_numpy(tensor.astype("float32")) for name, tensor in tensors.items()}}
cell = nn.{torch}(96, {hidden}, batch_first=True)
cell.load_state_dict({{k[5:]: t for k, t in tensors.items() if k.startswith("cell.")}})

@torch.no_grad()
def following(ids):
    states, _ = cell(F.embedding(torch.tensor([ids]), tensors["embedding.weight"]))
    out = F.linear(states[0, -1], tensors["out.weight"], tensors["out.bias"])
    return F.linear(out, tensors["embedding.weight"]).double().softmax(-1).numpy()
"""
TRANSFORMER = """
numbers = load_file("models/history/weights/transformer.safetensors")
numbers = {name: torch.from_numpy(tensor.astype("float32")) for name, tensor in numbers.items()}
angle = torch.arange(128)[:, None] * 1000.0 ** -(torch.arange(12) / 12)
def turned(x):  # rotary positions
    (a, b), cos, sin = x.chunk(2, -1), angle.cos()[: x.shape[2]], angle.sin()[: x.shape[2]]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)

def norm(name, x):
    return F.layer_norm(x, (96,), numbers[name + " scale"], numbers[name + " shift"])

def read(name, x):
    return F.linear(norm(name, x), numbers[name + " in"])

@torch.no_grad()
def following(ids):
    ids = torch.tensor([ids[-128:]])
    x = F.embedding(ids, numbers["embedding"])
    for layer in ("layer 1", "layer 2"):
        q, k, v = read(layer + " attention", x).view(*ids.shape, 3, 4, 24).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(turned(q), turned(k), v, is_causal=True)
        x = x + F.linear(mixed.transpose(1, 2).reshape(*ids.shape, 96), numbers[layer + " attention out"])
        x = x + F.linear(F.gelu(read(layer + " mlp", x), approximate="tanh"), numbers[layer + " mlp out"])
    return F.linear(norm("norm", x[0, -1]), numbers["embedding"]).double().softmax(-1).numpy()
"""
TELL = """
ids = encode("\\n" + {prompt!r})
before, generator = len(ids), np.random.default_rng({seed})
for _ in range({pieces}):
    logits = np.log(np.maximum(following(ids), 1e-300)) / {temperature}
    shares = np.exp(logits - logits.max())
    ids.append(int(generator.choice(size, p=shares / shares.sum())))
print(repr(tokenizer.decode(ids[before:])))
"""
JUDGE = """
# Bits per character of whole new stories; what it remembers of them is asked in models/history/memory.py.
bits = characters = 0
for story in stories(5, 200_000).splitlines(keepends=True)[:200]:
    ids = encode("\\n" + story)
    if len(ids) <= 129:
        bits -= sum(math.log2(following(ids[:i])[ids[i]]) for i in range(1, len(ids)))
        characters += len(story)
print(f"{bits / characters:.4f} bits per character")
"""
DREAM = """\
# pip install numpy safetensors pillow
import numpy as np
from PIL import Image
from safetensors.numpy import load_file

# In a copy of the project, for the numbers that were learned.
tensors = load_file("models/history/weights/boltzmann.safetensors")
parts = ("weights", "pixels", "hidden")
first, second = (tuple(tensors[f"{{name}} {{part}}"].astype(float) for part in parts) for name in ("first", "second"))
generator = np.random.default_rng({seed})

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def drawn(p):
    return (generator.random(p.shape) < p).astype(float)

def up(machine, v):
    return sigmoid(v @ machine[0] + machine[2])

def down(machine, h):
    return sigmoid(h @ machine[0].T + machine[1])

def gibbs(machine, v):
    return drawn(down(machine, drawn(up(machine, v))))

pixels, units = drawn(np.full((64, 256), 0.5)), drawn(np.full((64, 128), 0.5))
for number in range({rounds}):
    pixels, units = gibbs(first, pixels), gibbs(second, units)
for name, p in (("one", down(first, up(first, pixels))), ("two", down(first, units))):
    sheet = np.rint(255 * p[:16]).astype(np.uint8).reshape(16, 16, 16)
    Image.fromarray(np.concatenate(list(sheet), 1)).save(f"{{name}}.png")
    print(f"{{p.mean():.4f}} of the pixels bright, deviation between pictures {{p.std(0).mean():.4f}}")
"""
STATES = """
for row in pieces:
    print(*(repr(tokenizer.decode([i])) for i in np.argsort(-row, kind="stable")[:{words}].tolist()))
"""
MACHINES = {
    "hmm": HMM,
    "elman": RECURRENT.format(cell="elman", torch="RNN", hidden=400),
    "lstm": RECURRENT.format(cell="lstm", torch="LSTM", hidden=192),
    "transformer": TRANSFORMER,
}


def python(request: Request) -> str | None:
    if isinstance(request, Dream):
        return DREAM.format(seed=request.seed, rounds=request.rounds)
    if isinstance(request, LearnMachine):
        return learning(request)
    if isinstance(request, States):
        return START + HMM + STATES.format(words=request.words)
    assert isinstance(request, (Tell, Judge))
    if isinstance(request, Tell) and request.machine == "eliza":
        return ELIZA.format(seed=request.seed, prompt=request.prompt)
    machine = MACHINES.get(request.machine) or MARKOV.format(order=request.order)
    if isinstance(request, Judge):
        return START + machine + JUDGE
    tell = TELL.format(prompt=request.prompt, seed=request.seed, pieces=request.pieces, temperature=request.temperature)
    return START + machine + tell
