"""The Python that gives the numbers of the control family: plain transformers with forward hooks."""

from __future__ import annotations

from models.control.kinds import (
    DIRECTIONS,
    MAP_STRENGTHS,
    WRITTEN,
    HeadMap,
    HeadTest,
    Hide,
    Patch,
    Steer,
    SteerMap,
    first_difference,
    first_tokens,
    lines,
    map_layers,
)
from models.control.measures import NEUTRAL, PROMPTS, TEMPERATURE, TOP_P
from models.control.sentences import OTHERS, sentences
from models.engine.requests import Request
from models.text.reproduce import load

PAIR = """\
clean = tokenizer({clean!r}, return_tensors="pt").input_ids
corrupt = tokenizer({corrupt!r}, return_tensors="pt").input_ids
a, b = (model(ids).logits[0, -1].argmax() for ids in (clean, corrupt))

def difference(ids):
    row = model(ids).logits[0, -1]
    return float(row[a] - row[b])

print(f"{{tokenizer.decode(a)!r}} above {{tokenizer.decode(b)!r}}, in nats: clean {{difference(clean):.3f}},",
      f"corrupt {{difference(corrupt):.3f}}")
"""
PATCH = """
whole, bottom = difference(clean), difference(corrupt)
for depth in range(1 + len(model.model.layers) if a != b else 0):
    module = model.model.layers[depth - 1] if depth else model.model.embed_tokens
    kept, shares = [], []
    handle = module.register_forward_hook(lambda m, args, out: kept.append(out.clone()))
    model(clean)
    handle.remove()
    for position in range({first}, clean.shape[1]):
        def put(m, args, out, position=position):
            out = out.clone()
            out[0, position] = kept[0][0, position]
            return out
        handle = module.register_forward_hook(put)
        shares.append((difference(corrupt) - bottom) / (whole - bottom))
        handle.remove()
    print(f"{{depth}} layers:", " ".join(f"{{share:.3f}}" for share in shares))"""
WITHOUT = """
width = model.config.head_dim

def off(layer, head):
    def hook(module, args):
        x = args[0].clone()
        x[..., width * head : width * (head + 1)] = 0
        return (x,)
    return model.model.layers[layer].self_attn.o_proj.register_forward_pre_hook(hook)
"""
HEAD_MAP = """
for layer in range(len(model.model.layers) if a != b else 0):
    row = []
    for head in range(model.config.num_attention_heads):
        handle = off(layer, head)
        row.append(difference(clean))
        handle.remove()
    print(f"layer {layer}:", " ".join(f"{nats:.3f}" for nats in row))"""
HEAD_TEST = """
import numpy as np

sentences = {sentences}
chosen = ({layer}, {head})
every = [(i, h) for i in range(len(model.model.layers)) for h in range(model.config.num_attention_heads)]
every.remove(chosen)
others = [every[i] for i in np.random.default_rng({seed}).choice(len(every), {others}, replace=False)]
for heads in (None, chosen, *others):
    handle = off(*heads) if heads else None
    nats = []
    for prompt, right, giver in sentences:
        row = model(tokenizer(prompt, return_tensors="pt").input_ids).logits[0, -1]
        ids = [tokenizer(" " + name).input_ids[0] for name in (right, giver)]
        nats.append(float(row[ids[0]] - row[ids[1]]))
    if handle:
        handle.remove()
    print(f"without {{heads}}: mean {{np.mean(nats):.3f}} nats, right name ahead {{sum(n > 0 for n in nats)}}")"""
HIDE = """\
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
n, least = ids.shape[1], torch.finfo(torch.float32).min
out = model(ids, output_attentions=True)
attention = torch.stack(out.attentions)[:, 0, :, -1].mean((0, 1))
whole = out.logits[0, -1].double().log_softmax(-1)
answer = whole.argmax()
print(f"{{tokenizer.decode(answer)!r}}: {{whole[answer].exp():.2%}}")
for j in range(n - 1):
    mask = torch.full((n, n), least).triu(1)
    mask[j + 1 :, j] = least  # no later token attends to it
    row = model(ids, attention_mask=mask[None, None]).logits[0, -1].double().log_softmax(-1)
    print(f"{{tokenizer.decode(ids[0, j])!r}}: hidden {{whole[answer] - row[answer]:.3f}} nats less,",
          f"attention {{attention[j]:.2%}}")"""
STEER = """\
layer, strength = model.model.layers[{layer}], {strength}
sides = {sides}
words = {words}  # the first tokens of the words

def states(text):
    kept = []
    handle = layer.register_forward_hook(lambda m, args, out: kept.append(out[0, 1:].double()))
    model(tokenizer(text, return_tensors="pt").input_ids)
    handle.remove()
    return kept[0]

towards, away = ([states(text) for text in side] for side in sides)
means = [torch.stack([one.mean(0) for one in side]).mean(0) for side in (towards, away)]
usual = torch.cat([*towards, *away]).norm(dim=1).mean()
unit = (means[0] - means[1]) / (means[0] - means[1]).norm()
drawn = torch.tensor(np.random.default_rng({seed}).standard_normal(len(unit)))
directions = dict(zip({names}, (0 * unit, unit, -unit, drawn / drawn.norm())))

def logits(ids, unit):
    def add(m, args, out):
        out = out.clone()
        out[:, 1:] += (strength * usual * unit).float()
        return out
    handle = layer.register_forward_hook(add)
    rows = model(ids).logits[0].double()
    handle.remove()
    return rows

def encoded(text):
    return tokenizer(text, return_tensors="pt").input_ids

for name, unit in directions.items():
    odds = []
    for prompt in {prompts}:
        p = logits(encoded(prompt), unit)[-1].softmax(-1)
        odds.append(float((p[words[0]].sum() / p[words[1]].sum()).log()))
    losses = []
    for sentence in {neutral}:
        ids = encoded(sentence)
        rows = logits(ids, unit)[:-1].log_softmax(-1)
        losses.append(-float(rows.gather(1, ids[0, 1:, None]).mean()))
    ids = encoded({prompt!r})
    start = ids.shape[1]
    for number in np.random.default_rng({seed}).integers(2**31, size={written}).tolist():
        row = filters(ids, logits(ids, unit)[-1:])[0].softmax(-1).numpy().cumsum()
        token = int(np.searchsorted(row, np.random.default_rng(number).random() * row[-1], side="right"))
        ids = torch.cat([ids, torch.tensor([[token]])], 1)
    print(f"{{name}}: log odds {{np.mean(odds):.3f}}, perplexity {{np.exp(np.mean(losses)):.2f}},",
          repr(tokenizer.decode(ids[0, start:])))"""

STEER_MAP = """\
sides, words = {sides}, {words}  # the first tokens of the words

def states(layer, text):
    kept = []
    handle = layer.register_forward_hook(lambda m, args, out: kept.append(out[0, 1:].double()))
    model(tokenizer(text, return_tensors="pt").input_ids)
    handle.remove()
    return kept[0]

def logits(layer, ids, vector):
    def add(m, args, out):
        out = out.clone()
        out[:, 1:] += vector.float()
        return out
    handle = layer.register_forward_hook(add)
    rows = model(ids).logits[0].double()
    handle.remove()
    return rows

def measured(layer, vector):
    odds, losses = [], []
    for prompt in {prompts}:
        p = logits(layer, tokenizer(prompt, return_tensors="pt").input_ids, vector)[-1].softmax(-1)
        odds.append(float((p[words[0]].sum() / p[words[1]].sum()).log()))
    for sentence in {neutral}:
        ids = tokenizer(sentence, return_tensors="pt").input_ids
        rows = logits(layer, ids, vector)[:-1].log_softmax(-1)
        losses.append(-float(rows.gather(1, ids[0, 1:, None]).mean()))
    return np.mean(odds), np.exp(np.mean(losses))

for number in {layers}:
    layer = model.model.layers[number]
    towards, away = ([states(layer, text) for text in side] for side in sides)
    means = [torch.stack([one.mean(0) for one in side]).mean(0) for side in (towards, away)]
    usual, vector = torch.cat([*towards, *away]).norm(dim=1).mean(), means[0] - means[1]
    drawn = torch.tensor(np.random.default_rng({seed}).standard_normal(len(vector)))
    for strength in {strengths}:
        for name, one in (("direction", vector), ("random", drawn)):
            odds, perplexity = measured(layer, strength * usual * one / one.norm())
            said = f"log odds {{odds:.3f}}, perplexity {{perplexity:.2f}}"
            print(f"layer {{number}}, strength {{strength}}, {{name}}: {{said}}")"""


def python(request: Request) -> str | None:
    match request:
        case Patch():
            code = PAIR.format(clean=request.clean, corrupt=request.corrupt)
            return load() + code + PATCH.format(first=first_difference(request))
        case HeadMap():
            return load() + PAIR.format(clean=request.clean, corrupt=request.corrupt) + WITHOUT + HEAD_MAP
        case HeadTest():
            asked = [(one.prompt, one.right, one.giver) for group in sentences() for one in group]
            named = {"layer": request.layer, "head": request.head, "seed": request.seed, "others": OTHERS}
            return load() + WITHOUT + HEAD_TEST.format(sentences=asked, **named)
        case Hide():
            return load(extra=', attn_implementation="eager"') + HIDE.format(prompt=request.prompt)
        case Steer():
            return _steer(request)
        case SteerMap():
            return load(first="import numpy as np\n") + STEER_MAP.format(
                sides=[lines(request.towards), lines(request.away)],
                words=[first_tokens(request.words), first_tokens(request.other_words)],
                seed=request.seed,
                prompts=list(PROMPTS),
                neutral=list(NEUTRAL),
                layers=list(map_layers()),
                strengths=MAP_STRENGTHS,
            )
    return None


def _steer(request: Steer) -> str:
    filters = (
        "from transformers import LogitsProcessorList, TemperatureLogitsWarper, TopPLogitsWarper\n\n"
        f"filters = LogitsProcessorList([TemperatureLogitsWarper({TEMPERATURE}), TopPLogitsWarper({TOP_P})])\n"
    )
    return load(first="import numpy as np\n", more=filters) + STEER.format(
        layer=request.layer,
        strength=request.strength,
        sides=[lines(request.towards), lines(request.away)],
        words=[first_tokens(request.words), first_tokens(request.other_words)],
        seed=request.seed,
        names=DIRECTIONS,
        prompts=list(PROMPTS),
        neutral=list(NEUTRAL),
        prompt=request.prompt,
        written=WRITTEN,
    )
