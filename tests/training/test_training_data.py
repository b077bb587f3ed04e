import gzip
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.corpus import gather_corpus, read_nouns
from mmdesk.training.crops import crop_order, random_box
from mmdesk.training.features import FeatureStore
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
    chosen = pairs.draw(train, np.random.default_rng(0))
    true = pairs.matches(train, chosen)
    assert (chosen.texts != NOTHING).all()
    assert true.diagonal().all()
    by_label = chosen.meanings[:, None] == pairs.meanings[train][:, 0][None, :]
    for text, row in enumerate(train):
        if not by_label[text].any():  # a label, not a caption: true of every picture with that label
            same = [examples[other].labels == examples[row].labels for other in train]
            assert true[:, text].tolist() == same


def test_a_picture_without_words_has_no_text(tmp_path):
    examples = read_examples(draw_folder(tmp_path, each=1))
    pairs = CaptionPairs(examples, {})
    chosen = pairs.draw(np.array([0, 1], np.int32), np.random.default_rng(0))
    assert chosen.texts.tolist() == [NOTHING, NOTHING]
    assert not pairs.matches(np.array([0, 1], np.int32), chosen).any()


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
    with pytest.raises(UserError, match="not WordNet"):
        read_nouns(tmp_path / "missing")


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_a_crop_lies_inside_its_picture(width, height, seed):
    left, top, right, bottom = random_box((width, height), 0.3, np.random.default_rng(seed))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_an_order_of_crops_is_the_same_again_and_a_longer_one_begins_alike(tmp_path):
    examples = read_examples(draw_folder(tmp_path, each=5))
    order = crop_order(examples, 90, seed=1)
    train = [row for row, one in enumerate(examples) if one.split == "train"]
    assert np.array_equal(order[:40], crop_order(examples, 40, seed=1))
    assert not np.array_equal(order, crop_order(examples, 90, seed=2))
    assert sorted(order[: len(train)]) == train


def test_photographs_with_captions_are_cropped_more_often_than_tiny_ones(tmp_path):
    drawn = read_examples(draw_folder(tmp_path, each=5))
    train = [one for one in drawn if one.split == "train"][:20]
    examples = [replace(one, source=("flickr", "cifar10")[place % 2]) for place, one in enumerate(train)]
    order = crop_order(examples, 80, seed=0)
    assert (order % 2 == 0).sum() > 75


def test_features_come_back_with_their_crops(tmp_path):
    store = FeatureStore.open(tmp_path, 6, 5)
    assert store.filled == 0
    store.put(0, np.array([7, 8], np.int32), torch.full((2, 5), 2.0))
    again = FeatureStore.open(tmp_path, 4, 5)
    assert again.filled == 2
    assert again.rows[:2].tolist() == [7, 8]
    assert (again.pooled[:2] == 2).all()
    assert FeatureStore.open(tmp_path, 1, 5).filled == 1


def test_pictures_with_several_captions_are_drawn_more_often(tmp_path):
    examples = read_examples(draw_folder(tmp_path, each=2))
    train = next(one for one in examples if one.split == "train")
    examples = (replace(train, captions=("a circle", "a round thing")), train)
    chances = CaptionPairs(examples, gather_corpus(examples).rows()).chances(np.array([0, 1, 1], np.int32))
    assert chances.tolist() == pytest.approx([0.6, 0.2, 0.2])


def test_a_larger_version_is_found_by_set_and_name(tmp_path):
    plain = read_examples(draw_folder(tmp_path / "plain", each=1))
    content = [example.file.read_bytes() for example in plain[:2]]
    pack = tmp_path / "pack"
    _pack(pack, content)
    (pack / "photos_large").mkdir()
    (pack / "photos_large" / "drawn.bin").write_bytes(content[0])
    row = {"set": "drawn", "id": "1", "split": "dev", "offset": 0, "length": len(content[0])}
    lines = gzip.compress(json.dumps(row).encode())
    (pack / "photos_large" / "index_large.jsonl.gz").write_bytes(lines)
    first, second = read_examples(pack)
    assert first.large is None
    assert first.open_large().tobytes() == plain[0].open().tobytes()
    assert second.open_large().tobytes() == plain[0].open().tobytes()
    assert second.open().tobytes() == plain[1].open().tobytes()


def _pack(folder, pictures):
    (folder / "photos").mkdir(parents=True)
    offset, lines = 0, []
    for number, content in enumerate(pictures):
        row = {"set": "drawn", "id": str(number), "split": ("train", "dev")[number], "labels": ["thing"]}
        lines.append(json.dumps(row | {"captions": [], "offset": offset, "length": len(content)}))
        offset += len(content)
    (folder / "photos" / "drawn.bin").write_bytes(b"".join(pictures))
    (folder / "photos" / "index.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
