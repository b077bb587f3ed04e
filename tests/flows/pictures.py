"""Pictures drawn by code, each different, for tests that need many."""

from pathlib import Path

import numpy as np
from PIL import Image


def draw_pictures(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """`count` small JPEGs in three folders below `folder`: soft random colours, no two alike."""
    random = np.random.default_rng(seed)
    paths = []
    for number in range(count):
        path = folder / f"roll-{number % 3}" / f"{seed}-{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        blots = Image.fromarray(random.integers(0, 256, (4, 5, 3), dtype=np.uint8))
        blots.resize((200, 160), Image.Resampling.BICUBIC).save(path, quality=85)
        paths.append(path)
    return paths
