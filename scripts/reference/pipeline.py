"""One model's stages over random inputs: text, denoising, decoding. Schedules are plain Euler steps: what they cost is nothing
beside a pass of the denoiser, and the number of passes is that of the released pipelines."""

import torch

from models import FULL, TINY, build

DTYPES = {"fp32": torch.float32, "tf32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


class Pipeline:
    """A model in a precision on a device. `compiled`: the denoiser through torch.compile. `alone`: no encoders and no decoder."""

    def __init__(self, model, precision, device, tiny=False, compiled=False, alone=False):
        self.model, self.precision, self.device = model, precision, torch.device(device)
        self.parts = (TINY if tiny else FULL)[model]
        self.dtype = DTYPES[precision]
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision == "tf32"
        make = lambda maker: build(maker, self.dtype, device)
        self.encoders = [] if alone else [(make(maker), tokens) for maker, tokens in self.parts.encoders]
        self.denoiser = make(self.parts.denoiser)
        self.decoder = None if alone else make(self.parts.decoder)
        self.pass_ = torch.compile(self.denoiser, dynamic=False) if compiled else self.denoiser

    def set(self, width, height, steps, guidance, batch=1, text_tokens=None):
        """What the stages are run with from here on."""
        self.width, self.height, self.steps, self.guidance, self.batch = width, height, steps, guidance, batch
        self.text_tokens = text_tokens or self.parts.text_tokens

    @property
    def passes(self):
        """Passes of the denoiser an image, counted as one image each."""
        return self.steps * (2 if self.guidance else 1)

    def random(self, *shape):
        return torch.randn(shape, device=self.device, dtype=self.dtype)

    @torch.inference_mode()
    def text(self):
        """Encodes the prompts, and with guidance their counterparts after them."""
        for _ in range(2 if self.guidance else 1):
            for encoder, tokens in self.encoders:
                count = tokens or self.text_tokens + self.parts.extra
                vocabulary = encoder.config.vocab_size
                if self.device.type == "meta":
                    ids = torch.empty(self.batch, count, dtype=torch.long, device="meta")
                else:
                    ids = torch.randint(3, vocabulary - 1, (self.batch, count), device=self.device)
                encoder(input_ids=ids)

    def conditions(self, rows):
        """What a pass is given beside latents and time."""
        given = {"encoder_hidden_states": self.random(rows, self.text_tokens, self.parts.text_width)}
        if self.parts.pooled:
            given["pooled_projections"] = self.random(rows, self.parts.pooled)
        grid = (self.height // 16, self.width // 16)
        if self.model == "flux1-dev":
            ids = torch.zeros(*grid, 3, device=self.device, dtype=self.dtype)
            ids[..., 1] += torch.arange(grid[0], device=self.device)[:, None]
            ids[..., 2] += torch.arange(grid[1], device=self.device)[None, :]
            given |= {"img_ids": ids.view(-1, 3), "guidance": torch.full((rows,), 3.5, device=self.device, dtype=self.dtype),
                      "txt_ids": torch.zeros(self.text_tokens, 3, device=self.device, dtype=self.dtype)}
        if self.model == "qwen-image":
            # Prompts of one length: no mask, as the pipeline passes none then.
            given["img_shapes"] = [[(1, *grid)]] * rows
        return given

    def latents(self):
        """(batch, tokens, features) for the models that take patches, else a map."""
        height, width = self.height // 8, self.width // 8
        if self.model in ("flux1-dev", "qwen-image"):
            return self.random(self.batch, height * width // 4, self.parts.latent * 4)
        return self.random(self.batch, self.parts.latent, height, width)

    @torch.inference_mode()
    def denoise(self, steps=None):
        """The denoising loop from noise; guidance as the released pipeline runs it."""
        latents = self.latents().float()
        together = self.guidance and self.parts.batched
        rows = self.batch * (2 if together else 1)
        given = self.conditions(rows)
        steps = steps or self.steps
        key = "sample" if self.model == "sd2.1" else "hidden_states"

        def predict(states, step):
            time = 1.0 - step / steps
            # Flux and Qwen-Image take times from 0 to 1, the others up to 1000.
            time = time if self.model in ("flux1-dev", "qwen-image") else 1000.0 * time
            time = torch.full((states.shape[0],), time, device=self.device, dtype=self.dtype)
            return self.pass_(**{key: states.to(self.dtype)}, timestep=time, return_dict=False, **given)[0].float()

        for step in range(steps):
            if together:
                without, with_ = predict(torch.cat([latents, latents]), step).chunk(2)
                prediction = without + self.parts.scale * (with_ - without)
            elif self.guidance:
                with_, without = predict(latents, step), predict(latents, step)
                prediction = without + self.parts.scale * (with_ - without)
                if self.model == "qwen-image":
                    prediction = prediction * (with_.norm(dim=-1, keepdim=True) / prediction.norm(dim=-1, keepdim=True))
            else:
                prediction = predict(latents, step)
            latents = latents - prediction / steps
        return latents

    @torch.inference_mode()
    def decode(self):
        """Decodes image by image, as Wattpix's engine does, from latents of the decoder's scale."""
        for _ in range(self.batch):
            latent = self.random(1, self.parts.latent, self.height // 8, self.width // 8)
            if self.model == "qwen-image":
                latent = latent.unsqueeze(2)
            image = self.decoder.decode(latent, return_dict=False)[0]
            if self.device.type != "meta":
                image.float().cpu()

    def synchronize(self):
        """Waits until the device has finished."""
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def stages(self):
        """Every stage that was loaded, by its name in rows."""
        every = {"text": self.text, "denoise": self.denoise, "decode": self.decode}
        return every if self.decoder is not None else {"denoise": self.denoise}
