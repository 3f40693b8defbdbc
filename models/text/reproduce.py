"""The Python that gives the text model's numbers: plain transformers."""

from __future__ import annotations

from models.engine.requests import Request
from models.text.kinds import Attend, NextToken, Score, Write

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

NEXT_TOKEN = """\
ids = tokenizer({prompt}, return_tensors="pt").input_ids
with torch.no_grad():
    probs = model(ids).logits[0, -1].softmax(-1)
for p, i in zip(*probs.topk(10)):
    print(f"{{p:.4f}} {{tokenizer.decode(i)!r}}")"""

SCORE = """\
ids = tokenizer({text}, return_tensors="pt").input_ids
with torch.no_grad():
    loss = model(ids, labels=ids).loss  # mean negative log-probability, natural log
print(f"perplexity {{loss.exp():.2f}}")"""


def python(request: Request) -> str | None:
    match request:
        case NextToken():
            return LOAD.format(extra="") + NEXT_TOKEN.format(prompt=repr(request.prompt))
        case Write():
            return LOAD.format(extra="") + _write(request)
        case Attend():
            return LOAD.format(extra=', attn_implementation="eager"') + _attend(request)
        case Score():
            return LOAD.format(extra="") + SCORE.format(text=repr(request.text))
    return None


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
