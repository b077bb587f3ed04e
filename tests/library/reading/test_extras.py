"""HEIC, JPEG XL and raw files, where their packages are installed; a hint where they are not."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.library.reading import formats, reasons
from mmdesk.library.reading.reasons import RefusedError
from tests.library.drawing import quarters, saved
from tests.library.reading.raw_files import dng, jpeg_preview
from tests.library.reading.test_reader import corners, read

UPRIGHT = ["red", "green", "blue", "yellow"]


@pytest.mark.parametrize(
    ("name", "extra"), [(b"a.HEIC", "heic"), (b"a.hif", "heic"), (b"a.jxl", "jxl"), (b"a.Cr3", "raw")]
)
def test_what_is_not_installed_is_named_with_the_way_to_it(
    name: bytes, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "READ", formats.ALWAYS_READ)
    reason = formats.reason_not_read(name)
    assert reason is not None
    assert f"pip install 'mmdesk[{extra}]'" in reason


WITHOUT_EXTRAS = """
import sys
class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name in ("pillow_heif", "pillow_jxl", "rawpy", "av"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nowhere())
import importlib.util
real = importlib.util.find_spec
gone = ("pillow_heif", "pillow_jxl", "rawpy", "av")
importlib.util.find_spec = lambda name: None if name in gone else real(name)
from mmdesk.library.reading import formats, reader
print(formats.READ == formats.ALWAYS_READ)
"""


def test_without_any_of_them_all_else_is_read() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_EXTRAS], capture_output=True, check=True)
    assert done.stdout == b"True\n"


@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize(("module", "suffix"), [("pillow_heif", "heic"), ("pillow_jxl", "jxl")])
def test_they_show_the_same_picture_upright(
    tmp_path: Path, module: str, suffix: str, orientation: int
) -> None:
    extra = pytest.importorskip(module)
    if module == "pillow_heif":
        extra.register_heif_opener()
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    picture = quarters(1200, 900)
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = picture.transpose(turns[orientation]) if orientation in turns else picture
    photo = read(saved(turned, tmp_path / f"a.{suffix}", exif=exif.tobytes()))
    assert corners(photo) == UPRIGHT
    assert (photo.facts.width, photo.facts.height) == (1200, 900)


@pytest.mark.filterwarnings("ignore:.*EXIF data")  # reading processes silence all warnings
@pytest.mark.parametrize("suffix", ["heic", "jxl", "dng", "nef"])
def test_noise_by_their_names_is_refused(tmp_path: Path, suffix: str) -> None:
    if f".{suffix}".encode() not in formats.READ:
        pytest.skip("what reads it is not installed")
    for content in (b"noise" * 500, b"II*\0\x08\0\0\0" + b"\xff" * 900, b"\0\0\0\x18ftypheic" + b"x" * 900):
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(content)
        with pytest.raises(RefusedError) as refused:
            read(path)
        assert str(refused.value) in (reasons.NO_PICTURE, reasons.BROKEN, reasons.ENDS_EARLY)


class TestRaw:
    """Files of cameras."""

    @pytest.fixture(autouse=True)
    def with_rawpy(self) -> None:
        pytest.importorskip("rawpy")

    def written(self, folder: Path, data: bytes) -> Path:
        path = folder / "a.dng"
        path.write_bytes(data)
        return path

    def test_without_a_preview_it_is_developed(self, tmp_path: Path) -> None:
        photo = read(self.written(tmp_path, dng(1200, 800)))
        assert corners(photo) == UPRIGHT
        assert (photo.facts.width, photo.facts.height) == (1200, 800)
        assert (photo.facts.camera, photo.facts.taken_at) == ("Made Up Raw 1", "2019-07-14T18:03:22")

    def test_the_preview_is_taken_where_it_is_large_enough(self, tmp_path: Path) -> None:
        """Of another shape here, so that it can be told from what the sensor saw."""
        photo = read(self.written(tmp_path, dng(1600, 1200, preview=jpeg_preview(1600, 800))))
        with Image.open(io.BytesIO(photo.thumbnail)) as thumbnail:
            assert thumbnail.width == pytest.approx(2 * thumbnail.height, abs=2)
        assert corners(photo) == UPRIGHT
        assert (photo.facts.width, photo.facts.height) == (1600, 1200)

    def test_a_small_preview_is_not_enough(self, tmp_path: Path) -> None:
        photo = read(self.written(tmp_path, dng(1600, 1200, preview=jpeg_preview(160, 80))))
        with Image.open(io.BytesIO(photo.thumbnail)) as thumbnail:
            assert thumbnail.width == pytest.approx(4 / 3 * thumbnail.height, abs=2)

    @pytest.mark.parametrize("preview", [b"", jpeg_preview(1600, 1200)])
    def test_it_is_turned_upright(self, tmp_path: Path, preview: bytes) -> None:
        """Orientation 6: the camera was held so that the left edge is the top."""
        photo = read(self.written(tmp_path, dng(1600, 1200, flip=6, preview=preview)))
        assert corners(photo) == ["blue", "red", "yellow", "green"]
        assert (photo.facts.width, photo.facts.height) == (1200, 1600)

    def test_too_many_pixels(self, tmp_path: Path) -> None:
        with pytest.raises(RefusedError, match="million"):
            read(self.written(tmp_path, dng(1200, 800)), pixels=500_000)

    @pytest.mark.filterwarnings("ignore:.*EXIF data")
    def test_a_cut_off_file_is_refused_or_shows_its_preview(self, tmp_path: Path) -> None:
        whole = dng(1200, 800)
        with pytest.raises(RefusedError):
            read(self.written(tmp_path, whole[: len(whole) // 2]))
