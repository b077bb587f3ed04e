"""What the pages for developers, and the files that other programs read, say of the project is so."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from mmdesk import __version__
from tests.__main__ import CHECKS
from tests.source import PACKAGE, ROOT, module_name, modules, top_names

ARCHITECTURE = ROOT / "packaging" / "ARCHITECTURE.md"

GLOSSARY = ROOT / "packaging" / "GLOSSARY.md"


def known_names() -> set[str]:
    """Every module, function, class and method by its dotted name below `mmdesk`."""
    known = set()
    for path, tree in modules().items():
        module = module_name(path).removeprefix("mmdesk").lstrip(".")
        known |= {module, *(f"{module}.{name}" for name in {*top_names(tree), *_defined(tree)})}
    return known


def _defined(tree: ast.Module | ast.ClassDef) -> set[str]:
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {node.name, *(f"{node.name}.{inner}" for inner in _defined(node))}
    return found


def named_in(page: Path) -> set[str]:
    """Dotted names in a page's code spans whose first part is a room."""
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()}
    spans = re.findall(r"`([A-Za-z_]+(?:\.[A-Za-z_0-9]+)+)`", page.read_text("utf-8"))
    return {span for span in spans if span.partition(".")[0] in rooms}


def test_the_architecture_names_what_exists() -> None:
    names = named_in(ARCHITECTURE)
    assert len(names) > 60
    assert sorted(names - known_names()) == []


def test_the_readme_says_where_things_are() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| .+ \| \[`(mmdesk/\S+\.py)`\]\((\S+)\): (.+) \|$", page, re.MULTILINE)
    assert len(rows) >= 10
    for shown, link, names in rows:
        assert shown == link
        module = shown.removeprefix("mmdesk/").removesuffix(".py").replace("/", ".")
        assert {f"{module}.{name}" for name in re.findall(r"`([\w.]+)`", names)} <= known_names(), shown


def glossary() -> list[tuple[str, str, str]]:
    """Word, meaning and place of each row."""
    rows = re.findall(r"^\| (.+?) \| (.+) \| `([\w.]+)` \|$", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    assert len(rows) > 90
    return rows


def test_the_glossary_has_each_word_once_and_knows_where_it_is_defined() -> None:
    words = [word for words, _, _ in glossary() for word in words.split(", ")]
    assert sorted(words) == sorted(set(words))
    assert sorted({place for _, _, place in glossary()} - known_names()) == []


def test_every_row_of_the_glossary_is_whole() -> None:
    lines = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    heads = [line for line in lines if line.startswith(("| word |", "| --- |"))]
    assert len(lines) - len(heads) == len(glossary())


def test_the_package_points_to_the_glossary() -> None:
    pages = re.findall(r"packaging/\w+\.md", ast.get_docstring(modules()[Path("mmdesk/__init__.py")]) or "")
    assert "packaging/GLOSSARY.md" in pages
    assert [page for page in pages if not (ROOT / page).is_file()] == []


PAGES = sorted([ROOT / "README.md", *(ROOT / "packaging").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_every_hard_dependency_has_a_row_with_its_licence() -> None:
    page = (ROOT / "packaging" / "THIRD_PARTY.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([\w.-]+) \| (.+?) \|", page, re.MULTILINE))
    wanted = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in project()["dependencies"]]
    assert len(wanted) > 15
    assert [name for name in wanted if not rows.get(name) or "installed" in rows[name]] == []


def test_the_hooks_are_the_checks_of_the_test_command() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert [tuple(hook["entry"].split()) for hook in hooks] == list(CHECKS)


def workflow(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8"))["jobs"]


def test_the_workflow_tests_what_the_classifiers_name() -> None:
    matrix = workflow("checks")["tests"]["strategy"]["matrix"]
    known = re.findall(r"Python :: (3\.\d+)$", "\n".join(project()["classifiers"]), re.MULTILINE)
    assert matrix["python"] == known
    assert min(known, key=_number) == project()["requires-python"].removeprefix(">=")
    assert {system.partition("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert {"run": "python -m tests"} in workflow("checks")["tests"]["steps"]


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def test_a_release_builds_a_wheel_and_an_sdist() -> None:
    commands = [step.get("run") for step in workflow("release")["build"]["steps"]]
    assert "python -m build --wheel --sdist" in commands


def test_the_changelog_is_dated_and_begins_with_this_version() -> None:
    page = (ROOT / "packaging" / "CHANGELOG.md").read_text("utf-8")
    heads = re.findall(r"^(#{2,3}) (.+)$", page, re.MULTILINE)
    assert heads[0][0] == "##"
    assert heads[0][1].startswith(__version__)
    days = [head for level, head in heads if level == "###"]
    assert days == sorted(days)
    assert [day for day in days if not re.fullmatch(r"\d{4}-\d\d-\d\d", day)] == []
