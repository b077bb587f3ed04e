"""Photos read in this process, by the code of the reading processes, which take long to start."""

from collections.abc import Generator, Iterable

import pytest

from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_request
from mmdesk.library.reading.reasons import RefusedError
from mmdesk.library.reading.request import ReadRequest
from mmdesk.library.reading.worker import Answer


class ReadingHere:
    """In the place of `ReadingPool` where a test is not about it: its own tests, and those of whole
    programs, start processes.
    """

    def __init__(self, recipe: PixelRecipe, files: int | None = None) -> None:
        self._recipe = recipe

    def __enter__(self) -> "ReadingHere":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def read_files(self, requests: Iterable[ReadRequest]) -> Generator[Answer, None, None]:
        """One answer for each request, in their order."""
        for request in requests:
            yield self._answer(request)

    def _answer(self, request: ReadRequest) -> Answer:
        stamp = FileStamp.at(request.path)
        try:
            return read_request(request, self._recipe, ReadingLimits())
        except RefusedError as refusal:
            return Skipped(request.path, str(refusal), stamp if refusal.for_good else None)


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let indexing read photos in this process for a while."""
    monkeypatch.setattr("mmdesk.tasks.looking.ReadingPool", ReadingHere)
