"""Multiply-adds counted by torch, and by the sizes of layers: what formulas are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from models.cost.arithmetic import FLOP
from models.text import tokenizer
from models.text.architecture import SMOLLM2

TEXT_PASSES = ((1, 0), (1, 64), (16, 0), (64, 0), (256, 0))  # new tokens, tokens before them


def counted(call: Callable[[], Any]) -> int:
    """Multiply-adds by torch's counter. Attention in plain products: the counter does not see torch's fused one."""
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        call()
    return int(counter.get_total_flops()) // FLOP


@contextmanager
def layers_of(network: nn.Module) -> Iterator[list[int]]:
    """Collects the multiply-adds of each layer from its sizes, as it runs. Diffusers' and CLIP's layers only."""
    from diffusers.models.attention_processor import Attention
    from diffusers.models.embeddings import AttentionPooling
    from transformers.models.clip.modeling_clip import CLIPAttention

    found: list[int] = []

    def note(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], out: Any) -> None:
        match module:
            case nn.Conv2d():
                inputs = module.in_channels // module.groups * module.kernel_size[0] * module.kernel_size[1]
                found.append(out.numel() * inputs)
            case nn.Linear():
                found.append(out.numel() * module.in_features)
            case Attention():
                states = args[0] if args else kwargs["hidden_states"]
                queries = states.shape[1] if states.ndim == 3 else states.shape[2] * states.shape[3]
                others = kwargs.get("encoder_hidden_states")
                keys = queries if others is None else others.shape[1]
                found.append(2 * queries * keys * module.to_q.out_features)
            case AttentionPooling():  # one query, the mean, looks at all words and at itself
                found.append(2 * (args[0].shape[1] + 1) * args[0].shape[2])
            case CLIPAttention():
                length = (args[0] if args else kwargs["hidden_states"]).shape[1]
                found.append(2 * length * length * module.embed_dim)

    handles = [module.register_forward_hook(note, with_kwargs=True) for module in network.modules()]
    try:
        yield found
    finally:
        for handle in handles:
            handle.remove()


def networks() -> dict[str, dict[str, Any]]:
    from models.classifier.net import load_classifier
    from models.diffusion.net import MAX_TOKENS, load_pipeline
    from models.gan.net import load_gan
    from models.vae.beta import load_beta

    pipe, (gan, critic), vae, judge = load_pipeline(), load_gan(), load_beta()[0], load_classifier()
    picture = torch.randn(1, 3, 64, 64)
    latents, words = torch.randn(1, 4, 16, 16), torch.randn(1, MAX_TOKENS, 192)
    ids = torch.ones(1, MAX_TOKENS, dtype=torch.long)
    calls: dict[str, tuple[nn.Module, Callable[[], Any], bool]] = {
        "unet": (pipe.unet, lambda: pipe.unet(latents, torch.tensor(500), encoder_hidden_states=words), True),
        "decoder": (pipe.vae, lambda: pipe.vae.decode(latents), True),
        "text_encoder": (pipe.text_encoder, lambda: pipe.text_encoder(ids), True),
        "gan": (gan, lambda: gan.synthesize(gan.truncate(gan.map(torch.randn(1, gan.z)), 1.0)), False),
        "mapping": (gan.mapping, lambda: gan.map(torch.randn(1, gan.z)), False),
        "critic": (critic, lambda: critic(picture), False),
        "vae": (vae, lambda: vae.decode(torch.randn(1, 32)), False),
        "vae_encoder": (vae, lambda: vae.encode(picture), False),
        "classifier": (judge, lambda: judge(picture), False),
    }
    return {name: network(*parts) for name, parts in calls.items()}


def text_passes(passes: Sequence[tuple[int, int]] = TEXT_PASSES) -> list[list[int]]:
    """[new tokens, tokens before them in the cache, multiply-adds by torch's counter] of transformers' own model, which
    needs no weights to be counted, and scores the last token."""
    from transformers import DynamicCache, LlamaConfig, LlamaForCausalLM

    shape = SMOLLM2
    config = LlamaConfig(
        vocab_size=tokenizer.vocab_size,
        hidden_size=shape.width,
        intermediate_size=shape.mlp_width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.kv_heads,
        tie_word_embeddings=True,
    )
    with torch.device("meta"):
        model = LlamaForCausalLM._from_config(config, attn_implementation="eager")
        found = []
        for new, past in passes:
            step = partial(model, past_key_values=DynamicCache(config=config), use_cache=True, logits_to_keep=1)
            if past:
                with torch.no_grad():
                    step(torch.ones(1, past, dtype=torch.long))
            found.append([new, past, counted(partial(step, torch.ones(1, new, dtype=torch.long)))])
    return found


def network(module: nn.Module, call: Callable[[], Any], known: bool) -> dict[str, Any]:
    module.requires_grad_(False)
    by_layers = None
    if known:
        with torch.no_grad(), layers_of(module) as found:
            call()
        by_layers = sum(found)
    return {"parameters": sum(p.numel() for p in module.parameters()), "counted": counted(call), "formula": by_layers}
