"""What was read from the catalogue and holds until it changes: read once, not with every key typed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from mmdesk.library.catalogue import Catalogue

MOST = 8
"""Answers kept at once: those of the filters of a line, while it is typed and changed."""

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The last few answers of one version of the catalogue. Any thread may ask."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._version = -1
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Hashable, read: Callable[[], Answer]) -> Answer:
        """The answer to `question`: as it was `read` from the catalogue of this version, or is read now."""
        # The version is asked first: what is read later may be newer than it says, and never older.
        version = self._catalogue.version()
        with self._lock:
            if version != self._version:
                self._answers.clear()
                self._version = version
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        answer = read()
        with self._lock:
            if version == self._version:
                self._answers[question] = answer
                if len(self._answers) > MOST:
                    self._answers.popitem(last=False)
        return answer
