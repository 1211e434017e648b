"""Tiny tokenizers in the files of released checkpoints, trained on a few captions.

CLIP and Qwen come as vocab.json + merges.txt, T5 as tokenizer.json.
"""

import collections
import json
import math
import re

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import CLIPTokenizer, PreTrainedTokenizerFast, Qwen2Tokenizer

CAPTIONS = [
    "a photo of a red fox in the snow, early morning light",
    "two children playing chess under an old tree",
    "a bowl of oranges on a wooden table; studio photograph",
    "the skyline of a city at night, seen from the sea",
]
TEMPLATE = (
    "<|im_start|>system\nDescribe the image by detailing the color, shape, size, texture, quantity, text, "
    "spatial relationships of the objects and background:<|im_end|>\n<|im_start|>user\n{}<|im_end|>\n"
    "<|im_start|>assistant\n"
)


def bytes_in_order():
    """Bytes that stand for themselves first, as in GPT-2's vocabulary."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return printable + [byte for byte in range(256) if byte not in printable]


def byte_letter(byte):
    order = bytes_in_order()
    printable = len([*range(33, 127), *range(161, 173), *range(174, 256)])
    place = order.index(byte)
    return chr(byte) if place < printable else chr(256 + place - printable)


def byte_letters():
    return [byte_letter(byte) for byte in bytes_in_order()]


def bpe(words, count, suffix=""):
    """The `count` most frequent merges of a byte-pair encoding, ties broken by the alphabet (the trainers of the
    tokenizers library break them at random)."""
    letter_of = dict(zip(sorted(bytes_in_order()), [byte_letter(byte) for byte in sorted(bytes_in_order())]))
    pieces = []
    for word in words:
        piece = [letter_of[byte] for byte in word.encode()]
        piece[-1] += suffix
        pieces.append(piece)
    merges = []
    for _ in range(count):
        pairs = collections.Counter(pair for piece in pieces for pair in zip(piece, piece[1:]))
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for piece in pieces:
            at = 0
            while at + 1 < len(piece):
                if (piece[at], piece[at + 1]) == best:
                    piece[at:at + 2] = ["".join(best)]
                at += 1
    return merges


def write_bpe(folder, letters, merges, special, config):
    vocabulary = {}
    for token in [*letters, *("".join(merge) for merge in merges), *special]:
        vocabulary.setdefault(token, len(vocabulary))
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1))


def clip(folder, padding):
    letters = byte_letters()
    words = [word for text in CAPTIONS for word in re.findall(r"[a-z]+|[^\sa-z]+", text)]
    merges = bpe(words, 100, "</w>")
    start, end = "<|startoftext|>", "<|endoftext|>"
    config = dict(tokenizer_class="CLIPTokenizer", bos_token=start, eos_token=end, unk_token=end, pad_token=padding,
                  model_max_length=77)
    write_bpe(folder, [*letters, *(letter + "</w>" for letter in letters)], merges, [start, end], config)
    return CLIPTokenizer.from_pretrained(folder)


def t5(folder):
    words = ["\u2581" + word for text in CAPTIONS for word in text.split()]
    counts = collections.Counter(word[start:end] for word in words for start in range(len(word))
                                 for end in range(start + 1, len(word) + 1))
    letters = sorted(piece for piece in counts if len(piece) == 1)
    longer = sorted((piece for piece in counts if len(piece) > 1), key=lambda piece: (-counts[piece] * len(piece), piece))
    chosen = (letters + longer)[:61]
    total = sum(counts[piece] for piece in chosen)
    vocabulary = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    vocabulary += [(piece, math.log(counts[piece] / total)) for piece in chosen]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=2))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(
        dict(tokenizer_class="T5TokenizerFast", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"), indent=1))
    return PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), eos_token="</s>",
                                   pad_token="<pad>", unk_token="<unk>", model_max_length=512)


def qwen(folder):
    texts = [*CAPTIONS, *re.split(r"<\|im_\w+\|>", TEMPLATE)]
    merges = bpe([word for text in texts for word in re.findall(r" ?[A-Za-z]+|[^\sA-Za-z]+", text)], 150)
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    config = dict(tokenizer_class="Qwen2Tokenizer", pad_token="<|endoftext|>", eos_token="<|im_end|>",
                  bos_token=None, unk_token=None, model_max_length=1024, add_prefix_space=False,
                  added_tokens_decoder={})
    letters = byte_letters()
    count = len({*letters, *("".join(merge) for merge in merges)})
    config["added_tokens_decoder"] = {
        str(count + index): dict(content=token, special=True, lstrip=False, rstrip=False, normalized=False,
                                 single_word=False)
        for index, token in enumerate(special)
    }
    write_bpe(folder, letters, merges, special, config)
    return Qwen2Tokenizer.from_pretrained(folder)


def write(model, folder):
    """Writes the tokenizers of a pipeline and returns them in its order."""
    end = "<|endoftext|>"
    if model == "flux1-dev":
        return [clip(folder / "tokenizer", end), t5(folder / "tokenizer_2")]
    if model == "sd3.5-large":
        return [clip(folder / "tokenizer", end), clip(folder / "tokenizer_2", "!"), t5(folder / "tokenizer_3")]
    if model == "qwen-image":
        return [qwen(folder / "tokenizer")]
    return [clip(folder / "tokenizer", "!")]
