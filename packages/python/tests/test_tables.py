"""Tables come back as the kind they were given, with the same numbers whatever that is."""

import pytest

import wattpix

TABLE = {
    "model": ["sdxl", "flux1-dev", "sdxl", "nothing"],
    "gpu": ["a100", "h100", "a100", "a100"],
    "Steps": [20, None, 25.0, 20],
    "boundary": ["gross", None, None, None],
    "mine": ["a", "b", "c", "d"],
}


def expected(key):
    return [
        getattr(wattpix.estimate("sdxl", "a100", steps=20, boundary="gross"), key),
        getattr(wattpix.estimate("flux1-dev", "h100"), key),
        getattr(wattpix.estimate("sdxl", "a100", steps=25), key),
    ]


def check(columns):
    assert columns["wh_per_image"][:3] == expected("wh_per_image")
    assert columns["watts"][:3] == expected("watts")
    assert columns["fit"][:3] == ["public-data-3"] * 3
    assert columns["boundary"][:3] == ["gross", "net", "net"]
    assert "unknown model 'nothing'" in columns["error"][3]
    assert columns["mine"] == TABLE["mine"]
    assert list(columns).count("boundary") == 1


def test_mappings():
    answer = wattpix.estimate_table(TABLE)
    check(answer)
    assert answer["wh_per_image"][3] is None and answer["error"][0] is None


def test_pandas():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(TABLE, index=[4, 5, 6, 7])
    answer = wattpix.estimate_table(table)
    assert isinstance(answer, pandas.DataFrame) and list(answer.index) == [4, 5, 6, 7]
    assert answer["wh_per_image"].dtype == "float64" and answer["wh_per_image"].isna().tolist() == [False] * 3 + [True]
    check({name: answer[name].tolist() for name in answer.columns})
    nullable = wattpix.estimate_table(table.convert_dtypes())
    assert nullable["wh_per_image"].tolist()[:3] == answer["wh_per_image"].tolist()[:3]


def test_polars():
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({**TABLE, "Steps": [20, None, 25, 20]})
    answer = wattpix.estimate_table(table)
    assert isinstance(answer, polars.DataFrame) and answer["wh_per_image"].dtype == polars.Float64
    check(answer.to_dict(as_series=False))
    with pytest.raises(wattpix.WattpixError, match="collect"):
        wattpix.estimate_table(table.lazy())


def test_arrow():
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({**TABLE, "Steps": [20, None, 25, 20]})
    answer = wattpix.estimate_table(table)
    assert isinstance(answer, pyarrow.Table)
    check(answer.to_pydict())

    class Stream:
        """What offers Arrow's C stream and nothing else."""

        def __arrow_c_stream__(self, requested_schema=None):
            return table.__arrow_c_stream__(requested_schema)

    assert wattpix.estimate_table(Stream()) == answer


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"model": ["sdxl"]}, "no column 'gpu'"),
        ({"model": ["sdxl"], "gpu": ["a100"], "widht": [512]}, "width"),
        ({"model": ["sdxl"], "gpu": ["a100"], "Model": ["sdxl"]}, "appears twice"),
        ({"model": ["sdxl"], "gpu": []}, "differ in length"),
        ([1, 2], "a list is no table"),
    ],
)
def test_tables_that_cannot_be_read_say_why(table, said):
    with pytest.raises(wattpix.WattpixError, match=said):
        wattpix.estimate_table(table)


def test_an_empty_table_stays_empty():
    assert wattpix.estimate_table({"model": [], "gpu": []})["wh_per_image"] == []


def test_a_fit_answers_where_a_row_names_none():
    table = {"model": ["flux1-dev"] * 2, "gpu": ["a100"] * 2, "guidance": ["on"] * 2, "fit": [None, "public-data-1"]}
    paper = next(one for one in wattpix.fits() if one.id == "paper-flux1-dev-a100")
    assert wattpix.estimate_table(table, fit=paper)["fit"] == ["paper-flux1-dev-a100", "public-data-1"]
    del table["fit"]
    assert wattpix.estimate_table(table, fit=paper.id)["fit"] == ["paper-flux1-dev-a100"] * 2
