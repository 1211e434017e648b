"""Marks around images, taken by a socket that answers as `measure exec` does."""

import socket
import threading
from types import SimpleNamespace

import pytest

import wattpix
from wattpix import marks


def test_without_measure_nothing_happens():
    with wattpix.meter(images=2, model="sdxl") as metered:
        metered.callback(SimpleNamespace(scheduler=None), 0, 0, {})
    assert not metered.active


@pytest.fixture
def taken(tmp_path, monkeypatch):
    """The lines that a program sends, each answered with `ok`."""
    path, lines = str(tmp_path / "marks"), []
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def answer():
        stream, _ = server.accept()
        with stream, stream.makefile("rw", encoding="utf-8") as talk:
            for line in talk:
                lines.append(line.strip())
                talk.write("ok\n")
                talk.flush()

    threading.Thread(target=answer, daemon=True).start()
    monkeypatch.setenv("WATTPIX_SOCKET", path)
    monkeypatch.setattr(marks, "_link", None)
    yield lines
    server.close()


def test_a_pipeline_is_metered_with_what_it_ran(taken):
    class EulerDiscreteScheduler:
        num_inference_steps = 3

    pipe = SimpleNamespace(scheduler=EulerDiscreteScheduler(), do_classifier_free_guidance=True)
    with wattpix.meter(images=2, model="sdxl", width=1024, engine="diffusers") as metered:
        assert metered.active
        for _ in range(2):
            for step in range(3):
                assert metered.callback(pipe, step, 0, {"latents": 1}) == {"latents": 1}
        metered.ran["height"] = 768
    assert taken == [
        "begin image images=2 model=sdxl width=1024 engine=diffusers",
        "end image steps=3 sampler=EulerDiscreteScheduler guidance=on passes=6 height=768",
    ]


def test_work_that_fails_leaves_its_phase_open(taken):
    with pytest.raises(ZeroDivisionError):
        with wattpix.meter(images=1, model="sdxl"):
            1 / 0
    assert taken == ["begin image images=1 model=sdxl"]


def test_the_module_of_marks_is_that_of_measure(root):
    assert (root / "measure/python/wattpix_marks.py").read_text() == open(marks.__file__, encoding="utf-8").read()
