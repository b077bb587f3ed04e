"""Reading the text in one picture, with RapidOCR. Runs inside a reading process.

Its models (PP-OCR) are ONNX graphs within its wheel: no pickle is read, and nothing is fetched. The package
itself is imported with the first picture, and no torch with it.
"""

import contextlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from PIL import Image

from mmdesk.core.photo_text import Corners, PhotoText, Point, ReadText, TextLine
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading import reasons
from mmdesk.library.reading.decoding import decode, turned
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import content_hash, read_file
from mmdesk.library.reading.text_models import text_models
from mmdesk.library.reading.text_order import in_reading_order
from mmdesk.library.reading.thumbnail import fitted
from mmdesk.library.reading.worker import set_alarm

LONGEST = 2400
"""Long side in pixels that a picture is brought down to: 3,000 would take 1.5 GB and twice the time."""

LEAST_SURENESS = 0.5
"""Lines of which the reader is less sure are noise."""

LEAST_SIDE = 8
"""Pixels. No letter is as small."""


def read_text(path: bytes, limits: ReadingLimits, turn: int = AS_IT_IS) -> ReadText:
    """What can be read in the picture in the file `path`, turned, or why that cannot be looked at."""
    set_alarm(2 * limits.seconds)
    content = b""
    try:
        data, _ = read_file(path, limits)
        content = content_hash(data)
        decoded = turned(decode(path, data, LONGEST, limits), turn)
        image = fitted(decoded.image, LONGEST)
        lines = in_reading_order(list(_lines(image)), image.size)
        return ReadText(PhotoText(tuple(lines)), content, decoded.full_size)
    except reasons.RefusedError as refusal:
        return ReadText(PhotoText(trouble=str(refusal)), content, for_good=refusal.for_good)
    finally:
        set_alarm(0)


@cache
def _engine() -> Any:
    """The reader with its models, in one thread: it shares the computer with whoever is in a hurry.

    Raises RefusedError where the extra is not there.
    """
    models = text_models()
    if not models:
        raise reasons.RefusedError(reasons.NO_TEXT_READER, for_good=False)
    from rapidocr import RapidOCR  # noqa: PLC0415

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": LEAST_SURENESS,
            "Global.max_side_len": LONGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{f"{role}.model_path": str(file) for role, file in models.items()},
        }
    )


def _lines(image: Image.Image) -> Iterator[TextLine]:
    """Lines of an upright sRGB picture. Raises RefusedError."""
    import numpy as np  # noqa: PLC0415  the processes that import this module otherwise do without numpy

    if min(image.size) < LEAST_SIDE:
        return
    reader = _engine()
    blue_first = np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])
    with _noise_refused():
        found = reader(blue_first)
    if found.boxes is None or found.txts is None:
        return
    for box, text, sureness in zip(found.boxes, found.txts, found.scores, strict=True):
        if text.strip():
            yield TextLine(" ".join(text.split()), _corners(box, image.size), float(sureness))


@contextlib.contextmanager
def _noise_refused() -> Iterator[None]:
    """What RapidOCR and OpenCV raise for pictures that they cannot make anything of is a reason."""
    try:
        yield
    except MemoryError:
        raise
    except (ArithmeticError, LookupError, RuntimeError, ValueError) as error:
        raise reasons.RefusedError(reasons.NO_TEXT_TO_TELL) from error


def _corners(box: Iterable[Iterable[float]], size: tuple[int, int]) -> Corners:
    """The corners of a line as shares of the picture, none outside of it."""
    first, second, third, fourth = (_share(float(x), float(y), size) for x, y in box)
    return first, second, third, fourth


def _share(x: float, y: float, size: tuple[int, int]) -> Point:
    return min(max(x / size[0], 0.0), 1.0), min(max(y / size[1], 0.0), 1.0)
