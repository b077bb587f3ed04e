"""Eight hex digits by which two models of the same name are told apart."""

import hashlib
import os
from pathlib import Path

SAMPLES, SAMPLE_BYTES = 64, 1 << 16
"""The weights are told apart by this many evenly spread pieces: 4 MB read, whatever their size."""


def model_digest(config: Path, weights: Path) -> str:
    """Eight hex digits that differ between models.

    Training moves every weight, so samples tell models apart as well as a full read would, and a
    model of a gigabyte opens at once.
    """
    digest = hashlib.sha256(config.read_bytes())
    with weights.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest.update(str(size).encode())
        for sample in range(SAMPLES):
            file.seek(sample * max(0, size - SAMPLE_BYTES) // (SAMPLES - 1))
            digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()[:8]
