"""Tokenizers that come as a `tokenizer.json`: as transformers would have them, without it."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from mmdesk.models.json_tokenizer import JsonTokenizer

LENGTH = 16
WORDS = ["a photo of a dog in the snow", "ein Hund im Schnee", "une bicyclette rouge", "雪の中の犬"]
SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>"]


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small tokenizer of Gemma's kind: byte fallback, blanks as signs, an end and no start."""
    folder = tmp_path_factory.mktemp("gemma")
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Replace("▁", " ")
    letters = [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=[*SPECIAL, *letters])
    tokenizer.train_from_iterator(WORDS * 20, trainer)
    tokenizer.post_processor = processors.TemplateProcessing("$A <eos>", special_tokens=[("<eos>", 1)])
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "GemmaTokenizer",
        "add_bos_token": False,
        "add_eos_token": True,
        "bos_token": "<bos>",
        "eos_token": {"__type": "AddedToken", "content": "<eos>", "special": True},
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "padding_side": "right",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return folder


def test_every_text_has_its_end_and_the_full_length(gemma: Path) -> None:
    ids = JsonTokenizer(gemma, LENGTH, "canonicalize")(["A photo, of a DOG!", "", "word " * 50])
    assert ids.shape == (3, LENGTH)
    assert ids.dtype == np.int64
    end, pad = SPECIAL.index("<eos>"), SPECIAL.index("<pad>")
    assert list(ids[1]) == [end] + [pad] * (LENGTH - 1)
    assert ids[2, -1] == end, "what is too long is cut before its end"
    assert np.array_equal(ids[0], JsonTokenizer(gemma, LENGTH)(["a photo of a dog"])[0])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_ids_are_those_of_transformers(gemma: Path, texts: list[str]) -> None:
    pytest.importorskip("transformers", reason="the extra train is not installed")
    from open_clip.tokenizer import HFTokenizer  # noqa: PLC0415

    theirs = HFTokenizer(str(gemma), context_length=LENGTH, clean="canonicalize", local_files_only=True)
    assert np.array_equal(JsonTokenizer(gemma, LENGTH, "canonicalize")(texts), theirs(texts).numpy())


def test_the_config_says_it_where_the_file_does_not(gemma: Path, tmp_path: Path) -> None:
    bare = json.loads((gemma / "tokenizer.json").read_text())
    (tmp_path / "tokenizer.json").write_text(json.dumps(bare | {"post_processor": None}))
    (tmp_path / "tokenizer_config.json").write_bytes((gemma / "tokenizer_config.json").read_bytes())
    assert np.array_equal(JsonTokenizer(tmp_path, LENGTH)(WORDS), JsonTokenizer(gemma, LENGTH)(WORDS))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tokenizer.json", "{"),
        ("tokenizer.json", '{"model": {"type": "BPE"}}'),
        ("tokenizer_config.json", "[]"),
        ("tokenizer_config.json", '{"pad_token": "<gone>"}'),
    ],
)
def test_files_that_do_not_fit_are_refused(gemma: Path, tmp_path: Path, name: str, content: str) -> None:
    for file in gemma.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_text(content)
    with pytest.raises(ValueError, match=r"token"):
        JsonTokenizer(tmp_path, LENGTH)
