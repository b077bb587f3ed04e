"""Which languages models read, as far as it can be told."""

from dataclasses import replace

import pytest

from mmdesk.fetching.catalogue import read_catalogue
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.languages import is_english_only


@pytest.fixture
def folder(clip: ClipModel) -> ClipFolder:
    """The folder of the starter model."""
    return clip.folder


def test_a_model_with_the_tokenizer_of_clip_reads_english(folder: ClipFolder) -> None:
    assert is_english_only(folder)
    many = {"model_cfg": {"text_cfg": {"hf_tokenizer_name": "tokenizer"}}}
    assert not is_english_only(replace(folder, config=many))


def test_the_catalogue_knows_better(folder: ClipFolder) -> None:
    for model in read_catalogue():
        if model.languages:
            assert is_english_only(replace(folder, name=model.name)) == (model.languages == "English")
