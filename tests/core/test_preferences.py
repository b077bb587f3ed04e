"""Preferences come back as they were kept, and whatever is wrong in their file as usual."""

import json
from dataclasses import asdict
from pathlib import Path

from mmdesk.core.preferences import Preferences, load_preferences, save_preferences


def test_they_come_back(tmp_path: Path) -> None:
    chosen = Preferences(
        text_percent=140,
        animations="off",
        ask_trash=True,
        threads=3,
        gentle=False,
        thumbnails_gb=5,
        keys={"Grid/S": "F"},
    )
    save_preferences(chosen, tmp_path / "new" / "preferences.json")
    assert load_preferences(tmp_path / "new" / "preferences.json") == chosen


def test_what_is_wrong_is_as_usual(tmp_path: Path) -> None:
    path, usual = tmp_path / "preferences.json", Preferences()
    assert load_preferences(path) == usual
    for wrong in (
        {"text_percent": 89},
        {"text_percent": 161},
        {"animations": "wild"},
        {"threads": -1},
        {"gentle": 1},
        {"thumbnails_gb": -1},
        {"keys": {"Grid/S": 7}},
        {"unheard": "of"},
    ):
        path.write_text(json.dumps(asdict(usual) | {"ask_trash": True} | wrong), "utf-8")
        assert load_preferences(path) == Preferences(ask_trash=True), wrong
    path.write_text("[]", "utf-8")
    assert load_preferences(path) == usual
