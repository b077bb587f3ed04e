"""Files written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from mmdesk.core.atomic_file import replacing, write_whole
from mmdesk.core.errors import UserError


def test_the_new_file_takes_the_old_ones_place(tmp_path: Path) -> None:
    path = tmp_path / "settings"
    path.write_text("old")
    with replacing(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["settings"]


def half_replace(path: Path, error: type[BaseException]) -> None:
    with replacing(path) as part:
        part.write_text("half of the n")
        raise error("in the middle")


@pytest.mark.parametrize("error", [OSError, UserError, KeyboardInterrupt])
def test_after_an_error_the_old_file_is_there_alone(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "settings"
    path.write_text("old")
    with pytest.raises(error):
        half_replace(path, error)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["settings"]


def test_two_writers_do_not_write_to_one_part(tmp_path: Path) -> None:
    path = tmp_path / "settings"
    with replacing(path) as slow:
        slow.write_text("first begun")
        with replacing(path) as quick:
            quick.write_text("last begun")
    assert path.read_text() == "first begun"


@pytest.mark.parametrize("letter", ["a", "ä", "写", "😀", "\udcff"])
def test_the_longest_name_there_is_can_be_written(tmp_path: Path, letter: str) -> None:
    path = tmp_path / (letter * (255 // len(os.fsencode(letter))))
    write_whole(path, b"whole")
    assert path.read_bytes() == b"whole"


@pytest.mark.skipif(os.name == "nt", reason="not on this system: Windows has no such rights")
def test_a_file_has_the_rights_any_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "whole", b"")
    rights = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "whole")]
    assert rights[0] == rights[1]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot be written: No such file"):
        write_whole(tmp_path / "nowhere" / "settings", b"")
