"""Pipelines of diffusers, by the class and configuration of their denoisers.

The configurations are those that scripts/flop-counts/count.py and custom.py give to diffusers' own classes; the operations that these count
(tests/data/flops_ground_truth.csv and flops_custom.csv) have to be those of the model that is read.
"""

from decimal import Decimal
from types import SimpleNamespace

import pytest

import wattpix

FLUX = dict(in_channels=64, out_channels=None, num_layers=19, num_single_layers=38, num_attention_heads=24,
            attention_head_dim=128, joint_attention_dim=4096, guidance_embeds=True)
FLUX2 = dict(FLUX, in_channels=128, mlp_ratio=3.0)
SD3 = dict(in_channels=16, out_channels=16, patch_size=2, attention_head_dim=64, joint_attention_dim=4096, qk_norm="rms_norm")
QWEN = dict(in_channels=64, out_channels=16, num_layers=60, attention_head_dim=128, num_attention_heads=24,
            joint_attention_dim=3584, patch_size=2)
DIT = dict(in_channels=4, patch_size=2, num_attention_heads=16, attention_head_dim=72, num_layers=28, caption_channels=4096)
SANA = dict(in_channels=32, out_channels=32, patch_size=1, num_layers=20, num_attention_heads=70, attention_head_dim=32,
            num_cross_attention_heads=20, cross_attention_head_dim=112, caption_channels=2304)
Z_IMAGE = dict(in_channels=16, dim=3840, n_layers=30, n_refiner_layers=2, n_heads=30, cap_feat_dim=2560)
LUMINA = dict(in_channels=16, out_channels=None, patch_size=2, hidden_size=2304, num_layers=26, num_refiner_layers=2,
              num_attention_heads=24, cap_feat_dim=2304)
HUNYUAN = dict(in_channels=4, patch_size=2, num_attention_heads=16, attention_head_dim=88, num_layers=40)
DOWN = "CrossAttnDownBlock2D"
SD = dict(in_channels=4, out_channels=4, layers_per_block=2, transformer_layers_per_block=1,
          down_block_types=(DOWN,) * 3 + ("DownBlock2D",), block_out_channels=(320, 640, 1280, 1280))
SDXL = dict(SD, down_block_types=("DownBlock2D", DOWN, DOWN), block_out_channels=(320, 640, 1280),
            transformer_layers_per_block=[1, 2, 10], cross_attention_dim=2048, attention_head_dim=[5, 10, 20])

PUBLISHED = [
    ("flux1-dev", "FluxTransformer2DModel", FLUX),
    ("flux1-schnell", "FluxTransformer2DModel", dict(FLUX, guidance_embeds=False)),
    ("chroma", "ChromaTransformer2DModel", FLUX),
    ("flux2-dev", "Flux2Transformer2DModel",
     dict(FLUX2, num_layers=8, num_single_layers=48, num_attention_heads=48, joint_attention_dim=15360)),
    ("flux2-klein-4b", "Flux2Transformer2DModel",
     dict(FLUX2, num_layers=5, num_single_layers=20, num_attention_heads=24, joint_attention_dim=7680)),
    ("flux2-klein-9b", "Flux2Transformer2DModel",
     dict(FLUX2, num_layers=8, num_single_layers=24, num_attention_heads=32, joint_attention_dim=12288)),
    ("sd3-medium", "SD3Transformer2DModel", dict(SD3, num_layers=24, num_attention_heads=24, qk_norm=None)),
    ("sd3.5-medium", "SD3Transformer2DModel",
     dict(SD3, num_layers=24, num_attention_heads=24, dual_attention_layers=tuple(range(13)))),
    ("sd3.5-large", "SD3Transformer2DModel", dict(SD3, num_layers=38, num_attention_heads=38)),
    ("qwen-image", "QwenImageTransformer2DModel", QWEN),
    ("z-image-turbo", "ZImageTransformer2DModel", Z_IMAGE),
    ("lumina-2", "Lumina2Transformer2DModel", LUMINA),
    ("pixart-sigma", "PixArtTransformer2DModel", DIT),
    ("sana-1.6b", "SanaTransformer2DModel", SANA),
    ("hunyuandit-1.2", "HunyuanDiT2DModel", HUNYUAN),
    ("sd1.5", "UNet2DConditionModel", dict(SD, cross_attention_dim=768, attention_head_dim=8)),
    ("sd2.1", "UNet2DConditionModel", dict(SD, cross_attention_dim=1024, attention_head_dim=[5, 10, 20, 20])),
    ("sdxl", "UNet2DConditionModel", SDXL),
]

CHANGED = [
    ("flux1-dev~joint_blocks:10~width:2048", "FluxTransformer2DModel", dict(FLUX, num_layers=10, num_attention_heads=16)),
    ("flux1-schnell~single_blocks:0~head_width:64", "FluxTransformer2DModel",
     dict(FLUX, guidance_embeds=False, num_single_layers=0, num_attention_heads=48, attention_head_dim=64)),
    ("flux1-dev~joint_blocks:2~single_blocks:3~latent_channels:8", "FluxTransformer2DModel",
     dict(FLUX, in_channels=32, num_layers=2, num_single_layers=3)),
    ("chroma~joint_blocks:6~single_blocks:11~width:1536", "ChromaTransformer2DModel",
     dict(FLUX, num_layers=6, num_single_layers=11, num_attention_heads=12)),
    ("flux2-klein-4b~joint_blocks:3~single_blocks:9~width:2048~mlp_ratio:4", "Flux2Transformer2DModel",
     dict(FLUX2, mlp_ratio=4.0, num_layers=3, num_single_layers=9, num_attention_heads=16, joint_attention_dim=7680)),
    ("sd3.5-medium~joint_blocks:16~dual_attention_blocks:5~patch:1", "SD3Transformer2DModel",
     dict(SD3, num_layers=16, num_attention_heads=24, patch_size=1, dual_attention_layers=tuple(range(5)))),
    ("z-image~blocks:7~refiners:1~width:2560", "ZImageTransformer2DModel",
     dict(Z_IMAGE, dim=2560, n_layers=7, n_refiner_layers=1, n_heads=20)),
    ("pixart-sigma~blocks:14~width:768~head_width:64~patch:4", "PixArtTransformer2DModel",
     dict(DIT, num_attention_heads=12, attention_head_dim=64, num_layers=14, patch_size=4)),
    ("sana-1.6b~blocks:10~width:1152~head_width:72~latent_channels:16~patch:2", "SanaTransformer2DModel",
     dict(SANA, in_channels=16, out_channels=16, num_attention_heads=36, num_layers=10, cross_attention_head_dim=72,
          patch_size=2)),
    ("hunyuandit-1.2~blocks:20~width:1024~head_width:64", "HunyuanDiT2DModel",
     dict(HUNYUAN, num_attention_heads=16, attention_head_dim=64, num_layers=20)),
    ("sd1.5~levels:3~blocks_per_level:3~heads:4", "UNet2DConditionModel",
     dict(SD, layers_per_block=3, block_out_channels=(320, 640, 1280), down_block_types=(DOWN,) * 3,
          cross_attention_dim=768, attention_head_dim=4)),
    ("sd2.1~channels_1:256~channels_2:512~channels_3:1024~channels_4:1024~layers_2:3~decoder:flux1-dev",
     "UNet2DConditionModel",
     dict(SD, in_channels=16, out_channels=16, block_out_channels=(256, 512, 1024, 1024),
          transformer_layers_per_block=(1, 3, 1, 1), cross_attention_dim=1024, attention_head_dim=(4, 8, 16, 16))),
]


def pipeline(kind, config, name="SomePipeline", dtype=None):
    """A pipeline as diffusers lays it out: a class, with a denoiser of a class that has a configuration."""
    part = "unet" if kind.startswith("UNet") else "transformer"
    denoiser = type(kind, (), {})()
    denoiser.config = config
    if dtype is not None:
        denoiser.dtype = dtype
    return type(name, (), {part: denoiser})()


@pytest.mark.parametrize(("model", "kind", "config"), PUBLISHED, ids=[case[0] for case in PUBLISHED])
def test_published_models_are_known(model, kind, config):
    assert wattpix.from_pipeline(pipeline(kind, config))["model"] == wattpix.flops(model).model


@pytest.mark.parametrize(("described", "kind", "config"), CHANGED, ids=[case[0] for case in CHANGED])
def test_changed_models_are_counted_as_diffusers_classes_are(described, kind, config, rows):
    counted = [row for row in rows("tests/data/flops_custom.csv") if row["description"] == described]
    assert counted
    model = wattpix.from_pipeline(pipeline(kind, config))["model"]
    for row in counted:
        ours = wattpix.flops(model, width=row["width"], height=row["height"], text_tokens=row["text_tokens"])
        assert ours.denoiser_pass.total == int(Decimal(row["gflops"]) * 10**9), model
        assert ours.denoiser_parameters == int(row["params"]), model


def test_the_precision_is_pytorchs():
    settings = wattpix.from_pipeline(pipeline("FluxTransformer2DModel", FLUX, dtype="torch.bfloat16"))
    assert wattpix.estimate(**settings, gpu="h100", steps=28).precision == "bf16"


def test_a_configuration_may_be_a_namespace():
    config = SimpleNamespace(**SDXL)
    assert wattpix.from_pipeline(pipeline("UNet2DConditionModel", config))["model"] == "sdxl"


@pytest.mark.parametrize(
    ("pipe", "said"),
    [
        (pipeline("UNet2DConditionModel", SDXL, "StableDiffusionXLInpaintPipeline"), "Inpaint"),
        (pipeline("UNet2DConditionModel", dict(SDXL, in_channels=9)), "in_channels 9"),
        (pipeline("WanTransformer3DModel", {}), "WanTransformer3DModel is not counted"),
        (pipeline("FluxTransformer2DModel", {"num_layers": 19}), "lacks 'joint_attention_dim'"),
        (object(), "neither transformer nor unet"),
    ],
)
def test_other_pipelines_are_refused(pipe, said):
    with pytest.raises(wattpix.WattpixError, match=said):
        wattpix.from_pipeline(pipe)
