"""`mmdesk search` and `mmdesk add` with words and names as people write them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.window_door import WindowDoor
from tests.looked_before import know_machine


def run(data_dir: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build_cli(WindowDoor()), ["--data-dir", str(data_dir), *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two sample pictures."""
    here = tmp_path_factory.mktemp("search")
    everything = {path.stem: path for path in make_sample_pictures(here / "all")}
    album = here / "album"
    album.mkdir()
    for name in ("chelsea", "coffee"):
        shutil.copy(everything[name], album)
    places = Places(here / "data")
    places.create()
    know_machine(places, ClipModel(places))
    assert run(here / "data", "add", str(album))[0] == 0
    return here / "data"


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["-tag:x"], "-tag:x"),
        (["-tag:x", "cat"], "cat -tag:x"),
        (["cat", "-tag:two words"], "cat words -tag:two"),
        (["-vase"], "-vase"),
        (["-c"], "-c"),
        (["-5"], "-5"),
        (["-"], "-"),
        (["--", "-tag:x"], "-tag:x"),
        (["--", "--json"], "--json"),
        (["-- cat"], "-- cat"),
    ],
)
def test_words_may_begin_with_a_dash(data_dir: Path, words: list[str], query: str) -> None:
    code, out, _ = run(data_dir, "search", "--json", "--limit", "1", *words)
    assert code == 0
    assert json.loads(out)["query"] == query


def test_options_stay_options_before_and_after_the_words(data_dir: Path) -> None:
    code, out, _ = run(data_dir, "search", "-v", "-tag:x", "--limit", "1", "--json", "cat")
    assert (code, len(json.loads(out)["hits"])) == (0, 1)
    assert run(data_dir, "search", "--jsno", "cat")[0] == 2
    assert run(data_dir, "search", "--limit", "-1", "cat")[0] == 2
    assert run(data_dir, "search", "--help")[0] == 0


def test_a_search_that_finds_nothing_says_so(data_dir: Path) -> None:
    code, out, told = run(data_dir, "search", "tag:nowhere")
    assert (code, out) == (0, "")
    assert told == "No photo meets tag:nowhere.\n"
    assert run(data_dir, "search", "a rocket score:>0.9")[2] == "Nothing was found among 2 photos.\n"
    assert run(data_dir, "search", "a cat")[2] == ""
    assert run(data_dir, "search", "cat tag:nowhere")[2] == "No photo meets tag:nowhere.\n"
    assert run(data_dir, "search", "cat", "--in", "/nowhere")[2].endswith(" to look among below /nowhere.\n")
    empty = data_dir.parent / "empty"
    assert "mmdesk add FOLDER" in run(empty, "search", "cat", "--model", "dummy")[2]


@pytest.mark.parametrize(
    "words",
    [
        ["add", ""],
        ["add", "/tmp", ""],
        ["search", "cat", "--in", ""],
        ["similar", ""],
        ["duplicates", "--in", ""],
    ],
)
def test_an_empty_name_is_no_folder(data_dir: Path, words: list[str]) -> None:
    code, out, told = run(data_dir, *words)
    assert (code, out) == (2, "")
    assert "The name is empty; say which file or folder is meant." in told


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("name:chel*", ["chelsea"]),
        ("-name:CHEL", ["coffee"]),
        ("name:chelsea|coffee sort:name", ["chelsea", "coffee"]),
        ("folder:album type:png -name:coffee", ["chelsea"]),
        ("folder:alb type:raw", []),
        ("a cup sort:name score:>=0 type:png", ["chelsea", "coffee"]),
        ("rating:0 date:1999", []),
        ("place:vienna", []),
    ],
)
def test_filters_choose_photos(data_dir: Path, line: str, names: list[str]) -> None:
    code, out, _ = run(data_dir, "search", "--json", line)
    assert code == 0
    document = json.loads(out)
    found = [Path(hit["path"]).stem for hit in document["hits"]]
    assert (sorted(found) if "cup" in line else found) == names
    assert bool(document["note"]) == ("place:" in line)


def test_a_search_says_how_it_was_understood(data_dir: Path) -> None:
    line = ["-dog", "(cat|kitten)", "rating:lots", "-camera:canon|nikon", '"a cat":2']
    _, out, told = run(data_dir, "search", "--json", "--limit", "1", *line)
    assert told.startswith("Taken for words: rating:lots (rating: wants 0 to 5 stars")
    assert [tuple(one.values()) for one in json.loads(out)["understood"]] == [
        ("words", "rating:lots", False, 1.0),
        ("words", "dog", True, 1.0),
        ("words", "cat or kitten", False, 1.0),
        ("words", "a cat", False, 2.0),
        ("camera", "canon or nikon", True, 1.0),
    ]


def test_a_picture_stands_on_the_line(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data_dir.parent / "album")
    _, out, _ = run(data_dir, "search", "--json", "@coffee.png")
    document = json.loads(out)
    assert Path(document["hits"][0]["path"]).stem == "coffee"
    assert document["hits"][0]["relevance"] > 0.9
    assert run(data_dir, "search", "@nowhere.png")[0] == 1


@pytest.mark.parametrize(
    ("line", "names", "note"),
    [
        ("chelsea.png", ["chelsea"], "“chelsea.png” is taken for name:chelsea.png (in quotation marks"),
        ("photos from album", ["chelsea", "coffee"], "“photos from album” is taken for folder:album ("),
        ("5 stars", [], "“5 stars” is taken for rating:5 ("),
        ("last christmas", [], "“last christmas” is taken for date:"),
        (
            "nikon -cat",
            None,
            "Taken for words: nikon (no photo of the library was taken with",
        ),
        ('"5 stars"', None, ""),
    ],
)
def test_words_without_grammar_are_taken_for_what_they_name(
    data_dir: Path, line: str, names: list[str] | None, note: str
) -> None:
    code, out, told = run(data_dir, "search", "--json", line)
    document = json.loads(out)
    assert code == 0
    assert document["note"].startswith(note)
    assert told.startswith(note)
    if names is not None:
        assert sorted(Path(hit["path"]).stem for hit in document["hits"]) == names


def test_a_misspelling_is_told(data_dir: Path) -> None:
    _, out, told = run(data_dir, "search", "--json", "a red bycicle")
    assert json.loads(out)["did_you_mean"] == "a red bicycle"
    assert told == "Did you mean: a red bicycle?\n"
    assert json.loads(run(data_dir, "search", "--json", "a cup")[1])["did_you_mean"] == ""


def test_another_language_than_the_model_reads_is_told(data_dir: Path) -> None:
    for line in ("Hund im Schnee", "un chien dans la neige"):
        _, out, told = run(data_dir, "search", "--json", line)
        assert json.loads(out)["note"].startswith(
            "Some of these words are not known to this model, which reads"
        )
        assert told.endswith("models for many languages are on the Models page.\n")
    for line in ("a cat", "tag:Hund", "Los Angeles", "a red bycicle", "name:hund.png a cat"):
        assert json.loads(run(data_dir, "search", "--json", line)[1])["note"] == ""


def test_where_all_hits_are_weak_nothing_looks_like_that(data_dir: Path) -> None:
    document = json.loads(run(data_dir, "search", "--json", "a rocket launch")[1])
    assert [document["found"], {hit["band"] for hit in document["hits"]}] == [0, {"weak"}]
    code, out, told = run(data_dir, "search", "a rocket launch")
    assert (code, told) == (0, "Nothing here looks like that. These may resemble it:\n")
    assert [line.split("\t")[1] for line in out.splitlines()] == ["weak", "weak"]
    assert json.loads(run(data_dir, "search", "--json", "a cat")[1])["found"] >= 1
    assert json.loads(run(data_dir, "search", "--json", "type:png")[1])["found"] == 2


@pytest.mark.parametrize("line", ["sort:name", "sort:rating", "score:>0.5"])
def test_an_order_alone_lists_all_photos(data_dir: Path, line: str) -> None:
    code, out, _ = run(data_dir, "search", line)
    assert (code, len(out.splitlines())) == (0, 2)


def test_of_two_things_the_one_that_no_photo_shows_is_named(data_dir: Path) -> None:
    document = json.loads(run(data_dir, "search", "--json", '"a cat" "a rocket"')[1])
    assert (document["found"], document["doubtful"]) == (0, ["a rocket"])
    assert document["hits"][0]["path"].endswith("chelsea.png")
    told = run(data_dir, "search", '"a cat" "a rocket"')[2]
    assert told == "No photo clearly shows “a rocket”. “a cat”: 1 photo. These may resemble it:\n"
    assert document["nothing"] == "No photo clearly shows “a rocket”. “a cat”: 1 photo."


def test_things_that_no_photo_shows_together_are_told_one_by_one(data_dir: Path) -> None:
    document = json.loads(run(data_dir, "search", "--json", '"cat" "cup"')[1])
    assert document["apart"] == {
        "query": '"cat" "cup"',
        "together": 0,
        "things": [
            {"text": "cat", "query": '"cat"', "found": 1},
            {"text": "cup", "query": '"cup"', "found": 1},
        ],
    }
    assert document["nothing"] == "No photo shows both. “cat”: 1 photo, “cup”: 1 photo."
    assert json.loads(run(data_dir, "search", "--json", "a cat")[1])["apart"] is None
