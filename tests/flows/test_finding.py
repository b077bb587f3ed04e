"""Add, search, similar, status: the program as people and scripts use it, on real photographs."""

import json
import os
import shutil
from pathlib import Path

import pytest

from mmdesk.core.paths import path_from_json
from mmdesk.tasks.demo import DEMO_QUERIES
from tests.flows.program import Program

FIRST_HITS = {
    "a cat": {"chelsea.png"},
    "a cup of coffee": {"coffee.png"},
    "a rocket launch": {"rocket.jpg"},
    "a motorcycle": {"motorcycle_left.png", "motorcycle_right.png"},
    "a flower": {"flower.jpg"},
    "an astronaut": {"astronaut.png"},
}


def name_of(hit: dict) -> str:
    return os.path.basename(os.fsdecode(path_from_json(hit["path"])))


def test_add_says_what_it_did_and_the_second_time_finds_nothing_to_do(
    program: Program, samples: Path
) -> None:
    count = len(list(samples.iterdir()))
    first = program.json("add", samples)
    assert (first["found"], first["indexed"], first["skipped"]) == (count, count, [])
    assert first["model"] == "starter-clip"
    assert first["photos_per_second"] == pytest.approx(count / first["seconds"], rel=0.01)
    second = program.json("add", samples)
    assert (second["found"], second["indexed"], second["unchanged"]) == (count, 0, count)


def test_the_demo_queries_find_their_pictures(indexed: Program, samples: Path) -> None:
    assert set(FIRST_HITS) == set(DEMO_QUERIES)
    first = {query: name_of(indexed.json("search", query)["hits"][0]) for query in FIRST_HITS}
    right = [query for query, name in first.items() if name in FIRST_HITS[query]]
    assert len(right) >= 4, first


def test_a_search_document_tells_all(indexed: Program, samples: Path) -> None:
    document = indexed.json("search", "a red motorcycle", "--limit", "5")
    assert document["query"] == "a red motorcycle"
    assert document["considered"] == len(list(samples.iterdir()))
    assert len(document["hits"]) == 5
    relevance = [hit["relevance"] for hit in document["hits"]]
    assert relevance == sorted(relevance, reverse=True)
    for hit in document["hits"]:
        assert os.path.isabs(hit["path"])
        assert 0 <= hit["relevance"] <= 1
        assert hit["band"] == (
            "strong" if hit["relevance"] >= 0.5 else "maybe" if hit["relevance"] >= 0.15 else "weak"
        )
        [term] = hit["terms"]
        assert (term["text"], term["weight"]) == ("a red motorcycle", 1.0)
        assert term["score"] == pytest.approx(hit["score"], abs=1e-3)
    assert document["took_ms"]["total"] >= document["took_ms"]["scan"] > 0


def test_paths0_prints_the_paths_as_the_disk_has_them(indexed: Program, samples: Path) -> None:
    paths = indexed.run("search", "anything", "--paths0", "--limit", "100").stdout.split(b"\0")
    assert paths.pop() == b""
    assert sorted(paths) == sorted(os.fsencode(path) for path in samples.iterdir())


def test_a_search_in_a_folder_stays_there(program: Program, samples: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(samples / "chelsea.png", other)
    program.run("add", samples, other)
    document = program.json("search", "a rocket", "--in", other)
    assert document["considered"] == 1
    assert [Path(hit["path"]) for hit in document["hits"]] == [other / "chelsea.png"]


def test_a_picture_is_most_similar_to_itself_and_then_to_its_twin(indexed: Program, samples: Path) -> None:
    hits = indexed.json("similar", samples / "motorcycle_left.png")["hits"]
    assert [name_of(hit) for hit in hits[:2]] == ["motorcycle_left.png", "motorcycle_right.png"]
    assert hits[0]["score"] == pytest.approx(1, abs=0.01)


def test_a_picture_outside_the_library_serves_as_well(
    indexed: Program, samples: Path, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.png"
    shutil.copy(samples / "coffee.png", stranger)
    hits = indexed.json("similar", stranger)["hits"]
    assert name_of(hits[0]) == "coffee.png"
    assert hits[0]["score"] == pytest.approx(1, abs=0.01)


def test_a_picture_that_cannot_be_read_is_named(indexed: Program, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture at all")
    error = indexed.run("similar", broken, code=1).stderr
    assert "broken.jpg" in error
    assert "Traceback" not in error


def test_status_counts_what_is_there(indexed: Program, samples: Path) -> None:
    count = len(list(samples.iterdir()))
    status = indexed.json("status")
    assert (status["photos"], status["indexed"], status["pending"], status["skipped"]) == (count, count, 0, 0)
    assert [folder["path"] for folder in status["folders"]] == [str(samples)]
    assert status["data_dir"] == str(indexed.data_dir)
    assert "reasons" not in status


def test_a_name_that_is_not_unicode_goes_through_and_back(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    folder = os.fsencode(tmp_path) + b"/r\xe9union"
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("not on this system: names must be UTF-8")
    name = folder + b"/caf\xe9 [1].jpg"
    shutil.copyfile(os.fsencode(samples / "rocket.jpg"), name)
    program.run("add", folder)
    [hit] = program.json("search", "a rocket")["hits"]
    assert path_from_json(hit["path"]) == name
    assert program.run("search", "a rocket", "--paths0").stdout == name + b"\0"
    assert b"caf" in program.run("search", "a rocket").stdout


def test_a_renamed_photo_is_known_again(program: Program, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "album"
    shutil.copytree(samples, folder)
    program.run("add", folder)
    (folder / "chelsea.png").rename(folder / "my cat.png")
    document = program.json("add", folder)
    assert (document["renamed"], document["indexed"]) == (1, 0)
    assert program.json("status")["photos"] == document["found"]


def test_demo_without_a_display_prints_its_hits(new_program: Program) -> None:
    table = new_program.run_as_process("demo").stdout.decode()
    rows = [line for line in table.splitlines() if any(query in line for query in DEMO_QUERIES)]
    right = [
        row
        for row in rows
        if any(name in row.split("│")[2] for name in FIRST_HITS[row.split("│")[1].strip()])
    ]
    assert len(rows) == len(DEMO_QUERIES)
    assert len(right) >= 4, table
    assert all(0 < float(row.split("│")[3]) <= 1 for row in right), table


def test_json_is_one_document_and_nothing_else(indexed: Program) -> None:
    done = indexed.run("--json", "status")
    assert isinstance(json.loads(done.stdout), dict)
    assert done.stderr == ""


def test_the_program_started_as_a_user_starts_it(new_program: Program, samples: Path) -> None:
    added = new_program.run_as_process("add", samples)
    assert added.stderr == "", "progress is for terminals"
    assert f"{len(list(samples.iterdir()))} indexed" in added.stdout.decode()
    found = json.loads(new_program.run_as_process("search", "a motorcycle", "--json").stdout)
    assert found["considered"] == len(list(samples.iterdir()))
