"""The program's source, parsed, for tests that hold its text to rules."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mmdesk"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Text:
    """A docstring, or the string below a constant that tells what it is, and where it stands."""

    where: str
    words: str


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the program, by its path below the root."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in paths}


def room(path: Path) -> str:
    """The storey's name for a file: `ui` for `mmdesk/ui/grid/cell.py`, `app` for `mmdesk/app.py`."""
    return path.parts[1].removesuffix(".py")


def module_name(path: Path) -> str:
    """`mmdesk.ui.grid` for `mmdesk/ui/grid/__init__.py`."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def outer_definitions(node: ast.AST) -> Iterator[Definition]:
    """Classes, their methods, and functions; those within functions aside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from outer_definitions(child)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods, those within functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def texts(path: Path) -> Iterator[Text]:
    """All docstrings of a module and the strings below its constants."""
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Module | Definition):
            yield from (
                Text(f"{path}:{part.lineno}", part.value.value)
                for part in node.body
                if isinstance(part, ast.Expr)
                and isinstance(part.value, ast.Constant)
                and isinstance(part.value.value, str)
            )


def top_names(tree: ast.Module) -> dict[str, str]:
    """What a module defines itself, by name, each "class", "function" or "value"."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = "class"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = "function"
        else:
            found |= dict.fromkeys(_assigned(node), "value")
    return found


def _assigned(node: ast.stmt) -> list[str]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def storeys() -> list[list[str]]:
    """The rooms of the layers contract, from the top to the ground."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in layers]
