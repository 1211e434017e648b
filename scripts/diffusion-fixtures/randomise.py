"""Weights that make every term of a network matter."""

import torch


@torch.no_grad()
def randomise(module, seed):
    """Normal weights: matrices with deviation 1/sqrt(inputs), gains around 1, biases and tables of 0.1."""
    generator = torch.Generator().manual_seed(seed)
    for name, value in module.named_parameters():
        noise = torch.randn(value.shape, generator=generator)
        if value.ndim > 1 and not any(word in name for word in ("embed_tokens", "shared", "embedding.weight", "gamma",
                                                                 "relative_attention_bias")):
            value.copy_(noise / value[0].numel() ** 0.5)
        elif name.endswith("bias") or value.ndim > 1 and "gamma" not in name:
            value.copy_(noise * 0.1 if "token" not in name and "shared" not in name else noise)
        else:
            value.copy_(1 + 0.1 * noise)
    return module.eval().requires_grad_(False)
