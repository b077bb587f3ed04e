"""Settings that go well together, by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from mmdesk.core.language import tr, trc
from mmdesk.core.painting.spec import PaintSpec


@dataclass(frozen=True, slots=True)
class Preset:
    """`changes` to a spec, by field; what they are called for people, and what they are for in a sentence."""

    name: str
    title: str
    sentence: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    def applied(self, spec: PaintSpec) -> PaintSpec:
        """`spec` with these settings; its prompt, pictures and seed stay."""
        return replace(spec, **self.changes)


def _preset(name: str, title: str, sentence: str, **changes: Any) -> Preset:
    return Preset(name, title, sentence, MappingProxyType(changes))


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            _preset(
                "draft",
                trc("preset", "draft"),
                tr("A small picture in a few seconds, to try words out."),
                engine="vqgan", width=128, height=128, steps=60, cutouts=8, rate=1.4, ema=0.8,
            ),
            _preset(
                "standard",
                trc("preset", "standard"),
                tr("A picture of middle size in a minute or two."),
                engine="vqgan", width=256, height=256, steps=150, cutouts=12, rate=1.0, ema=0.9,
            ),
            _preset(
                "fine",
                trc("preset", "fine"),
                tr("A larger picture, painted long and looked at closely."),
                engine="vqgan", width=384, height=384, steps=300, cutouts=16, rate=0.8, ema=0.95,
            ),
            _preset(
                "dream",
                trc("preset", "dream"),
                tr("Soft colours and repeating shapes, painted in waves instead of strokes."),
                engine="fft", width=256, height=256, steps=150, cutouts=12, rate=1.0, ema=0.9,
            ),
            _preset(
                "pixel art",
                trc("preset", "pixel art"),
                tr("Square dots on a coarse grid, as on an old screen."),
                engine="pixel", grid=48, width=384, height=384, steps=150, cutouts=12, rate=1.0, ema=0.9,
            ),
            _preset(
                "line drawing",
                trc("preset", "line drawing"),
                tr("Coloured strokes on paper."),
                engine="lines", strokes=160, width=256, height=256, steps=150, cutouts=12, rate=1.0, ema=0.0,
            ),
            _preset(
                "tile",
                trc("preset", "tile"),
                tr("A pattern that goes on across its edges, for a wallpaper."),
                engine="fft", tiling=True, width=256, height=256, steps=150, rate=1.0, ema=0.9,
            ),
        )
    }
)  # fmt: skip
"""The presets by name, in the order to show them."""
