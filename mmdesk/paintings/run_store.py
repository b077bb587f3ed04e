"""All paintings on disk: to come, under way, and done."""

import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.paintings.run import Run

SLUG_LENGTH = 40


class RunStore:
    """The runs in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Run]:
        """Every run that was begun, newest first."""
        return [run for run in self._all() if run.is_begun]

    def get(self, run_id: str) -> Run:
        """The run called `run_id`, begun or not, or the only begun one whose name starts so.

        Raises UserError where there is none.
        """
        exact = [run for run in self._all() if run.id == run_id]
        found = exact or [run for run in self.all() if run_id and run.id.startswith(run_id)]
        if len(found) != 1:
            raise UserError(_not_one(run_id, found, next(iter(self.all()), None)))
        return found[0]

    def prepare(self, spec: PaintSpec) -> Run:
        """A new run of `spec`, to be begun when its turn comes. Raises UserError."""
        run = Run(self._make_folder(f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{_slug(spec.prompt)}"))
        run.prepare(spec)
        return run

    def begin(
        self, spec: PaintSpec, models: Mapping[str, str], branched_from: tuple[str, int] | None = None
    ) -> Run:
        """A new run of `spec` with `models`, begun now. Raises UserError where its folder cannot be made."""
        run = self.prepare(spec)
        run.begin(models, branched_from)
        return run

    def drop_unbegun(self, run_id: str) -> None:
        """Delete a run that waits no longer, unless it was begun: then it stays in the gallery."""
        for run in self._all():
            if run.id == run_id and not run.is_begun:
                shutil.rmtree(run.folder, ignore_errors=True)  # what stays is a few bytes, and listed nowhere

    def drop_unpainted(self, run_id: str) -> None:
        """Delete a run of which no step was done."""
        run = self.get(run_id)
        if run.step == 0 and not run.is_finished:
            shutil.rmtree(run.folder, ignore_errors=True)

    def _all(self) -> list[Run]:
        """Every run, begun or not, newest first."""
        if not self._folder.is_dir():
            return []
        runs = (Run(path) for path in sorted(self._folder.iterdir(), reverse=True))
        return [run for run in runs if run.is_begun or run.is_prepared]

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
                raise UserError(
                    tr(
                        "The folder {folder} cannot be made: {reason}.",
                        folder=folder,
                        reason=error.strerror,
                    )
                ) from error
            return folder


def _slug(prompt: str) -> str:
    """A few letters of the prompt, to be recognised by in a file manager."""
    letters = re.sub(r"[^a-z0-9]+", "-", prompt.lower())[:SLUG_LENGTH].strip("-")
    return letters or "picture"


def _not_one(run_id: str, found: list[Run], latest: Run | None) -> str:
    """Sentence on paintings where one was asked for, and there is none, or several."""
    if latest is None:
        return tr("There is no painting {id}.", id=run_id)
    if not found:
        return tr("There is no painting {id}; the latest is {latest}.", id=run_id, latest=latest.id)
    return tr("There is more than one painting {id}; the latest is {latest}.", id=run_id, latest=latest.id)
