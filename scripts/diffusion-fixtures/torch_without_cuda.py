#!/usr/bin/env python3
"""Makes PyPI's CUDA build of torch import without NVIDIA's 5 GB of CUDA libraries, for CPU work only.

Usage: torch_without_cuda.py SITE_PACKAGES STUBS

SITE_PACKAGES holds torch, installed with `pip install --no-deps`, and `nvidia-cuda-runtime` of the same CUDA major
version. Into STUBS go libraries with the names, symbol versions and symbols that torch's own libraries ask for; every
function returns an error code. Then run Python with LD_LIBRARY_PATH=STUBS:SITE_PACKAGES/nvidia/cu13/lib.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

# Libraries that are NVIDIA's and not installed; cudart comes from its own small wheel.
ABSENT = re.compile(r"^lib(cu(?!dart)|nv|nccl)")
SYMBOL = re.compile(r"^(cu|nv|nccl|Nv)")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(site_packages, stubs):
    stubs.mkdir(parents=True, exist_ok=True)
    needed, symbols = set(), collections.defaultdict(set)
    versions = collections.defaultdict(set)  # library -> symbol version nodes
    for library in sorted((site_packages / "torch/lib").glob("lib*.so")):
        dynamic = output("readelf", "-dW", library)
        needed |= {name for name in re.findall(r"NEEDED.*\[(.+?)\]", dynamic) if ABSENT.match(name)}
        file = None
        for line in output("readelf", "-VW", library).splitlines():
            if found := re.search(r"File: (\S+)", line):
                file = found[1]
            elif (found := re.search(r"Name: (\S+)\s+Flags", line)) and file and ABSENT.match(file):
                versions[file].add(found[1])
        for line in output("nm", "-D", "--undefined-only", library).splitlines():
            name, _, version = line.split()[-1].partition("@")
            if SYMBOL.match(name) and not (name.startswith("cuda") and "cudart" in version):
                symbols[version.lstrip("@")].add(name)
    for library in sorted(needed):
        nodes = sorted(versions[library])
        names = {name for node in nodes for name in symbols[node]}
        # A symbol without a version may come from any library that has none.
        if not nodes:
            names |= symbols[""]
        with tempfile.TemporaryDirectory() as folder:
            source, script = pathlib.Path(folder, "stub.c"), pathlib.Path(folder, "versions")
            source.write_text("".join(f"int {name}(void) {{ return 1; }}\n" for name in sorted(names)))
            script.write_text("".join(
                f"{node} {{ global: {' '.join(f'{name};' for name in sorted(symbols[node]))} }};\n"
                for node in nodes
            ))
            flags = [f"-Wl,--version-script={script}"] if nodes else []
            subprocess.run(["cc", "-shared", "-fPIC", "-fno-builtin", "-w", f"-Wl,-soname,{library}", *flags,
                            "-o", stubs / library, source], check=True)
        print(f"{library}: {len(names)} symbols, versions {nodes}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
