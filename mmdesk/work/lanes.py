"""The threads of the window, in lanes, so that nothing quick waits behind something slow."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Lane(ThreadPoolExecutor):
    """A lane that, once closed, takes work and never does it.

    When the window goes, what it asked for last may still be on its way round;
    whoever asks then will not be there for an answer.
    """

    _is_closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Have `fn` called in the lane, unless it is closed."""
        return Future() if self._is_closed else super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Take up no more work."""
        self._is_closed = True
        super().shutdown(wait=wait, cancel_futures=cancel_futures)


class Lanes:
    """All lanes of the window. Python threads, not QThread: torch and numpy want the larger stacks.

    A lane starts its threads only when it is given its first work.
    """

    def __init__(self) -> None:
        # Searches and looks into the catalogue: milliseconds each, and the user waits for every one.
        # Four, so that a search that is still loading the model leaves room for browsing.
        self.quick = Lane(4, thread_name_prefix="quick")
        # Indexing: hours. One, because the catalogue has one writer and the model one user.
        self.index = Lane(1, thread_name_prefix="index")
        # Painting: minutes a picture. One, because two pictures at once would only share the processor.
        self.paint = Lane(1, thread_name_prefix="paint")
        # Painting on a cluster: waiting for other computers. As many pictures at once as it has threads.
        self.afar = Lane(16, thread_name_prefix="afar")
        # The book of the painting queue: written to the disk for good, which takes too long for the window.
        # One, so that changes keep their order.
        self.book = Lane(1, thread_name_prefix="book")
        # Looking for labels and teaching them: seconds. One, for the model has one user, and so that a label
        # is never taught and looked for at once.
        self.label = Lane(1, thread_name_prefix="label")
        # What the user decides of photos, tags and albums: milliseconds, and one after the other, for their
        # order is undone.
        self.tag = Lane(1, thread_name_prefix="tag")
        # The user's files: renamed, moved to the trash and back. One, so that the last is undone first.
        self.file = Lane(1, thread_name_prefix="file")
        # Copies of photos taken elsewhere: minutes of waiting for disks.
        self.export = Lane(1, thread_name_prefix="export")
        # Reading text in photos: seconds each, in a process that anything else goes before.
        self.text = Lane(1, thread_name_prefix="text")
        # Watching the folders: as long as the window is open, and nearly always asleep.
        self.watch = Lane(1, thread_name_prefix="watch")
        # Fetching a model: minutes to hours of waiting for a process that waits for the network.
        self.fetch = Lane(1, thread_name_prefix="fetch")
        # Thumbnails and full pictures: many, dropped when they scroll out of sight. Decoding leaves
        # the interpreter lock, so two keep up with scrolling and leave a core to the window.
        self.image = Lane(2, thread_name_prefix="image")

    def shutdown(self) -> None:
        """Forget what waits, and return when what runs has come to its end.

        What the user decided or wrote is done all the same: it takes milliseconds, and would be lost.
        """
        every = [lane for lane in vars(self).values() if isinstance(lane, Lane)]
        for lane in every:
            lane.shutdown(wait=False, cancel_futures=lane not in (self.tag, self.book))
        for lane in every:
            lane.shutdown(wait=True)
