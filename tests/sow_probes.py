"""Which tests reach the places that `tests.sow` would change: each of them tells when it is evaluated.

A place within a function tells so itself. What is evaluated while a module is imported (a constant, a default
value) is taken to be reached wherever a function that names it runs.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from tests.source import Definition, functions, modules

PROBE = '''"""Tells which test is running when a numbered place is reached, in any process."""
import os

_told = set()


def hit(number, value=None):
    """Append a line to the file of the environment, once for each test; returns the value."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    if test and (number, test) not in _told and "SOWN_HITS" in os.environ:
        _told.add((number, test))
        file = os.open(os.environ["SOWN_HITS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(file, f"{number} {test}\\n".encode())
        except OSError:  # a test of full disks
            pass
        finally:
            os.close(file)
    return value
'''
"""A module to lie beside the program. It names the tests by the environment, which processes inherit."""

HIT = '__import__("sown_probe").hit'

Function = ast.FunctionDef | ast.AsyncFunctionDef

Span = tuple[Path, int, str, int]
"""A file, the byte where a place in it begins, what stands there, and the number of the change."""


def offsets(source: bytes) -> list[int]:
    """Byte at which each line begins."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def with_probes(root: Path, spans: Sequence[Span]) -> dict[Path, bytes]:
    """The changed text of every file below `root` that has a probe, so that each span tells when it is
    reached.
    """
    insertions: dict[Path, list[tuple[int, bytes]]] = defaultdict(list)
    for file, start, old, number in spans:
        for path, at, text in _probes(root, file, start, old, number):
            insertions[path].append((at, text.encode()))
    return {path: _inserted((root / path).read_bytes(), found) for path, found in insertions.items()}


def _inserted(source: bytes, insertions: list[tuple[int, bytes]]) -> bytes:
    for at, text in sorted(insertions, key=lambda insertion: insertion[0], reverse=True):
        source = source[:at] + text + source[at:]
    return source


def _probes(root: Path, file: Path, start: int, old: str, number: int) -> Iterator[tuple[Path, int, str]]:
    chain = _chain(modules()[file], _starts(root / file), start, old)
    node = chain[-1]
    if not _runs_in_function(chain):
        yield from _where_named(root, _names(chain), file, number)
    elif isinstance(node, ast.stmt):
        yield file, start, f"{HIT}({number}); "
    else:
        yield file, start, f"{HIT}({number}, ("
        yield file, start + len(old.encode()), "))"


def _chain(tree: ast.AST, starts: list[int], start: int, old: str) -> list[ast.AST]:
    """The node that stands at a byte of the file, after all those that it is part of."""
    end = start + len(old.encode())
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, ast.expr | ast.stmt):
            if found := _chain(child, starts, start, old):
                return [tree, *found]
            continue
        assert child.end_lineno is not None
        assert child.end_col_offset is not None
        first = starts[child.lineno - 1] + child.col_offset
        last = starts[child.end_lineno - 1] + child.end_col_offset
        if (first, last) == (start, end) and not isinstance(child, ast.Expr):
            return [tree, child]
        if first <= start and end <= last and (found := _chain(child, starts, start, old)):
            return [tree, *found]
        if (first, last) == (start, end):
            return [tree, child]
    return []


def _runs_in_function(chain: Sequence[ast.AST]) -> bool:
    """Whether the last of them is in the body of a function; a default value is not."""
    for outer, inner in pairwise(chain):
        if isinstance(outer, Function | ast.Lambda) and not isinstance(inner, ast.arguments):
            return True
    return False


def _names(chain: Sequence[ast.AST]) -> set[str]:
    """What functions call that which is evaluated with the last of them."""
    names = {node.name for node in chain if isinstance(node, Definition)}
    for node in chain:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _where_named(root: Path, names: set[str], file: Path, number: int) -> Iterator[tuple[Path, int, str]]:
    """Probes at the beginning of all functions that name one of these, or of all in the file."""
    for path, function, named in _functions():
        first = _first_statement(function)
        if first is not None and (named & names if names else path == file):
            line = min([first.lineno, *(mark.lineno for mark in getattr(first, "decorator_list", []))])
            if line > function.lineno:
                yield path, _starts(root / path)[line - 1], f"{' ' * first.col_offset}{HIT}({number})\n"


@cache
def _functions() -> list[tuple[Path, Function, set[str]]]:
    """Every function of the program, with its own name and all that it names."""
    return [
        (path, function, {function.name} | {name for node in ast.walk(function) for name in _named_by(node)})
        for path, tree in modules().items()
        for function in functions(tree)
    ]


def _named_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    return [node.attr] if isinstance(node, ast.Attribute) else []


def _first_statement(function: Function) -> ast.stmt | None:
    rest = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return rest[0] if rest else None


@cache
def _starts(file: Path) -> list[int]:
    return offsets(file.read_bytes())
