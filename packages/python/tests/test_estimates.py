"""Estimates against the numbers that were released (docs/numbers.csv), and messages against those of the command line."""

import pickle

import pytest

import wattpix


def test_every_released_number_is_met(rows):
    numbers = rows("docs/numbers.csv")
    assert len(numbers) > 100
    for row in numbers:
        answer = wattpix.estimate(row["model"], row["gpu"], coefficients=int(row["version"]))
        for key in ("wh_per_image", "wh_low", "wh_high"):
            assert getattr(answer, key) == pytest.approx(float(row[key]), rel=5e-5), row


def test_units_agree():
    answer = wattpix.estimate("sd3.5-large", "h100", images=250)
    assert answer.joules_per_image == pytest.approx(3600 * answer.wh_per_image, rel=1e-12)
    assert answer.wh_total == pytest.approx(250 * answer.wh_per_image, rel=1e-12)
    gross = wattpix.estimate("sd3.5-large", "h100", boundary="gross")
    assert gross.joules_per_image == pytest.approx(gross.seconds_per_image * gross.watts, rel=1e-9)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (dict(model="sdxxl", gpu="a100"), "did you mean"),
        (dict(model="sdxl", gpu="a100", steps=0), "steps"),
        (dict(model="sdxl", gpu="a100", steps=2.5), "2.5"),
        (dict(model="sdxl", gpu="a100", guidance="maybe"), "on"),
        (dict(model="sdxl", gpu="v100", precision="fp8"), "fp8"),
        (dict(model=None, gpu="a100"), "model"),
        (dict(model="sdxl", gpu="a100", fit="nothing"), "public-data-2"),
        (dict(model="sdxl", gpu="a100", coefficients=9), "choose 1"),
    ],
)
def test_errors_say_what_is_allowed(given, said):
    with pytest.raises(wattpix.WattpixError, match=said) as caught:
        wattpix.estimate(**given)
    assert isinstance(caught.value, ValueError)


def test_values_are_taken_as_people_have_them():
    class Float16:
        """A dtype of PyTorch, by its text."""

        def __str__(self):
            return "torch.float16"

    plain = wattpix.estimate("sdxl", "a100", guidance="on", precision="fp16", width="512")
    assert plain == wattpix.estimate("SDXL", "A100 SXM4 80GB", guidance=True, precision=Float16(), width=512.0)
    assert plain == wattpix.estimate("stabilityai/stable-diffusion-xl-base-1.0", "a100", width=512)
    assert plain.width == 512 and wattpix.estimate("sdxl", "a100", guidance=False).guidance == "off"


def test_an_estimate_is_a_value():
    answer = wattpix.estimate("flux1-dev", "a100", guidance=True)
    assert answer == pickle.loads(pickle.dumps(answer)) and answer == wattpix.estimate(**answer.settings)
    assert answer.paper.fit == "paper-flux1-dev-a100"
    assert [caveat.code for caveat in answer.caveats] == ["distilled-guidance"]
    with pytest.raises(AttributeError):
        answer.watts = 1


def test_html_escapes_what_it_shows():
    answer = wattpix.estimate("flux1-dev~joint_blocks:10", "t4")
    html = answer._repr_html_()
    assert "<table>" in html and "custom-architecture" in html and "'" not in html.replace("&#x27;", "")


def test_budgets_are_used_up_and_kept():
    for wh in (0.05, 0.5, 2.0):
        steps = wattpix.largest_steps(wh, "sdxl", "a100")
        within = lambda steps: wattpix.estimate("sdxl", "a100", steps=steps).wh_per_image <= wh
        assert within(steps) and not within(steps + 1)
    for wh in (0.2, 0.5, 2.0):
        side = wattpix.largest_side(wh, "sdxl", "a100")
        within = lambda side: wattpix.estimate("sdxl", "a100", width=side, height=side).wh_per_image <= wh
        assert within(side) and not within(side + 8)
    assert wattpix.largest_steps(1e-6, "sdxl", "a100") is None
    assert wattpix.largest_steps(1e9, "sdxl", "a100") == 1000
    with pytest.raises(wattpix.WattpixError, match="greater than zero"):
        wattpix.largest_steps(float("nan"), "sdxl", "a100")
