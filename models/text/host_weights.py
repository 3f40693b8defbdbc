"""From the files of the host's own model (MODEL) to a network: ours for a plain Llama, transformers' for others."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from models.engine.translation import N_
from models.text import host_check
from models.text.architecture import plain_llama
from models.text.net import AnyNet, Config, Layer, Net, forward, new_cache
from models.text.transformers_net import OTHER_NUMBERS, TransformersNet, Unfit
from models.text.weights import Dense
from models.weights.store import StoreError

MAX_THREADS = 4  # as our own network's (infer.py)


def from_transformers(model: str) -> AnyNet:
    """The host's own model, a folder or Hub id, in fp32: a plain Llama in our own network, any other in transformers'.

    Raises StoreError, in a sentence, for what is missing or does not fit together. Only safetensors are read, and no
    code that comes with a model runs.
    """
    torch.set_num_threads(min(MAX_THREADS, torch.get_num_threads()))
    try:
        settings = AutoConfig.from_pretrained(model, trust_remote_code=False)
        host_check.check_settings(model, settings)
        host_check.check_tokenizer(model, settings.vocab_size)
        source, report = AutoModelForCausalLM.from_pretrained(
            model,
            dtype="float32",
            attn_implementation="eager",  # the only one that gives its attention away
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
        host_check.check_loaded(model, report)
        # Also a model that our network runs is read through the library's first: what it answers is known to be right.
        other = TransformersNet(source.eval(), model)
        if not plain_llama(settings.to_dict()):
            return other
        net = _from_llama(source, model, settings.rope_parameters["rope_theta"])
        _check_alike(net, other)
    except StoreError:
        raise
    except Unfit as error:
        raise StoreError(str(error), model=model) from error
    except Exception as error:  # a library for the files' format that is missing, files that are damaged, and more
        raise StoreError(
            N_(
                "The model {model} (setting MODEL) cannot be loaded. Name a folder or a Hub id of transformers, with "
                "config.json, tokenizer.json and weights as safetensors."
            ),
            model=model,
        ) from error
    return net


def _check_alike(net: Net, other: TransformersNet) -> None:
    """Raises Unfit where the two give different logits."""
    ids = np.arange(6)[None]
    ours, theirs = (one.lm_head(forward(one, ids, new_cache(one, 1, 6))[0]) for one in (net, other))
    if not np.allclose(ours, theirs, atol=1e-4 * max(1.0, float(np.abs(theirs).max()))):
        raise Unfit(OTHER_NUMBERS)


def _from_llama(source: Any, name: str, rope_theta: float) -> Net:
    settings = source.config

    def layer(part: Any) -> Layer:
        attention, mlp = part.self_attn, part.mlp
        return Layer(
            input_layernorm=_weight(part.input_layernorm),
            qkv_proj=Dense(_weight(attention.q_proj), _weight(attention.k_proj), _weight(attention.v_proj)),
            o_proj=Dense(_weight(attention.o_proj)),
            post_attention_layernorm=_weight(part.post_attention_layernorm),
            gate_up_proj=Dense(_weight(mlp.gate_proj), _weight(mlp.up_proj)),
            down_proj=Dense(_weight(mlp.down_proj)),
        )

    return Net(
        config=Config(
            num_hidden_layers=settings.num_hidden_layers,
            num_attention_heads=settings.num_attention_heads,
            num_key_value_heads=settings.num_key_value_heads,
            head_dim=settings.head_dim,
            rms_norm_eps=settings.rms_norm_eps,
            rope_theta=rope_theta,
        ),
        embed_tokens=Dense(_weight(source.model.embed_tokens)),
        layers=tuple(layer(part) for part in source.model.layers),
        norm=_weight(source.model.norm),
        lm_head=Dense(_weight(source.lm_head)),
        name=name,
        sha256="",
        arithmetic="fp32",
    )


def _weight(part: Any) -> np.ndarray:
    weight: np.ndarray = part.weight.detach().numpy()
    return weight
