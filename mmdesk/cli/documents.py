"""The JSON documents scripts rely on. Fields are added to them, never renamed or removed."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mmdesk.core.heat_map import SeenTerm
from mmdesk.core.model_catalogue import ModelOffer
from mmdesk.core.models import ModelEntry
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.runs import Painted
from mmdesk.core.paths import json_path
from mmdesk.core.photo import Folder, IndexSummary, Skipped
from mmdesk.core.query import Band
from mmdesk.core.search_line.filters import Filter
from mmdesk.paintings.run import Run
from mmdesk.tasks.search_engine import SearchEngine
from mmdesk.tasks.status import Status

Document = dict[str, Any]


def add_document(summary: IndexSummary) -> Document:
    """The result of an `add`."""
    return {
        "found": summary.found,
        "indexed": summary.indexed,
        "unchanged": summary.unchanged,
        "renamed": summary.renamed,
        "other_names": summary.other_names,
        "skipped": _reasons(summary.skipped),
        "seconds": round(summary.seconds, 3),
        "photos_per_second": round(summary.photos_per_second, 2),
        "model": summary.model,
    }


def engine_document(engine: SearchEngine) -> Document:
    """The engine that searches, and why."""
    return {
        "name": engine.name,
        "reason": engine.reason,
        "due": engine.is_due,
        "hint": engine.hint or None,
    }


def status_document(status: Status) -> Document:
    """Counts of the library, and lists where they were asked for."""
    counts = status.counts
    document: Document = {
        "photos": counts.photos,
        "indexed": counts.indexed,
        "pending": counts.pending,
        "skipped": counts.skipped,
        "offline": counts.offline,
        "folders": [_folder(folder) for folder in counts.folders],
        "model": status.model,
        "data_dir": json_path(status.data_dir),
        "missing": counts.missing,
        "pairs": counts.pairs,
        "other_names": counts.other_names,
        "damaged": counts.damaged,
        "unread": counts.unread,
        "painted": counts.painted,
        "films": counts.films,
        "live": counts.live,
        "former_model": status.former,
        "search_engine": engine_document(status.engine),
    }
    if status.reasons is not None:
        document["reasons"] = _reasons(status.reasons)
    if status.gone is not None:
        document["missing_photos"] = [json_path(path) for path in status.gone]
    if status.raws is not None:
        document["raw_files"] = [
            {"path": json_path(raw), "photo": json_path(photo)} for raw, photo in status.raws
        ]
    if status.links is not None:
        document["links"] = [
            {"path": json_path(name), "photo": json_path(photo)} for name, photo in status.links
        ]
    return document


def paint_document(painted: Painted) -> Document:
    """A finished painting: its file, settings, time and losses."""
    spec = painted.spec
    return {
        "out": json_path(os.fsencode(painted.out)),
        "engine": spec.engine,
        "seed": spec.seed,
        "steps": spec.steps,
        "seconds": round(painted.seconds, 3),
        "seconds_per_step": round(painted.seconds / spec.steps, 4),
        "loss": {"first": round(painted.first_loss, 5), "last": round(painted.last_loss, 5)},
        "run": painted.run,
        "candidates": json_path(os.fsencode(painted.candidates)) if painted.candidates else None,
    }


def plan_document(plan: Plan) -> Document:
    """Time and memory that a painting would take."""
    return {"seconds": round(plan.seconds, 1), "memory_bytes": plan.memory_bytes, "note": plan.note}


def runs_document(runs: Iterable[Run]) -> Document:
    """Paintings under way and done, newest first."""
    return {"runs": [_run(run) for run in runs]}


def models_document(entries: Iterable[ModelEntry], offers: Iterable[ModelOffer] = ()) -> Document:
    """Installed models, and after them those that can be fetched."""
    return {"models": [*map(_model, entries), *map(_offer, offers)]}


def _offer(offer: ModelOffer) -> Document:
    """A model that can be fetched: the fields of an installed one, and those only the catalogue knows."""
    model = offer.model
    return {
        "name": model.name,
        "kind": model.kind,
        "state": offer.state,
        "builtin": False,
        "parameters": None,
        "size_bytes": model.size_bytes,
        "sha256": None,
        "licence": model.licence,
        "source": model.source,
        "used_for": [],
        "purpose": model.purpose,
        "advice": model.advice,
        "licence_url": model.licence_url,
        "licence_note": model.licence_note,
        "languages": model.languages,
        "memory_bytes": model.memory_bytes,
        "fetched_bytes": offer.fetched_bytes,
        "expected_per_second": offer.pictures_per_second,
    }


def _model(entry: ModelEntry) -> Document:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "state": entry.state,
        "builtin": entry.builtin,
        "parameters": entry.parameters,
        "size_bytes": entry.size_bytes,
        "sha256": entry.sha256,
        "licence": entry.licence,
        "source": entry.source,
        "used_for": list(entry.used_for),
        "pictures_per_second": entry.speed.pictures_per_second if entry.speed else None,
        "measured_memory_bytes": entry.speed.memory_bytes if entry.speed else None,
    }


def _run(run: Run) -> Document:
    return {
        "run": run.id,
        "prompt": run.spec.prompt,
        "made": run.made,
        "step": run.step,
        "steps": run.spec.steps,
        "finished": run.is_finished,
        "saved_steps": run.saved_steps(),
        "out": json_path(os.fsencode(run.out)) if run.out else None,
        "branched_from": run.branched_from,
    }


def _folder(folder: Folder) -> Document:
    return {
        "path": json_path(folder.path),
        "photos": folder.photos,
        "skipped": folder.skipped,
        "offline": folder.offline,
        "missing": folder.missing,
        "lost": folder.lost,
        "excludes": list(folder.excludes),
    }


def _reasons(skipped: Iterable[Skipped]) -> list[Document]:
    return [{"path": json_path(file.path), "reason": file.reason} for file in skipped]


def why_document(
    path: bytes, seen: Sequence[SeenTerm], met: Sequence[tuple[Filter, bool]], out: Path | None
) -> Document:
    """What the picture in the file `path` shows of each term, and whether it meets each filter.

    Where it does (`box`, of the hottest part) is left, top, width, height in shares of the picture's sides.
    """
    return {
        "path": json_path(path),
        "terms": [
            {
                "text": term.text,
                "negative": term.is_negative,
                "relevance": round(term.relevance, 5),
                "score": round(term.score, 5),
                "band": Band.of(term.relevance).value,
                "hottest": [round(share, 4) for share in term.map.hottest],
                "box": [round(share, 4) for share in term.map.box],
            }
            for term in seen
        ],
        "filters": [
            {"kind": one.name, "text": one.text, "negative": one.negative, "meets": meets}
            for one, meets in met
        ],
        "out": None if out is None else json_path(os.fsencode(out.absolute())),
    }
