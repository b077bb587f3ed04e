"""Single faults sown into the program, to see whether its tests notice.

    python -m tests.sow [--seed N] [--changes 120] [--room ROOM]... [--near | --tests TESTS...]

draws changes over all rooms (a comparison turned, a number one larger, a condition negated, a statement
taken out). All tests run once in a copy of the program in which each place that would be changed tells when
it is reached (see `tests.sow_probes`); then each change is made alone, and the tests that reach it run, the
nearest and the shortest first, until one fails. At the end it prints what nobody noticed. Changes of which
nothing can be noticed are among them: a log line, a cache. It is no test of the suite, as it takes an hour
or two; with `--near` less, as only the files of tests run that mirror or import the changed file. What was
found out is written to `--notes`, and a run that was broken off goes on from there.
"""

import argparse
import ast
import json
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from tests import sow_runs
from tests.source import ROOT, module_name, modules, room
from tests.sow_probes import PROBE, offsets, with_probes

PATIENCE = 6
"""Times as long as they took before, and a minute, after which tests hang, which is noticed."""

MOST_IMPORTING = 3
"""Files of tests, the smallest first, that are near a file as they import it."""

HANGS = "hangs, or takes the process down"

ENOUGH_S = 60.0
"""Seconds of tests that a change gets of each folder of tests."""

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
    starts = offsets(source)
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


def _copy_program(copy: Path) -> None:
    """Make a copy of the program and its tests, if there is none yet."""
    if copy.exists():
        return
    for part in ("mmdesk", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, copy)
    for part in ("resources", "packaging"):
        (copy / part).symlink_to(ROOT / part)


@dataclass
class Notes:
    """What is known so far, kept in a file: which tests reach which change, and which notice it."""

    file: Path
    done: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By the folder of tests: which changes each test reaches, and its seconds."""
    tried: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """By the change and the folder of tests: the test that noticed it."""

    @classmethod
    def read(cls, file: Path) -> "Notes":
        """Those of an earlier run, if there are any."""
        notes = cls(file)
        for line in file.read_text("utf-8").splitlines() if file.exists() else []:
            notes._take(json.loads(line))
        return notes

    def add(self, **line: Any) -> None:
        """Note one thing more."""
        with self.file.open("a", encoding="utf-8") as file:
            print(json.dumps(line), file=file)
        self._take(line)

    def noticed(self, change: Change) -> str | None:
        """The test that noticed a change."""
        return next((by for (name, _), by in self.tried.items() if name == str(change) and by), None)

    def _take(self, line: dict[str, Any]) -> None:
        if "reached" in line:
            self.done[line["tests"]] = line["reached"]
        else:
            self.tried[line["change"], line["tests"]] = line["by"]


def main(arguments: Sequence[str]) -> int:
    """Sow, and print a line for each change and the sum of each room; returns how many nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changes", type=int, default=120)
    parser.add_argument("--room", action="append", default=[])
    parser.add_argument("--near", action="store_true", help="only tests that mirror or import the file")
    parser.add_argument("--tests", action="append", default=[], help="folders of tests, instead of all")
    parser.add_argument("--notes", type=Path, help="a folder to keep what was found out")
    parser.add_argument("--list", action="store_true", help="only say what would be changed")
    chosen = parser.parse_args(arguments)
    drawn = draw(chosen.seed, chosen.changes, chosen.room)
    if chosen.list:
        print("\n".join(map(str, drawn)))
        return 0
    folders = chosen.tests or sorted(str(path.parent.relative_to(ROOT)) for path in _packages())
    with tempfile.TemporaryDirectory(prefix="mmdesk-sown-") as folder:
        notes = Notes.read((chosen.notes or Path(folder)) / "sown.jsonl")
        sow_runs.warm_up()
        if chosen.near:
            _sow_near(drawn, Path(folder), notes)
        else:
            for tests in folders:
                _sow(drawn, tests, Path(folder), notes)
    return _sum_up(drawn, notes)


def _packages() -> Iterator[Path]:
    return (ROOT / "tests").glob("*/__init__.py")


def _sow(drawn: Sequence[Change], tests: str, folder: Path, notes: Notes) -> None:
    """Let the tests of one folder look for the changes that no other has noticed."""
    copy = folder / "copy"
    _copy_program(copy)
    if tests not in notes.done:
        notes.add(tests=tests, reached=_reached(drawn, tests, folder / "hits"))
    for number, change in enumerate(drawn, 1):
        if notes.noticed(change) or (str(change), tests) in notes.tried:
            continue
        reaching = _choice(change, number, notes.done[tests])
        if reaching:
            by = _noticed_by(change, copy, reaching)
            notes.add(change=str(change), tests=tests, by=by)
            print(f"{number}/{len(drawn)} {by or 'not noticed in ' + tests}: {change}", flush=True)


def _reached(drawn: Sequence[Change], tests: str, hits: Path) -> list[dict[str, Any]]:
    """Every test that passes, with its seconds and the numbers of the changes that it reaches."""
    copy = hits.with_name("probed")
    if not copy.exists():
        _copy_program(copy)
        (copy / "sown_probe.py").write_text(PROBE)
        spans = [(change.file, change.start, change.old, number) for number, change in enumerate(drawn, 1)]
        for file, text in with_probes(ROOT, spans).items():
            (copy / file).write_bytes(text)
    hits.write_text("")
    noted = sow_runs.run([tests], copy, patience_s=3600, hits=hits)
    assert noted is not None
    numbers = _numbers(hits)
    print(f"{tests}: {len(noted.seconds)} tests, {len(numbers)} reach a change", flush=True)
    print(*noted.failed, sep="\n", flush=True)
    return [
        {"test": test, "seconds": seconds, "numbers": sorted(numbers[test])}
        for test, seconds in noted.seconds.items()
        if test not in noted.failed
    ]


def _numbers(hits: Path) -> dict[str, set[int]]:
    """The numbers of the changes that each test reached."""
    found: dict[str, set[int]] = defaultdict(set)
    for line in hits.read_text("utf-8").splitlines():
        number, _, test = line.partition(" ")
        found[test].add(int(number))
    return found


def near_tests(file: Path) -> list[str]:
    """Files of tests that have the name of a file or import it, or else one that imports it, and so on.

    Commands are imported by their name only; so tests that say it are near to them.
    """
    own = f"tests/{room(file)}/"
    if room(file) == "cli" and (saying := [path for path in _imports("tests") if _says(path, file.stem)]):
        return sorted(saying, key=lambda path: (ROOT / path).stat().st_size)[:MOST_IMPORTING]
    named = [path for path in _imports("tests") if path.endswith(f"/test_{file.stem}.py")]
    exact = [path for path in named if path.startswith(own)]
    above, seen = {module_name(file)}, {module_name(file)}
    found: list[str] = []
    while above and not (found := [path for path in _imports("tests") if _imports("tests")[path] & above]):
        above = {
            module_name(Path(path)) for path, names in _imports("mmdesk").items() if names & above
        } - seen
        seen |= above
    found.sort(key=lambda path: (not path.startswith(own), (ROOT / path).stat().st_size))
    return exact + [path for path in found if path not in exact][:MOST_IMPORTING]


def _says(path: str, word: str) -> bool:
    return f'"{word}"' in (ROOT / path).read_text("utf-8")


@cache
def _imports(folder: str) -> dict[str, set[str]]:
    """The modules that each file below a folder imports from; of tests, the files of tests only."""
    return {
        str(path.relative_to(ROOT)): {
            node.module
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module
        }
        for path in sorted((ROOT / folder).rglob("test_*.py" if folder == "tests" else "*.py"))
    }


def _sow_near(drawn: Sequence[Change], folder: Path, notes: Notes) -> None:
    """Let the tests that are near look for the changes."""
    copy = folder / "copy"
    _copy_program(copy)
    for number, change in enumerate(drawn, 1):
        for tests in near_tests(change.file):
            if notes.noticed(change):
                break
            if (str(change), tests) not in notes.tried:
                by = _noticed_by(change, copy, {tests: 2 * ENOUGH_S})
                notes.add(change=str(change), tests=tests, by=by)
        print(f"{number}/{len(drawn)} {notes.noticed(change) or 'NOT NOTICED'}: {change}", flush=True)


def _choice(change: Change, number: int, reached: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Tests that reach a change, with their seconds, the nearest and the shortest first, of which enough."""
    near = tuple(mirrors_of(change.file))

    def order(line: dict[str, Any]) -> tuple[int, float]:
        mirrored = (at for at, path in enumerate(near) if line["test"].startswith(path))
        return next(mirrored, len(near)), line["seconds"]

    chosen: dict[str, float] = {}
    for line in sorted((line for line in reached if number in line["numbers"]), key=order):
        if not chosen or sum(chosen.values()) + line["seconds"] <= ENOUGH_S:
            chosen[line["test"]] = line["seconds"]
    return chosen


def _noticed_by(change: Change, copy: Path, tests: dict[str, float]) -> str | None:
    """The first of the tests that fails with a change, or None."""
    file = copy / change.file
    whole = file.read_bytes()
    file.write_bytes(change.made(whole))
    try:
        noted = sow_runs.run(list(tests), copy, 60 + PATIENCE * sum(tests.values()))
    finally:
        file.write_bytes(whole)
    if noted is None:
        return HANGS
    return noted.failed[0] if noted.failed else None


def _sum_up(drawn: Sequence[Change], notes: Notes) -> int:
    sown = Counter(room(change.file) for change in drawn)
    missed = [change for change in drawn if not notes.noticed(change)]
    left = Counter(room(change.file) for change in missed)
    for name in sown:
        print(f"{name}: {sown[name] - left[name]} of {sown[name]} noticed")
    print(f"{len(drawn) - len(missed)} of {len(drawn)} noticed; not noticed:", *missed, sep="\n")
    return len(missed)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 100))
