"""Text of files, in the library or not, read on the spot."""

from collections.abc import Generator, Sequence

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.photo_text import ReadText
from mmdesk.core.progress import Progress
from mmdesk.library.reading.text_models import HOW_TO_GET, can_read_text, text_reader_name
from mmdesk.library.reading.text_reader import TextReader

NOT_THERE = tr("Reading text in photos needs an extra that is not installed: {command}", command=HOW_TO_GET)


def refuse_without_reader() -> None:
    """Raises UserError, with what to install, where text cannot be read."""
    if not can_read_text():
        raise UserError(f"{NOT_THERE}.")


def reader_in_words() -> str:
    """What reads text in photos here, or how to get it."""
    return text_reader_name() or tr("not read; with the extra it would be: {command}", command=HOW_TO_GET)


def read_files(paths: Sequence[bytes]) -> Generator[Progress, None, list[ReadText]]:
    """What can be read in each of these files. Raises UserError where the extra is not there."""
    refuse_without_reader()
    found = []
    with TextReader() as reader:
        for done, path in enumerate(paths):
            yield Progress(done, len(paths), tr("Reading text"))
            found.append(reader.read(path))
    return found
