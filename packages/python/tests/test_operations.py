"""Operations against those of diffusers' classes (tests/data/flops_ground_truth.csv)."""

from decimal import Decimal

import wattpix


def exact(gflops):
    return int(Decimal(gflops) * 10**9)


def test_denoisers_are_counted_to_the_last_operation(rows):
    known = {model.id for model in wattpix.models()}
    counted = 0
    for row in rows("tests/data/flops_ground_truth.csv"):
        if row["component"] != "denoiser" or row["model"] not in known:
            continue
        ours = wattpix.flops(row["model"], width=row["width"], height=row["height"], text_tokens=row["text_tokens"])
        assert ours.denoiser_pass.total == exact(row["gflops"]), row
        assert ours.denoiser_pass.attention == exact(row["attention_gflops"]), row
        assert ours.denoiser_parameters == int(row["params"]), row
        counted += 1
    assert counted > 50


def test_components_add_up():
    ours = wattpix.flops("sd2.1", steps=10, guidance=True)
    assert ours.passes == 20
    assert ours.total == ours.text_encoder.total + 20 * ours.denoiser_pass.total + ours.decoder.total
    assert ours.denoising_share == ours.denoiser / ours.total
    assert ours.total_gflops == ours.total / 1e9
