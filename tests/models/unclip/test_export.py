"""A decoder on its way into a folder."""

from pathlib import Path

from mmdesk.models.clip_folder import ClipFolder
from tests.models.clip_folders import judge_folder
from tests.models.unclip.folders import unclip_folder


def test_a_decoder_that_is_trained_again_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    clip = ClipFolder.read(judge_folder(tmp_path / "clip"))
    before = unclip_folder(tmp_path / "models" / "small", clip)
    assert unclip_folder(tmp_path / "models" / "small", clip) == before
