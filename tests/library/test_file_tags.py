"""Keywords of files as tags: they remember their parents, and what was decided stays."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from mmdesk.core.acts import ActKind
from mmdesk.core.labels import TagState
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.file_stars import FileStars
from mmdesk.library.file_tags import FileTags
from mmdesk.library.history import History
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.tags import Tags
from tests.library.test_history import do_again, take_back
from tests.library.test_tags import add_photos


@pytest.fixture
def tags(catalogue: Catalogue) -> Tags:
    add_photos(catalogue, 6)
    return Tags(catalogue)


@pytest.fixture
def file_tags(tags: Tags, catalogue: Catalogue) -> FileTags:
    return FileTags(catalogue)


@pytest.fixture
def history(catalogue: Catalogue) -> History:
    return History(catalogue)


def said(tags: Tags, photo: int) -> dict[str, tuple[str, tuple[tuple[str, ...], ...], bool]]:
    found = tags.of_photos([photo]).get(photo, [])  # type: ignore[call-overload]
    return {tag.label: (tag.state.value, tag.above, tag.is_read) for tag in found}


def test_a_tag_remembers_every_parent_it_has_in_files(tags: Tags, file_tags: FileTags) -> None:
    paths = [("Places", "Italy", "Rome"), ("USA", "Georgia"), ("Caucasus", "Georgia"), ("sea",)]
    assert file_tags.take({1: paths, 2: [("sea",)]}) == (2, 4)
    assert said(tags, 1) == {
        "Rome": ("manual", (("Places", "Italy"),), True),
        "Georgia": ("manual", (("USA",), ("Caucasus",)), True),
        "sea": ("manual", (), True),
    }
    [georgia] = [tag for tag in tags.of_photos([1])[1] if tag.label == "Georgia"]  # type: ignore[index]
    assert georgia.paths == (("USA", "Georgia"), ("Caucasus", "Georgia"))
    assert file_tags.take({1: paths, 2: [("sea",)]}) == (0, 0)


def test_what_was_decided_stays(tags: Tags, file_tags: FileTags) -> None:
    tags.reject("sea", [1])
    tags.add("sea", [2])
    tags.store_suggestions("everyday", "model", [(3, "sea", 0.7)])
    assert file_tags.take({photo: [("nature", "Sea")] for photo in (1, 2, 3, 4)}) == (2, 2)
    assert said(tags, 1) == {"sea": ("rejected", (), False)}
    assert said(tags, 2) == {"sea": ("manual", (("nature",),), False)}
    assert said(tags, 3) == {"sea": ("manual", (("nature",),), True)}
    assert said(tags, 4) == {"Sea": ("manual", (("nature",),), True)}
    [kept] = tags.of_photos([3])[3]  # type: ignore[index]
    assert (kept.label_set, kept.model, kept.probability) == ("everyday", "model", 0.7)


def test_a_decision_makes_a_tag_of_a_file_ones_own(tags: Tags, file_tags: FileTags, history: History) -> None:
    file_tags.take({1: [("nature", "sea")]})
    tags.accept("sea", [1])
    assert said(tags, 1) == {"sea": ("accepted", (("nature",),), False)}
    assert take_back(history).wanted == "accept “sea” for 1 photo"
    assert said(tags, 1) == {"sea": ("manual", (("nature",),), True)}
    assert take_back(history).kind is ActKind.READ
    assert said(tags, 1) == {}
    do_again(history)
    assert said(tags, 1) == {"sea": ("manual", (("nature",),), True)}


def test_parents_go_along_with_a_tag_that_is_removed_and_comes_back(
    tags: Tags, file_tags: FileTags, history: History
) -> None:
    file_tags.take({1: [("nature", "sea")]})
    tags.remove("sea", [1])
    assert said(tags, 1) == {}
    take_back(history)
    assert said(tags, 1) == {"sea": ("manual", (("nature",),), True)}


def test_more_parents_are_learned_once(tags: Tags, file_tags: FileTags) -> None:
    tags.add("Georgia", [1])
    for paths in ([("USA", "Georgia")], [("usa", "Georgia"), ("Caucasus", "georgia")], [("Georgia",)]):
        file_tags.take({1: paths})
    assert said(tags, 1) == {"Georgia": ("manual", (("USA",), ("Caucasus",)), False)}


def test_a_tag_that_only_files_say_has_the_parents_they_have_now(tags: Tags, file_tags: FileTags) -> None:
    for paths, above in (
        ([("Places", "Rome")], (("Places",),)),
        ([("Lieux", "Rome"), ("Places", "Rome")], (("Lieux",), ("Places",))),
        ([("Lieux", "Rome")], (("Lieux",),)),
        ([("Rome",)], ()),
    ):
        file_tags.take({1: paths})
        assert said(tags, 1) == {"Rome": ("manual", above, True)}


def test_a_label_is_found_below_one_parent(tags: Tags, file_tags: FileTags) -> None:
    file_tags.take(
        {1: [("USA", "Georgia")], 2: [("Caucasus", "Georgia")], 3: [("Georgia",)], 4: [("AC/DC",)]}
    )
    assert tags.ids_with("georgia").tolist() == [1, 2, 3]
    assert tags.ids_with("USA|Georgia").tolist() == [1]
    assert tags.ids_with("caucasus/georgia").tolist() == [2]
    assert tags.ids_with("Asia|Georgia").tolist() == []
    assert tags.ids_with("ac/dc").tolist() == [4]
    assert tags.ids_with("DC").tolist() == []
    assert tags.certainties(tags.ids_with("georgia"), ["USA|Georgia"]).tolist() == [1, 1, 1]


def test_stars_of_files_are_remembered(tags: Tags, catalogue: Catalogue) -> None:
    stars = FileStars(catalogue)
    stars.note({1: 4, 2: -1})
    stars.note({1: 0})
    assert stars.all() == {1: 0, 2: -1}


def test_an_older_catalogue_keeps_its_tags_and_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="tags_of_files")
    older.execute("INSERT INTO directories (id, path) VALUES (1, ?)", [b"/a"])
    older.execute(
        "INSERT INTO photos (id, path, directory_id, size, mtime_ns, content_hash, width, height)"
        " VALUES (1, ?, 1, 1, 1, ?, 10, 10)",
        [b"/a/1.jpg", b"1"],
    )
    row = [1, "sea", "by hand", "manual", None, "", "2020-01-01T00:00:00+00:00"]
    older.execute(
        "INSERT INTO tags (photo_id, label, label_set, state, probability, model, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    step = (
        '{"label": "sea", "photos": [1], "before": [],'
        ' "after": [[1, "sea", "by hand", "manual", null, "", "2020-01-01T00:00:00+00:00"]]}'
    )
    older.execute("INSERT INTO tag_log (sentence, changes) VALUES ('Tag sea', ?)", [step])
    connection.commit()
    connection.close()
    with Catalogue.open(path) as catalogue:
        tags = Tags(catalogue)
        assert said(tags, 1) == {"sea": ("manual", (), False)}
        assert FileTags(catalogue).take({1: [("nature", "sea")]}) == (0, 0)
        assert said(tags, 1) == {"sea": ("manual", (("nature",),), False)}
        assert FileStars(catalogue).all() == {}
        history = History(catalogue)
        assert take_back(history).kind is ActKind.READ
        assert take_back(history).wanted == "tag 1 photo “sea”"
        assert said(tags, 1) == {}
        assert do_again(history).wanted == "tag 1 photo “sea”"
        assert said(tags, 1) == {"sea": ("manual", (), False)}


def test_a_state_read_is_not_a_suggestion(tags: Tags, file_tags: FileTags) -> None:
    file_tags.take({1: [("sea",)]})
    assert [tag.state for tag in tags.photos_of("sea")] == [TagState.MANUAL]
