"""Marks for `measure exec`: a program says which phase it is in, and each phase becomes a row with its energy.

One file without dependencies; copy it beside your program, or write it there with `measure mark --python > wattpix_marks.py`.

    import wattpix_marks as marks

    marks.config(model="sdxl", width=1024, height=1024, precision="fp16", guidance="on", batch=1, engine="diffusers")
    with marks.phase("idle"):
        time.sleep(10)
    steps = marks.Steps()
    with marks.phase("image", counted=steps, images=4):
        for _ in range(4):
            pipe("a lighthouse", num_inference_steps=20, callback_on_step_end=steps)

Run it with `measure exec -- python3 program.py`. Without `measure exec` around it, and in every process of a distributed run but the first
(RANK, OMPI_COMM_WORLD_RANK or SLURM_PROCID), all of this does nothing: no waiting, no output, no error. `active()` says which it is.
A mark waits for the GPU's work (PyTorch's, on its current device) and then for the answer that the meter's edge is taken, at most one step of its
counter, 0.1 s on most GPUs. Set `synchronize` to a function of your own where another library or several devices do the work.

Stages are image, text, denoise, decode and idle. Settings are those of docs/exec.md; values are words or whole numbers.
"""

import contextlib
import os
import socket
import sys
import threading

__all__ = ["MarkError", "Steps", "active", "begin", "config", "end", "mark", "phase", "synchronize"]

_RANKS = ("RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID")
_lock = threading.Lock()
_link = None


class MarkError(RuntimeError):
    """A mark that `measure exec` does not take, or nobody who answers where WATTPIX_SOCKET says that somebody does."""


def active():
    """Whether marks are sent: `measure exec` runs this program, and this is its first process."""
    first = next((os.environ[name] for name in _RANKS if name in os.environ), "0") == "0"
    return first and bool(os.environ.get("WATTPIX_SOCKET"))


def synchronize():
    """Waits until the GPU has finished what PyTorch gave it. Does nothing where the program uses no PyTorch or no GPU of it yet."""
    cuda = getattr(sys.modules.get("torch"), "cuda", None)
    if cuda is not None and getattr(cuda, "is_initialized", lambda: True)():
        cuda.synchronize()


def config(**settings):
    """Says what runs from here on: `config(model="sdxl", steps=20)`."""
    mark("config " + _pairs(settings))


def begin(stage, **settings):
    """Begins a phase; the settings hold inside it."""
    mark("begin " + stage + " " + _pairs(settings))


def end(stage="", **settings):
    """Ends the innermost phase, with settings that only the work could tell."""
    mark("end " + stage + " " + _pairs(settings))


@contextlib.contextmanager
def phase(stage, counted=None, **settings):
    """A phase as a context: `with phase("image", images=4) as ran: ...`.

    What is put into `ran` is reported at the end, as is what a `Steps` in `counted` counted meanwhile. An exception leaves the phase open, so
    that the row of work that was not finished says so and no fit uses it.
    """
    ran = {}
    if counted is not None:
        counted.reset()
    begin(stage, **settings)
    yield ran
    if counted is not None and active():
        ran = {**counted.ran(), **ran}
    end(stage, **ran)


class Steps:
    """Counts what diffusers' pipelines run: give it as `callback_on_step_end`, and as `counted` to the phase around them.

    It reports `steps`, `passes` (denoiser passes of an image, twice as many with guidance), `sampler` (the scheduler's class), and `guidance`
    where the pipeline says it (`do_classifier_free_guidance`). `then` is a callback of your own.
    """

    def __init__(self, then=None):
        self.then = then
        self.reset()

    def reset(self):
        """Forgets all calls."""
        self.calls = []

    def __call__(self, pipe, step, timestep, callback_kwargs):
        if step == 0 or not self.calls:
            self.calls.append({"times": 0})
        call = self.calls[-1]
        call["times"] += 1
        scheduler = getattr(pipe, "scheduler", None)
        call["asked"] = getattr(scheduler, "num_inference_steps", None)
        call["sampler"] = type(scheduler).__name__ if scheduler is not None else None
        call["guided"] = getattr(pipe, "do_classifier_free_guidance", None)
        if self.then is None:
            return callback_kwargs
        return self.then(pipe, step, timestep, callback_kwargs)

    def ran(self):
        """The settings that ran, of all calls alike; raises MarkError where they differ, and where nothing was counted."""
        if not self.calls:
            raise MarkError("no step was counted: give Steps as callback_on_step_end to the pipeline")
        first = self.calls[0]
        if any(call != first for call in self.calls):
            raise MarkError(f"calls in one phase differ, so one row cannot say what ran: {self.calls}")
        # A sampler of two passes a step, or of one more, makes more times than steps; a part of the schedule makes fewer.
        times, asked = first["times"], first["asked"]
        steps = min(times, asked) if isinstance(asked, int) and asked > 0 else times
        settings = {"steps": steps}
        if first["sampler"] is not None:
            settings["sampler"] = first["sampler"]
        if first["guided"] is not None:
            settings["guidance"] = "on" if first["guided"] else "off"
            settings["passes"] = times * (2 if first["guided"] else 1)
        return settings


def mark(text):
    """Sends a mark as docs/exec.md writes it (`begin image images=4`) and waits for its answer."""
    if not active():
        return
    synchronize()
    with _lock:
        answer = _ask(" ".join(text.split()))
    if answer != "ok":
        raise MarkError(answer[len("error ") :] if answer.startswith("error ") else answer or "measure exec has ended")


def _ask(line):
    global _link
    path = os.environ["WATTPIX_SOCKET"]
    try:
        if _link is None or _link[0] != os.getpid():
            stream = socket.socket(socket.AF_UNIX)
            stream.connect(path)
            _link = (os.getpid(), stream, stream.makefile("r", encoding="utf-8"))
        _link[1].sendall((line + "\n").encode())
        return _link[2].readline().strip()
    except (OSError, AttributeError) as error:
        raise MarkError(f"cannot reach measure exec at {path}: {error}") from error


def _pairs(settings):
    for key, value in settings.items():
        if not str(value) or any(c.isspace() for c in str(value)):
            raise MarkError(f"{key}={value!r}: a value is one word or a whole number")
    return " ".join(f"{key}={value}" for key, value in settings.items())
