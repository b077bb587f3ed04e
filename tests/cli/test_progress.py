"""Progress bars of the command line."""

from rich.progress import DownloadColumn

from mmdesk.cli.progress import _bar, _Shown
from mmdesk.core.progress import Progress


def test_bytes_are_told_as_megabytes_and_an_unknown_end_as_unknown() -> None:
    bar = _bar(in_bytes=True)
    shown = _Shown(bar, "Fetching")
    shown.advance(Progress(150_000_000, 605_200_000, "Fetching weights"))
    counting = next(column for column in bar.columns if isinstance(column, DownloadColumn))
    assert str(counting.render(bar.tasks[0])) == "150.0/605.2 MB"
    shown.advance(Progress(0, None, "Checking weights"))
    assert [(task.description, task.total) for task in bar.tasks] == [("Checking weights", None)]
