"""Tiny text encoders and their outputs."""

import torch
from transformers import (CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, Qwen2_5_VLConfig,
                          Qwen2_5_VLForConditionalGeneration, T5Config, T5EncoderModel)

from randomise import randomise
from tokenizer_files import CAPTIONS, TEMPLATE


def clip(tokenizer, width, heads, activation, projected):
    config = CLIPTextConfig(vocab_size=len(tokenizer), hidden_size=width, intermediate_size=4 * width,
                            num_hidden_layers=2, num_attention_heads=heads, hidden_act=activation,
                            projection_dim=width, max_position_embeddings=77,
                            bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
                            pad_token_id=tokenizer.pad_token_id)
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config)


def t5(tokenizer, width, heads, head_width):
    return T5EncoderModel(T5Config(vocab_size=len(tokenizer), d_model=width, d_kv=head_width, d_ff=2 * width,
                                   num_layers=2, num_heads=heads, feed_forward_proj="gated-gelu",
                                   tie_word_embeddings=False))


def qwen(tokenizer):
    text = dict(vocab_size=len(tokenizer), hidden_size=32, intermediate_size=48, num_hidden_layers=2,
                num_attention_heads=4, num_key_value_heads=2, rms_norm_eps=1e-6, tie_word_embeddings=False,
                max_position_embeddings=1024,
                rope_parameters=dict(rope_type="default", mrope_section=[1, 1, 2], rope_theta=1_000_000.0))
    vision = dict(depth=1, hidden_size=16, intermediate_size=16, num_heads=2, out_hidden_size=32,
                  fullatt_block_indexes=[0])
    return Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(text_config=text, vision_config=vision))


def build(model, tokenizers):
    if model == "flux1-dev":
        return [clip(tokenizers[0], 16, 2, "quick_gelu", False), t5(tokenizers[1], 32, 4, 6)]
    if model == "sd3.5-large":
        return [clip(tokenizers[0], 16, 2, "quick_gelu", True), clip(tokenizers[1], 24, 3, "gelu", True),
                t5(tokenizers[2], 48, 4, 6)]
    if model == "qwen-image":
        return [qwen(tokenizers[0])]
    return [clip(tokenizers[0], 24, 3, "gelu", False)]


def kept(name):
    """Neither vision nor what only repeats another tensor."""
    return "visual" not in name and "lm_head" not in name and "position_ids" not in name and \
        name != "encoder.embed_tokens.weight"


def released_name(name):
    """The checkpoints on the hub were written by earlier transformers."""
    if name.startswith(("embeddings.", "encoder.layers.", "final_layer_norm.")):
        return f"text_model.{name}"
    return name.replace("model.language_model.", "model.")


@torch.no_grad()
def make(model, tokenizers, expected):
    modules = [randomise(module, seed=10 + index) for index, module in enumerate(build(model, tokenizers))]
    for index, (tokenizer, module) in enumerate(zip(tokenizers, modules)):
        if model == "qwen-image":
            ids = tokenizer([TEMPLATE.format(CAPTIONS[0])], return_tensors="pt").input_ids
        elif isinstance(module, T5EncoderModel):
            ids = tokenizer(CAPTIONS[:2], padding="max_length", max_length=40, truncation=True,
                            return_tensors="pt").input_ids
        else:
            ids = tokenizer(CAPTIONS[:2], padding="max_length", max_length=77, truncation=True,
                            return_tensors="pt").input_ids
        output = module(input_ids=ids, output_hidden_states=True)
        key = f"text.{index}"
        expected[f"{key}.ids"] = ids.to(torch.int64)
        expected[f"{key}.before_last"] = output.hidden_states[-2]
        expected[f"{key}.last"] = output.get("last_hidden_state", output.hidden_states[-1])
        if "text_embeds" in output:
            expected[f"{key}.pooled"] = output.text_embeds
        elif "pooler_output" in output:
            expected[f"{key}.pooled"] = output.pooler_output
    return modules
