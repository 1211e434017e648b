"""Writes tests/data/diffusion: tiny checkpoints of the four pipelines, made by diffusers and transformers in the
layout of the Hugging Face hub, and what these libraries compute with them on the CPU in float32.

Versions are those of requirements.txt; run.sh installs them and runs this. Usage: make.py [MODEL...]
"""

import pathlib
import shutil
import sys

import torch
from safetensors.torch import save_file

import denoisers
import decoders
import pipelines
import tokenizer_files
import text_encoders

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/diffusion"
MODELS = ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"]


def save_component(folder, module, keep=lambda name: True, rename=lambda name: name):
    """Only what the pipeline runs, under the names of released checkpoints."""
    folder.mkdir(parents=True)
    tensors = {rename(name): value.contiguous() for name, value in module.state_dict().items() if keep(name)}
    name = "model" if "text_encoder" in folder.name else "diffusion_pytorch_model"
    save_file(tensors, folder / f"{name}.safetensors", metadata={"format": "pt"})


def main(models):
    torch.set_num_threads(1)
    for model in models:
        folder = ROOT / model
        shutil.rmtree(folder, ignore_errors=True)
        torch.manual_seed(20)
        expected = {}
        tokenizers = tokenizer_files.write(model, folder)
        encoders = text_encoders.make(model, tokenizers, expected)
        denoiser = denoisers.make(model, expected)
        decoder = decoders.make(model, expected)
        pipelines.run(model, tokenizers, encoders, denoiser, decoder, expected)

        names = ["text_encoder", "text_encoder_2", "text_encoder_3"]
        for name, encoder in zip(names, encoders):
            save_component(folder / name, encoder, text_encoders.kept, text_encoders.released_name)
        # The position table of SD 3 is a constant of the architecture.
        save_component(folder / ("unet" if model == "sd2.1" else "transformer"), denoiser,
                       lambda name: name != "pos_embed.pos_embed")
        save_component(folder / "vae", decoder,
                       lambda name: name.startswith(("decoder.", "post_quant_conv.")) and "time_conv" not in name)
        expected = {name: value.detach().to(value.dtype).contiguous().clone() for name, value in expected.items()}
        save_file(expected, folder / "expected.safetensors")
        print(model, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()), "bytes")


if __name__ == "__main__":
    main(sys.argv[1:] or MODELS)
