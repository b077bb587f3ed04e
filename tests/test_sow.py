"""What `tests.sow` sows is a program still, and another one."""

import ast
from collections import Counter

from tests.source import ROOT, modules, room
from tests.sow import changes_in, draw, mirrors_of


def test_every_change_makes_another_program() -> None:
    drawn = draw(seed=5, count=300, rooms=())
    assert len(drawn) == 300
    for change in drawn:
        before = (ROOT / change.file).read_bytes()
        after = change.made(before)
        assert ast.dump(ast.parse(after)) != ast.dump(ast.parse(before)), change


def test_every_kind_is_there_and_every_room_has_its_share() -> None:
    kinds = Counter(change.kind for file in modules() for change in changes_in(file))
    assert set(kinds) == {
        "comparison", "and/or", "not", "condition", "constant", "off by one", "statement"
    }  # fmt: skip
    rooms = {room(change.file) for change in draw(seed=1, count=120, rooms=())}
    assert rooms >= {"core", "library", "models", "generation", "training", "tasks", "work", "ui", "cli"}


def test_the_same_seed_draws_the_same_changes() -> None:
    assert draw(3, 40, ["core"]) == draw(3, 40, ["core"]) != draw(4, 40, ["core"])


def test_every_file_has_tests_that_mirror_it() -> None:
    missing = {
        str(file): path for file in modules() for path in mirrors_of(file) if not (ROOT / path).exists()
    }
    assert missing == {}
