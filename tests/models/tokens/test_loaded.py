"""Model folders: what comes before the codes, and what is refused."""

import json
from pathlib import Path

import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.models.tokens.folder import TokensFolder
from mmdesk.models.tokens.labels import label_number
from mmdesk.models.tokens.loaded import LoadedTokens, load_tokens
from mmdesk.models.tokens.windows import Window
from tests.models.tokens.folders import COORDINATES, LABEL, SIDE, WORDS, tokens_folder

WHOLE = Window(0, 0, SIDE)


def loaded(folder: TokensFolder) -> LoadedTokens:
    """The model on the processor."""
    return load_tokens(folder, "cpu", folder.path.parent / "plans.json")


def test_words_come_before_the_codes_and_padding_is_a_token_of_its_own(tmp_path: Path) -> None:
    """All tokens of words lie behind the codes; without words only the start is left."""
    model = loaded(tokens_folder(tmp_path / "t", WORDS))
    told, untold = model.prefix("a red rose", 0, (SIDE, SIDE))(WHOLE), model.untold()
    assert untold is not None
    assert told.shape == untold(WHOLE).shape == (8,)
    padding = 64 + 10_000
    assert told.min() >= 64
    assert (told == padding).tolist() == [False] * 5 + [True] * 3
    assert (untold(WHOLE) == padding).tolist() == [False] + [True] * 7
    assert told[0] == untold(WHOLE)[0]
    assert not model.prefix("a dog", 0, (SIDE, SIDE))(WHOLE).equal(told)


def test_coordinates_are_those_of_the_window(tmp_path: Path) -> None:
    """In a picture of twice the height its lower half begins in the middle."""
    model = loaded(tokens_folder(tmp_path / "t", COORDINATES))
    prefix = model.prefix("", 0, (2 * SIDE, SIDE))
    first, second = prefix(WHOLE), prefix(Window(SIDE, 0, SIDE))
    assert first.shape == (SIDE * SIDE,)
    assert int(first[0]) == 2
    assert 30 <= int(first[-1]) <= int(second[0]) + 4
    assert int(second.max()) <= 64


def test_pictures_become_codes_and_codes_pictures(tmp_path: Path) -> None:
    """The codes of a decoded picture are codes, of the size of the picture."""
    model = loaded(tokens_folder(tmp_path / "t"))
    codes = torch.arange(64).view(1, 8, 8)
    pictures = model.decode(codes)
    assert pictures.shape == (1, 3, 32, 32)
    assert 0 <= float(pictures.min()) <= float(pictures.max()) <= 1
    found = model.encode(pictures)
    assert found.shape == (1, 8, 8)
    assert int(found.max()) < 64


def test_a_class_is_meant_by_its_number_or_by_what_its_name_alone_has(tmp_path: Path) -> None:
    """Anything else is told in a sentence."""
    folder = tokens_folder(tmp_path / "t", LABEL)
    for label, number in (("2", 2), ("tabby", 0), ("carp", 1), ("Red Fox", 3), ("rose", 2)):
        assert label_number(folder, label) == number
    for label, sentence in (
        ("red", "Which red is meant. 2 red rose; 3 red fox"),
        ("horse", "has no class horse"),
        ("", "say which with --label, 0 to 3"),
        ("4", "has no class 4"),
    ):
        with pytest.raises(UserError, match=sentence):
            label_number(folder, label)
    (folder.path / "labels.txt").unlink()
    with pytest.raises(UserError, match=r"labels\.txt is missing"):
        label_number(folder, "rose")
    with pytest.raises(UserError, match="paints no classes"):
        label_number(tokens_folder(tmp_path / "other"), "rose")


def test_a_folder_that_does_not_hold_together_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Its config, its parts, its weights."""
    folder = tokens_folder(tmp_path / "t").path
    config = json.loads((folder / "tokens_config.json").read_text())
    for change, sentence in (
        ({"side": 9}, "more codes than its block_size"),
        ({"condition": {"kind": "smell"}}, "not known: smell"),
        ({"condition": {"kind": "start", "token": 64}}, "not in its vocabulary"),
        ({"condition": {"kind": "words", "length": 1, "words": 9}}, "a vocabulary of 74 tokens"),
    ):
        (folder / "tokens_config.json").write_text(json.dumps({**config, **change}))
        with pytest.raises(UserError, match=sentence):
            TokensFolder.read(folder)
    shape = {**config["transformer"], "n_embd": 18}
    (folder / "tokens_config.json").write_text(json.dumps({**config, "transformer": shape}))
    with pytest.raises(UserError, match="do not fit its config"):
        loaded(TokensFolder.read(folder))
    (folder / "first_stage" / "vqgan.safetensors").unlink()
    with pytest.raises(UserError, match=r"vqgan\.safetensors is missing"):
        TokensFolder.read(folder)


@pytest.mark.parametrize("advised", [{"guidance": 99}, {"candidates": 3}, {"top_k": "many"}, [3.0]])
def test_advice_that_cannot_be_followed_is_told_in_a_sentence(tmp_path: Path, advised: object) -> None:
    """What a model advises comes from a file, as all else that is said of it."""
    folder = tokens_folder(tmp_path / "brush", WORDS, {"guidance": 3.0})
    assert folder.advised == {"guidance": 3.0}
    config = json.loads((folder.path / "tokens_config.json").read_text())
    (folder.path / "tokens_config.json").write_text(json.dumps({**config, "advised": advised}))
    with pytest.raises(UserError, match="advises settings that cannot be"):
        TokensFolder.read(folder.path)
