"""Writes tests/data/diffusion/exclaimed.json: ids of prompts that hold the padding token `!` of some CLIP tokenizers, by
transformers, from the files of the tiny checkpoints.

Usage: scripts/diffusion-fixtures/python.sh scripts/diffusion-fixtures/exclaimed.py
"""

import json
import pathlib

from transformers import CLIPTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/diffusion"
TOKENIZERS = ["sd2.1/tokenizer", "sd3.5-large/tokenizer", "sd3.5-large/tokenizer_2"]
PROMPTS = ["a red fox!", "!", "stop! a fox !! in the snow", "wow!snow", "a fox <|endoftext|> in the snow"]


def main():
    found = {}
    for name in TOKENIZERS:
        tokenizer = CLIPTokenizer.from_pretrained(ROOT / name)
        rows = tokenizer(PROMPTS, padding="max_length", max_length=77, truncation=True).input_ids
        found[name] = dict(zip(PROMPTS, rows))
    text = json.dumps(found, indent=1)
    (ROOT / "exclaimed.json").write_text(text.replace("\n   ", " ").replace("\n  ]", "]") + "\n")


if __name__ == "__main__":
    main()
