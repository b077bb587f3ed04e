"""The store of thumbnails."""

import os
import threading
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.library.thumbnails import Thumbnails


def test_what_is_put_can_be_had(thumbnails: Thumbnails) -> None:
    thumbnails.put_many([(b"one", b"jpeg 1"), (b"two", b"jpeg 2")])
    thumbnails.put_many([(b"one", b"jpeg 1 again")])
    assert thumbnails.get(b"one") == b"jpeg 1"
    assert thumbnails.get(b"two") == b"jpeg 2"
    assert thumbnails.get(b"three") is None


def test_many_are_looked_up_at_once(thumbnails: Thumbnails) -> None:
    hashes = [b"%016d" % number for number in range(2500)]
    thumbnails.put_many((content, b"jpeg") for content in hashes[::2])
    assert thumbnails.lacking(hashes) == set(hashes[1::2])
    assert thumbnails.lacking([]) == set()


def test_threads_may_read_and_write_together(thumbnails: Thumbnails) -> None:
    found: list[bytes | None] = []

    def work(name: int) -> None:
        for number in range(40):
            key = b"%d-%d" % (name, number)
            thumbnails.put_many([(key, key * 100)])
            found.append(thumbnails.get(key))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(filter(None, found)) == sorted(b"%d-%d" % (a, b) * 100 for a in range(4) for b in range(40))


def test_a_damaged_store_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "thumbnails.sqlite"
    noise = os.urandom(5000)
    path.write_bytes(noise)
    thumbnails = Thumbnails(path)
    thumbnails.put_many([(b"one", b"jpeg")])
    assert thumbnails.get(b"one") == b"jpeg"
    thumbnails.close()
    assert (tmp_path / "thumbnails.sqlite.damaged").read_bytes() == noise


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "thumbnails.sqlite").mkdir()
    with pytest.raises(UserError, match="cannot be opened"):
        Thumbnails(tmp_path / "thumbnails.sqlite")


def test_the_oldest_go_first_and_none_that_is_kept(tmp_path: Path) -> None:
    thumbnails = Thumbnails(tmp_path / "thumbnails.sqlite")
    thumbnails.put_many((bytes([number]) * 16, bytes(50_000)) for number in range(8))
    kept = {bytes([0]) * 16, bytes([7]) * 16}
    before = thumbnails.taken_bytes()
    assert thumbnails.forget_oldest(kept, 90_000) == 2
    assert thumbnails.lacking({bytes([number]) * 16 for number in range(8)}) == {b"\1" * 16, b"\2" * 16}
    assert thumbnails.taken_bytes() < before - 90_000
    assert (tmp_path / "thumbnails.sqlite").stat().st_size < before - 90_000
    assert thumbnails.forget_oldest(kept, 10**9) == 4
    thumbnails.clear()
    assert thumbnails.lacking(kept) == kept
    thumbnails.close()
