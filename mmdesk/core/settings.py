"""Settings: what the user chose, in one small JSON file."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from mmdesk.core.atomic_file import replacing

ThemeName = Literal["dark", "light", "system"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that outlive the program.

    `thumbnail_size` is in device-independent pixels; photos are shown in `order`, grouped by `grouping`
    where that is the order of time; `window_shape` is Qt's window geometry in base64. `model` is the CLIP
    model of searches, `vqgan` the one that paints, and `guidance` the CLIP models that guide paintings:
    none means `model`.
    """

    theme: ThemeName = "dark"
    thumbnail_size: int = 200
    order: str = "taken"
    grouping: str = "months"
    model: str = "starter-clip"
    guidance: tuple[str, ...] = ()
    vqgan: str = "starter-vqgan"
    inspector_shown: bool = True
    window_shape: str = ""


def load_settings(path: Path) -> Settings:
    """The settings in `path`; whatever is missing, unknown or broken takes its default."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    if isinstance(stored.get("guidance"), list):
        stored["guidance"] = tuple(map(str, stored["guidance"]))
    return Settings(**{name: stored[name] for name in _sound_names(stored)})


def _sound_names(stored: dict[str, object]) -> list[str]:
    """The settings in `stored` whose value has the type of the default."""
    defaults = asdict(Settings())
    sound = [name for name, value in defaults.items() if type(stored.get(name)) is type(value)]
    return [name for name in sound if name != "theme" or stored[name] in ("dark", "light", "system")]


def save_settings(settings: Settings, path: Path) -> None:
    """Write the file whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part:
        part.write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")


def save_window_choices(settings: Settings, path: Path) -> None:
    """Keep what the window chose; the models may have been chosen anew since it opened."""
    now = load_settings(path)
    save_settings(replace(settings, model=now.model, guidance=now.guidance, vqgan=now.vqgan), path)
