"""A reading process that goes wrong in the way the name of its file says.

Named here, so that a real process imports and runs it: what goes wrong goes wrong there.
"""

import os
import signal
import time
from dataclasses import replace

from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import worker
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent

GULP, GULPS = 64 << 20, 12
"""Bytes eaten at once, and how often: more than the test allows, and no more than any machine has."""


def answer(request: ReadRequest, recipe: PixelRecipe, limits: ReadingLimits) -> object:
    """What `worker.answer` does, but for files that are called otherwise."""
    manner = os.path.basename(request.path).partition(b".")[0].decode()
    sound = worker.answer(request, recipe, limits)
    eaten = []
    if manner == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif manner == "hang":
        signal.setitimer(signal.ITIMER_REAL, 0)
        while True:
            time.sleep(60)
    elif manner == "glutton":
        eaten.extend(b"x" * GULP for _ in range(GULPS))
    elif manner == "nonsense":
        return {"a": "dictionary"}
    elif manner == "nothing":
        return None
    assert isinstance(sound, ReadPhoto)
    return {
        "another": replace(sound, path=b"/another/file.jpg"),
        "short": replace(sound, pixel_bytes=sound.pixel_bytes[:-1]),
        "thumbless": replace(sound, thumbnail=b""),
        "liar": SameContent(request.path, sound.stamp, b"x" * 16),
        "sizeless": replace(sound, facts=replace(sound.facts, width=0)),
    }.get(manner, sound)
