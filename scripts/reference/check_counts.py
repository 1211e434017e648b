#!/usr/bin/env python3
"""Whether this folder's classes multiply what `measure flops` counts: every stage of the four models, at two sizes that are not
square, with and without guidance. Needs no GPU and no weights.
Usage: check_counts.py MEASURE
"""

import json
import pathlib
import subprocess
import sys

# transformers makes rotary angles by a matrix product, which is no layer: 3 position axes, half of a head's 128 features,
# 2 operations each, for each of the 34 + 12 tokens.
ROTARY_ANGLES = {"qwen-image": 2 * 3 * 64 * 46}


def main(measure):
    # NVIDIA's libraries and their stand-ins are torch's alone.
    failed = False
    reference = pathlib.Path(__file__).with_name("reference.py")
    for model in ("flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"):
        for width, height, guidance in ((512, 768, "off"), (256, 1024, "on")):
            settings = ["--model", model, "--width", str(width), "--height", str(height), "--steps", "3", "--guidance", guidance]
            ours = subprocess.run([measure, "flops", *settings, "--json"], check=True, capture_output=True, text=True).stdout
            # As integers of operations: nine decimals of a GFLOP are exact.
            counted = json.loads(ours, parse_float=lambda text: int(text.replace(".", "")) if len(text.split(".")[1]) == 9 else float(text))
            encodings = 2 if guidance == "on" else 1
            expected = {
                "text": encodings * (counted["text_encoder_gflops"] + ROTARY_ANGLES.get(model, 0)),
                "denoise": counted["denoiser_pass"]["gflops"] * counted["passes"],
                "decode": counted["decoder_gflops"],
            }
            theirs = subprocess.run([sys.executable, reference, "count", *settings], check=True, capture_output=True, text=True).stdout
            found = json.loads(theirs.splitlines()[-1])["operations"]
            same = found == expected
            failed |= not same
            print(f"{model} {width}x{height} guidance {guidance}: {'equal' if same else f'{found} instead of {expected}'}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
