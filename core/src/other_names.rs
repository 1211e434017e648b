//! Names that diffusers, ComfyUI and others give to settings, in keys and in heads of columns.

/// Names of a setting with one meaning here, each with ours.
pub const SAME: [(&str, &str); 13] = [
    ("model_id", "model"),
    ("pretrained_model_name_or_path", "model"),
    ("gpu_name", "gpu"),
    ("gpu_model", "gpu"),
    ("num_inference_steps", "steps"),
    ("num_steps", "steps"),
    ("batch_size", "batch"),
    ("num_images", "images"),
    ("num_frames", "frames"),
    ("frame_rate", "fps"),
    ("dtype", "precision"),
    ("torch_dtype", "precision"),
    ("weight_dtype", "precision"),
];

/// Names that do not say what one of our settings has to say, each with the setting that is to be given in their place.
pub const UNCLEAR: [(&str, &str); 13] = [
    ("do_classifier_free_guidance", "guidance"),
    ("guidance_scale", "guidance"),
    ("true_cfg_scale", "guidance"),
    ("cfg_scale", "guidance"),
    ("cfg", "guidance"),
    ("ckpt_name", "model"),
    ("unet_name", "model"),
    ("denoise", "steps"),
    ("strength", "steps"),
    ("num_images_per_prompt", "batch"),
    ("resolution", "width"),
    ("size", "width"),
    ("max_sequence_length", "text_tokens"),
];
