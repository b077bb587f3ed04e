"""What `tests.sow` sows is a program still, and another one."""

import ast
from collections import Counter
from pathlib import Path

from tests.source import ROOT, modules, room
from tests.sow import changes_in, draw, mirrors_of, near_tests
from tests.sow_probes import with_probes


def test_every_change_makes_another_program() -> None:
    drawn = draw(seed=5, count=120, rooms=())
    assert len(drawn) == 120
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


def test_every_change_tells_when_it_is_reached() -> None:
    drawn = draw(seed=2, count=60, rooms=())
    spans = [(change.file, change.start, change.old, number) for number, change in enumerate(drawn)]
    probed = with_probes(ROOT, spans)
    told = set[int]()
    for text in probed.values():
        told |= {node.args[0].value for node in ast.walk(ast.parse(text)) if _is_probe(node)}
    silent = [change for number, change in enumerate(drawn) if number not in told]
    assert all(change.line < 40 for change in silent), silent  # of constants that no function names


def _is_probe(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "hit"


def test_near_tests_are_those_of_the_file_or_of_what_stands_on_it() -> None:
    assert near_tests(Path("mmdesk/ui/grid/selection.py")) == ["tests/ui/test_grid_selection.py"]
    above = near_tests(Path("mmdesk/core/tagging/drafts.py"))
    assert "tests/ui/tags/test_editor.py" in above
    assert all((ROOT / path).is_file() for path in above)
    assert "tests/flows/test_keeping.py" in near_tests(Path("mmdesk/cli/relocate.py"))
