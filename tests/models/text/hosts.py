"""Tiny models of other architectures with tokenizers of their own, saved by transformers as a host would have them."""

import json

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    Gemma2Config,
    Gemma2ForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PhiConfig,
    PhiForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from models.stories import corpus

TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}{{ eos_token }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SIZES = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4}
WIDE = {"initializer_range": 0.3}  # so that the probabilities are not all alike
QWEN = SIZES | WIDE | {"num_key_value_heads": 2, "max_position_embeddings": 512}


def of_bytes(size=400, normalizer=None):
    """As GPT-2's: pairs of bytes."""
    made = Tokenizer(models.BPE())
    made.normalizer = normalizer
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<|end|>"], initial_alphabet=alphabet, show_progress=False
    )
    made.train_from_iterator(corpus.text("en", 20_000, 0).splitlines(), trainer)
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<|end|>", chat_template=TEMPLATE)


def of_characters(size=600, prefixed=True):
    """As SentencePiece's in Llama 2 and Gemma: ▁ for a space, bytes where a character has no token, a token before."""
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    made = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    replaced = normalizers.Replace(" ", "▁")
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), replaced]) if prefixed else replaced
    made.train_from_iterator(
        [f" {line}" for line in corpus.text("en", 20_000, 0).splitlines()],
        trainers.BpeTrainer(
            vocab_size=size,
            special_tokens=["<unk>", "<s>", "</s>", *bytes_],
            show_progress=False,
            max_token_length=8,
            limit_alphabet=80,
        ),
    )
    # The bytes are tokens like any other: only the trainer has them as special ones.
    document = json.loads(made.to_str())
    document["added_tokens"] = document["added_tokens"][:3]
    made = Tokenizer.from_str(json.dumps(document))
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", made.token_to_id("<s>"))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<s>", eos_token="</s>", unk_token="<unk>", chat_template=TEMPLATE
    )


def gpt2(n, end):
    settings = {"n_embd": 32, "n_layer": 3, "n_head": 4, "n_positions": 256}
    return GPT2LMHeadModel(GPT2Config(vocab_size=n, eos_token_id=end, bos_token_id=end, **settings, **WIDE))


def qwen2(n, end):
    return Qwen2ForCausalLM(Qwen2Config(vocab_size=n + 24, eos_token_id=end, tie_word_embeddings=True, **QWEN))


def gemma2(n, end):
    settings = {"head_dim": 16, "sliding_window": 8, "query_pre_attn_scalar": 16, "bos_token_id": 1, "pad_token_id": 0}
    return Gemma2ForCausalLM(Gemma2Config(vocab_size=n, eos_token_id=end, **settings, **QWEN))


def phi(n, end):
    return PhiForCausalLM(PhiConfig(vocab_size=n, eos_token_id=end, bos_token_id=end, **QWEN))


def scaled_llama(n, end):
    rope = {"rope_type": "llama3", "rope_theta": 500.0, "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
    rope["original_max_position_embeddings"] = 64
    return LlamaForCausalLM(LlamaConfig(vocab_size=n, eos_token_id=end, rope_parameters=rope, **QWEN))


def llama(n, end):
    return LlamaForCausalLM(LlamaConfig(vocab_size=n, eos_token_id=end, head_dim=12, **QWEN))


HOSTS = {
    "gpt2": (gpt2, of_bytes),
    "qwen2": (qwen2, lambda: of_bytes(normalizer=normalizers.NFC())),
    "gemma2": (gemma2, lambda: of_characters(prefixed=False)),
    "phi": (phi, of_bytes),
    "llama3": (scaled_llama, of_bytes),
    "llama2": (llama, of_characters),
}
MORE = {"llama of bytes": (llama, of_bytes)}  # in the tests of GGUF files


def make(name, folder):
    """Saves the model and its tokenizer."""
    build, tokenize = (HOSTS | MORE)[name]
    tokenizer = tokenize()
    tokenizer.add_tokens([AddedToken("<|tool|>", special=False)])
    torch.manual_seed(0)
    build(len(tokenizer), tokenizer.eos_token_id).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
