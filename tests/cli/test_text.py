"""`mmdesk text` and `mmdesk read-text`: lines on stdout, boxes as JSON, and what is to be installed."""

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from mmdesk.library.reading import text_models
from mmdesk.library.reading.text_models import can_read_text
from tests.cli.test_search import run

with_extra = pytest.mark.skipif(not can_read_text(), reason="the extra ocr is not installed")


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_models, "PACKAGE", "no_such_package_at_all")
    for words in (["text", "a.png"], ["read-text", "--model", "dummy"]):
        code, _, told = run(tmp_path / "data", *words)
        assert code == 1
        assert "pip install 'mmdesk[ocr]'" in told
        assert "Traceback" not in told


@with_extra
def test_files_and_the_library_are_read(tmp_path: Path) -> None:
    """One picture with words, one file that is no picture; then the same folder as a library."""
    album, data = tmp_path / "album", tmp_path / "data"
    album.mkdir()
    sign = Image.new("RGB", (320, 240), "white")
    ImageDraw.Draw(sign).text((40, 90), "platform museum", "black", ImageFont.load_default(28))
    sign.save(album / "sign.png")
    (album / "notes.jpg").write_text("not a picture", encoding="ascii")
    files = [str(album / "sign.png"), str(album / "notes.jpg")]
    code, text, _ = run(data, "text", *files, "--json")
    found, broken = json.loads(text)["files"]
    assert code == 3
    assert (found["path"], found["reason"]) == (files[0], None)
    assert [line["text"].split() for line in found["lines"]] == [["platform", "museum"]]
    assert (found["width"], found["height"]) == sign.size
    assert all(0 <= x <= sign.width for x, _ in found["lines"][0]["corners"])
    assert broken["reason"]

    assert run(data, "--model", "dummy", "add", str(album))[0] == 3
    code, text, _ = run(data, "--model", "dummy", "read-text", "--all", "--in", str(album))
    assert (code, text) == (0, "1 photo read, 1 of them with text.\n")
    code, text, _ = run(data, "--model", "dummy", "read-text", "--all", "--json")
    assert (code, json.loads(text)["read"]) == (0, 0)
    code, text, _ = run(data, "--model", "dummy", "search", 'text:"platform museum"', "--paths0")
    assert text == f"{files[0]}\0"
