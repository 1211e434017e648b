"""Charts are SVG files of their own."""

import xml.etree.ElementTree as xml

import pytest

import wattpix


@pytest.mark.parametrize("id", ["energy-by-steps", "energy-by-side", "flops-by-component"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_are_svg(id, theme, tmp_path):
    chart = wattpix.chart(
        wattpix.estimate("sdxl", "a100"), {"model": "flux1-dev", "gpu": "h100"}, id=id, theme=theme, width=640
    )
    root = xml.fromstring(chart.svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("role") == "img"
    assert "FLUX.1-dev" in chart.svg and chart._repr_html_() == chart.svg
    chart.save(tmp_path / "chart.svg")
    assert xml.parse(tmp_path / "chart.svg").getroot().tag == root.tag


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (dict(id="pie"), "energy-by-steps"),
        (dict(theme="blue"), "light, dark"),
    ],
)
def test_unknown_charts_are_refused(given, said):
    with pytest.raises(wattpix.WattpixError, match=said):
        wattpix.chart({"model": "sdxl", "gpu": "a100"}, **given)
    with pytest.raises(wattpix.WattpixError, match="no configuration"):
        wattpix.chart()
    with pytest.raises(wattpix.WattpixError, match="unknown setting 'stepz'"):
        wattpix.chart({"model": "sdxl", "gpu": "a100", "stepz": 1})
