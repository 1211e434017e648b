"""Writes tests/data/flops_editing.csv: operations of the real diffusers and transformers classes with reference images, counted as in
count.py: over one pass at batch 1 on the meta device, with the references' tokens behind those of the image, as the pipelines join them.
Widths and heights of references are those that somebody gives; the classes run what the pipelines' own functions make of them. Of a VAE
encoder `encode` over one reference, of the vision tower one reference as the pipeline and its processor resize it, of the text encoder
all that it reads: template, prompt and vision tokens.

Versions are those of scripts/diffusion-fixtures/requirements.txt; run.sh installs them and runs this.
Usage: editing.py [MODEL...]
"""

import csv
import functools
import pathlib
import sys

import torch
from diffusers import AutoencoderKL, AutoencoderKLFlux2, AutoencoderKLQwenImage, QwenImageTransformer2DModel
from diffusers.pipelines.flux.pipeline_flux_kontext import PREFERRED_KONTEXT_RESOLUTIONS
from diffusers.pipelines.flux2.image_processor import Flux2ImageProcessor
from diffusers.pipelines.qwenimage.pipeline_qwenimage_edit_plus import CONDITION_IMAGE_SIZE, VAE_IMAGE_SIZE, calculate_dimensions
from PIL import Image
from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl as qwen
from transformers.models.qwen2_5_vl.configuration_qwen2_5_vl import Qwen2_5_VLTextConfig, Qwen2_5_VLVisionConfig
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize

import count
from count import BUILDERS, KL, META, counted, meta, row

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/data/flops_editing.csv"

# Tokens around a reference's vision tokens: "Picture 1: ", its beginning and its end; and the template before the prompt.
AROUND = 7
TEMPLATE = 64
# Pixels of a vision token's side: 2 x 2 patches of 14; least and most pixels of preprocessor_config.json beside Qwen2.5-VL 7B.
VISION_PIXELS = 28
LEAST_PIXELS, MOST_PIXELS = 56 * 56, 16384 * 28 * 28

DENOISERS = {
    "flux1-kontext": BUILDERS["flux1-dev"],
    "flux2-dev": BUILDERS["flux2-dev"],
    "flux2-klein-4b": BUILDERS["flux2-klein-4b"],
    "flux2-klein-9b": BUILDERS["flux2-klein-9b"],
    "qwen-image-edit": lambda: QwenImageTransformer2DModel(zero_cond_t=True),
    "qwen-image-edit-2509": lambda: QwenImageTransformer2DModel(),
}
ENCODERS = {
    "flux1-kontext": ("kl-16ch", lambda: AutoencoderKL(latent_channels=16, use_quant_conv=False, use_post_quant_conv=False, **KL)),
    "flux2": ("flux2", lambda: AutoencoderKLFlux2()),
    "qwen": ("qwen", lambda: AutoencoderKLQwenImage()),
    "kl-4ch": ("kl-4ch", lambda: AutoencoderKL(latent_channels=4, **KL)),
}
# Width, height, text tokens, references and their width and height.
KONTEXT = [(1024, 1024, 512, 1, 1024, 1024), (640, 384, 100, 1, 700, 333), (144, 272, 333, 1, 1000, 3000), (1392, 752, 512, 0, 64, 64)]
FLUX2 = [(1024, 1024, 512, 1, 1024, 1024), (640, 384, 100, 3, 333, 700), (144, 272, 333, 10, 1919, 1081), (400, 240, 512, 2, 65, 79)]
QWEN = [(1024, 1024, 12, 1, 1024, 1024), (640, 384, 100, 2, 333, 700), (144, 272, 333, 3, 1919, 1081), (400, 240, 12, 3, 4000, 640),
        (1328, 800, 12, 0, 64, 64)]
SIZES = {"flux1-kontext": KONTEXT, "flux2-dev": FLUX2, "flux2-klein-4b": FLUX2, "flux2-klein-9b": FLUX2, "qwen-image-edit": QWEN,
         "qwen-image-edit-2509": QWEN}


def family(model):
    return "qwen" if model.startswith("qwen") else "flux2" if model.startswith("flux2") else model


def resized(model, width, height):
    """Width and height of a reference before the VAE's encoder."""
    if model == "flux1-kontext":
        _, width, height = min((abs(width / height - w / h), w, h) for w, h in PREFERRED_KONTEXT_RESOLUTIONS)
        return width, height
    if model.startswith("qwen"):
        return calculate_dimensions(VAE_IMAGE_SIZE, width / height)
    image = Image.new("L", (width, height))
    if width * height > 1024 * 1024:
        image = Flux2ImageProcessor._resize_to_target_area(image, 1024 * 1024)
    return tuple(side // 16 * 16 for side in image.size)


def patches(width, height):
    """Patches along the sides of a reference before the vision tower."""
    width, height = calculate_dimensions(CONDITION_IMAGE_SIZE, width / height)
    return [side // 14 for side in reversed(smart_resize(height, width, VISION_PIXELS, LEAST_PIXELS, MOST_PIXELS))]


def vision_tokens(references, width, height):
    columns, rows = patches(width, height)
    return references * (columns * rows // 4 + AROUND)


@functools.cache
def vae(name):
    with META:
        return ENCODERS[name][1]().eval()


@functools.cache
def tower(dtype=torch.float32):
    # Of Qwen2.5-VL 7B's config.json: 32 layers of width 1280, windows of 112 pixels but for four layers.
    config = Qwen2_5_VLVisionConfig(depth=32, hidden_size=1280, intermediate_size=3420, num_heads=16, out_hidden_size=3584,
                                    window_size=112, fullatt_block_indexes=[7, 15, 23, 31])
    config._attn_implementation = "sdpa"
    with META:
        return qwen.Qwen2_5_VisionTransformerPretrainedModel(config).eval().to(dtype)


@functools.cache
def language_model(dtype=torch.float32):
    rope = dict(rope_type="default", rope_theta=1e6, mrope_section=[16, 24, 24])
    with META:
        return qwen.Qwen2_5_VLTextModel(Qwen2_5_VLTextConfig(
            vocab_size=152064, hidden_size=3584, num_hidden_layers=28, num_attention_heads=28, num_key_value_heads=4,
            intermediate_size=18944, rope_parameters=rope)).eval().to(dtype)


def look(network, width, height, dtype=torch.float32):
    """A run of the vision tower over one reference: what depends on its shape alone is worked out on the host."""
    columns, rows = patches(width, height)
    grid = torch.tensor([[1, rows, columns]])
    positions = torch.empty(columns * rows, 2, dtype=torch.int64, device=META)
    pixels = torch.empty(columns * rows, 3 * 2 * 14 * 14, dtype=dtype, device=META)
    return lambda: network(pixels, grid, position_ids=positions)


def inputs(model, width, height, tokens, references, reference_width, reference_height):
    """What the pipeline hands to one pass, by shape."""
    base = {"flux1-kontext": "flux1-dev", "qwen-image-edit": "qwen-image", "qwen-image-edit-2509": "qwen-image"}.get(model, model)
    of_reference = [side // 16 for side in resized(model, reference_width, reference_height)]
    if base == "qwen-image":
        tokens += vision_tokens(references, reference_width, reference_height)
    given = count.inputs(base, height, width, tokens)
    more = references * of_reference[0] * of_reference[1]
    channels = given["hidden_states"].shape[2]
    given["hidden_states"] = meta(1, given["hidden_states"].shape[1] + more, channels)
    if "img_ids" in given:
        ids = given["img_ids"]
        given["img_ids"] = meta(ids.shape[0] + more, ids.shape[1])
    else:
        given["img_shapes"] = [given["img_shapes"][0] + [(1, *reversed(of_reference))] * references]
    return given


def encode(model, width, height, dtype=torch.float32):
    width, height = resized(model, width, height)
    pixels = torch.empty(1, 3, height, width, dtype=dtype, device=META)
    return pixels.unsqueeze(2) if model.startswith("qwen") else pixels


def parameters(*parts):
    return sum(tensor.numel() for part in parts if part is not None for tensor in part.parameters())


def line(model, component, size, weights, kinds):
    model, component, *_, weights, gflops, attention, conv, linear = row(model, component, 0, 0, 0, weights, kinds)
    return [model, component, *size, weights, gflops, attention, conv, linear]


def rows_of(model):
    with META:
        denoiser = DENOISERS[model]().eval()
    for width, height, tokens, *reference in SIZES[model]:
        given = inputs(model, width, height, tokens, *reference)
        yield line(model, "denoiser", (width, height, tokens, *reference), parameters(denoiser), counted(lambda: denoiser(**given)))
    name = ENCODERS[family(model)][0]
    network = vae(family(model))
    weights = parameters(network.encoder, getattr(network, "quant_conv", None))
    for *_, references, width, height in SIZES[model]:
        if references:
            kinds = counted(lambda: network.encode(encode(model, width, height)))
            yield line(model, f"vae_encoder:{name}", (0, 0, 0, 1, width, height), weights, kinds)
    if model.startswith("qwen"):
        for _, _, tokens, references, width, height in SIZES[model]:
            if references:
                kinds = counted(look(tower(), width, height))
                yield line(model, "vision_tower:qwen2.5-vl-7b", (0, 0, 0, 1, width, height), parameters(tower()), kinds)
            read = TEMPLATE + tokens + vision_tokens(references, width, height)
            kinds = counted(lambda: language_model()(input_ids=torch.empty(1, read, dtype=torch.int64, device=META)))
            yield line(model, "text_encoder:qwen2.5-vl-7b", (0, 0, tokens, references, width, height), parameters(language_model()), kinds)


def encoders_of_images():
    """The encoders of img2img, which take the image's own size."""
    for model, name in [("sd1.5", "kl-4ch"), ("flux1-dev", "flux1-kontext"), ("qwen-image", "qwen")]:
        network = vae(name)
        weights = parameters(network.encoder, getattr(network, "quant_conv", None))
        for width, height in [(1024, 1024), (640, 384), (272, 144)]:
            pixels = meta(1, 3, height, width)
            pixels = pixels.unsqueeze(2) if name == "qwen" else pixels
            kinds = counted(lambda: network.encode(pixels))
            yield line(model, f"vae_encoder:{ENCODERS[name][0]}", (width, height, 0, 0, 0, 0), weights, kinds)


def main(models):
    with DATA.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("model component width height text_tokens references reference_width reference_height params gflops "
                        "attention_gflops conv_gflops linear_gflops".split())
        for model in models:
            writer.writerows(rows_of(model))
            file.flush()
        writer.writerows(encoders_of_images())


if __name__ == "__main__":
    main(sys.argv[1:] or list(DENOISERS))
