"""The program's language: one word for one thing, docstrings that say it, small files and functions."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from statistics import median

from tests.source import (
    PACKAGE,
    ROOT,
    functions,
    module_name,
    modules,
    outer_definitions,
    storeys,
    texts,
    top_names,
)

FORMER_FILES = {
    "house.py", "eyes.py", "swift.py", "thrift.py", "retinue.py", "crew.py", "soundness.py", "taught.py",
}  # fmt: skip
"""Names that said nothing to whoever knows the field."""

PREPOSITIONS = """
    about above across after against along among around as at before behind below beneath beside between
    beyond by despite down during except for from in inside into like near of off on onto out outside over
    past per since than through throughout till to toward towards under unlike until unto up upon via with
    within without
"""

CONJUNCTIONS = "although and because but if lest nor once only or so that though unless while yet"

OPENINGS = frozenset((PREPOSITIONS + CONJUNCTIONS).split())
"""Words that no docstring begins with: it begins with the thing or with what is done."""

TREE = re.compile(r"^```\n(__main__\.py .*?)^```$", re.MULTILINE | re.DOTALL)
"""The drawing of the rooms in README.md, one storey a line, the top first."""


def test_a_public_class_name_stands_for_one_thing() -> None:
    bound = defaultdict(set)
    for path, tree in modules().items():
        for name, kind in top_names(tree).items():
            bound[name].add((kind, module_name(path)))
    classes = {name: where for name, where in bound.items() if any(kind == "class" for kind, _ in where)}
    public = {name: where for name, where in classes.items() if not name.startswith("_")}
    assert len(public) > 300
    assert {name: where for name, where in public.items() if len(where) > 1} == {}


def test_docstrings_begin_with_the_thing() -> None:
    said = [text for path in modules() for text in texts(path)]
    assert len(said) > 2000
    assert [f"{text.where} {text.words[:60]}" for text in said if _begins_badly(text.words)] == []


def _begins_badly(text: str) -> bool:
    words = [re.sub(r"\W", "", word).lower() for word in text.split()[:2]]
    return words[0] in OPENINGS or words in (["how", "many"], ["how", "much"])


def test_the_docstring_rule_tells_good_from_bad() -> None:
    assert _begins_badly("For scripts.")
    assert _begins_badly("How many there are.")
    assert not _begins_badly("Number of pixels.")
    assert not _begins_badly("Format of the file.")


def test_everything_public_has_a_docstring() -> None:
    public = [
        (path, node)
        for path, tree in modules().items()
        for node in outer_definitions(tree)
        if not node.name.startswith("_") and not _is_within_private_class(tree, node)
    ]
    assert len(public) > 1500
    bare = [f"{path}:{node.lineno} {node.name}" for path, node in public if not ast.get_docstring(node)]
    assert bare == []


def _is_within_private_class(tree: ast.Module, node: ast.AST) -> bool:
    """Whether only the module itself can reach `node`."""
    return any(
        isinstance(one, ast.ClassDef) and one.name.startswith("_") and node in ast.walk(one)
        for one in tree.body
    )


def test_files_and_functions_are_small() -> None:
    lines = [len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()]
    assert median(lines) <= 90
    assert max(lines) <= 390
    spans = sorted(_span(node) for tree in modules().values() for node in functions(tree))
    assert median(spans) <= 6
    assert spans[int(len(spans) * 0.9)] <= 15


def test_no_function_is_long() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        for node in functions(tree)
        if _span(node) > 50
    ]
    assert long == []


def _span(node: ast.stmt) -> int:
    """Number of lines of a definition, its docstring included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_package_docstrings_name_only_what_exists() -> None:
    packages = [path for path in modules() if path.name == "__init__.py"]
    assert packages
    named = {path: names for path in packages if (names := _names_in(path))}
    missing = {
        str(path): sorted(gone)
        for path, names in named.items()
        if (gone := {name for name in names if not _exists(path.parent, name)})
    }
    assert missing == {}


def _names_in(path: Path) -> set[str]:
    """Names in backticks, and those that begin a line of a list, in a package's docstring."""
    text = ast.get_docstring(modules()[path]) or ""
    quoted = re.findall(r"`([A-Za-z_][\w.]*)`", text)
    listed = re.findall(r"^([a-z_]+(?:, [a-z_]+)*) {2,}\S", text, re.MULTILINE)
    return {*quoted, *(name for names in listed for name in names.split(", "))}


def _exists(folder: Path, name: str) -> bool:
    """Whether `name` is a module below `folder` or `mmdesk/`, or defined in a module of `folder`."""
    first, _, rest = name.removeprefix("mmdesk.").partition(".")
    for base in (ROOT / folder, PACKAGE):
        if (base / f"{first}.py").is_file():
            return not rest or rest in top_names(ast.parse((base / f"{first}.py").read_text("utf-8")))
        if (base / first).is_dir():
            return not rest or _exists((base / first).relative_to(ROOT), rest)
    return any(name in top_names(tree) for path, tree in modules().items() if path.parent == folder)


def test_the_rooms_in_the_readme_are_those_of_the_contract() -> None:
    drawing = TREE.search((ROOT / "README.md").read_text("utf-8"))
    assert drawing is not None
    heads = [re.split(r" {2,}", line)[0] for line in drawing[1].splitlines() if line.strip()]
    drawn = [[name.rstrip("/").removesuffix(".py") for name in head.split(" | ")] for head in heads]
    assert drawn == storeys()


def test_former_names_are_gone() -> None:
    assert FORMER_FILES.isdisjoint(path.name for path in modules())
