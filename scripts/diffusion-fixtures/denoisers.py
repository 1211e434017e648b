"""Tiny denoisers and their outputs, block by block."""

import torch
from diffusers import (FluxTransformer2DModel, QwenImageTransformer2DModel, SD3Transformer2DModel,
                       UNet2DConditionModel)

from randomise import randomise

ROTARY = (4, 6, 6)
HEADS = dict(num_attention_heads=2, attention_head_dim=16)
HEIGHT, WIDTH, TOKENS = 6, 8, 5


def build(model):
    if model == "flux1-dev":
        return FluxTransformer2DModel(in_channels=16, num_layers=2, num_single_layers=2, joint_attention_dim=32,
                                      pooled_projection_dim=16, guidance_embeds=True, axes_dims_rope=ROTARY, **HEADS)
    if model == "sd3.5-large":
        return SD3Transformer2DModel(sample_size=8, patch_size=2, in_channels=4, out_channels=4, num_layers=2,
                                     joint_attention_dim=48, caption_projection_dim=32, pooled_projection_dim=40,
                                     pos_embed_max_size=12, qk_norm="rms_norm", **HEADS)
    if model == "qwen-image":
        return QwenImageTransformer2DModel(in_channels=16, out_channels=4, num_layers=2, joint_attention_dim=32,
                                           axes_dims_rope=ROTARY, **HEADS)
    return UNet2DConditionModel(sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 8, 16, 16),
                                layers_per_block=2, cross_attention_dim=24, attention_head_dim=(1, 1, 2, 2),
                                norm_num_groups=4, use_linear_projection=True)


def pack(latent):
    batch, channels, height, width = latent.shape
    latent = latent.view(batch, channels, height // 2, 2, width // 2, 2).permute(0, 2, 4, 1, 3, 5)
    return latent.reshape(batch, height * width // 4, channels * 4)


def unpack(patches, height, width):
    batch, _, features = patches.shape
    patches = patches.view(batch, height // 2, width // 2, features // 4, 2, 2).permute(0, 3, 1, 4, 2, 5)
    return patches.reshape(batch, features // 4, height, width)


def observe(module, names, expected):
    """Hooks that note the states after each block: what it returns, text first."""
    for name, blocks in names.items():
        for index, block in enumerate(blocks):
            def hook(_module, _inputs, output, name=name, key=f"denoiser.{name}.{index}"):
                outputs = output if isinstance(output, tuple) else (output,)
                if name == "joint":
                    for stream, value in zip(("text", "image"), outputs):
                        if value is not None:
                            expected[f"{key}.{stream}"] = value
                elif name == "single":
                    expected[f"{key}.image"] = torch.cat(outputs, dim=1)
                else:
                    expected[f"{key}.image"] = outputs[0]
            yield block.register_forward_hook(hook)


@torch.no_grad()
def make(model, expected):
    module = randomise(build(model), seed=1)
    generator = torch.Generator().manual_seed(2)
    latent = torch.randn(2, 4, HEIGHT, WIDTH, generator=generator)
    text_width = module.config.get("joint_attention_dim") or module.config.cross_attention_dim
    text = torch.randn(2, TOKENS, text_width, generator=generator)
    expected["denoiser.latent"], expected["denoiser.text"] = latent, text
    step = torch.full((2,), 437.5 if model != "sd2.1" else 437.0)
    if model == "sd2.1":
        blocks = {"down": module.down_blocks, "middle": [module.mid_block], "up": module.up_blocks}
    else:
        blocks = {"joint": module.transformer_blocks, "single": getattr(module, "single_transformer_blocks", [])}
    hooks = list(observe(module, blocks, expected))
    if model in ("flux1-dev", "sd3.5-large"):
        pooled = torch.randn(2, module.config.pooled_projection_dim, generator=generator)
        expected["denoiser.pooled"] = pooled
    if model == "flux1-dev":
        rows, columns = HEIGHT // 2, WIDTH // 2
        ids = torch.zeros(rows, columns, 3)
        ids[..., 1] += torch.arange(rows)[:, None]
        ids[..., 2] += torch.arange(columns)[None, :]
        output = module(pack(latent), encoder_hidden_states=text, pooled_projections=pooled, timestep=step / 1000,
                        img_ids=ids.view(-1, 3), txt_ids=torch.zeros(TOKENS, 3), guidance=torch.full((2,), 3.5),
                        return_dict=False)[0]
        output = unpack(output, HEIGHT, WIDTH)
    elif model == "sd3.5-large":
        output = module(latent, encoder_hidden_states=text, pooled_projections=pooled, timestep=step,
                        return_dict=False)[0]
    elif model == "qwen-image":
        # The second prompt of the batch is two tokens shorter.
        mask = torch.ones(2, TOKENS, dtype=torch.long)
        mask[1, -2:] = 0
        expected["denoiser.tokens"] = mask.sum(1)
        shapes = [[(1, HEIGHT // 2, WIDTH // 2)]] * 2
        output = module(pack(latent), encoder_hidden_states=text, encoder_hidden_states_mask=mask,
                        timestep=step / 1000, img_shapes=shapes, return_dict=False)[0]
        output = unpack(output, HEIGHT, WIDTH)
    else:
        output = module(latent, step, encoder_hidden_states=text, return_dict=False)[0]
        # An odd latent: 5 x 7.
        odd = torch.randn(1, 4, 5, 7, generator=generator)
        for hook in hooks:
            hook.remove()
        expected["denoiser.odd_latent"] = odd
        expected["denoiser.odd_output"] = module(odd, step[:1], encoder_hidden_states=text[:1], return_dict=False)[0]
    for hook in hooks:
        hook.remove()
    expected["denoiser.step"], expected["denoiser.output"] = step[:1], output
    return module
