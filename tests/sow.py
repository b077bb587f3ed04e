"""Single faults sown into the program, to see whether its tests notice.

    python -m tests.sow [--seed N] [--changes 120] [--room ROOM]... [--then TESTS]... [--list]

draws changes over all rooms (a comparison turned, a number one larger, a condition negated, a statement
taken out), makes each alone in a copy of the program, and runs the tests of the room that mirrors its file
until one fails; then, where none did, the tests named by `--then`. At the end it prints what nobody noticed.
Changes of which nothing can be noticed are among them: a log line, a cache. It is no test of the suite, as it
takes hours.
"""

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.source import ROOT, modules, room

PATIENCE_S = 900
"""Seconds after which tests hang, which is noticed."""

TURNED = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip

ELSEWHERE = {
    "__init__": "tests/test_words.py",
    "__main__": "tests/flows",
    "app": "tests/flows",
    "window_door": "tests/test_window_door.py",
}
"""Tests of files that are a room of their own."""

ALSO = {"cli": ["tests/flows"]}
"""Further tests of a room."""


@dataclass(frozen=True)
class Change:
    """`old` becomes `new` from byte `start` of the file on."""

    file: Path
    line: int
    start: int
    old: str
    new: str
    kind: str

    def made(self, source: bytes) -> bytes:
        """The file with the change."""
        end = self.start + len(self.old.encode())
        assert source[self.start : end] == self.old.encode()
        return source[: self.start] + self.new.encode() + source[end:]

    def __str__(self) -> str:
        shown = [" ".join(text.split())[:70] for text in (self.old, self.new)]
        return f"{self.file}:{self.line} {self.kind}: {shown[0]} -> {shown[1]}"


def changes_in(file: Path) -> list[Change]:
    """Every change that can be made in a file of the program; its path is below the root."""
    source = (ROOT / file).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, kind, new in _ideas(modules()[file]):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        found.append(Change(file, node.lineno, start, source[start:end].decode(), new, kind))
    return found


def _ideas(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    """What can be changed: the node, the kind of change, and the text that takes its place."""
    for node in _running(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
            yield node, "comparison", f"({left} {TURNED[type(node.ops[0])]} {right})"
        elif isinstance(node, ast.BoolOp):
            word = " or " if isinstance(node.op, ast.And) else " and "
            yield node, "and/or", f"({word.join(f'({ast.unparse(value)})' for value in node.values)})"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not", f"({ast.unparse(node.operand)})"
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            yield node.test, "condition", f"(not ({ast.unparse(node.test)}))"
        elif isinstance(node, ast.Constant):
            yield from _other_constant(node)
        elif isinstance(node, ast.AugAssign) or (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and not ast.unparse(node.value).startswith("log.")
        ):
            yield node, "statement", "pass"


def _other_constant(node: ast.Constant) -> Iterator[tuple[ast.expr, str, str]]:
    if isinstance(node.value, bool):
        yield node, "constant", str(not node.value)
    elif isinstance(node.value, int):
        yield node, "off by one", f"({node.value} + 1)"
    elif isinstance(node.value, float):
        yield node, "constant", f"({node.value!r} * 2 + 0.1)"


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those of annotations, and of f-strings, whose parts have no exact place in the file."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list") or isinstance(tree, ast.JoinedStr):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from _running(child)


def draw(seed: int, count: int, rooms: Sequence[str]) -> list[Change]:
    """So many changes of these rooms, or of all: one in a file, each file as likely as another."""
    chance = random.Random(seed)
    files = [file for file in modules() if not rooms or room(file) in rooms]
    found = (changes_in(file) for file in chance.sample(files, len(files)))
    return list(islice((chance.choice(changes) for changes in found if changes), count))


def mirrors_of(file: Path) -> list[str]:
    """Folders and files of the tests that mirror a file, the nearest first."""
    own = ELSEWHERE.get(room(file), f"tests/{room(file)}")
    parts = () if own in ELSEWHERE.values() else file.with_suffix("").parts[2:]
    near = [f"{own}/{'/'.join((*parts[:-1], f'test_{parts[-1]}.py'))}"] if parts else []
    near += [f"{own}/{'/'.join(parts[:end])}" for end in range(len(parts) - 1, 0, -1)]
    return [path for path in near if (ROOT / path).exists()] + [own, *ALSO.get(room(file), [])]


def notices(tests: str, copy: Path) -> bool:
    """Whether one of the tests fails in the copy, or hangs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests.split()],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=PATIENCE_S) != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        _end_with_all_it_started(process)


def _end_with_all_it_started(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def noticed_by(change: Change, copy: Path, then: Sequence[str]) -> str | None:
    """The tests that notice a change, or None."""
    file = copy / change.file
    whole = file.read_bytes()
    file.write_bytes(change.made(whole))
    try:
        return next((tests for tests in [*mirrors_of(change.file), *then] if notices(tests, copy)), None)
    finally:
        file.write_bytes(whole)


def _copy_program(copy: Path) -> None:
    for part in ("mmdesk", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, copy)
    for part in ("resources", "packaging"):
        (copy / part).symlink_to(ROOT / part)


def main(arguments: Sequence[str]) -> int:
    """Sow, and print a line for each change and the sum of each room; returns how many nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changes", type=int, default=120)
    parser.add_argument("--room", action="append", default=[])
    parser.add_argument("--then", action="append", default=[])
    parser.add_argument("--list", action="store_true", help="only say what would be changed")
    chosen = parser.parse_args(arguments)
    drawn = draw(chosen.seed, chosen.changes, chosen.room)
    if chosen.list:
        print("\n".join(map(str, drawn)))
        return 0
    with tempfile.TemporaryDirectory(prefix="mmdesk-sown-") as folder:
        _copy_program(Path(folder))
        return _sow(drawn, Path(folder), chosen.then)


def _sow(drawn: Sequence[Change], copy: Path, then: Sequence[str]) -> int:
    sown, noticed, missed = Counter[str](), Counter[str](), list[Change]()
    for number, change in enumerate(drawn, 1):
        tests = noticed_by(change, copy, then)
        sown[room(change.file)] += 1
        noticed[room(change.file)] += tests is not None
        missed += [] if tests else [change]
        print(f"{number}/{len(drawn)} {tests or 'NOT NOTICED'}: {change}", flush=True)
    for name in sown:
        print(f"{name}: {noticed[name]} of {sown[name]} noticed")
    print(f"{noticed.total()} of {sown.total()} noticed; not noticed:", *missed, sep="\n")
    return len(missed)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 100))
