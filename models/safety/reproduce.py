"""The Python that gives Safety's numbers: plain transformers, with the watermark written out."""

from __future__ import annotations

from models.engine.requests import Request
from models.safety.kinds import ANSWER_TOKENS, Hidden, Labelled, Mark, Obey, middle_layer
from models.safety.orders import chat_text
from models.safety.sentences import SENTENCES
from models.safety.watermark import CONTEXT, GREEN_SHARE, ROUNDS
from models.text import tokenizer
from models.text.reproduce import load

HASH = """\
def mixed(x):
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))

def hashed(before, token):  # 64 bits that look random
    x = np.uint64(before) * np.uint64(0x9E3779B97F4A7C15) ^ token * np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed(x ^ np.uint64({key}) * np.uint64(0x165667B19E3779F9))

np.seterr(over="ignore")  # the products wrap around
every = np.arange(model.config.vocab_size, dtype=np.uint64)
"""
CHANGES = {
    "none": """\
def changed(logits, ids):
    return torch.from_numpy(logits / {temperature}).softmax(-1).numpy()
""",
    "green": """\
def changed(logits, ids):
    green = (hashed(ids[-1], every) >> np.uint64(32)) < np.uint64(int({share} * 2**32))
    return torch.from_numpy(logits / {temperature} + {strength} * green).softmax(-1).numpy()
""",
    "tournament": """\
def changed(logits, ids):
    probs = torch.from_numpy(logits / {temperature}).softmax(-1).numpy()
    before = tuple(ids[-{context}:])
    if before in [tuple(ids[i - {context} : i]) for i in range({context}, len(ids))]:
        return probs  # this context came before: not marked again
    number = np.uint64(0)
    for i in before:
        number = mixed(number + np.uint64(i) + np.uint64(1))
    bits = hashed(number, every)
    for round in range({rounds}):
        g = (bits >> np.uint64(round)) & np.uint64(1) == 1
        probs = probs * (1 + g - probs[g].sum())
    return probs
""",
}
WRITE = """\
ids = tokenizer({text!r}).input_ids
rng, start = np.random.default_rng({seed}), len(ids)
while len(ids) < start + {tokens} and not (len(ids) > start and ids[-1] in (0, 2)):
    logits = model(torch.tensor([ids])).logits[0, -1].double().numpy()
    total = changed(logits, ids).cumsum()
    ids.append(int(np.searchsorted(total, rng.random() * total[-1], side="right")))
    print(repr(tokenizer.decode(ids[-1])), torch.from_numpy(logits).log_softmax(-1)[ids[-1]].item())
"""
OBEY = """\
ids = tokenizer({text!r}, return_tensors="pt").input_ids
out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens={tokens},
                     eos_token_id=[2, 0], pad_token_id=2)  # <|im_end|> and <|endoftext|>
print(tokenizer.decode(out[0, ids.shape[1]:], skip_special_tokens=True))
"""
HIDDEN = """\
for text in {texts!r}:
    ids = tokenizer(text, return_tensors="pt").input_ids
    states = model(ids, output_hidden_states=True).hidden_states[{layer}][0]
    mean = (states[1:] if len(states) > 1 else states).mean(0)
    print(*(f"{{x:.4f}}" for x in mean.tolist()))
"""


def python(request: Request) -> str | None:
    match request:
        case Mark():
            change = CHANGES[request.scheme].format(
                temperature=request.temperature,
                strength=request.strength,
                share=GREEN_SHARE,
                context=CONTEXT,
                rounds=ROUNDS,
            )
            write = WRITE.format(
                text=tokenizer.chat_text(request.prompt), seed=request.seed, tokens=request.max_new_tokens
            )
            return load(first="import numpy as np\n") + HASH.format(key=request.key) + change + write
        case Obey():
            text = chat_text(request.text, request.defence)
            return load() + OBEY.format(text=text, tokens=ANSWER_TOKENS)
        case Hidden():
            return load() + HIDDEN.format(texts=[request.text], layer=middle_layer())
        case Labelled():
            return load() + HIDDEN.format(texts=[s.text for s in SENTENCES], layer=middle_layer())
    return None
