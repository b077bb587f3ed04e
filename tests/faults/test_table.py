"""The table of faults is held against the tests there are, and against the program."""

import ast
from pathlib import Path

from tests.faults.table import TABLE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def all_tests() -> set[str]:
    return {
        f"{path.name}::{node.name}"
        for path in HERE.glob("test_*.py")
        if path.name != Path(__file__).name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_test_has_its_row_and_every_row_its_test() -> None:
    assert {fault.test for fault in TABLE} == all_tests()
    assert len({fault.what for fault in TABLE}) == len(TABLE)
    assert len({(fault.test, fault.without) for fault in TABLE}) == len(TABLE)


def test_every_protection_is_there_to_be_taken_out() -> None:
    for fault in TABLE:
        without = fault.without
        assert (ROOT / without.file).read_text().count(without.old) == 1, (fault.what, without)
