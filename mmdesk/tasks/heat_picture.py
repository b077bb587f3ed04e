"""A heat map as a picture: the photo, dark where it is cold, glowing where it is hot."""

import io
from pathlib import Path

from PIL import Image

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.heat_map import HeatMap
from mmdesk.core.language import tr


def check_map_out(out: Path) -> None:
    """Refuse, before any work is done, a name that cannot be written or is taken. Raises UserError."""
    if out.suffix.lower() != ".png":
        raise UserError(tr("A heat map is written as PNG: call it {name}.png.", name=out.stem))
    if not out.absolute().parent.is_dir():
        raise UserError(tr("There is no folder {folder}.", folder=out.absolute().parent))
    if out.exists():
        raise UserError(tr("There is a file {out} already; choose another name for the heat map.", out=out))


def write_heat_picture(picture: FullPicture, heat: HeatMap, out: Path) -> None:
    """Write the photo with the map over it as a PNG. Raises UserError."""
    photo = Image.frombuffer("RGB", (picture.width, picture.height), picture.rgb).convert("RGBA")
    photo.alpha_composite(Image.fromarray(heat.coloured(picture.width, picture.height)))
    written = io.BytesIO()
    photo.convert("RGB").save(written, "PNG")
    write_whole(out, written.getvalue())
