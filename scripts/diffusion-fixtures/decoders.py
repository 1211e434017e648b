"""Tiny decoders and their outputs."""

import torch
from diffusers import AutoencoderKL, AutoencoderKLQwenImage

from randomise import randomise

QWEN_MEAN, QWEN_STD = [-0.5, 0.25, 0.1, -0.2], [2.0, 1.5, 1.25, 3.0]


def build(model):
    if model == "qwen-image":
        return AutoencoderKLQwenImage(base_dim=4, z_dim=4, dim_mult=[1, 2, 2, 2], num_res_blocks=2,
                                      temperal_downsample=[False, True, True], latents_mean=QWEN_MEAN,
                                      latents_std=QWEN_STD)
    stable_diffusion_2 = model == "sd2.1"
    scaling = {"flux1-dev": (0.3611, 0.1159), "sd3.5-large": (1.5305, 0.0609), "sd2.1": (0.18215, None)}[model]
    return AutoencoderKL(down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
                         block_out_channels=(8, 8, 16, 16), layers_per_block=2, latent_channels=4,
                         norm_num_groups=4, scaling_factor=scaling[0], shift_factor=scaling[1],
                         use_quant_conv=stable_diffusion_2, use_post_quant_conv=stable_diffusion_2,
                         force_upcast=False)


@torch.no_grad()
def make(model, expected):
    module = randomise(build(model), seed=3)
    latent = torch.randn(1, 4, 5, 6, generator=torch.Generator().manual_seed(4))
    expected["decoder.latent"] = latent
    hooks = []
    blocks = {"middle": [module.decoder.mid_block], "up": module.decoder.up_blocks}
    for name, members in blocks.items():
        for index, block in enumerate(members):
            def hook(_module, _inputs, output, key=f"decoder.{name}.{index}"):
                expected[key] = output.squeeze(2) if output.ndim == 5 else output
            hooks.append(block.register_forward_hook(hook))
    if model == "qwen-image":
        output = module.decode(latent.unsqueeze(2), return_dict=False)[0].squeeze(2)
    else:
        output = module.decode(latent, return_dict=False)[0]
    for hook in hooks:
        hook.remove()
    expected["decoder.output"] = output
    return module
