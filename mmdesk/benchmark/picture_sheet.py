"""A sheet of pictures: a row of each engine, a column of each prompt, the words beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from mmdesk.core.full_picture import FullPicture

SIDE, GAP = 128, 6
LEFT, TOP = 78, 40
"""Room for the names of engines, and for prompts."""

PAPER, INK = (255, 255, 255), (40, 40, 40)
LETTERS = 14


def draw_sheet(rows: Mapping[str, Sequence[FullPicture]], prompts: Sequence[str], path: Path) -> None:
    """Write the PNG file `path`. Raises OSError."""
    step = SIDE + GAP
    sheet = Image.new("RGB", (LEFT + step * len(prompts), TOP + step * len(rows)), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(LETTERS)
    for column, prompt in enumerate(prompts):
        middle = LEFT + column * step + SIDE / 2
        pen.multiline_text((middle, TOP / 2), _in_lines(prompt), INK, font, anchor="mm", align="center")
    for row, (engine, pictures) in enumerate(rows.items()):
        top = TOP + row * step
        pen.text((LEFT - 2 * GAP, top + SIDE / 2), engine, INK, font, anchor="rm")
        for column, picture in enumerate(pictures):
            whole = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
            sheet.paste(whole.resize((SIDE, SIDE), Image.Resampling.LANCZOS), (LEFT + column * step, top))
    sheet.save(path, "PNG", optimize=True)


def _in_lines(prompt: str) -> str:
    """Two lines of about the same length, where there are words for them."""
    words = prompt.split(" ")
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    if not ways:
        return prompt
    first, second = min(ways, key=lambda way: abs(len(way[0]) - len(way[1])))
    return f"{first}\n{second}"
