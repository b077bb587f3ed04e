"""The byte-pair tokenizer, against open_clip's own."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import open_clip
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from open_clip.tokenizer import default_bpe

from mmdesk.models.byte_pairs import CLEANERS, BytePairTokenizer

from .clip_folders import write_words

LENGTH = 24
USUAL = Path(default_bpe())
OURS = {clean: BytePairTokenizer(USUAL, LENGTH, clean) for clean in CLEANERS}
THEIRS = {clean: open_clip.SimpleTokenizer(context_length=LENGTH, clean=clean) for clean in CLEANERS}

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text("abc de'stllmrv&;<>_-.,0123 éü日🐈ﬁſK\n\t", max_size=60),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, clean=st.sampled_from(sorted(CLEANERS)))
@example(text="Don't <start_of_text> &amp;lt; <END_OF_TEXT> it’S İ ǅ", clean="lower")
@example(text="a photo of a " * 30, clean="lower")
@example(text="snake_case, kebab-case", clean="canonicalize")
def test_token_ids_are_those_of_open_clip(text: str, clean: str) -> None:
    np.testing.assert_array_equal(OURS[clean]([text]), THEIRS[clean]([text]).numpy())


def test_texts_lie_row_by_row() -> None:
    texts = ["a red bicycle", "", "snow"]
    assert OURS["lower"](texts).dtype == np.int64
    np.testing.assert_array_equal(OURS["lower"](texts), THEIRS["lower"](texts).numpy())
    assert OURS["lower"]([]).shape == (0, LENGTH)
    assert OURS["lower"].vocab_size == THEIRS["lower"].vocab_size == 49408


def test_a_vocabulary_of_its_own_and_further_special_tokens(tmp_path: Path) -> None:
    write_words(tmp_path / "words.txt.gz")
    ours = BytePairTokenizer(tmp_path / "words.txt.gz", LENGTH, extra=["<mask>"])
    theirs = open_clip.SimpleTokenizer(
        str(tmp_path / "words.txt.gz"), context_length=LENGTH, additional_special_tokens=["<mask>"]
    )
    texts = ["the cat <mask> dog", "the the", "catatat"]
    np.testing.assert_array_equal(ours(texts), theirs(texts).numpy())


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b"])
def test_a_vocabulary_that_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words.txt.gz").write_bytes(content)
    with pytest.raises((OSError, EOFError, ValueError)):
        BytePairTokenizer(tmp_path / "words.txt.gz", LENGTH)


def test_it_comes_without_torch() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom mmdesk.models.byte_pairs import BytePairTokenizer\n"
        "print(BytePairTokenizer(Path(sys.argv[1]), 8)(['a cat']).tolist())\n"
        "assert not {'torch', 'open_clip', 'ftfy'} & set(sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(USUAL)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == str(OURS["lower"](["a cat"])[:, :8].tolist())
