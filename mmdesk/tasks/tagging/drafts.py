"""Drafts of label sets on disk: what was typed and not saved, in one small JSON file."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.tagging.drafts import LabelDraft, SetDraft


def load_drafts(path: Path) -> dict[str, SetDraft]:
    """The drafts in a file, by the set they change; none where there is no such file, or it is damaged."""
    try:
        return {draft.edited: draft for draft in map(_draft, json.loads(path.read_text(encoding="utf-8")))}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def store_drafts(path: Path, drafts: Iterable[SetDraft]) -> None:
    """Write the file whole or not at all. Raises UserError."""
    write_whole(path, json.dumps([asdict(draft) for draft in drafts], indent=1).encode())


def _draft(stored: dict[str, Any]) -> SetDraft:
    labels = tuple(LabelDraft(**label) for label in stored["labels"])
    return SetDraft(str(stored["edited"]), str(stored["name"]), bool(stored["exclusive"]), labels)
