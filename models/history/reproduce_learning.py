"""The Python in which a machine learns as it does in the app: plain torch, or numpy for the hidden Markov model."""

from __future__ import annotations

from models.history.kinds import NEW, LearnMachine
from models.history.sizes import HIDDEN, RATES, ROW, SEEN, STATES, TEMPERATURE, WATCHED, WIDTH, WRITTEN
from models.tiny_transformer import reproduce as transformer

IMPORTS = """
import numpy as np
from torch import nn
"""
STORIES = """
# In a copy of the project, for its stories and its pieces: beside "models/history".
tokenizer = Tokenizer.from_file("models/history/weights/pieces.json")
size = tokenizer.get_vocab_size()

def encode(text):
    return [i for line in text.splitlines(keepends=True) for i in tokenizer.encode(line).ids]

def stories(seed, characters):
    command = [sys.executable, "-m", "models", "stories", f"--characters={{characters}}", f"--seed={{seed}}"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout

def whole(text, count):  # stories of at most 128 pieces, and how many characters they have
    told = [line for line in text.splitlines(keepends=True)[:count] if len(encode("\\n" + line)) <= 129]
    return [encode("\\n" + line) for line in told], sum(map(len, told))

text, prompt = stories(2, 500_000), {prompt!r}
train_ids = encode(text)
seen, new = whole(text, {seen}), whole(stories({new}, 200_000), 200)
"""
OWN = """
def rows_of(ids, windows):  # windows side by side, and how many characters are predicted in them
    return windows.tolist(), len(tokenizer.decode(ids[1 : windows[:, 1:].numel() + 1]))

seen, new = rows_of(train_ids, parts[0][0]), rows_of(held_out_ids, parts[1][0])
"""
RECURRENT = """
class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(size, {width})
        nn.init.normal_(self.embedding.weight, 0, 0.1)
        self.cell = nn.{cell}({width}, {hidden}, batch_first=True)
        self.out = nn.Linear({hidden}, {width})

    def forward(self, ids):
        return F.linear(self.out(self.cell(self.embedding(ids))[0]), self.embedding.weight)

torch.manual_seed({seed})
logits = Recurrent()
numbers = dict(logits.named_parameters())
"""
NETWORK = """
@torch.no_grad()
def following(ids):
    return logits(torch.tensor([ids[-{context}:]]))[0, -1].double().softmax(-1).numpy()

@torch.no_grad()
def nats(row):
    return F.cross_entropy(logits(torch.tensor([row[:-1]]))[0], torch.tensor(row[1:]), reduction="sum").item()
"""
REPORT = """
def bits(rows, characters):
    return sum(nats(row) for row in rows) / math.log(2) / characters

def report(step):
    print(f"{name} {{step}}: {{bits(*seen):.4f}} bits per character learned from, {{bits(*new):.4f}} new")
    ids, generator = encode("\\n" + prompt), np.random.default_rng({seed})
    before = len(ids)
    for _ in range({written}):
        powers = np.log(np.maximum(following(ids), 1e-300)) / {temperature}
        shares = np.exp(powers - powers.max())
        ids.append(int(generator.choice(size, p=shares / shares.sum())))
    print(f"{name} {{step}} writes:", repr(tokenizer.decode(ids[before:])))
"""
UPDATES = """
optimizer = torch.optim.AdamW(numbers.values(), betas=(0.9, 0.98), weight_decay=0.05, fused=True)
ids, generator = torch.tensor(train_ids), torch.Generator().manual_seed({seed})
width = min(128, len(ids) - 1) + 1
report(0)
for step in range(1, {steps} + 1):
    places = torch.randint(len(ids) - width + 1, (8,), generator=generator)
    rows = torch.stack([ids[i : i + width] for i in places])
    loss = F.cross_entropy(logits(rows[:, :-1]).transpose(1, 2), rows[:, 1:], reduction="none").mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(numbers.values(), 1.0)
    fall = 0.05 + 0.95 * (1 + math.cos(math.pi * (step - 1) / {steps})) / 2
    optimizer.param_groups[0]["lr"] = {rate} * min(1, step / 50) * fall
    optimizer.step()
    if step in {checkpoints}:
        report(step)
"""
ROUNDS = """
generator = np.random.default_rng({seed})
def shares(*shape):
    drawn = generator.exponential(size=shape)
    return drawn / drawn.sum(-1, keepdims=True)

first, moves, pieces = shares({states}), shares({states}, {states}), shares({states}, size)

def forward(row):  # the probability of each state after each piece, and of each piece after those before
    state, states, likely = first, [], []
    for i in row:
        joint = state * pieces[:, i]
        likely.append(joint.sum())
        states.append(joint / likely[-1])
        state = states[-1] @ moves
    return states, likely, state

def following(ids):
    return forward(ids)[2] @ pieces

def nats(row):
    return -np.log(forward(row)[1][1:]).sum()

width = min({row}, len(train_ids))
read = [train_ids[i * width : (i + 1) * width] for i in range(min({watched}, len(train_ids) // width))]

def baum_welch():
    begun, moved, written = np.zeros_like(first), np.zeros_like(moves), np.zeros_like(pieces)
    for row in read:
        states, likely, _ = forward(row)
        later = np.ones_like(first)
        for t in range(len(row) - 1, -1, -1):
            written[:, row[t]] += states[t] * later  # the probability of each state here, given the whole row
            if t:
                towards = later * pieces[:, row[t]] / likely[t]
                moved += np.outer(states[t - 1], towards)
                later = moves @ towards
        begun += states[0] * later
    moved, written = moved * moves + 1e-6, written + 1e-3
    return begun / begun.sum(), moved / moved.sum(1, keepdims=True), written / written.sum(1, keepdims=True)

report(0)
for step in range(1, {steps} + 1):
    first, moves, pieces = baum_welch()
    if step in {checkpoints}:
        report(step)
"""


def learning(request: LearnMachine) -> str:
    training = request.training()
    return "".join((_text(request), IMPORTS, _machine(request))).format(
        texts=transformer.OWN.format(text=training.text, characters=training.characters),
        prompt=request.prompt,
        seen=SEEN,
        new=NEW,
        width=WIDTH,
        cell={"elman": "RNN", "lstm": "LSTM"}.get(request.machine),
        hidden=HIDDEN.get(request.machine),
        seed=request.seed,
        context=128 if request.machine == "transformer" else 0,  # of the others all: ids[-0:]
        name="round" if request.machine == "hmm" else "update",
        written=WRITTEN,
        temperature=TEMPERATURE,
        steps=request.planned,
        rate=RATES.get(request.machine),
        checkpoints=request.checkpoints(),
        states=STATES,
        row=ROW,
        watched=WATCHED,
    )


def _text(request: LearnMachine) -> str:
    if request.corpus == "own":
        return transformer.START + OWN
    head, _, _ = transformer.START.partition("{texts}")
    return head + STORIES


def _machine(request: LearnMachine) -> str:
    if request.machine == "hmm":
        return REPORT + ROUNDS
    network = transformer.NUMBERS + transformer.NETWORK if request.machine == "transformer" else RECURRENT
    return network + NETWORK + REPORT + UPDATES
