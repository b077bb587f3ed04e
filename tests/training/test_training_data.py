import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.corpus import gather_corpus, read_nouns
from mmdesk.training.crops import CropStore, Ring, random_box
from mmdesk.training.pack import read_examples, split_of
from mmdesk.training.prompts import label_prompts, with_article
from tests.training.drawn import draw_folder


def test_a_plain_folder_gives_labels_captions_and_a_held_out_tenth(tmp_path):
    examples = read_examples(draw_folder(tmp_path / "data", each=20))
    assert len(examples) == 160
    assert examples[0].labels == ("blue circle",)
    assert examples[0].captions == ("a blue circle on a white wall",)
    assert 4 <= len(split_of(examples, "dev")) <= 30


def test_a_packed_picture_is_found_by_its_place(tmp_path):
    plain = read_examples(draw_folder(tmp_path / "plain", each=1))
    content = [example.file.read_bytes() for example in plain[:2]]
    _pack(tmp_path / "pack", content)
    packed = read_examples(tmp_path / "pack")
    assert [example.split for example in packed] == ["train", "dev"]
    assert packed[1].open().tobytes() == plain[1].open().tobytes()


def test_a_broken_index_and_an_empty_folder_are_told(tmp_path):
    with pytest.raises(UserError, match="nothing to train on"):
        read_examples(tmp_path)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "index.jsonl.gz").write_bytes(b"not gzip")
    with pytest.raises(UserError, match="broken"):
        read_examples(tmp_path)


def test_no_caption_of_a_held_out_picture_is_learned(tmp_path):
    examples = read_examples(draw_folder(tmp_path, each=20))
    hidden = split_of(examples, "dev")[0]
    alone = [one for one in examples if one is hidden or one.captions != hidden.captions]
    corpus = gather_corpus(tuple(alone), lines=hidden.captions)
    assert hidden.captions[0] not in corpus.texts


def test_every_text_is_true_of_its_own_picture_and_of_its_like(tmp_path):
    examples = read_examples(draw_folder(tmp_path, each=2))
    pairs = CaptionPairs(examples, gather_corpus(examples).rows())
    train = np.array([row for row, one in enumerate(examples) if one.split == "train"], np.int32)
    told = pairs.tell(train, np.random.default_rng(0))
    true = pairs.matches(train, told)
    assert (told.texts != NOTHING).all()
    assert true.diagonal().all()
    by_label = told.meanings[:, None] == pairs.meanings[train][:, 0][None, :]
    for text, row in enumerate(train):
        if not by_label[text].any():  # a label, not a caption: true of every picture with that label
            same = [examples[other].labels == examples[row].labels for other in train]
            assert true[:, text].tolist() == same


def test_a_picture_without_words_is_told_nothing(tmp_path):
    examples = read_examples(draw_folder(tmp_path, each=1))
    pairs = CaptionPairs(examples, {})
    told = pairs.tell(np.array([0, 1], np.int32), np.random.default_rng(0))
    assert told.texts.tolist() == [NOTHING, NOTHING]
    assert not pairs.matches(np.array([0, 1], np.int32), told).any()


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("dog", "a dog"),
        ("apple", "an apple"),
        ("shoes", "shoes"),
        ("glass", "a glass"),
        ("open country", "open country"),
    ],
)
def test_labels_are_said_as_one_says_them(label, said):
    assert with_article(label) == said


def test_a_sketch_is_not_called_a_photo():
    assert label_prompts("dog", "sketch") == ("a dog", "a sketch of a dog", "a pencil drawing of a dog")


def test_nouns_come_from_the_index_of_wordnet(tmp_path):
    index = tmp_path / "index.noun"
    index.write_text("  1 licence\ndog n 2 1 @ 2 1 0001 0002\nqwertz n 1 1 @ 1 0 0003\n3-d n 1 0 1 1 0004\n")
    assert read_nouns(index) == ("dog",)
    assert read_nouns(tmp_path / "missing") == ()


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_a_crop_lies_inside_its_picture(width, height, seed):
    left, top, right, bottom = random_box((width, height), 0.3, np.random.default_rng(seed))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_crops_come_back_with_their_features_and_examples(tmp_path):
    for number, filled in ((1, 3), (2, 4)):
        ring = Ring.create(tmp_path / str(number), 4)
        for place in range(filled):
            ring.pixels[place] = 10 * number + place
            ring.features[place] = 10 * number + place
            ring.rows[place] = 10 * number + place
        ring.tell(filled)
    store = CropStore(tmp_path)
    batch = store.draw(64, np.random.default_rng(0))
    assert len(store) == 7
    assert set(batch.rows) == {10, 11, 12, 20, 21, 22, 23}
    assert (batch.pixels[:, 5, 5, 1] == batch.rows).all()
    assert (batch.features[:, 7] == batch.rows).all()


def _pack(folder, pictures):
    (folder / "photos").mkdir(parents=True)
    offset, lines = 0, []
    for number, content in enumerate(pictures):
        row = {"set": "drawn", "id": str(number), "split": ("train", "dev")[number], "labels": ["thing"]}
        lines.append(json.dumps(row | {"captions": [], "offset": offset, "length": len(content)}))
        offset += len(content)
    (folder / "photos" / "drawn.bin").write_bytes(b"".join(pictures))
    (folder / "photos" / "index.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
