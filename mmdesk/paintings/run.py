"""One painting on disk: a folder that holds all there is to know of it, at any moment it may be cut off.

    spec.json                  the spec, from the moment the painting is asked for
    run.json                   when it was begun, with which models; earlier versions wrote the spec here
    states/00075.safetensors   everything needed to go on after step 75
    history/00075.webp         what it looked like then
    steps.jsonl                losses and seconds, a line a step
    wanted                     where a copy of the picture is to go when it is finished
    finished                   where the finished picture is
    lock                       held by whoever paints it

Every file is written whole or not at all, and what was written after the last state is written
again, the same, when the painting goes on from there.
"""

import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from PIL import Image

from mmdesk import __version__
from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec

SPEC_NAME = "spec.json"
ABOUT_NAME = "run.json"
LOG_NAME = "steps.jsonl"
WANTED_NAME = "wanted"
OUT_NAME = "finished"
LOCK_NAME = "lock"
CANDIDATES_NAME = "candidates.png"

HISTORY_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Moment:
    """What the picture looked like after a step."""

    step: int
    path: Path


@dataclass(frozen=True)
class Run:
    """The painting in `folder`; its id is the folder's name."""

    folder: Path

    @property
    def id(self) -> str:
        """What `--resume` takes."""
        return self.folder.name

    @cached_property
    def _about(self) -> Mapping[str, Any]:
        return self._read(ABOUT_NAME)

    @cached_property
    def spec(self) -> PaintSpec:
        """What is painted. Raises UserError where the folder is damaged."""
        if (self.folder / SPEC_NAME).exists():
            return PaintSpec.from_document(self._read(SPEC_NAME))
        return PaintSpec.from_document(self._about.get("spec"))

    def _read(self, name: str) -> Mapping[str, Any]:
        try:
            document = json.loads((self.folder / name).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise UserError(
                tr("The painting {id} is damaged: its settings cannot be read.", id=self.id)
            ) from error
        if not isinstance(document, dict):
            raise UserError(tr("The painting {id} is damaged: its settings are missing.", id=self.id))
        return document

    @property
    def made(self) -> str:
        """When it was begun, ISO 8601 in local time."""
        return str(self._about.get("made", ""))

    @property
    def models(self) -> dict[str, str]:
        """The models it was begun with: name to key, which changes with their weights."""
        return dict(self._about.get("models", {}))

    @property
    def branched_from(self) -> tuple[str, int] | None:
        """The run this one left, and the step at which it did."""
        origin = self._about.get("branched_from")
        return (str(origin[0]), int(origin[1])) if origin else None

    @property
    def out(self) -> Path | None:
        """The finished picture, or None while it is not finished."""
        return self._noted(OUT_NAME)  # cut off just before it was noted, it is finished again

    @property
    def wanted(self) -> Path | None:
        """Where a copy of the picture is to go, if anywhere, and has not gone yet."""
        return self._noted(WANTED_NAME)

    @property
    def is_prepared(self) -> bool:
        """Whether it is known what is to be painted; earlier versions wrote that when it was begun."""
        return (self.folder / SPEC_NAME).is_file()

    @property
    def is_begun(self) -> bool:
        """Whether it has had its turn, if only for a moment; else it waits in the queue."""
        return (self.folder / ABOUT_NAME).is_file()

    @property
    def is_finished(self) -> bool:
        """Whether all steps are done and the picture is in the library."""
        return self.out is not None

    @property
    def step(self) -> int:
        """The step from which it would go on."""
        return max(self.saved_steps(), default=0)

    # Beginning and ending

    def prepare(self, spec: PaintSpec) -> None:
        """Write down, in the new folder, what is to be painted. Raises UserError."""
        write_whole(self.folder / SPEC_NAME, json.dumps(spec.to_document(), indent=2).encode())

    def begin(self, models: Mapping[str, str], branched_from: tuple[str, int] | None = None) -> None:
        """Write down that it is painted from now on, with `models` by name and key. Raises UserError."""
        self._states.mkdir(exist_ok=True)
        self._history.mkdir(exist_ok=True)
        about = {
            "made": datetime.now().astimezone().isoformat(timespec="seconds"),
            "models": dict(models),
            "mmdesk": __version__,
            "branched_from": branched_from,
        }
        write_whole(self.folder / ABOUT_NAME, json.dumps(about, indent=2).encode())

    def finish(self, out: Path) -> None:
        """Remember that it is done, and where its picture is."""
        write_whole(self.folder / OUT_NAME, os.fsencode(out))

    def want(self, out: Path) -> None:
        """Remember where a copy of the picture is to go, whoever finishes it."""
        write_whole(self.folder / WANTED_NAME, os.fsencode(out.absolute()))

    def hand_over(self) -> None:
        """The copy is where it was to go."""
        (self.folder / WANTED_NAME).unlink(missing_ok=True)

    @property
    def candidates(self) -> Path | None:
        """All pictures the finished one was chosen from, in one file; None where there was no choice."""
        path = self.folder / CANDIDATES_NAME
        return path if path.is_file() else None

    def keep_candidates(self, picture: FullPicture) -> None:
        """Keep all the pictures that there were to choose from, in one. Raises UserError."""
        data = io.BytesIO()
        Image.frombytes("RGB", (picture.width, picture.height), picture.rgb).save(data, "PNG")
        write_whole(self.folder / CANDIDATES_NAME, data.getvalue())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else paints it meanwhile. Raises UserError where somebody does; the killed hold nothing."""
        lock = FileLock(self.folder / LOCK_NAME, blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise UserError(
                tr("The painting {id} is being painted already, by another mmdesk.", id=self.id)
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _noted(self, name: str) -> Path | None:
        try:
            return Path(os.fsdecode((self.folder / name).read_bytes()))
        except OSError:
            return None

    # States to go on from

    def state_path(self, step: int) -> Path:
        """Where the state after `step` is, or goes."""
        return self._states / f"{step:06d}.safetensors"

    def saved_steps(self) -> list[int]:
        """The steps after which there is a state, in order."""
        return sorted(int(path.stem) for path in self._states.glob("*.safetensors") if path.stem.isdigit())

    def keep_states(self, steps: set[int]) -> None:
        """Drop all states but those after `steps`."""
        for step in set(self.saved_steps()) - steps:
            self.state_path(step).unlink(missing_ok=True)

    # What it looked like, and how it went

    def remember_picture(self, step: int, picture: FullPicture) -> None:
        """One picture more for the history."""
        image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
        data = io.BytesIO()
        image.save(data, "WEBP", quality=HISTORY_QUALITY, method=1)
        write_whole(self._history / f"{step:06d}.webp", data.getvalue())

    def history(self) -> list[Moment]:
        """What it looked like, in order."""
        paths = sorted(path for path in self._history.glob("*.webp") if path.stem.isdigit())
        return [Moment(int(path.stem), path) for path in paths]

    def remember(self, *frames: Frame) -> None:
        """A line for each of `frames`, after those that are there. Raises UserError."""
        try:
            with open(self._log, "a", encoding="utf-8") as file:
                file.writelines(_line(frame) for frame in frames)
        except OSError as error:
            raise UserError(
                tr("The painting {id} cannot be kept: {reason}.", id=self.id, reason=error.strerror)
            ) from error

    def log(self) -> list[Frame]:
        """Every step so far, without its picture. A line that was cut off is left out."""
        lines = self._log.read_text("utf-8", "replace").splitlines() if self._log.is_file() else []
        frames = (_frame(line, self.spec.steps) for line in lines)
        return sorted((frame for frame in frames if frame), key=lambda frame: frame.step)

    def losses(self) -> list[tuple[int, dict[str, float]]]:
        """The losses of each step, by their names."""
        return [(frame.step, dict(frame.losses)) for frame in self.log()]

    def forget_after(self, step: int) -> None:
        """Drop what was noted after `step`: the painting goes on from there."""
        kept = [frame for frame in self.log() if frame.step <= step]
        write_whole(self._log, "".join(map(_line, kept)).encode())
        for moment in self.history():
            if moment.step > step:
                moment.path.unlink(missing_ok=True)

    @property
    def _log(self) -> Path:
        return self.folder / LOG_NAME

    @property
    def _states(self) -> Path:
        return self.folder / "states"

    @property
    def _history(self) -> Path:
        return self.folder / "history"


def _line(frame: Frame) -> str:
    entry = {"step": frame.step, "losses": dict(frame.losses), "seconds": round(frame.seconds, 4)}
    return json.dumps(entry) + "\n"


def _frame(line: str, steps: int) -> Frame | None:
    try:
        entry = json.loads(line)
        losses = {str(name): float(loss) for name, loss in entry["losses"].items()}
        return Frame(int(entry["step"]), steps, None, losses, float(entry["seconds"]))
    except (ValueError, TypeError, KeyError, AttributeError):  # the power went in the middle of it
        return None
