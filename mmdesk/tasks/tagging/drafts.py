"""Drafts of label sets on disk: what was typed and not saved, in one small JSON file."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.tagging.drafts import LabelDraft, SetDraft


def load_drafts(path: Path) -> dict[str, SetDraft]:
    """The drafts in a file, by the set they change; none where there is no such file.

    Raises UserError for a damaged one, which is put aside: it may hold what somebody typed.
    """
    try:
        return {draft.edited: draft for draft in map(_draft, json.loads(path.read_text(encoding="utf-8")))}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(
            tr(
                "{path} cannot be read: {reason}. Label sets typed before are in it.",
                path=path,
                reason=error.strerror,
            )
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(_put_aside(path)) from error


def _put_aside(path: Path) -> str:
    """Give a damaged file a name of its own, over no other; say in a sentence where it is now."""
    names = (path.with_name(f"{path.stem}-damaged{number or ''}{path.suffix}") for number in count())
    aside = next(name for name in names if not name.exists())
    try:
        path.rename(aside)
    except OSError as error:
        return tr(
            "{path} with unsaved label sets is damaged and cannot be put aside: {reason}.",
            path=path,
            reason=error.strerror,
        )
    return tr(
        "The unsaved label sets could not be read; their file is damaged and was put aside as {aside}.",
        aside=aside,
    )


def store_drafts(path: Path, drafts: Iterable[SetDraft]) -> None:
    """Write the file whole or not at all. Raises UserError."""
    write_whole(path, json.dumps([asdict(draft) for draft in drafts], indent=1).encode())


def _draft(stored: dict[str, Any]) -> SetDraft:
    labels = tuple(LabelDraft(**label) for label in stored["labels"])
    return SetDraft(str(stored["edited"]), str(stored["name"]), bool(stored["exclusive"]), labels)
