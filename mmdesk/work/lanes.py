"""The threads of the window, in lanes, so that nothing quick waits behind something slow."""

from concurrent.futures import ThreadPoolExecutor


class Lanes:
    """Python threads, not QThread: torch and numpy want the larger stacks.

    A lane starts its threads only when it is given its first work.
    """

    def __init__(self) -> None:
        # Searches and looks into the catalogue: milliseconds each, and the user waits for every one.
        # Four, so that a search that is still waking the model leaves room for browsing.
        self.quick = ThreadPoolExecutor(4, thread_name_prefix="quick")
        # Indexing: hours. One, because the catalogue has one writer and the model one user.
        self.index = ThreadPoolExecutor(1, thread_name_prefix="index")
        # Thumbnails and full pictures: many, dropped when they scroll out of sight. Decoding leaves
        # the interpreter lock, so two keep up with scrolling and leave a core to the window.
        self.image = ThreadPoolExecutor(2, thread_name_prefix="image")

    def shutdown(self) -> None:
        """Forget what waits, and return when what runs has come to its end."""
        every = (self.image, self.quick, self.index)
        for lane in every:
            lane.shutdown(wait=False, cancel_futures=True)
        for lane in every:
            lane.shutdown(wait=True)
