"""Tiny films, made by PyAV itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from PIL import Image

SIZE = (160, 90)


def film(
    path: Path,
    scenes: Sequence[Image.Image],
    seconds: float = 3.0,
    rate: int = 10,
    says: Mapping[str, str] | None = None,
    codec: str = "mpeg4",
) -> Path:
    """A film of `scenes`, each as long as the others, in the container that the name says."""
    av = pytest.importorskip("av", reason="the extra video is not installed")
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"movflags": "use_metadata_tags"} if path.suffix.lower() in {".mp4", ".mov"} else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(says or {})
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height = scenes[0].size
        stream.pix_fmt = "yuv420p"
        frames = int(seconds * rate)
        for number in range(frames):
            frame = av.VideoFrame.from_image(scenes[number * len(scenes) // frames])
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def scene(colour: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture of a disc of one colour, bright at the upper edge and dark at the lower one."""
    image = Image.linear_gradient("L").rotate(180).resize(size).convert("RGB")
    disc = Image.new("RGB", (size[0] // 2, size[1] // 2), colour)
    image.paste(disc, (size[0] // 4, size[1] // 4))
    return image
