"""The Python that gives the text model's numbers: plain transformers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.engine.requests import Request
from models.text import host_files, tokenizer
from models.text.architecture import architecture, host_model
from models.text.kinds import ANSWER_TOKENS, Attend, Benchmark, CompareCache, NextToken, Score, Write
from models.text.layer_names import LLAMA, layer_names
from models.text.questions import questions
from models.text.sampling import Reshape

LOAD = """\
# pip install torch transformers gguf accelerate; python -m models fetch prints where the weights are
{first}import torch
from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence
from transformers import AutoModelForCausalLM, AutoTokenizer
{more}
torch.set_grad_enabled(False)  # nothing is trained here
folder, file = "<cache folder>", "SmolLM2-135M-Instruct.Q4_1.gguf"
tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
# The file asks for each digit alone ("pre=smollm"); transformers leaves this rule of it out.
words = Sequence([Digits(individual_digits=True), ByteLevel(add_prefix_space=False)])
tokenizer.backend_tokenizer.pre_tokenizer = words
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32{extra}).eval()
"""
HOSTED = """\
# pip install torch transformers
{first}import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
{more}
torch.set_grad_enabled(False)  # nothing is trained here
name = {name!r}  # the model of this server's host
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name, dtype=torch.float32{extra}).eval()
"""
NEXT_TOKEN = """\
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
logits = model(ids).logits[:, -1].double()
{probs}
for i in logits[0].topk(16).indices:
    print(f"{{probs[i]:.2%}} {{tokenizer.decode(i)!r}}")"""
PLAIN_PROBS = "probs = logits[0].softmax(-1)"
LIKELIEST = "probs = torch.nn.functional.one_hot(logits[0].argmax(), logits.shape[1])  # at temperature 0, all for one"
FILTERED = """\
filters = LogitsProcessorList([{filters}])
probs = filters(ids, logits)[0].softmax(-1)"""
SCORE = """\
ids = tokenizer({text!r}, return_tensors="pt").input_ids
logprobs, bit = model(ids).logits[0, :-1].log_softmax(-1), torch.tensor(2.0).log()
for i, row in zip(ids[0, 1:], logprobs):  # nothing stands before the first token: it is not judged
    rank, first = 1 + (row > row[i]).sum(), row.argmax()
    print(f"{{tokenizer.decode(i)!r}}: {{row[i].exp():.2%}}, {{-row[i] / bit:.2f}} bits, rank {{rank}};",
          f"the model's first is {{tokenizer.decode(first)!r}}, {{row[first].exp():.1%}}")
loss = -logprobs.gather(1, ids[0, 1:, None]).mean()  # natural log
print(f"perplexity {{loss.exp():.2f}}")"""
PROMPT = """\
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
"""
CHAT = """\
messages = [{{"role": "user", "content": {prompt!r}}}]
ids = tokenizer.apply_chat_template(
    messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
).input_ids
"""
START = """\
start, ends = ids.shape[1], {ends}  # {spelled}
"""
GIVEN = """\
given = {given}  # the first new tokens
"""
JOINED = """\
ids = torch.cat([ids, torch.tensor([given])], 1)
"""
ALLOWED = """
def allowed(row, ids):  # the given tokens alone, then all: so the score of a beam counts the given ones, too
    place = len(ids) - start
    return given[place : place + 1] or torch.arange(model.config.vocab_size)

"""
STOPS = """
def stops(ids, scores, **more):
    return torch.tensor([{stop!r} in tokenizer.decode(row[start:]) for row in ids])

"""
GENERATE = """\
out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, eos_token_id=ends, pad_token_id={pad},
                     {options})
new = out[0, start:].tolist()
"""
SAMPLE = """\
filters = LogitsProcessorList([{filters}])
rng, new, chosen = np.random.default_rng({seed}), [], []
unread, cache = ids, None
for place in range({max_new_tokens}):
    out = model(unread, past_key_values=cache, use_cache=True)
    so_far = torch.tensor([ids[0].tolist() + new])
    probs = filters(so_far, out.logits[:, -1].double())[0].softmax(-1)
    sums = probs.cumsum(-1).numpy()
    # The page's token, unless the number falls among tokens so unlikely that the last digits of all before decide.
    token = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
{given}    new.append(token)
    chosen.append(probs[token])
    if token in ends{stop}:
        break
    unread, cache = torch.tensor([[token]]), out.past_key_values
"""
GIVEN_FIRST = """\
    token = given[place] if place < len(given) else token  # a given one uses up its number, too
"""
WRITTEN = """\
print(tokenizer.decode(new))
logprobs = model(torch.tensor([ids[0, :start].tolist() + new])).logits[0, start - 1 : -1].double().log_softmax(-1)
bit = torch.tensor(2.0).log()
for token, row{of_filters} in zip(new, logprobs{chosen}):
    surprise, entropy = -row[token] / bit, -(row.exp() * row).sum() / bit
    print(f"{{token}} {{tokenizer.decode(token)!r}}: {{row[token].exp():.4%}}{after_filters},",
          f"surprise {{surprise:.3f}} bits, entropy {{entropy:.3f}} bits")
print(f"log-probability {{sum(row[token] for token, row in zip(new, logprobs)):.2f}}")"""
WITHOUT = """\
ablated = {heads}  # (layer, head)
width = {width}

def without(heads):
    def hook(module, args):
        x = args[0].clone()
        for head in heads:
            x[..., width * head : width * (head + 1)] = 0
        return (x,)
    return hook

for layer in {{layer for layer, _ in ablated}}:
    heads = [h for l, h in ablated if l == layer]
    {layers}[layer].{after_heads}.register_forward_pre_hook(without(heads))
"""
ATTEND = """\
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
out = model(ids, output_attentions=True, output_hidden_states=True)
attentions = torch.stack(out.attentions)[:, 0]  # (layer, head, query, key)
torch.save(attentions, "attentions.pt")
# The logit lens reads every depth as if it were the last: the final norm, then the output layer.
depths = [{norm}(x[0, -1]) for x in out.hidden_states[:-1]] + [out.hidden_states[-1][0, -1]]
probs = model.lm_head(torch.stack(depths)).softmax(-1)
final = probs[-1].argmax()
for depth, row in enumerate(probs):
    first = ", ".join(f"{{tokenizer.decode(i)!r}} {{p:.1%}}" for p, i in zip(*row.topk(4)))
    print(f"after layer {{depth}}: {{tokenizer.decode(final)!r}} {{row[final]:.1%}}; likeliest {{first}}")"""
ROW = """
for key, share in zip(ids[0], attentions[{layer}, {head}, -1]):  # what the last token looks at, in this head
    print(f"layer {layer}, head {head}: {{share:.1%}} on {{tokenizer.decode(key)!r}}")"""
COMPARE_CACHE = """\
import time

def timed(ids, cache, keep):
    began = time.perf_counter()
    out = model(ids, past_key_values=cache, use_cache=keep)
    return int(out.logits[0, -1].argmax()), out.past_key_values, 1000 * (time.perf_counter() - began)

ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
unread, cache = ids, None  # with the cache only the new tokens are read
for n in range({max_new_tokens}):
    token, cache, cached = timed(unread, cache, True)
    again, _, uncached = timed(ids, None, False)  # the whole text once more
    # The tokens are the page's; the times are those of transformers on this machine.
    times = f"{{cached:.1f}} ms with cache, {{uncached:.1f}} ms without"
    print(f"{{tokenizer.decode(token)!r}} after {{ids.shape[1]}}: {{times}}")
    if token in {ends}:  # {spelled}
        break
    unread = torch.tensor([[token]])
    ids = torch.cat([ids, unread], 1)"""

BENCHMARK = """\
import re

questions = {questions}
right = 0
for prompt, answer in questions:
    ids = tokenizer(prompt, return_tensors="pt").input_ids
    out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens={tokens},
                         eos_token_id={ends}, pad_token_id={pad})  # {spelled}
    written = tokenizer.decode(out[0, ids.shape[1]:], skip_special_tokens=True)
    first = re.match(r"\\s*([0-9]+)" if answer.isdigit() else rf"\\s*({{re.escape(answer)}})\\b", written)
    good = bool(first and first[1] == answer)
    right += good
    print(f"{{'right' if good else 'wrong'}}: {{prompt!r}} {{written!r}}")
print(f"{{right}} of {{len(questions)}} right")"""


def python(request: Request, view: Mapping[str, Any]) -> str | None:
    """view: the fields of a Reshape for NextToken, the layer and head looked at for Attend."""
    loaded = load()
    match request:
        case NextToken():
            return _next_token(request, Reshape(**view))
        case Write():
            return _write(request)
        case Attend():
            return _attend(request, view)
        case Score():
            return loaded + SCORE.format(text=request.text)
        case CompareCache():
            return loaded + COMPARE_CACHE.format(
                prompt=request.prompt, max_new_tokens=request.max_new_tokens, **_ends()
            )
        case Benchmark():
            asked = [(question.prompt, question.answer) for question in questions(request)]
            return loaded + BENCHMARK.format(questions=asked, tokens=ANSWER_TOKENS, **_ends())
    return None


def load(extra: str = "", first: str = "", more: str = "") -> str:
    """The lines that load the text model. extra: how else it is loaded; first, more: what else is imported."""
    name = host_model()
    if name:
        return HOSTED.format(name=name, extra=extra, first=first, more=more)
    return LOAD.format(extra=extra, first=first, more=more)


def _attend(request: Attend, view: Mapping[str, Any]) -> str | None:
    """None for a model whose parts have names that are not known here."""
    name = host_model()
    names = layer_names(host_files.settings(name)) if name else LLAMA
    if names is None:
        return None
    width = architecture().head_dim if name else "model.config.head_dim"
    heads = WITHOUT.format(heads=list(request.ablated_heads), width=width, **names) if request.ablated_heads else ""
    row = ROW.format(**view) if view else ""
    lens = ATTEND.format(prompt=request.prompt, **names)
    return load(extra=', attn_implementation="eager"') + heads + lens + row


def _next_token(request: NextToken, reshape: Reshape) -> str:
    used = {name: value for name, value in _filters(reshape).items() if value is not None}
    if reshape.temperature == 0 or not used:
        probs = LIKELIEST if reshape.temperature == 0 else PLAIN_PROBS
        return load() + NEXT_TOKEN.format(prompt=request.prompt, probs=probs)
    names = ", ".join(["LogitsProcessorList", *used])
    probs = FILTERED.format(filters=", ".join(f"{name}({value})" for name, value in used.items()))
    loaded = load(more=f"from transformers import {names}\n")
    return loaded + NEXT_TOKEN.format(prompt=request.prompt, probs=probs)


def _filters(choice: Reshape | Write) -> dict[str, float | None]:
    """In transformers' order; None for one that changes nothing."""
    return {
        "TemperatureLogitsWarper": choice.temperature if choice.temperature != 1 else None,
        "TopKLogitsWarper": choice.top_k or None,
        "TopPLogitsWarper": choice.top_p if choice.top_p < 1 else None,
        "MinPLogitsWarper": choice.min_p or None,
    }


def _write(request: Write) -> str:
    given = _given(request)
    begin = _prompt(request) + START.format(**_ends())
    begin += GIVEN.format(given=given) if given else ""
    if _finished(request, given):
        return load() + begin + "new = given\n" + _written()
    if request.method == "sample" and request.temperature > 0:
        return _sample(request, begin, bool(given))
    return load() + begin + _search(request, given) + _written()


def _prompt(request: Write) -> str:
    return (CHAT if request.chat else PROMPT).format(prompt=request.prompt)


def _ends() -> dict[str, Any]:
    """The ids of the tokens that end a text, and how they are spelled."""
    ends = list(tokenizer.end_ids)
    spelled = " and ".join(tokenizer.visible(i) for i in ends) or "no token ends a text"
    return {"ends": ends, "spelled": spelled, "pad": ends[0] if ends else 0}


def _given(request: Write) -> list[int]:
    """The tokens that are given, up to one that ends the text."""
    for n in range(len(request.forced_ids)):
        if _finished(request, request.forced_ids[:n]):
            return list(request.forced_ids[:n])
    return list(request.forced_ids)


def _finished(request: Write, new: Sequence[int]) -> bool:
    text = b"".join(map(tokenizer.piece_bytes, new))
    stopped = bool(request.stop) and request.stop.encode() in text
    return stopped or len(new) == request.max_new_tokens or any(token in tokenizer.end_ids for token in new)


def _search(request: Write, given: list[int]) -> str:
    """Greedy search and beams. At temperature 0 sampling takes the likeliest token, too."""
    functions, left = "", request.max_new_tokens
    options = []
    if request.method == "beam":
        options.append(f"num_beams={request.num_beams}")
        if given:
            functions += ALLOWED
            options.append("prefix_allowed_tokens_fn=allowed")
    elif given:
        functions += JOINED
        left -= len(given)
    if request.stop:
        functions += STOPS.format(stop=request.stop)
        options.append("stopping_criteria=[stops]")
    if request.repetition_penalty != 1:
        options.append(f"repetition_penalty={request.repetition_penalty}")
    return functions + GENERATE.format(pad=_ends()["pad"], options=", ".join([f"max_new_tokens={left}", *options]))


def _sample(request: Write, begin: str, given: bool) -> str:
    penalty = request.repetition_penalty if request.repetition_penalty != 1 else None
    filters = {"RepetitionPenaltyLogitsProcessor": penalty, **_filters(request)}
    used = {name: value for name, value in filters.items() if value is not None}
    names = ", ".join(["LogitsProcessorList", *used])
    loop = SAMPLE.format(
        filters=", ".join(f"{name}({value})" for name, value in used.items()),
        seed=request.seed,
        max_new_tokens=request.max_new_tokens,
        given=GIVEN_FIRST if given else "",
        stop=f" or {request.stop!r} in tokenizer.decode(new)" if request.stop else "",
    )
    loaded = load(first="import numpy as np\n", more=f"from transformers import {names}\n")
    return loaded + begin + loop + _written(sampled=True)


def _written(sampled: bool = False) -> str:
    return WRITTEN.format(
        of_filters=", share" if sampled else "",
        chosen=", chosen" if sampled else "",
        after_filters=", {share:.4%} after the filters" if sampled else "",
    )
