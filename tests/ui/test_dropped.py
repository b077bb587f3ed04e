"""What is dropped or pasted is sorted out, whatever its name."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from mmdesk.ui.search.dropped import holds_anything, path_of, what_is_in


def _mime(*urls: QUrl) -> QMimeData:
    mime = QMimeData()
    mime.setUrls(list(urls))
    return mime


def test_folders_and_files_are_told_apart(tmp_path: Path) -> None:
    picture = tmp_path / "a picture, 100% ü#?.jpg"
    picture.touch()
    dropped = what_is_in(_mime(QUrl.fromLocalFile(str(picture)), QUrl.fromLocalFile(str(tmp_path))))
    assert dropped.files == (os.fsencode(picture),)
    assert dropped.folders == (os.fsencode(tmp_path),)


@pytest.mark.skipif(os.name == "nt", reason="not on this system: paths are text")
def test_a_name_that_is_not_utf8_survives() -> None:
    assert path_of(QUrl.fromEncoded(b"file:///p/caf%E9.jpg")) == b"/p/caf\xe9.jpg"


def test_what_lies_on_the_net_is_left_there() -> None:
    mime = _mime(QUrl("https://example.org/cat.jpg"))
    assert not holds_anything(mime)
    assert what_is_in(mime).files == ()


def test_a_picture_without_a_file() -> None:
    mime = QMimeData()
    mime.setImageData(QImage(4, 3, QImage.Format.Format_RGB32))
    assert holds_anything(mime)
    image = what_is_in(mime).image
    assert image is not None
    assert (image.width(), image.height()) == (4, 3)


def test_a_file_goes_before_the_image_of_its_icon(tmp_path: Path) -> None:
    mime = _mime(QUrl.fromLocalFile(str(tmp_path / "cat.jpg")))
    mime.setImageData(QImage(4, 3, QImage.Format.Format_RGB32))
    assert what_is_in(mime).image is None
    assert len(what_is_in(mime).files) == 1


def test_words_are_not_for_here() -> None:
    mime = QMimeData()
    mime.setText("a cat")
    assert not holds_anything(mime)
