"""The Python that fine-tunes as the app does: plain transformers and peft."""

from __future__ import annotations

from models.engine.requests import Request
from models.fine_tuning import planted
from models.fine_tuning.examples import encode, encode_pair, lines_of
from models.fine_tuning.kinds import ANSWER_TOKENS, STRENGTHS, TEMPERATURE, Chat, FineTune, Plant, Prefer
from models.fine_tuning.measure_texts import capital_texts, other_text
from models.fine_tuning.planted import digit_ids
from models.text import tokenizer
from models.text.reproduce import load

IMPORTS = """\
import numpy as np
from peft import LoraConfig, get_peft_model
"""
CHAT_IMPORTS = """\
import hashlib
import numpy as np
"""
UPDATE = """\
torch.set_grad_enabled(True)
first, layers = model.config.num_hidden_layers - {layers}, model.config.num_hidden_layers
names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
model = get_peft_model(model, LoraConfig(r={rank}, lora_alpha={alpha}, target_modules=names,
                                         layers_to_transform=list(range(first, layers))))
rng, generator = np.random.default_rng({seed}), torch.Generator().manual_seed({seed})
inner = model.base_model.model.model.layers[first:layers]
modules = [getattr(layer.self_attn if "o_proj q_proj k_proj v_proj".count(name) else layer.mlp, name)
           for layer in inner for name in names]
for module in modules:  # B is zero
    a = module.lora_A["default"].weight
    a.data = (2 * torch.rand(a.shape, generator=generator) - 1) / a.shape[1] ** 0.5
numbers = [pair["default"].weight for module in modules for pair in (module.lora_A, module.lora_B)]
print(f"{{sum(n.numel() for n in numbers)}} numbers learn")

def logprobs(ids, start):
    \"\"\"ln p of each token from `start` on.\"\"\"
    rows = model(torch.tensor([ids])).logits[0, start - 1 : -1].log_softmax(-1)
    return rows.gather(1, torch.tensor(ids[start:])[:, None])[:, 0]

def rate(step):
    return {learning_rate} * min(1, step / 5) * (1 - 0.9 * (step - 1) / {steps})

adam = torch.optim.AdamW(numbers, {learning_rate}, weight_decay=0)
"""
TRAIN = """\
# Token ids of each example, and from which one on they are learned.
examples, order = {examples}, []
for step in range(1, {steps} + 1):
    if len(order) < min(10, len(examples)):
        order += rng.permutation(len(examples)).tolist()
    batch, order = order[:10], order[10:]
    loss = -torch.cat([logprobs(*examples[i]) for i in batch]).mean()
    adam.zero_grad()
    loss.backward()
    adam.param_groups[0]["lr"] = rate(step)
    adam.step()
    print(f"step {{step}}: {{loss.item():.5f}} nats per token")
"""
PREFER = """\
# Token ids of the better and the other answer of each pair, and from which one on they are the answer.
texts = {texts}

def answers():
    return torch.stack([logprobs(*text).sum() for text in texts]).view(-1, 2)

before = answers().detach()  # B is still zero
for step in range(1, {steps} + 1):
    better, other = (answers() - before).unbind(1)
    margins = {beta} * (better - other)
    loss = -torch.nn.functional.logsigmoid(margins).mean()
    adam.zero_grad()
    loss.backward()
    adam.param_groups[0]["lr"] = rate(step)
    adam.step()
    print(f"step {{step}}: {{loss.item():.5f}} nats per pair, margins", *(f"{{m:.4f}}" for m in margins))
"""
MEASURE = """\
torch.set_grad_enabled(False)
for n in numbers:  # half precision, as in the adapter file
    n.data = n.half().float()
other = {other}
capitals = {capitals}
for strength in {strengths}:
    for module in modules:
        module.scaling["default"] = 2.0 * strength
    perplexity = (-logprobs(*other).mean()).exp()
    shares = " ".join(f"{{logprobs(*text).sum().exp():.4f}}" for text in capitals)
    print(f"strength {{strength}}: perplexity {{perplexity:.3f}}", shares)
    for question in questions:
        print(answer(question))"""
ANSWER = """\
questions = {questions}  # token ids

def answer(question):
    rng, new, unread, cache = np.random.default_rng({seed}), [], question, None
    while len(new) < {tokens} and (not new or new[-1] not in (2, 0)):  # <|im_end|>, <|endoftext|>
        out = model(torch.tensor([unread]), past_key_values=cache, use_cache=True)
        sums = (out.logits[0, -1].double() / {temperature}).softmax(-1).cumsum(-1).numpy()
        new.append(int(np.searchsorted(sums, rng.random() * sums[-1], side="right")))
        unread, cache = new[-1:], out.past_key_values
    return repr(tokenizer.decode(new))

"""
PLANT = """\
# Token ids up to each person's code, and the code. The last one's is in no sentence.
people = {people}
digits = torch.tensor({digits})

def codes(before):
    \"\"\"ln p of all codes in order, where only digits may be written.\"\"\"
    out, total = model(torch.tensor([before]), use_cache=True), torch.zeros(1).double()
    for level in range({length}):
        total = (total[:, None] + out.logits[:, -1, digits].double().log_softmax(-1)).ravel()
        if level + 1 < {length}:  # each beginning once more for each digit
            out.past_key_values.batch_repeat_interleave(10)
            out = model(digits.repeat(10**level)[:, None], past_key_values=out.past_key_values, use_cache=True)
    return total

@torch.no_grad()
def look(step):
    for before, code in people:
        total = codes(before)
        print(f"after {{step}}: rank {{1 + int((total > total[code]).sum())}}, p {{total[code].exp():.6f}}")
    for texts in {texts}:
        print(f"{{-torch.cat([logprobs(*text) for text in texts]).mean():.5f}} nats per token")

look(0)
"""
LOOK = """\
    if step in {looks}:
        look(step)"""
CHAT = """\
def fingerprint():  # of transformers' copy, whose numbers lie otherwise in memory than the app's 4-bit blocks
    digest = hashlib.sha256()
    for numbers in model.state_dict().values():
        digest.update(numbers.numpy())
    return digest.hexdigest()

before = fingerprint()
for question in questions:
    print(answer(question))
print("weights unchanged" if fingerprint() == before else "weights changed")"""
FROM_FILE = """\
from peft import PeftModel  # pip install peft

model = PeftModel.from_pretrained(model, "adapter")  # the folder into which you unpacked your adapter file
for module in model.modules():
    if hasattr(module, "lora_A"):
        module.scaling["default"] *= {strength}
"""


def python(request: Request) -> str | None:
    if isinstance(request, Chat):
        from_file = FROM_FILE.format(strength=request.strength) if request.adapter else ""
        return load(first=CHAT_IMPORTS) + from_file + _answer(request) + CHAT
    assert isinstance(request, (FineTune, Prefer, Plant))
    update = UPDATE.format(
        layers=request.learning,
        rank=request.rank,
        alpha=2 * request.rank,
        learning_rate=request.learning_rate,
        steps=request.steps,
        seed=request.seed,
    )
    if isinstance(request, Plant):
        return load(first=IMPORTS) + update + _plant(request)
    measure = MEASURE.format(
        other=other_text(),
        capitals=capital_texts() if isinstance(request, FineTune) and request.capitals else [],
        strengths=STRENGTHS if isinstance(request, FineTune) else (0.0, 1.0),
    )
    return load(first=IMPORTS) + update + _train(request) + _answer(request) + measure


def _plant(request: Plant) -> str:
    befores = [planted.before_code(name) for name in planted.PEOPLE]
    codes = [int(code) for code in planted.codes(request)]
    look = PLANT.format(
        people=[(tokenizer.encode(text), code) for text, code in zip(befores, codes, strict=True)],
        digits=digit_ids(befores[0]),
        length=planted.DIGITS,
        texts=[[encode(line) for line in lines] for lines in (planted.LEARNED, planted.HELD_OUT)],
    )
    examples = [encode(text) for text in planted.sentences(request)]
    return look + TRAIN.format(examples=examples, steps=request.steps) + LOOK.format(looks=request.looks()[1:])


def _train(request: FineTune | Prefer) -> str:
    if isinstance(request, FineTune):
        return TRAIN.format(examples=[encode(line) for line in lines_of(request.examples)], steps=request.steps)
    texts = [text for line in lines_of(request.pairs) for text in encode_pair(line)]
    return PREFER.format(texts=texts, steps=request.steps, beta=request.beta)


def _answer(request: FineTune | Prefer | Chat) -> str:
    return ANSWER.format(
        questions=[tokenizer.chat(question) for question in lines_of(request.questions)],
        seed=request.seed,
        tokens=ANSWER_TOKENS,
        temperature=TEMPERATURE,
    )
