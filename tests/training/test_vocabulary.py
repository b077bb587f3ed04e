from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from open_clip.tokenizer import SimpleTokenizer

from mmdesk.training.vocabulary import learn_merges, read_merges, vocabulary_size, write_merges

TEXTS = ["a low lower lowest tower", "the newest widest tower", "low low low new new"] * 3


def test_the_most_frequent_neighbours_are_joined_first():
    assert learn_merges(["ab ab ab", "ac"], 1) == [("a", "b</w>")]


def test_frequent_words_become_one_token(tmp_path):
    tokenizer = _tokenizer(tmp_path / "merges.gz", learn_merges(TEXTS, 100))
    assert len(tokenizer.encode("low")) == 1
    assert len(tokenizer.encode("lowly")) > 1


def test_merges_survive_the_file(tmp_path):
    merges = learn_merges(TEXTS, 20)
    write_merges(tmp_path / "merges.gz", merges)
    assert read_merges(tmp_path / "merges.gz") == merges


def test_the_tokenizer_has_as_many_tokens_as_promised(tmp_path):
    merges = learn_merges(TEXTS, 20)
    assert _tokenizer(tmp_path / "merges.gz", merges).vocab_size == vocabulary_size(len(merges))


def test_equal_texts_give_equal_files(tmp_path):
    write_merges(tmp_path / "one.gz", learn_merges(TEXTS, 50))
    write_merges(tmp_path / "two.gz", learn_merges(list(reversed(TEXTS)), 50))
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_rare_pairs_stay_apart():
    assert learn_merges(["xy"], 10, least=2) == []


@settings(max_examples=50, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2FFF, categories=["L", "N"]), min_size=1, max_size=20
    )
)
def test_any_word_comes_back_from_its_tokens(tmp_path_factory, word):
    tokenizer = _tokenizer(tmp_path_factory.mktemp("bpe") / "merges.gz", learn_merges(TEXTS, 30))
    cleaned = tokenizer.clean_fn(word)
    assert tokenizer.decode(tokenizer.encode(word)).replace(" ", "") == cleaned.replace(" ", "")


def _tokenizer(path: Path, merges) -> SimpleTokenizer:
    write_merges(path, merges)
    return SimpleTokenizer(bpe_path=str(path), context_length=16)
