"""Trash folders of other disks: where the paths they note begin."""

import os

import pytest

from mmdesk.library.trash import _top


@pytest.mark.parametrize(("folder", "top"), [("/disk/.Trash/1000", "/disk"), ("/disk/.Trash-1000", "/disk")])
def test_relative_paths_begin_at_the_top_of_their_disk(folder: str, top: str) -> None:
    assert _top(os.fsencode(folder)) == os.fsencode(top)
