"""The sample library: real pictures, whole, and only once."""

from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.tasks.demo import find_samples, make_sample_pictures


def test_every_sample_is_a_sound_picture(tmp_path: Path) -> None:
    pictures = make_sample_pictures(tmp_path / "samples")
    assert len(pictures) == len(find_samples()) >= 19
    for picture in pictures:
        with Image.open(picture, formats=("JPEG", "PNG")) as image:
            image.load()
            assert min(image.size) >= 150
    assert sorted(tmp_path.rglob("*.*")) == sorted(pictures)


def test_a_second_time_nothing_is_copied_but_what_is_missing(tmp_path: Path) -> None:
    pictures = make_sample_pictures(tmp_path)
    times = {picture: picture.stat().st_mtime_ns for picture in pictures}
    lost = pictures[3]
    lost.unlink()
    assert make_sample_pictures(tmp_path) == pictures
    assert lost.exists()
    assert all(picture.stat().st_mtime_ns == times[picture] for picture in pictures if picture != lost)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        make_sample_pictures(tmp_path / "file" / "samples")
