"""The bench of whole processes really starts them, and leaves nothing behind."""

import os
from pathlib import Path

import pytest

from mmdesk.benchmark import start
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places

ENVIRONMENT = start._environment

MOST_MB = 450
"""Memory that a search as a command may take with the starter model."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two photos, one turn of all processes, and what was compiled before is used."""
    monkeypatch.setattr(start, "_environment", lambda _folder: dict(os.environ))
    monkeypatch.setattr(start, "PHOTOS", 2)
    monkeypatch.setattr(start, "WORDS", start.WORDS[:1])


def test_the_document_has_the_figures_scripts_rely_on(places: Places) -> None:
    report = start.bench_start(None, "starter-clip", "cpu", places)
    figures = {result.name: result.value for result in report.results}
    names = ("import", "search", "status", "add_one", "first_search")
    assert {f"{name}_s" for name in names} <= figures.keys()
    assert all(value > 0 for value in figures.values())
    assert {ratio.name for ratio in report.ratios} == {
        "search_vs_import",
        "status_vs_import",
        "add_one_vs_import",
    }
    assert figures.get("search_mb", 1) < MOST_MB  # nobody tells on Windows
    assert not places.data_dir.exists()


def test_a_process_that_fails_is_told(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "FIRST_SEARCH", "import nothing_of_this_name")
    with pytest.raises(UserError, match="nothing_of_this_name"):
        start.bench_start(None, "starter-clip", "cpu", places)


def test_processes_keep_what_they_compile_in_a_place_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = ENVIRONMENT(tmp_path)
    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert Path(environment["PYTHONPYCACHEPREFIX"]).parent == tmp_path
