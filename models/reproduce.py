"""The Python and the command line that give the numbers of a request, without this app or with it."""

from __future__ import annotations

import dataclasses
import shlex

from models.diffusion import reproduce as reproduce_images
from models.engine.requests import Attend, NextToken, Request, Score, Tokens, TrainBPE, Write
from models.toys import reproduce
from models.vae import reproduce as reproduce_latent

LOAD = """\
# pip install torch transformers gguf accelerate; python -m models fetch prints where the weights are
import torch
from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence
from transformers import AutoModelForCausalLM, AutoTokenizer

folder, file = "<cache folder>", "SmolLM2-135M-Instruct.Q4_1.gguf"
tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
# The file asks for each digit alone ("pre=smollm"); transformers leaves this rule of it out.
words = Sequence([Digits(individual_digits=True), ByteLevel(add_prefix_space=False)])
tokenizer.backend_tokenizer.pre_tokenizer = words
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32{extra}).eval()
"""

TRAIN = """\
from collections import Counter
from itertools import pairwise
from tokenizers import Tokenizer

cut = Tokenizer.from_file("models/text/tokenizer.json").pre_tokenizer.pre_tokenize_str
words = Counter(word for word, _ in cut({text}))  # GPT-2's signs for bytes
pieces = {{word: list(word) for word in words}}
for n in range(1, {n_merges} + 1):
    pairs = Counter()
    for word, times in words.items():
        for pair in pairwise(pieces[word]):
            pairs[pair] += times
    (left, right), count = max(pairs.items(), key=lambda item: item[1], default=(("", ""), 0))
    if count < 2:
        break
    for word, old in pieces.items():
        new = []
        for piece in old:
            joins = new and (new[-1], piece) == (left, right)
            new[-1:] = [left + right] if joins else [*new[-1:], piece]
        pieces[word] = new
    print(n, left, right, count, sum(len(pieces[word]) * times for word, times in words.items()))
"""


def command(request: Request) -> str:
    """The `python -m models …` line that runs the request; fields at their defaults are left out."""
    words = ["python", "-m", "models", request.kind]
    for field in dataclasses.fields(request):
        value = getattr(request, field.name)
        if value == field.default:
            continue
        flag = "--" + field.name.replace("_", "-")
        if isinstance(value, bool):
            words.append(flag if value else f"--no-{flag[2:]}")
        elif isinstance(value, tuple):
            words += [flag, *(str(n) for item in value for n in (item if isinstance(item, tuple) else (item,)))]
        else:
            words.append(f"{flag}={value}")  # one word, since a text may begin with dashes
    return shlex.join(words)


def python(request: Request) -> str:
    """Plain transformers code that computes what the page shows. Texts are Python literals: nothing runs in them."""
    if code := reproduce_images.python(request) or reproduce_latent.python(request) or reproduce.python(request):
        return code
    if isinstance(request, Tokens):
        return (
            "from tokenizers import Tokenizer\n\n"
            'tokenizer = Tokenizer.from_file("models/text/tokenizer.json")\n'
            f"encoding = tokenizer.encode({request.text!r})\n"
            "print(encoding.ids, encoding.tokens)"
        )
    if isinstance(request, TrainBPE):
        return TRAIN.format(text=repr(request.text), n_merges=request.n_merges)
    if isinstance(request, NextToken):
        return LOAD.format(extra="") + (
            f'ids = tokenizer({request.prompt!r}, return_tensors="pt").input_ids\n'
            "with torch.no_grad():\n"
            "    probs = model(ids).logits[0, -1].softmax(-1)\n"
            "for p, i in zip(*probs.topk(10)):\n"
            '    print(f"{p:.4f} {tokenizer.decode(i)!r}")'
        )
    if isinstance(request, Write):
        return LOAD.format(extra="") + _write(request)
    if isinstance(request, Attend):
        return LOAD.format(extra=', attn_implementation="eager"') + _attend(request)
    if isinstance(request, Score):
        return LOAD.format(extra="") + (
            f'ids = tokenizer({request.text!r}, return_tensors="pt").input_ids\n'
            "with torch.no_grad():\n"
            "    loss = model(ids, labels=ids).loss  # mean negative log-probability, natural log\n"
            'print(f"perplexity {loss.exp():.2f}")'
        )
    return f"# {command(request)}"


def _write(request: Write) -> str:
    text = f"messages = [{{'role': 'user', 'content': {request.prompt!r}}}]\n" if request.chat else ""
    text += (
        "ids = tokenizer.apply_chat_template(\n"
        "    messages, add_generation_prompt=True, return_tensors='pt', return_dict=True\n"
        ").input_ids\n"
        if request.chat
        else f"ids = tokenizer({request.prompt!r}, return_tensors='pt').input_ids\n"
    )
    text += "start = ids.shape[1]\n"
    if request.forced_ids:
        text += f"given = torch.tensor([{list(request.forced_ids)}])\nids = torch.cat([ids, given], dim=1)\n"
    new = request.max_new_tokens - len(request.forced_ids)
    options = [f"max_new_tokens={new}", f"do_sample={request.method == 'sample'}"]
    if request.method == "beam":
        options.append(f"num_beams={request.num_beams}")
    if request.method == "sample":
        text += f"torch.manual_seed({request.seed})  # other draws than the page's, from the same distribution\n"
        options += [f"temperature={request.temperature}", f"top_k={request.top_k}"]
        options += [f"top_p={request.top_p}", f"min_p={request.min_p}"]
    if request.repetition_penalty != 1:
        options.append(f"repetition_penalty={request.repetition_penalty}")
    if request.stop:
        options += [f"stop_strings=[{request.stop!r}]", "tokenizer=tokenizer"]
    return text + (
        (f"out = model.generate(ids, {', '.join(options)})\n" if new else "out = ids\n") + "new = out[0, start:]\n"
        "print(tokenizer.decode(new))\n"
        "with torch.no_grad():\n"
        "    logprobs = model(out).logits[0, start - 1 : -1].log_softmax(-1)\n"
        'print(f"log-probability {logprobs.gather(1, new[:, None]).sum():.2f}")'
    )


def _attend(request: Attend) -> str:
    text = ""
    if request.ablated_heads:
        text = (
            f"ablated = {list(request.ablated_heads)}  # (layer, head)\n"
            "def without(heads):\n"
            "    def hook(module, args):\n"
            "        x = args[0].clone()\n"
            "        for head in heads:\n"
            "            x[..., 64 * head : 64 * (head + 1)] = 0\n"
            "        return (x,)\n"
            "    return hook\n"
            "for layer in {l for l, _ in ablated}:\n"
            "    heads = [h for l, h in ablated if l == layer]\n"
            "    model.model.layers[layer].self_attn.o_proj.register_forward_pre_hook(without(heads))\n"
        )
    return text + (
        f'ids = tokenizer({request.prompt!r}, return_tensors="pt").input_ids\n'
        "with torch.no_grad():\n"
        "    out = model(ids, output_attentions=True, output_hidden_states=True)\n"
        "attentions = torch.stack(out.attentions)[:, 0]  # (layer, head, query, key)"
    )
