"""The manual, read from where it lies."""

from collections.abc import Callable

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.manual import Manual, chapters_of
from mmdesk.core.places import manual_page


def read_manual(decode: Callable[[bytes], object]) -> Manual:
    """The manual, its pictures decoded by `decode`. Raises UserError where it is not there."""
    page = manual_page()
    try:
        chapters = chapters_of(page.read_text("utf-8"))
        names = {name for chapter in chapters for name in chapter.pictures}
        pictures = {name: decode((page.parent / name).read_bytes()) for name in names}
    except OSError as error:
        raise UserError(tr("The manual cannot be read: {reason}.", reason=error.strerror)) from error
    return Manual(chapters, pictures)
