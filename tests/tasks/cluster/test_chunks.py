"""The account of which files are where."""

import random

from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.photo import FileStamp
from mmdesk.library.reading.request import ReadRequest
from mmdesk.tasks.cluster.chunks import DEADLY, LARGEST, SMALLEST, Chunk, ChunkBook


def files_called(count: int) -> list[ReadRequest]:
    return [ReadRequest(b"/photos/%d.jpg" % number, stamp=FileStamp(number, 1)) for number in range(count)]


def rest_of(book: ChunkBook, workers: int = 1) -> list[Chunk]:
    chunks = []
    while chunk := book.next(workers, idle=True):
        chunks.append(chunk)
    return chunks


@given(st.integers(0, 500), st.integers(1, 9))
def test_every_file_is_in_one_chunk_and_the_last_ones_are_small(count: int, workers: int) -> None:
    files = files_called(count)
    chunks = rest_of(ChunkBook(iter(files), count), workers)
    assert [file for chunk in chunks for file in chunk.files] == files
    sizes = [len(chunk.files) for chunk in chunks]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size <= LARGEST for size in sizes)
    assert all(size <= SMALLEST for size in sizes[-1:])


def test_what_a_worker_could_not_reach_is_carried() -> None:
    files = files_called(3)
    book = ChunkBook(files, 3)
    chunk = book.next(1, idle=True)
    assert chunk is not None
    book.settle(chunk.number, [files[1].path])
    assert [(again.files, again.carried) for again in rest_of(book)] == [((files[1],), True)]


def test_what_does_not_fit_waits_again_before_everything_else() -> None:
    files = files_called(12)
    book = ChunkBook(files, 12)
    first = book.next(1, idle=True)
    assert first is not None
    book.cut(first.number, 1)
    second = book.next(1, idle=True)
    assert second is not None
    assert second.files == first.files[1:]
    book.settle(first.number)
    assert book.in_flight == 1


def test_the_files_of_a_dead_worker_are_looked_at_one_by_one() -> None:
    files = files_called(4)
    book = ChunkBook(files, 4)
    chunk = book.next(1, idle=True)
    assert chunk is not None
    assert book.lose([chunk.number]) == []
    assert book.next(1, idle=False) is None
    assert [(again.files, again.suspect) for again in rest_of(book)] == [((file,), True) for file in files]


def test_only_the_file_that_kills_two_workers_is_given_up() -> None:
    files = files_called(4)
    book = ChunkBook(files, 4)
    chunk = book.next(1, idle=True)
    assert chunk is not None
    book.lose([chunk.number])
    alone = {again.files[0]: again for again in rest_of(book)}
    assert [(file.path, file.reason, file.stamp) for file in book.lose([alone[files[2]].number])] == [
        (files[2].path, DEADLY, files[2].stamp)
    ]
    for file in (files[0], files[1], files[3]):
        book.settle(alone[file].number)
    assert (book.in_flight, rest_of(book)) == (0, [])


def test_an_answer_of_a_chunk_that_was_given_up_counts_for_nothing() -> None:
    book = ChunkBook(files_called(2), 2)
    chunk = book.next(1, idle=True)
    assert chunk is not None
    book.lose([chunk.number])
    assert book.settle(chunk.number) is None
    assert len(rest_of(book)) == 2


@given(st.integers(0, 60), st.integers())
def test_whatever_happens_each_file_is_settled_once_or_given_up_once(count: int, seed: int) -> None:
    chance = random.Random(seed)  # which hypothesis would ask for a thousand things, one by one
    book, flying = ChunkBook(iter(files_called(count)), count), list[Chunk]()
    done, given_up, carried = list[bytes](), list[bytes](), set[bytes]()
    while True:
        chunk = book.next(2, idle=not flying)
        if chunk is not None:
            flying.append(chunk)
        elif not flying:
            break
        if flying and chance.random() < 0.5:
            ended = flying.pop(chance.randrange(len(flying)))
            if chance.random() < 0.25:
                given_up += [file.path for file in book.lose([ended.number])]
            else:
                missed = [] if ended.carried else [file.path for file in ended.files[:1]]
                carried.update(missed)
                book.settle(ended.number, missed)
                done += [file.path for file in ended.files if file.path not in missed]
    assert sorted(done + given_up) == sorted(file.path for file in files_called(count))
    assert book.in_flight == 0
