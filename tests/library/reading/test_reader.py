"""One photograph read: its pixels, its colours, its way up, its facts."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import open_clip.transform
import pytest
import skimage
import sklearn
from PIL import Image, ImageCms

from mmdesk.core.pixels import Interpolation, PixelRecipe, ResizeMode
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import content_hash, read_photo
from mmdesk.library.reading.reasons import RefusedError
from mmdesk.library.reading.request import ReadPhoto
from tests.library.drawing import blots, pixels, quarters, saved

SAMPLES = (
    Path(skimage.__file__).parent / "data" / "chelsea.png",
    Path(skimage.__file__).parent / "data" / "camera.png",
    Path(skimage.__file__).parent / "data" / "motorcycle_left.png",
    Path(skimage.__file__).parent / "data" / "hubble_deep_field.jpg",
    Path(sklearn.__file__).parent / "datasets" / "images" / "china.jpg",
)

Numbers = np.ndarray[Any, np.dtype[Any]]


def read(path: Path | bytes, recipe: PixelRecipe | None = None, **limits: Any) -> ReadPhoto:
    return read_photo(bytes(path), recipe or PixelRecipe(64), ReadingLimits(**limits))


def corners(photo: ReadPhoto) -> list[str]:
    """The colours of the thumbnail of `quarters`, row by row."""
    image = pixels(photo.thumbnail)
    names = {(1, 0, 0): "red", (0, 1, 0): "green", (0, 0, 1): "blue", (1, 1, 0): "yellow"}
    quarter = image.shape[0] // 4, image.shape[1] // 4
    spots = [image[y * quarter[0], x * quarter[1]] for y in (1, 3) for x in (1, 3)]
    return [names.get(tuple(int(value > 128) for value in spot), "other") for spot in spots]


def plain_input(path: Path, recipe: PixelRecipe) -> Numbers:
    """What open_clip makes of the picture, normalised, [3, size, size]."""
    transform = open_clip.transform.image_transform(
        recipe.size, is_train=False, mean=recipe.mean, std=recipe.std,
        resize_mode=recipe.resize_mode, interpolation=recipe.interpolation, fill_color=recipe.fill,
    )  # fmt: skip
    with Image.open(path) as image:
        return np.asarray(transform(image.convert("RGB")))


def our_input(path: Path, recipe: PixelRecipe) -> Numbers:
    values = (read(path, recipe).pixels / 255.0 - recipe.mean) / recipe.std
    return np.asarray(values.transpose(2, 0, 1))


def cosine(one: Numbers, other: Numbers) -> float:
    return float((one * other).sum() / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize("mode", ["shortest", "longest", "squash"])
@pytest.mark.parametrize(("size", "interpolation"), [(128, "bicubic"), (224, "bilinear"), (336, "bicubic")])
def test_the_models_input_is_open_clips(mode: ResizeMode, size: int, interpolation: Interpolation) -> None:
    recipe = PixelRecipe(size, mode, interpolation, fill=7)
    for path in SAMPLES:
        assert cosine(our_input(path, recipe), plain_input(path, recipe)) > 0.9998, path


@pytest.mark.parametrize("size", [(3000, 2000), (2000, 3001), (4000, 900)])
@pytest.mark.parametrize("mode", ["shortest", "longest", "squash"])
def test_it_is_nearly_so_when_a_large_jpeg_is_decoded_small(
    tmp_path: Path, mode: ResizeMode, size: tuple[int, int]
) -> None:
    """Decoding at an eighth averages 8 x 8 pixels: what is lost a model of 224 pixels never saw."""
    large = tmp_path / "large.jpg"
    with Image.open(SAMPLES[0]) as cat:
        cat.resize(size, Image.Resampling.BICUBIC).save(large, quality=92)
    recipe = PixelRecipe(224, mode)
    ours, plain = our_input(large, recipe), plain_input(large, recipe)
    assert cosine(ours, plain) > 0.995
    assert np.abs(ours - plain).mean() < 0.04


@pytest.mark.parametrize(
    ("size", "thumbnail"),
    [((4000, 3000), (500, 375)), ((6000, 4000), (512, 341)), ((3000, 4000), (375, 500)),
     ((200, 100), (200, 100)), ((3000, 2), (512, 1)), ((1, 1), (1, 1)), ((513, 512), (512, 511))],
)  # fmt: skip
def test_thumbnails_fit_512_pixels_and_use_them(
    tmp_path: Path, size: tuple[int, int], thumbnail: tuple[int, int]
) -> None:
    photo = read(saved(blots(*size), tmp_path / "a.jpg"))
    assert Image.open(io.BytesIO(photo.thumbnail)).size == thumbnail
    assert (photo.facts.width, photo.facts.height) == size
    assert photo.pixels.shape == (64, 64, 3)


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "bmp", "tif", "avif", "mpo"])
def test_every_format_shows_the_same_picture(tmp_path: Path, extension: str) -> None:
    options = {"save_all": True, "append_images": [blots(400, 300)]} if extension == "mpo" else {}
    photo = read(saved(quarters(), tmp_path / f"a.{extension}", **options))
    assert corners(photo) == ["red", "green", "blue", "yellow"]
    expected = np.asarray(quarters(), dtype=np.int16)
    assert np.abs(pixels(photo.thumbnail) - expected).mean() < 4


def test_the_format_is_what_the_file_holds_not_what_its_name_says(tmp_path: Path) -> None:
    saved(quarters(), tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert corners(read(tmp_path / "a.jpg"))[0] == "red"


def test_formats_that_are_not_allowed_are_refused_whatever_their_name(tmp_path: Path) -> None:
    saved(quarters(), tmp_path / "a.tga")
    saved(quarters(), tmp_path / "a.eps")
    for name in ("a.tga", "a.eps"):
        (tmp_path / name).rename(tmp_path / "a.jpg")
        with pytest.raises(RefusedError, match="not a picture"):
            read(tmp_path / "a.jpg")


MODES = {
    "1": lambda image: image.convert("1"),
    "L": lambda image: image.convert("L"),
    "LA": lambda image: image.convert("LA"),
    "P": lambda image: image.convert("P"),
    "I;16": lambda image: Image.fromarray(np.asarray(image.convert("L"), dtype=np.uint16) * 257),
    "I": lambda image: Image.fromarray(np.asarray(image.convert("L"), dtype=np.int32) * 257),
    "F": lambda image: Image.fromarray(np.asarray(image.convert("L"), dtype=np.float32) / 255),
    "CMYK": lambda image: image.convert("CMYK"),
    "YCbCr": lambda image: image.convert("YCbCr"),
    "LAB": lambda image: ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    ),
    "RGBA": lambda image: image.convert("RGBA"),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixels_becomes_rgb(tmp_path: Path, mode: str) -> None:
    image = blots(900, 600, seed=4)
    grey = mode in ("1", "L", "LA", "I;16", "I", "F")
    photo = read(saved(MODES[mode](image), tmp_path / "a.tif"), PixelRecipe(100))
    plain = np.asarray((image.convert("L") if grey else image).convert("RGB"))
    if mode == "F":  # says nothing of black and white, so its own are taken
        plain = ((plain - plain.min()) * (255 / np.ptp(plain))).astype(np.uint8)
    expected = np.asarray(Image.fromarray(plain).resize((150, 100)).crop((25, 0, 125, 100)), np.int16)
    assert np.abs(photo.pixels.astype(float) - expected).mean() < (7 if mode == "1" else 4)


def test_sixteen_bit_png(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256 * 256).astype(np.uint16).reshape(256, 256)
    photo = read(saved(Image.fromarray(ramp), tmp_path / "a.png"), PixelRecipe(256))
    assert np.abs(photo.pixels[..., 0].astype(int) - ramp // 257).max() <= 1


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 50, 100))
    for photo in (
        read(saved(image, tmp_path / "a.png")),
        read(saved(image, tmp_path / "a.webp", lossless=True)),
        read(saved(image.quantize(), tmp_path / "p.png")),
        read(saved(image, tmp_path / "a.gif")),
    ):
        assert photo.pixels[32, 8].tolist() == [255, 0, 0]
        assert photo.pixels[32, 56].tolist() == [255, 255, 255]


def test_a_transparent_colour_of_grey_and_rgb_files(tmp_path: Path) -> None:
    image = Image.new("RGB", (100, 100), (0, 0, 10))
    image.paste((255, 0, 0), (0, 0, 50, 100))
    photo = read(saved(image, tmp_path / "a.png", transparency=(0, 0, 10)))
    assert photo.pixels[32, 56].tolist() == [255, 255, 255]


def test_the_first_frame_of_many(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    for name in ("a.gif", "a.webp", "a.tif", "a.png"):
        photo = read(saved(frames[0], tmp_path / name, save_all=True, append_images=frames[1:]))
        assert photo.pixels[32, 32, 0] > 240


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and green exchanged: nobody can overlook whether it is applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile = profile.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
    return bytes(profile.replace(b"s\0R\0G\0B", b"o\0d\0d\0!"))


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "tif", "avif"])
def test_colour_profiles_are_applied(tmp_path: Path, extension: str) -> None:
    photo = read(saved(quarters(), tmp_path / f"a.{extension}", icc_profile=swapped_profile()))
    assert corners(photo) == ["green", "red", "blue", "yellow"]


@pytest.mark.parametrize("profile", [b"nonsense", b"", swapped_profile()[:300], os.urandom(500)])
def test_a_broken_profile_costs_nothing(tmp_path: Path, profile: bytes) -> None:
    assert corners(read(saved(quarters(), tmp_path / "a.jpg", icc_profile=profile)))[0] == "red"


def test_a_profile_for_other_colours_costs_nothing(tmp_path: Path) -> None:
    photo = read(saved(quarters().convert("L"), tmp_path / "a.jpg", icc_profile=swapped_profile()))
    assert np.ptp(pixels(photo.thumbnail), axis=2).max() <= 2


@pytest.mark.parametrize("orientation", range(9))
@pytest.mark.parametrize("size", [(400, 300), (2400, 1200)])
def test_every_orientation_is_turned_upright(tmp_path: Path, orientation: int, size: tuple[int, int]) -> None:
    """The picture is turned away as the camera was, and must come back the same way up."""
    away = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    image = quarters(*size)
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = image.transpose(away[orientation]) if orientation in away else image
    photo = read(saved(turned, tmp_path / "a.jpg", exif=exif))
    assert corners(photo) == ["red", "green", "blue", "yellow"]
    assert (photo.facts.width, photo.facts.height) == size


@pytest.mark.parametrize("orientation", [3, 6])
@pytest.mark.parametrize(
    ("extension", "options"),
    [("png", {}), ("webp", {}), ("avif", {}), ("tif", {}), ("tif", {"compression": "tiff_deflate"})],
)
def test_other_formats_are_turned_upright_once(
    tmp_path: Path, extension: str, options: dict[str, str], orientation: int
) -> None:
    """Pillow turns some of them by itself, others not."""
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = quarters(1600, 900).transpose(turn)
    photo = read(saved(turned, tmp_path / f"a.{extension}", exif=exif, **options))
    assert corners(photo) == ["red", "green", "blue", "yellow"]
    assert (photo.facts.width, photo.facts.height) == (1600, 900)


def test_the_orientation_pack(test_data: Path) -> None:
    """Nine files of a landscape and nine of a portrait: one thumbnail and one input each."""
    for series in ("Landscape", "Portrait"):
        photos = [read(test_data / "orientation" / f"{series}_{number}.jpg") for number in range(9)]
        assert len({(photo.facts.width, photo.facts.height) for photo in photos}) == 1
        first = Image.open(io.BytesIO(photos[0].thumbnail)).resize((90, 90))
        for photo in photos[1:]:
            other = Image.open(io.BytesIO(photo.thumbnail)).resize((90, 90))
            difference = np.abs(np.asarray(first, np.int16) - np.asarray(other, np.int16)).mean()
            assert difference < 3, photo.path
            assert cosine(photo.pixels - 127.0, photos[0].pixels - 127.0) > 0.99


def test_the_hash_is_of_the_content_alone(tmp_path: Path) -> None:
    one = read(saved(quarters(), tmp_path / "one.png"))
    two = read(saved(quarters(), tmp_path / "two.png"))
    three = read(saved(blots(40, 40), tmp_path / "three.png"))
    assert one.content_hash == two.content_hash == content_hash((tmp_path / "one.png").read_bytes())
    assert one.content_hash != three.content_hash
    assert len(one.content_hash) == 16


def test_the_stamp_is_the_files(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "a.png")
    os.utime(path, ns=(5, 1_600_000_000_123_456_789))
    photo = read(path)
    assert photo.stamp.mtime_ns == 1_600_000_000_123_456_789
    assert photo.stamp.size == os.path.getsize(path)


def test_the_file_is_only_read(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "a.jpg")
    os.chmod(path, 0o400)
    before = (path, os.stat(path).st_mtime_ns, Path(os.fsdecode(path)).read_bytes())
    read(path)
    assert (path, os.stat(path).st_mtime_ns, Path(os.fsdecode(path)).read_bytes()) == before


def cut(image: Image.Image, path: Path, share: float) -> Path:
    """The picture saved, and cut off."""
    saved(image, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "bmp", "tif", "avif"])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_cut_off_files_are_refused(tmp_path: Path, extension: str, share: float) -> None:
    path = cut(blots(640, 480, cells=40), tmp_path / f"a.{extension}", share)
    with pytest.raises(RefusedError) as refused:
        read(path)
    assert refused.value.for_good
    assert str(refused.value).endswith(".")
    assert (
        "cut off" in str(refused.value)
        or "damaged" in str(refused.value)
        or "not a picture" in str(refused.value)
    )


def test_a_cut_off_jpeg_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="The file is cut off"):
        read(cut(blots(640, 480), tmp_path / "a.jpg", 0.6))


def test_too_many_pixels(tmp_path: Path) -> None:
    path = saved(Image.new("1", (3000, 2000)), tmp_path / "a.png")
    with pytest.raises(RefusedError, match="claims 3,000 x 2,000 pixels, more than the 5 million"):
        read(path, pixels=5_000_000)


def test_too_large_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(3 << 20)
    with pytest.raises(RefusedError, match="larger than the 2 MB"):
        read(path, file_bytes=2 << 20)


def test_what_is_no_picture(tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.jpg", tmp_path / "text.jpg"
    empty.touch()
    text.write_text("Dear diary")
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    for path, reason in (
        (empty, "The file is empty."),
        (text, "This is not a picture"),
        (pipe, "not an ordinary file"),
    ):
        with pytest.raises(RefusedError, match=reason):
            read(path)


def test_what_is_not_there_may_be_there_next_time(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="gone") as refused:
        read(tmp_path / "a.jpg")
    assert not refused.value.for_good
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    with pytest.raises(RefusedError, match="The disk could not read this file") as refused:
        read(tmp_path / "loop.jpg")
    assert not refused.value.for_good
