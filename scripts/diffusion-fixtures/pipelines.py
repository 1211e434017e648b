"""The released pipelines over the tiny components: schedule, every latent, image."""

import torch
from diffusers import (DDIMScheduler, FlowMatchEulerDiscreteScheduler, FluxPipeline, QwenImagePipeline,
                       StableDiffusion3Pipeline, StableDiffusionPipeline)

from tokenizer_files import CAPTIONS

HEIGHT, WIDTH, STEPS = 48, 64, 3
NEGATIVE = "blurry, low quality"


def scheduler(model):
    """With the scheduler_config.json of the released checkpoint."""
    if model == "flux1-dev":
        return FlowMatchEulerDiscreteScheduler(base_image_seq_len=256, base_shift=0.5, max_image_seq_len=4096,
                                               max_shift=1.15, shift=3.0, use_dynamic_shifting=True)
    if model == "sd3.5-large":
        return FlowMatchEulerDiscreteScheduler(shift=3.0)
    if model == "qwen-image":
        return FlowMatchEulerDiscreteScheduler(base_image_seq_len=256, base_shift=0.5, max_image_seq_len=8192,
                                               max_shift=0.9, shift=1.0, shift_terminal=0.02,
                                               use_dynamic_shifting=True, time_shift_type="exponential")
    return DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
                         set_alpha_to_one=False, steps_offset=1, prediction_type="v_prediction")


def build(model, tokenizers, encoders, denoiser, decoder):
    steps = scheduler(model)
    if model == "flux1-dev":
        return FluxPipeline(scheduler=steps, vae=decoder, text_encoder=encoders[0], tokenizer=tokenizers[0],
                            text_encoder_2=encoders[1], tokenizer_2=tokenizers[1], transformer=denoiser)
    if model == "sd3.5-large":
        return StableDiffusion3Pipeline(transformer=denoiser, scheduler=steps, vae=decoder,
                                        text_encoder=encoders[0], tokenizer=tokenizers[0],
                                        text_encoder_2=encoders[1], tokenizer_2=tokenizers[1],
                                        text_encoder_3=encoders[2], tokenizer_3=tokenizers[2])
    if model == "qwen-image":
        return QwenImagePipeline(scheduler=steps, vae=decoder, text_encoder=encoders[0], tokenizer=tokenizers[0],
                                 transformer=denoiser)
    return StableDiffusionPipeline(vae=decoder, text_encoder=encoders[0], tokenizer=tokenizers[0], unet=denoiser,
                                   scheduler=steps, safety_checker=None, feature_extractor=None,
                                   requires_safety_checker=False)


def packed(latents, model):
    from denoisers import pack
    return pack(latents) if model in ("flux1-dev", "qwen-image") else latents


def unpacked(latents, model):
    from denoisers import unpack
    return unpack(latents, HEIGHT // 8, WIDTH // 8) if model in ("flux1-dev", "qwen-image") else latents


def run(model, tokenizers, encoders, denoiser, decoder, expected):
    pipeline = build(model, tokenizers, encoders, denoiser, decoder)
    pipeline.set_progress_bar_config(disable=True)
    start = torch.randn(1, 4, HEIGHT // 8, WIDTH // 8, generator=torch.Generator().manual_seed(5))
    expected["pipeline.start"] = start
    settings = {
        "flux1-dev": dict(guidance_scale=3.5, max_sequence_length=20),
        "sd3.5-large": dict(guidance_scale=3.5, negative_prompt=NEGATIVE, max_sequence_length=20),
        "qwen-image": dict(true_cfg_scale=4.0, negative_prompt=NEGATIVE),
        "sd2.1": dict(guidance_scale=7.5, negative_prompt=NEGATIVE),
    }[model]

    def note(_pipeline, step, _time, tensors):
        expected[f"pipeline.step.{step}"] = unpacked(tensors["latents"], model)
        return {}

    def note_condition(_module, args, tensors):
        """The first pass: with the prompt, or, in a batch, with the negative prompt before it."""
        if "pipeline.text" not in expected:
            expected["pipeline.text"] = tensors["encoder_hidden_states"]
            if tensors.get("pooled_projections") is not None:
                expected["pipeline.pooled"] = tensors["pooled_projections"]

    denoiser.register_forward_pre_hook(note_condition, with_kwargs=True)
    image = pipeline(prompt=CAPTIONS[0], height=HEIGHT, width=WIDTH, num_inference_steps=STEPS,
                     latents=packed(start, model), output_type="pt", callback_on_step_end=note, **settings).images
    expected["pipeline.image"] = image
    schedule = pipeline.scheduler
    expected["pipeline.times"] = schedule.timesteps.to(torch.float32)
    if hasattr(schedule, "sigmas"):
        expected["pipeline.sigmas"] = schedule.sigmas
    # Schedules of full-size runs, to see the shift at 1024 pixels.
    # One step of Qwen-Image's schedule divides by zero in diffusers.
    for steps in (4, 28, 50) if model == "qwen-image" else (1, 4, 28, 50):
        other = scheduler(model)
        if model == "sd2.1":
            other.set_timesteps(steps)
        elif model == "sd3.5-large":
            other.set_timesteps(steps)
        else:
            import numpy as np
            from diffusers.pipelines.flux.pipeline_flux import calculate_shift
            shift = calculate_shift(4096, 256, other.config.max_image_seq_len, 0.5, other.config.max_shift)
            other.set_timesteps(sigmas=np.linspace(1.0, 1 / steps, steps), mu=shift)
        expected[f"schedule.{steps}.times"] = other.timesteps.to(torch.float32)
        if hasattr(other, "sigmas"):
            expected[f"schedule.{steps}.sigmas"] = other.sigmas
