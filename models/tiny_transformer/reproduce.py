"""The Python that trains as the app does: plain torch and the `tokenizers` library, one line a formula."""

from __future__ import annotations

import base64

from models.data_cleaning.reproduce import cleaning
from models.engine.requests import Request
from models.tiny_transformer.kinds import BEGINNINGS, LANGUAGES, Continue, Train, TrainOnHeap
from models.tiny_transformer.shipped import shipped

STORIES = """
def stories(characters, seed):  # the grammar is long: run this script in a copy of the project, beside "models/stories"
    command = [sys.executable, "-m", "models", "stories", f"--characters={{characters}}", f"--seed={{seed}}"]
    return subprocess.run([*command, "--language={language}"], stdout=subprocess.PIPE, check=True, text=True).stdout

text, held_out = stories({characters}, 2), stories(40_000, 3)
"""
NOVEL = """
whole = lzma.open("models/stories/moby_dick.txt.xz", "rt", encoding="utf-8", newline="").read()
text, held_out = whole[: min(len(whole) - 40_000, {characters})], whole[-40_000:]
"""
OWN = """
whole = {text!r}
cut = len(whole) - max(len(whole) // 10, 600)
text, held_out = whole[: min(cut, {characters})], whole[cut:]
"""
HEAP = """
text = "".join(document + "\\n" for document in {documents})
command = [sys.executable, "-m", "models", "stories", f"--characters={{max(len(text) // 9, 20_000)}}", "--seed=3"]
new = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
held_out = new[: len(text) // 9].strip()
"""
START = """\
# pip install torch tokenizers
import lzma
import math
import subprocess
import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch.nn import functional as F

torch.set_num_threads(1)  # a different number of threads rounds differently
{texts}
prompt = {prompt!r}
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = split = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
characters = "".join(sorted(set(text + held_out + prompt)))
known = sorted({{byte for word, _ in split.pre_tokenize_str(characters) for byte in word}})
trainer = trainers.BpeTrainer(vocab_size=max(512, len(known)), show_progress=False, initial_alphabet=known)
tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)
size = tokenizer.get_vocab_size()

def encode(text):
    return [i for line in text.splitlines(keepends=True) for i in tokenizer.encode(line).ids]

def windows(ids):
    width = min(128, len(ids) - 1)
    rows = min(32, (len(ids) - 1) // width)
    bits = rows * width / len(tokenizer.decode(ids[1 : rows * width + 1])) / math.log(2)
    return torch.tensor([ids[row * width : (row + 1) * width + 1] for row in range(rows)]), bits

train_ids, held_out_ids = encode(text), encode(held_out)
parts = windows(train_ids), windows(held_out_ids)
print(f"{{len(train_ids)}} pieces to learn from, {{size}} different ones")
"""
NUMBERS = """
generator = torch.Generator().manual_seed({seed})
numbers = {{}}
def norm(name):
    numbers[name + " scale"], numbers[name + " shift"] = torch.ones(96), torch.zeros(96)
def normal(name, rows, columns, spread=0.05):
    numbers[name] = spread * torch.randn(rows, columns, generator=generator)
normal("embedding", size, 96)
for layer in "12":
    norm(layer + "a")
    norm(layer + "m")
    normal(layer + "a in", 288, 96)
    normal(layer + "a out", 96, 96, 0.05 / 2)
    normal(layer + "m in", 384, 96)
    normal(layer + "m out", 96, 384, 0.05 / 2)
norm("end")
for tensor in numbers.values():
    tensor.requires_grad_()
print(f"{{sum(t.numel() for t in numbers.values())}} numbers learn")
"""
NETWORK = """
angle = torch.arange(128)[:, None] * 1000.0 ** -(torch.arange(12) / 12)
def turned(x):  # rotary positions
    (a, b), cos, sin = x.chunk(2, -1), angle.cos()[: x.shape[2]], angle.sin()[: x.shape[2]]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)

def read(name, x):
    return F.linear(F.layer_norm(x, (96,), numbers[name + " scale"], numbers[name + " shift"]), numbers[name + " in"])

def logits(ids):
    x = F.embedding(ids, numbers["embedding"])
    for layer in "12":
        q, k, v = read(layer + "a", x).view(*ids.shape, 3, 4, 24).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(turned(q), turned(k), v, is_causal=True)
        x = x + F.linear(mixed.transpose(1, 2).reshape(*ids.shape, 96), numbers[layer + "a out"])
        x = x + F.linear(F.gelu(read(layer + "m", x), approximate="tanh"), numbers[layer + "m out"])
    return F.linear(F.layer_norm(x, (96,), numbers["end scale"], numbers["end shift"]), numbers["embedding"])

def loss(rows):  # nats per piece
    return F.cross_entropy(logits(rows[:, :-1]).transpose(1, 2), rows[:, 1:], reduction="none").mean()
"""
TRAIN = """
@torch.no_grad()
def report(step):
    train, held_out = (loss(rows).item() * bits for rows, bits in parts)
    if math.isfinite(train + held_out):
        print(f"update {{step}}: {{train:.4f}} bits per character learned from, {{held_out:.4f}} held out")
    return math.isfinite(train + held_out)

@torch.no_grad()
def write(step):
    ids, generator = encode(prompt), torch.Generator().manual_seed({seed})
    before = len(ids)
    for _ in range(60):
        p = (logits(torch.tensor([ids[-128:]]))[0, -1] / 0.8).softmax(-1)
        ids.append(int(torch.multinomial(p, 1, generator=generator)))
    print(f"update {{step}} writes:", repr(tokenizer.decode(ids[before:])))

optimizer = {optimizer}
ids, generator = torch.tensor(train_ids), torch.Generator().manual_seed({seed})
width = parts[0][0].shape[1]
report(0)
write(0)
for step in range(1, {steps} + 1):
    places = torch.randint(len(ids) - width + 1, (8,), generator=generator)
    value = loss(torch.stack([ids[i : i + width] for i in places]))
    optimizer.zero_grad()
    value.backward()
    torch.nn.utils.clip_grad_norm_(numbers.values(), {clip})
    fall = 0.05 + 0.95 * (1 + math.cos(math.pi * (step - 1) / {steps})) / 2
    optimizer.param_groups[0]["lr"] = {learning_rate} * min(1, step / 50) * fall
    optimizer.step()
    if not value.isfinite() or (step in {measured} and not report(step)):
        print(f"update {{step}}: diverged")
        break
    if step in {checkpoints}:
        write(step)"""

OPTIMIZERS = {
    "adam": "torch.optim.AdamW(numbers.values(), betas=(0.9, 0.98), weight_decay=0.05, fused=True)",
    "momentum": "torch.optim.SGD(numbers.values(), 0.1, momentum=0.9)",
    "sgd": "torch.optim.SGD(numbers.values(), 0.1)",
}


LOAD = """
data = {data}
head = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
pieces = json.loads(head["__metadata__"]["tokenizer"])
merges = [tuple(pair) for pair in pieces["merges"]]
tokenizer = Tokenizer(models.BPE(pieces["vocabulary"], merges))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
short = (("layer ", ""), (" attention", "a"), (" mlp", "m"), ("norm ", "end "))
numbers = {{}}
for name, tensor in load(data).items():
    for long, letters in short:
        name = name.replace(long, letters)
    numbers[name] = tensor.float()

def encode(text):
    return [i for line in text.splitlines(keepends=True) for i in tokenizer.encode(line).ids]
"""
IMPORTS = """\
# pip install torch tokenizers safetensors numpy
import base64
import json
import math
from pathlib import Path

import torch
from safetensors.torch import load
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from torch.nn import functional as F

torch.set_num_threads(1)  # a different number of threads rounds differently
"""
WRITE = """
prompt = {prompt!r}
ids, generator = encode(prompt) or encode("\\n") or [0], torch.Generator().manual_seed({seed})
before = len(ids)
with torch.no_grad():
    for _ in range({pieces}):
        p = (logits(torch.tensor([ids[-128:]]))[0, -1] / {temperature}).softmax(-1)
        ids.append(int(torch.multinomial(p, 1, generator=generator)))
print(repr(tokenizer.decode(ids[before:])))"""
GO_ON = """
# Beside this script: model.safetensors, and text.txt to go on learning from; its last tenth is held out.
text = Path("text.txt").read_text(encoding="utf-8")
cut = len(text) * 9 // 10
ids, held_out = (torch.tensor(encode(part)) for part in (text[:cut], text[cut:]))
windows = held_out[: (len(held_out) - 1) // 128 * 128 + 1].unfold(0, 129, 128)[:32]
per_character = windows[:, 1:].numel() / len(tokenizer.decode(windows[:, 1:].flatten().tolist())) / math.log(2)
for tensor in numbers.values():
    tensor.requires_grad_()
optimizer = torch.optim.AdamW(numbers.values(), 0.001, betas=(0.9, 0.98), weight_decay=0.05)
for step in range(201):
    if step % 20 == 0:
        with torch.no_grad():
            bits = loss(windows).item() * per_character
        print(f"update {{step}}: {{bits:.4f}} bits per character held out", flush=True)
    places = torch.randint(len(ids) - 128, (8,))
    value = loss(torch.stack([ids[i : i + 129] for i in places]))
    optimizer.zero_grad()
    value.backward()
    torch.nn.utils.clip_grad_norm_(numbers.values(), 1.0)
    optimizer.step()
torch.save({{name: tensor.detach() for name, tensor in numbers.items()}}, "further.pt")"""


def go_on() -> str:
    """A script that trains a model file further, on any text."""
    return (IMPORTS + LOAD + NETWORK + GO_ON).format(data='Path("model.safetensors").read_bytes()')


def _written(request: Continue) -> str:
    model = request.model or base64.b64encode(shipped()).decode()
    return (IMPORTS + LOAD + NETWORK + WRITE).format(
        data=f"base64.b64decode({model!r})",
        prompt=request.prompt,
        seed=request.seed,
        pieces=request.pieces,
        temperature=request.temperature,
    )


def python(request: Request) -> str | None:
    if isinstance(request, Continue):
        return _written(request)
    if isinstance(request, TrainOnHeap):
        texts = HEAP.format(documents="left" if request.cleaned else "documents")
        like = Train(steps=request.steps, seed=request.start, prompt=BEGINNINGS["stories-en"])
        return cleaning(request) + "\n\n" + _training(like, texts)
    assert isinstance(request, Train)
    template = OWN if request.corpus == "own" else NOVEL if request.corpus == "moby-dick" else STORIES
    texts = template.format(text=request.text, language=LANGUAGES.get(request.corpus), characters=request.characters)
    return _training(request, texts)


def _training(request: Train, texts: str) -> str:
    """texts: Python that sets `text` and `held_out`."""
    return (START + NUMBERS + NETWORK + TRAIN).format(
        texts=texts,
        prompt=request.beginning,
        seed=request.seed,
        optimizer=OPTIMIZERS[request.optimizer],
        learning_rate=request.learning_rate,
        clip=1.0 if request.clip else "math.inf",
        steps=request.steps,
        measured=request.measured_at(),
        checkpoints=request.checkpoints(),
    )
