"""Speeds of models on this machine, as they were measured."""

from dataclasses import asdict
from pathlib import Path

from mmdesk.core.models import ModelSpeed
from mmdesk.models.plan import ProbeCache, machine_key


class SpeedCache:
    """Measured speeds by the keys of models, for this machine and this torch, in the file of the probes."""

    def __init__(self, path: Path) -> None:
        self._cache = ProbeCache(path)

    def get(self, model_key: str) -> ModelSpeed | None:
        """The speed of a model, or None where it was not measured here."""
        stored = self._cache.get(_key(model_key))
        if not isinstance(stored, dict):
            return None
        rate, memory = stored.get("pictures_per_second"), stored.get("memory_bytes")
        operations = stored.get("operations")
        if not isinstance(rate, int | float) or not isinstance(memory, int) or not 0 < rate < 1e9:
            return None
        if not isinstance(operations, int | float) or operations <= 0:
            operations = None
        return ModelSpeed(float(rate), memory, operations)

    def remember(self, model_key: str, speed: ModelSpeed) -> None:
        """Store the speed of a model."""
        self._cache.put(_key(model_key), asdict(speed))


def _key(model_key: str) -> str:
    return machine_key(f"{model_key} speed", "here")
