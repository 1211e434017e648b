"""Settings read from a loaded pipeline of diffusers.

A denoiser is known by its class and its configuration: what `config` says of layers, widths and channels is compared with the dimensions of
the catalogue's models. One that no model of the catalogue has becomes a changed architecture, such as `flux1-dev~joint_blocks:8`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from . import _native

__all__ = ["from_pipeline"]

Config = Mapping[str, Any]


def _width(config: Config) -> int:
    return int(config["num_attention_heads"] * config["attention_head_dim"])


def _packed(config: Config) -> dict[str, int]:
    """A transformer whose latent is packed in patches of 2 × 2."""
    return {
        "text_width": config["joint_attention_dim"],
        "joint_blocks": config["num_layers"],
        "width": _width(config),
        "head_width": config["attention_head_dim"],
        "latent_channels": config["in_channels"] // 4,
    }


def _flux(config: Config) -> dict[str, int]:
    return {**_packed(config), "single_blocks": config["num_single_layers"]}


def _chroma(config: Config) -> dict[str, int]:
    return _flux(config)


def _flux2(config: Config) -> dict[str, int]:
    return {**_flux(config), "mlp_ratio": round(config["mlp_ratio"])}


def _sd3(config: Config) -> dict[str, int]:
    return {
        "text_width": config["joint_attention_dim"],
        "joint_blocks": config["num_layers"],
        "dual_attention_blocks": len(config.get("dual_attention_layers") or ()),
        "width": _width(config),
        "head_width": config["attention_head_dim"],
        "latent_channels": config["in_channels"],
        "patch": config["patch_size"],
    }


def _z_image(config: Config) -> dict[str, int]:
    return {
        "text_width": config["cap_feat_dim"],
        "blocks": config["n_layers"],
        "refiners": config["n_refiner_layers"],
        "width": config["dim"],
        "head_width": config["dim"] // config["n_heads"],
        "latent_channels": config["in_channels"],
    }


def _lumina2(config: Config) -> dict[str, int]:
    return {
        "text_width": config["cap_feat_dim"],
        "blocks": config["num_layers"],
        "refiners": config["num_refiner_layers"],
        "width": config["hidden_size"],
        "head_width": config["hidden_size"] // config["num_attention_heads"],
        "latent_channels": config["in_channels"],
        "patch": config["patch_size"],
    }


def _pixart(config: Config) -> dict[str, int]:
    return {
        "text_width": config["caption_channels"],
        "blocks": config["num_layers"],
        "width": _width(config),
        "head_width": config["attention_head_dim"],
        "latent_channels": config["in_channels"],
        "patch": config["patch_size"],
    }


def _sana(config: Config) -> dict[str, int]:
    return {
        "text_width": config["caption_channels"],
        "blocks": config["num_layers"],
        "width": _width(config),
        "head_width": config["cross_attention_head_dim"],
        "linear_head_width": config["attention_head_dim"],
        "latent_channels": config["in_channels"],
        "patch": config["patch_size"],
    }


def _hunyuan(config: Config) -> dict[str, int]:
    return {
        "blocks": config["num_layers"],
        "width": _width(config),
        "head_width": config["attention_head_dim"],
        "latent_channels": config["in_channels"],
        "patch": config["patch_size"],
    }


def _unet(config: Config) -> dict[str, int]:
    channels = list(config["block_out_channels"])
    layers = config.get("transformer_layers_per_block", 1)
    layers = list(layers) if isinstance(layers, (list, tuple)) else [layers] * len(channels)
    with_attention = [kind.startswith("CrossAttn") for kind in config["down_block_types"]]
    # diffusers calls the number of heads `attention_head_dim` in U-Nets (its issue 2011).
    heads = config.get("num_attention_heads") or config["attention_head_dim"]
    if isinstance(heads, int):
        attention = {"heads": heads}
    else:
        widths = {channel // count for channel, count in zip(channels, heads)}
        if len(widths) > 1:
            raise _native.WattpixError(f"heads of several widths, {sorted(widths)}, are not counted here; give model= yourself")
        attention = {"head_width": widths.pop()}
    return {
        "text_width": config["cross_attention_dim"],
        "levels": len(channels),
        **{f"channels_{level}": count for level, count in enumerate(channels, 1)},
        **{f"layers_{level}": many * has for level, (many, has) in enumerate(zip(layers, with_attention), 1)},
        "middle_layers": layers[-1],
        "blocks_per_level": config["layers_per_block"],
        "latent_channels": config["in_channels"],
        **attention,
    }


#: Dimensions of a denoiser class, and the models of the catalogue that it runs.
_CLASSES: dict[str, tuple[Callable[[Config], dict[str, int]], tuple[str, ...]]] = {
    "ChromaTransformer2DModel": (_chroma, ("chroma",)),
    "Flux2Transformer2DModel": (_flux2, ("flux2-dev", "flux2-klein-4b", "flux2-klein-9b")),
    "FluxTransformer2DModel": (_flux, ("flux1-dev", "flux1-schnell")),
    "HunyuanDiT2DModel": (_hunyuan, ("hunyuandit-1.2",)),
    "Lumina2Transformer2DModel": (_lumina2, ("lumina-2",)),
    "PixArtTransformer2DModel": (_pixart, ("pixart-sigma",)),
    "QwenImageTransformer2DModel": (_packed, ("qwen-image",)),
    "SD3Transformer2DModel": (_sd3, ("sd3-medium", "sd3.5-medium", "sd3.5-large")),
    "SanaTransformer2DModel": (_sana, ("sana-1.6b",)),
    "UNet2DConditionModel": (_unet, ("sd1.5", "sd2.1", "sdxl")),
    "ZImageTransformer2DModel": (_z_image, ("z-image-turbo",)),
}

#: A key of the configuration by which models of one class differ beside their dimensions, with its value.
_MARKS: dict[str, tuple[str, Any]] = {
    "flux1-dev": ("guidance_embeds", True),
    "flux1-schnell": ("guidance_embeds", False),
    "sd3-medium": ("qk_norm", None),
    "sd3.5-medium": ("qk_norm", "rms_norm"),
    "sd3.5-large": ("qk_norm", "rms_norm"),
}

#: Classes whose output has the channels of their input, unless the input holds more than an image of noise.
_SAME_CHANNELS = ("ChromaTransformer2DModel", "FluxTransformer2DModel", "Flux2Transformer2DModel", "SD3Transformer2DModel", "UNet2DConditionModel")

#: Kinds of pipelines whose passes have other inputs than an image of noise and a prompt.
_OTHER_WORK = ("Inpaint", "Img2Img", "ControlNet", "Kontext", "Edit", "Fill", "Control", "Redux", "Upscale", "Video")


def from_pipeline(pipe: Any) -> dict[str, Any]:
    """Returns the settings that a text-to-image pipeline of diffusers was loaded with: its model, and its precision where PyTorch says it.

    Give them to `estimate` with a GPU and with what the call will say:

        pipe = FluxPipeline.from_pretrained("black-forest-labs/FLUX.1-dev", torch_dtype=torch.bfloat16)
        wattpix.estimate(**wattpix.from_pipeline(pipe), gpu="h100", steps=28)

    Raises:
        WattpixError: A pipeline whose denoiser is not counted here.
    """
    name = type(pipe).__name__
    other = next((word for word in _OTHER_WORK if word in name), None)
    if other is not None:
        raise _native.WattpixError(f"{name} does other work than text to image ({other}), which is not counted here")
    denoiser = getattr(pipe, "transformer", None) or getattr(pipe, "unet", None)
    if denoiser is None:
        raise _native.WattpixError(f"a {name} has neither transformer nor unet; give a text-to-image pipeline of diffusers")
    kind = type(denoiser).__name__
    if kind not in _CLASSES:
        raise _native.WattpixError(f"the denoiser {kind} is not counted here; choose a pipeline of {', '.join(_CLASSES)}")
    dimensions, models = _CLASSES[kind]
    config = denoiser.config if isinstance(denoiser.config, Mapping) else vars(denoiser.config)
    try:
        wanted = {key: str(value) for key, value in dimensions(config).items()}
    except KeyError as missing:
        raise _native.WattpixError(f"the configuration of {kind} lacks {missing}; give model= yourself") from None
    given, made = config["in_channels"], config.get("out_channels")
    if kind in _SAME_CHANNELS and made not in (None, given):
        channels = f"in_channels {given} and out_channels {made}"
        raise _native.WattpixError(f"{kind} with {channels} does other work than text to image, which is not counted here")
    settings = {"model": _nearest(wanted, models, config)}
    dtype = getattr(denoiser, "dtype", None)
    return settings if dtype is None else {**settings, "precision": str(dtype)}


def _nearest(wanted: Mapping[str, str], models: tuple[str, ...], config: Config) -> str:
    """Finds the model with these dimensions, or describes the one that differs least with its changes."""
    marked = [model for model in models if model not in _MARKS or config.get(_MARKS[model][0]) == _MARKS[model][1]]
    changes = {model: _changes(wanted, model) for model in marked or models}
    model = min(changes, key=lambda model: len(changes[model]))
    return "~".join([model, *(f"{key}:{value}" for key, value in changes[model].items())])


def _changes(wanted: Mapping[str, str], model: str) -> dict[str, str]:
    """Lists the dimensions in which a model differs, in the order in which descriptions write them."""
    has: dict[str, Optional[str]] = dict(_native.dimensions(model))
    # A description moves the number of heads with the width.
    return {key: wanted[key] for key in has if key in wanted and wanted[key] != has[key]}
