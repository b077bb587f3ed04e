"""`mmdesk why`: what a picture shows, in words, as JSON, and as a picture."""

import json
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.tasks.demo import make_sample_pictures
from tests.cli.test_search import run


@pytest.fixture(scope="module")
def flower(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    return next(path for path in make_sample_pictures(folder) if path.stem == "flower")


def why(places: Path, *words: str) -> tuple[int, str, str]:
    return run(places, "why", "--model", "dummy", *words)


def test_the_document_says_what_is_seen_and_where(tmp_path: Path, flower: Path) -> None:
    out = tmp_path / "heat.png"
    code, text, _ = why(tmp_path / "data", str(flower), "orange", "-teal", "--out", str(out), "--json")
    found = json.loads(text)
    assert code == 0
    assert (found["path"], found["out"]) == (str(flower), str(out))
    orange, teal = found["terms"]
    assert (orange["text"], teal["text"]) == ("orange", "teal")
    assert {"relevance", "score", "band", "hottest", "box"} <= orange.keys()
    left, top, width, height = orange["box"]
    assert 0.25 < left + width / 2 < 0.75
    assert 0 < top < top + height < 1
    with Image.open(out) as image:
        assert image.size == (640, 427)


def test_a_person_reads_lines_and_where_the_map_is(tmp_path: Path, flower: Path) -> None:
    out = tmp_path / "heat.png"
    code, text, told = why(tmp_path / "data", str(flower), "orange", "--out", str(out))
    assert code == 0
    assert text.count("\n") == 1
    assert ("orange" in text, "from the left" in text) == (True, True)
    assert str(out) in told


def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, flower: Path) -> None:
    there = tmp_path / "there.png"
    there.write_bytes(b"mine")
    code, text, told = why(tmp_path / "data", str(flower), "orange", "--out", str(there))
    assert (code, text) == (1, "")
    assert "already" in told
    assert there.read_bytes() == b"mine"
    assert why(tmp_path / "data", str(tmp_path / "gone.jpg"), "orange")[0] == 1
    assert "is not in the library" in why(tmp_path / "data", str(flower), "date:2019")[2]
    assert why(tmp_path / "data", str(flower), "sort:date")[0] == 1
    assert why(tmp_path / "data", str(flower))[0] == 2


def test_filters_are_told_of_photos_in_the_library_and_negatives_as_such(
    tmp_path: Path, flower: Path
) -> None:
    assert run(tmp_path / "data", "add", "--model", "dummy", str(flower.parent))[0] == 0
    words = ("rating:5", "name:flower", "-orange")
    code, text, _ = why(tmp_path / "data", str(flower), *words)
    lines = text.splitlines()
    assert code == 0
    assert lines[0].endswith("\tnot orange")
    assert lines[1:] == ["does not meet\trating:5", "meets\tname:flower"]
    document = json.loads(why(tmp_path / "data", str(flower), *words, "--json")[1])
    assert [one["negative"] for one in document["terms"]] == [True]
    assert [one["meets"] for one in document["filters"]] == [False, True]
