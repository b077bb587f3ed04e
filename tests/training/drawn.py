"""A folder of pictures drawn by code: shapes in colours, with labels and captions."""

from pathlib import Path

from PIL import Image, ImageDraw

COLOURS = {"red": (220, 30, 30), "green": (30, 170, 60), "blue": (40, 60, 220), "yellow": (235, 210, 40)}
SHAPES = ("circle", "square")


def draw_folder(folder: Path, each: int = 5) -> Path:
    """`each` pictures of every shape in every colour, in one folder per colour and shape."""
    for colour, rgb in COLOURS.items():
        for shape in SHAPES:
            place = folder / f"{colour} {shape}"
            place.mkdir(parents=True)
            for number in range(each):
                _draw(shape, rgb, number).save(place / f"{number}.png")
                (place / f"{number}.txt").write_text(f"a {colour} {shape} on a white wall\n")
    return folder


def _draw(shape: str, rgb: tuple[int, int, int], number: int) -> Image.Image:
    picture = Image.new("RGB", (48, 40), (245, 245, 240))
    box = (4 + number, 4, 34 + number, 34)
    pencil = ImageDraw.Draw(picture)
    (pencil.ellipse if shape == "circle" else pencil.rectangle)(box, fill=rgb)
    return picture
