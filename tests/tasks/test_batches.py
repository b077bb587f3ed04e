"""Encoding beside gathering: every photo once, in order, its own vector beside it."""

import threading
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.request import ReadPhoto
from mmdesk.tasks.batches import BatchEncoder


def photo(number: int) -> ReadPhoto:
    shade = number % 256
    return ReadPhoto(
        b"/%d" % number, FileStamp(1, number), b"%16d" % number, PhotoFacts(2, 2), b"", 2, bytes([shade] * 12)
    )


def mean_shades(photos: Sequence[ReadPhoto]) -> Vectors:
    return np.array([[photo.pixels.mean()] for photo in photos], np.float32)


@settings(max_examples=40)
@given(count=st.integers(0, 40), size=st.integers(1, 9))
def test_every_photo_comes_back_once_with_its_own_vector(count: int, size: int) -> None:
    with BatchEncoder(mean_shades, lambda: size) as encoder:
        encoded = [batch for number in range(count) for batch in encoder.take(photo(number))]
        encoded += encoder.flush()
    assert [p.path for batch in encoded for p in batch.photos] == [b"/%d" % number for number in range(count)]
    assert [float(v) for batch in encoded for [v] in batch.vectors] == list(range(count))
    assert all(len(batch.photos) <= size for batch in encoded)


def test_gathering_goes_on_while_a_batch_is_encoded() -> None:
    may_finish, gathered = threading.Event(), []

    def slow(photos: Sequence[ReadPhoto]) -> Vectors:
        assert may_finish.wait(10)
        return mean_shades(photos)

    with BatchEncoder(slow, lambda: 4) as encoder:
        for number in range(7):  # a full batch under way, and three more photos taken meanwhile
            gathered += encoder.take(photo(number))
        assert gathered == []
        may_finish.set()
        gathered += encoder.flush()
    assert [len(batch.photos) for batch in gathered] == [4, 3]


def test_a_few_photos_do_not_wait_for_a_full_batch() -> None:
    with BatchEncoder(mean_shades, lambda: 1000) as encoder:
        deadline, number, encoded = time.monotonic() + 10, 0, []
        while not encoded and time.monotonic() < deadline:
            encoded += encoder.take(photo(number))
            number += 1
            time.sleep(0.01)
    assert encoded
    assert len(encoded[0].photos) < 1000


def test_leaving_early_waits_for_the_batch_under_way_and_leaves_no_thread() -> None:
    finished = []

    def slow(photos: Sequence[ReadPhoto]) -> Vectors:
        time.sleep(0.3)
        finished.append(len(photos))
        return mean_shades(photos)

    with BatchEncoder(slow, lambda: 2) as encoder:
        assert list(encoder.take(photo(1))) == []
        assert list(encoder.take(photo(2))) == []
    assert finished == [2]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("encode")]


def test_an_error_of_the_encoder_comes_out_where_the_batch_is_asked_for() -> None:
    def refuse(photos: Sequence[ReadPhoto]) -> Vectors:
        raise UserError("The model cannot be loaded.")

    with BatchEncoder(refuse, lambda: 1) as encoder:
        assert list(encoder.take(photo(1))) == []
        with pytest.raises(UserError, match="cannot be loaded"):
            list(encoder.flush())
