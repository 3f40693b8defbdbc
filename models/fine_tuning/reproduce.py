"""The Python that fine-tunes as the app does: plain transformers and peft."""

from __future__ import annotations

from models.engine.requests import Request
from models.fine_tuning.examples import encode, lines_of
from models.fine_tuning.kinds import STRENGTHS, FineTune
from models.fine_tuning.measure_texts import capital_texts, other_text
from models.text.reproduce import load

IMPORTS = """\
import numpy as np
from peft import LoraConfig, get_peft_model
"""
TRAIN = """\
torch.set_grad_enabled(True)
# Token ids of each example, and from which one on they are learned.
examples = {examples}
first, layers = model.config.num_hidden_layers - {layers}, model.config.num_hidden_layers
names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
tuned = get_peft_model(model, LoraConfig(r={rank}, lora_alpha={alpha}, target_modules=names,
                                         layers_to_transform=list(range(first, layers))))
rng, generator = np.random.default_rng({seed}), torch.Generator().manual_seed({seed})
inner = tuned.base_model.model.model.layers[first:layers]
modules = [getattr(layer.self_attn if "o_proj q_proj k_proj v_proj".count(name) else layer.mlp, name)
           for layer in inner for name in names]
for module in modules:  # B is zero
    a = module.lora_A["default"].weight
    a.data = (2 * torch.rand(a.shape, generator=generator) - 1) / a.shape[1] ** 0.5
numbers = [pair["default"].weight for module in modules for pair in (module.lora_A, module.lora_B)]
print(f"{{sum(n.numel() for n in numbers)}} numbers learn")

def logprobs(ids, start):
    \"\"\"ln p of each token from `start` on.\"\"\"
    rows = tuned(torch.tensor([ids])).logits[0, start - 1 : -1].log_softmax(-1)
    return rows.gather(1, torch.tensor(ids[start:])[:, None])[:, 0]

adam, order = torch.optim.AdamW(numbers, {learning_rate}, weight_decay=0), []
for step in range(1, {steps} + 1):
    if len(order) < min(10, len(examples)):
        order += rng.permutation(len(examples)).tolist()
    batch, order = order[:10], order[10:]
    loss = -torch.cat([logprobs(*examples[i]) for i in batch]).mean()
    adam.zero_grad()
    loss.backward()
    adam.param_groups[0]["lr"] = {learning_rate} * min(1, step / 5) * (1 - 0.9 * (step - 1) / {steps})
    adam.step()
    print(f"step {{step}}: {{loss.item():.5f}} nats per token")

torch.set_grad_enabled(False)
other = {other}
capitals = {capitals}
for strength in {strengths}:
    for module in modules:
        module.scaling["default"] = 2.0 * strength
    perplexity = (-logprobs(*other).mean()).exp()
    shares = " ".join(f"{{logprobs(*text).sum().exp():.4f}}" for text in capitals)
    print(f"strength {{strength}}: perplexity {{perplexity:.3f}}", shares)"""


def python(request: Request) -> str | None:
    assert isinstance(request, FineTune)
    return load(first=IMPORTS) + TRAIN.format(
        examples=[encode(line) for line in lines_of(request.examples)],
        other=other_text(),
        capitals=capital_texts() if request.capitals else [],
        layers=request.layers,
        rank=request.rank,
        alpha=2 * request.rank,
        learning_rate=request.learning_rate,
        steps=request.steps,
        seed=request.seed,
        strengths=STRENGTHS,
    )
