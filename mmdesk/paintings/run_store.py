"""All paintings on disk, under way and done."""

import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from mmdesk import __version__
from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.paintings.run import ABOUT_NAME, Run

SLUG_LENGTH = 40


class RunStore:
    """The runs in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Run]:
        """Every run, newest first."""
        if not self._folder.is_dir():
            return []
        folders = (path for path in self._folder.iterdir() if (path / ABOUT_NAME).is_file())
        return [Run(path) for path in sorted(folders, reverse=True)]

    def get(self, run_id: str) -> Run:
        """The run called `run_id`, or the only one that begins so. Raises UserError where there is none."""
        found = [run for run in self.all() if run.id.startswith(run_id)] if run_id else []
        exact = [run for run in found if run.id == run_id]
        if len(exact or found) != 1:
            latest = next(iter(self.all()), None)
            hint = f"; the latest is {latest.id}" if latest else ""
            raise UserError(f"There is {'no' if not found else 'more than one'} painting {run_id}{hint}.")
        return (exact or found)[0]

    def begin(
        self, spec: PaintSpec, models: Mapping[str, str], branched_from: tuple[str, int] | None = None
    ) -> Run:
        """A new run of `spec` with `models`. Raises UserError where its folder cannot be made."""
        now = datetime.now().astimezone()
        run = Run(self._make_folder(f"{now:%Y%m%d-%H%M%S}-{_slug(spec.prompt)}"))
        run.begin(
            {
                "spec": spec.to_document(),
                "made": now.isoformat(timespec="seconds"),
                "models": dict(models),
                "mmdesk": __version__,
                "branched_from": branched_from,
            }
        )
        return run

    def remove(self, run_id: str) -> None:
        """Delete a run. Its finished picture is a photo of the library and stays."""
        shutil.rmtree(self.get(run_id).folder)

    def _make_folder(self, name: str) -> Path:
        number = 1
        while True:
            folder = self._folder / (name if number == 1 else f"{name}-{number}")
            try:
                folder.mkdir(parents=True)
            except FileExistsError:
                number += 1
                continue
            except OSError as error:
                raise UserError(f"The folder {folder} cannot be made: {error.strerror}.") from error
            return folder


def _slug(prompt: str) -> str:
    """A few letters of the prompt, to be recognised by in a file manager."""
    letters = re.sub(r"[^a-z0-9]+", "-", prompt.lower())[:SLUG_LENGTH].strip("-")
    return letters or "picture"
