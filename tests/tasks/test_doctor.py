"""Sentences of the doctor."""

import pytest

from mmdesk.fetching.addresses import addresses
from mmdesk.fetching.catalogue import read_catalogue
from mmdesk.tasks.doctor import _commonest, _network


def test_of_many_reasons_the_commonest_is_told_which_comes_first() -> None:
    assert (
        _commonest([("The file is empty.", 7), ("The file is damaged.", 2)])
        == " (7 of them: The file is empty)"
    )
    assert _commonest([]) == ""


def test_every_host_that_is_ever_asked_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    assert "used only where a model is fetched by name" in _network()
    assert "it would ask heibox.uni-heidelberg.de and huggingface.co," in _network()
    asked = {url.split("/")[2] for model in read_catalogue() for _, url in addresses(model)}
    assert asked == {"heibox.uni-heidelberg.de", "huggingface.co"}
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example")
    assert "mirror.example" in _network()
