"""Paints the pictures beside the engines of the Studio: `python packaging/paint_engines.py [ENGINE...]`.

The same prompt by every engine whose models come along, into resources/engines: with the usual settings of
those with a model of their own, and of the others in the steps and the size that the Studio begins with.
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from mmdesk.benchmark.engine_specs import usual_spec
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel
from mmdesk.tasks.painting.models import PaintingModels

PROMPT, SEED = "mountains at sunset", 3
SIDE = 128
ENGINES = Path(__file__).parent.parent / "resources" / "engines"


def painted(engine: str, places: Places) -> FullPicture:
    """What `engine` makes of the prompt. Raises UserError for one that has no model."""
    models = PaintingModels(places, ClipModel(places, DEFAULT_MODEL))
    spec = usual_spec(PROMPT, engine, places)
    if not ENGINE_CARDS[engine].has_model:
        spec = replace(PaintSpec(PROMPT), engine=spec.engine)
    painting = models.open(models.settled(replace(spec, seed=SEED)))
    for _ in painting.steps():
        pass
    return painting.picture()


def main(engines: Sequence[str]) -> None:
    """Paint with `engines`, or with all of them."""
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder))
        places.create()
        for engine in engines or ENGINE_CARDS:
            try:
                picture = painted(engine, places)
            except UserError as error:
                print(f"{engine}: {error}")
                continue
            whole = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
            whole = whole.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
            whole.save(ENGINES / f"{engine}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
