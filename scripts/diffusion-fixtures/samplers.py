"""Writes tests/data/diffusion/samplers.json: PNDM and Euler of diffusers with the settings of Stable Diffusion 2.1, on numbers in the place of
latents and of the denoiser's predictions.

Usage: scripts/diffusion-fixtures/python.sh scripts/diffusion-fixtures/samplers.py
"""

import json
import pathlib

import torch
from diffusers import DDIMScheduler, EulerDiscreteScheduler, PNDMScheduler

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/diffusion"
# scheduler_config.json of the released checkpoint, as `from_config` hands it on.
SETTINGS = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1,
                prediction_type="v_prediction")
MADE = {
    "ddim": lambda: DDIMScheduler(clip_sample=False, set_alpha_to_one=False, **SETTINGS),
    "pndm": lambda: PNDMScheduler(skip_prk_steps=True, set_alpha_to_one=False, **SETTINGS),
    "euler": lambda: EulerDiscreteScheduler(**SETTINGS),
}


def trajectory(scheduler, steps):
    """What the denoiser sees and when; its prediction is made up of the time and of what it sees."""
    scheduler.set_timesteps(steps)
    latent = torch.tensor([0.5, -1.25, 2.0], dtype=torch.float64) * scheduler.init_noise_sigma
    found = []
    for time in scheduler.timesteps:
        seen = scheduler.scale_model_input(latent, time)
        prediction = torch.sin(float(time) / 100 + torch.arange(3, dtype=torch.float64)) - 0.3 * seen
        found.append([float(time), *seen.tolist()])
        latent = scheduler.step(prediction, time, latent, return_dict=False)[0]
    return dict(seen=found, end=latent.tolist())


def main():
    found = {name: {str(steps): trajectory(make(), steps) for steps in (1, 2, 3, 4, 5, 10, 28, 50)}
             for name, make in MADE.items()}
    (ROOT / "samplers.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
