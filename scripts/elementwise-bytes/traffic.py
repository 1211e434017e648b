"""Bytes that the kernels of a forward pass read and write, by kind of kernel. docs/elementwise.md states the rules.

A kernel here is an operator as torch's dispatcher sees it after composite operators are taken apart, on tensors of the meta device,
which have shapes and no data. Attention is replaced by one fused kernel, as it runs on a GPU.
"""

import collections
import contextlib

import torch
import torch.nn.functional as F
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

# Counted elsewhere: as operations, and as what their inputs and outputs move.
PRODUCTS = {"mm", "addmm", "bmm", "baddbmm", "convolution"}
# Nothing runs on the GPU, or what is made is never read from memory that was written before.
SILENT = {"empty", "empty_strided", "empty_like", "new_empty", "new_empty_strided", "_unsafe_view", "view", "detach", "alias",
          "lift_fresh", "_local_scalar_dense", "is_same_size", "equal", "sym_size", "_assert_async"}
# Rows of a table: as much is read as is written, whatever the size of the table.
LOOKUPS = {"embedding", "index_select", "gather", "index", "take"}
# Made of nothing but a shape.
FILLED = {"zeros_like", "ones_like", "full_like", "new_zeros", "new_ones", "new_full"}
# Written without being read.
WRITTEN = {"copy_", "fill_", "zero_", "uniform_", "normal_"}
# What attends inside a network of convolutions, and what is of convolutions wherever it stands.
ATTENDING = {"Transformer2DModel", "Attention", "QwenImageAttentionBlock", "SanaMultiscaleLinearAttention",
             "WanAttentionBlock", "HunyuanImageAttentionBlock"}
GATED = "GLUMBConv"


def distinct(tensor):
    """Bytes of a tensor, each position of its storage once: what is broadcast is read once."""
    if tensor.device.type != "meta":
        return 0
    elements = 1
    for size, stride in zip(tensor.shape, tensor.stride()):
        elements *= size if stride else min(size, 1)
    return elements * tensor.element_size()


def moved(name, tensors, outputs):
    """Bytes read and written by one kernel."""
    read, written = sum(map(distinct, tensors)), sum(map(distinct, outputs))
    if name in FILLED:
        return written
    if name in LOOKUPS:
        # Indices, and the rows.
        return sum(distinct(tensor) for tensor in tensors[1:]) + 2 * written
    if name in WRITTEN:
        return read - distinct(tensors[0]) + written
    if name == "native_group_norm":
        # Moments of a group first, then the result: a group does not fit a cache.
        return read + distinct(tensors[0]) + written
    if name == "constant_pad_nd":
        # Filled, then the middle is copied.
        return 2 * read + written
    return read + written


def described(module):
    """All that decides which kernels a module runs, but for its input: two equal layers have the same."""
    plain = (bool, int, float, str, tuple, type(None))
    return repr([(name, type(part).__name__, part.extra_repr(),
                  [(key, value) for key, value in vars(part).items() if isinstance(value, plain) and key != "layer_idx"],
                  [(key, tuple(value.shape), value.dtype) for key, value in part._parameters.items() if value is not None])
                 for name, part in module.named_modules()])


def given(leaf):
    """What of an argument decides which kernels run."""
    if isinstance(leaf, torch.Tensor):
        return tuple(leaf.shape), leaf.stride(), leaf.dtype, leaf.device.type
    return leaf if isinstance(leaf, (bool, int, float, str, type(None))) else type(leaf).__name__


class Layers:
    """Layers of a network that are alike: each kind is run once for each kind of input, and its kernels are counted for all."""

    def __init__(self, network):
        lists = [part for part in network.modules() if isinstance(part, torch.nn.ModuleList)]
        self.kinds = {id(layer): described(layer) for part in lists for layer in part}
        self.known = {}


def again(leaf):
    return torch.empty_strided(leaf.shape, leaf.stride(), dtype=leaf.dtype, device=leaf.device) if isinstance(leaf, torch.Tensor) else leaf


class Traffic(TorchDispatchMode):
    def __init__(self, convolutional, listing):
        super().__init__()
        self.kernels = collections.Counter()
        self.bytes = collections.Counter()
        self.calls = collections.Counter() if listing else None
        self.network = convolutional
        self.norms = 0
        self.stack = []

    @property
    def kind(self):
        """Blocks of convolutions: all of a U-Net and of a decoder that does not attend, and Sana's gated convolutions."""
        convolutional = GATED in self.stack or self.network and not ATTENDING.intersection(self.stack)
        return "conv_block" if convolutional else "transformer"

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        name = func._schema.name.split("::")[1]
        outputs = [leaf for leaf in tree_leaves(result) if isinstance(leaf, torch.Tensor)]
        if name in SILENT or func.is_view or not outputs or all(tensor.device.type != "meta" for tensor in outputs):
            return result
        tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
        kind = "product" if name in PRODUCTS else self.kind
        amount = moved(name, tensors, outputs)
        self.kernels[kind] += 1
        self.bytes[kind] += amount
        if self.norms:
            self.bytes["norms"] += amount
        if self.calls is not None:
            shapes = ",".join(f"{tuple(tensor.shape)}:{str(tensor.dtype).removeprefix('torch.')}" for tensor in tensors)
            self.calls[(kind, "/".join(self.stack[-2:]), name, shapes, amount)] += 1
        return result


@contextlib.contextmanager
def recorded(convolutional, layers=None, listing=False):
    """Counts what runs inside, a network of convolutions or another; all of it where no layers are given that may be alike."""
    traffic = Traffic(convolutional, listing)
    attention, norm = F.scaled_dot_product_attention, F.rms_norm

    def fused(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
        batch, *heads, queries, _ = query.shape
        traffic.kernels["product"] += 1
        traffic.bytes["product"] += sum(map(distinct, (query, key, value)))
        if not heads:
            return torch.empty(batch, queries, value.shape[-1], dtype=query.dtype, device=query.device)
        # Flash and memory-efficient kernels write tokens first, heads second.
        return torch.empty(batch, queries, *heads, value.shape[-1], dtype=query.dtype, device=query.device).transpose(1, 2)

    def watched(given, *args, **kwargs):
        traffic.norms += 1
        result = norm(given, *args, **kwargs)
        traffic.norms -= 1
        traffic.bytes["norms_fused"] += distinct(given) + distinct(result)
        return result

    call = torch.nn.Module.__call__

    def run(module, *args, **kwargs):
        kind = layers and layers.kinds.get(id(module))
        if kind is None:
            return call(module, *args, **kwargs)
        key = (kind, tuple(map(given, tree_leaves((args, kwargs)))), traffic.kind)
        if key not in layers.known:
            counters = (traffic.kernels, traffic.bytes)
            earlier = [counter.copy() for counter in counters]
            result = call(module, *args, **kwargs)
            added = []
            for counter, before_it in zip(counters, earlier):
                difference = counter.copy()
                difference.subtract(before_it)
                added.append(difference)
            layers.known[key] = (added, tree_map(again, result))
            return result
        added, result = layers.known[key]
        traffic.kernels.update(added[0])
        traffic.bytes.update(added[1])
        return tree_map(again, result)

    before = torch.nn.modules.module.register_module_forward_pre_hook(
        lambda module, _: traffic.stack.append(type(module).__name__))
    after = torch.nn.modules.module.register_module_forward_hook(lambda module, *_: traffic.stack.pop() and None)
    F.scaled_dot_product_attention, F.rms_norm, torch.nn.Module.__call__ = fused, watched, run
    try:
        with torch.no_grad(), traffic:
            yield traffic
    finally:
        F.scaled_dot_product_attention, F.rms_norm, torch.nn.Module.__call__ = attention, norm, call
        before.remove()
        after.remove()
