"""Films of every kind: what is seen of them, what they say, and what becomes of broken and hostile ones."""

import io
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.photo import Skipped
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import formats
from mmdesk.library.reading.films import content
from mmdesk.library.reading.films.content import film_hash
from mmdesk.library.reading.films.facts import film_position
from mmdesk.library.reading.films.opening import CUT_OFF, NO_FILM, ONLY_SOUND
from mmdesk.library.reading.films.reader import film_picture
from mmdesk.library.reading.formats import FILMS, FILMS_NEED
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.reasons import EMPTY, RefusedError
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.library.reading.worker import Answer, answer
from tests.library.films import SIZE, film, scene

av = pytest.importorskip("av", reason="the extra video is not installed")

RECIPE = PixelRecipe(32)
BLACK = Image.new("RGB", SIZE)


def read(path: Path, limits: ReadingLimits | None = None, known: frozenset[bytes] = frozenset()) -> Answer:
    return answer(ReadRequest(bytes(path), known), RECIPE, limits or ReadingLimits())


def read_well(path: Path) -> ReadPhoto:
    found = read(path)
    assert isinstance(found, ReadPhoto), found
    return found


def colour_in_the_middle(image: Image.Image) -> str:
    """Which of red, green and blue the middle of a picture has most of."""
    pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return ("red", "green", "blue")[pixel.index(max(pixel))]


@pytest.mark.parametrize("suffix", sorted(FILMS))
def test_a_film_of_every_kind_is_seen_by_three_frames(tmp_path: Path, suffix: bytes) -> None:
    codec = {b".webm": "libvpx", b".mts": "mpeg2video"}.get(suffix, "mpeg4")
    scenes = [scene(colour) for colour in ("red", "lime", "blue")]
    rate = 25 if suffix == b".mts" else 10
    found = read_well(film(tmp_path / os.fsdecode(b"a" + suffix), scenes, rate=rate, codec=codec))
    assert (found.facts.width, found.facts.height, found.frames) == (*SIZE, 3)
    assert found.facts.seconds == pytest.approx(3, abs=0.3)
    assert found.facts.frame_rate == pytest.approx(rate, abs=0.5)
    assert (found.facts.damaged, found.facts.blank, found.facts.motion) == (False, False, False)
    shown = Image.open(io.BytesIO(found.thumbnail))
    assert (shown.size, colour_in_the_middle(shown)) == (SIZE, "green")
    seen = [colour_in_the_middle(Image.fromarray(pixels)) for pixels in found.frame_pixels]
    assert seen == ["green", "red", "blue"]


def test_no_black_frame_is_shown(tmp_path: Path) -> None:
    once = read_well(film(tmp_path / "fades.mp4", [scene("red"), BLACK, BLACK]))
    assert (once.frames, colour_in_the_middle(Image.open(io.BytesIO(once.thumbnail)))) == (1, "red")
    elsewhere = read_well(film(tmp_path / "late.mp4", [BLACK, BLACK, scene("blue"), BLACK, BLACK, BLACK]))
    assert colour_in_the_middle(Image.open(io.BytesIO(elsewhere.thumbnail))) == "blue"
    assert not elsewhere.facts.blank
    assert read_well(film(tmp_path / "black.mp4", [BLACK])).facts.blank


def test_what_a_telephone_says(tmp_path: Path) -> None:
    says = {
        "creation_time": "2019-07-14T16:03:22.000000Z",
        "com.apple.quicktime.creationdate": "2019-07-14T18:03:22+0200",
        "com.apple.quicktime.location.ISO6709": "+48.8584+002.2945+035.000/",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 12",
    }
    facts = read_well(film(tmp_path / "IMG_0001.MOV", [scene("red")], says=says)).facts
    assert (facts.taken_at, facts.taken_from) == ("2019-07-14T18:03:22", "film")
    assert (facts.camera, facts.latitude, facts.longitude) == ("Apple iPhone 12", 48.8584, 2.2945)


@pytest.fixture
def _three_hours_east() -> Iterator[None]:
    """A time zone of this process, which it would keep if nobody set it back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "XYZ-3")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_three_hours_east")
def test_what_a_camera_says(tmp_path: Path) -> None:
    says = {"creation_time": "2019-07-14T16:03:22Z"}
    facts = read_well(film(tmp_path / "MVI_1.mp4", [scene("red")], says=says)).facts
    assert (facts.taken_at, facts.taken_from) == ("2019-07-14T19:03:22", "film-utc")
    unset = {"creation_time": "1970-01-01T00:00:00Z"}
    facts = read_well(film(tmp_path / "VID_20180203_040506.mp4", [scene("red")], says=unset)).facts
    assert (facts.taken_at, facts.taken_from) == ("2018-02-03T04:05:06", "name")


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("+48.8584+002.2945/", (48.8584, 2.2945)),
        ("-33.5100-070.6000+500.5CRSWGS_84/", (-33.51, -70.6)),
        ("+4030.5-07400/", (40.508333, -74.0)),
        ("+403015-0740030/", (40.504167, -74.008333)),
        ("+00.0000+000.0000/", None),
        ("+95.0+010.0/", None),
        ("somewhere", None),
        ("", None),
    ],
)
def test_positions(words: str, position: tuple[float, float] | None) -> None:
    found = film_position(words)
    assert found == (position and pytest.approx(position, abs=1e-5))


def test_broken_and_hostile_films_cost_themselves_alone(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", [scene("red")]).read_bytes()
    hostile = {
        "empty.mp4": (b"", EMPTY),
        "text.mp4": (b"no film at all\n", NO_FILM),
        "list.mp4": (b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n", NO_FILM),
        "others.mov": (b"ffconcat version 1.0\nfile whole.mp4\n", NO_FILM),
        "cut.mp4": (whole[: len(whole) // 2], CUT_OFF),
        "boxes.mp4": (b"\0\0\0\x18ftypmp42" + b"\xff" * 2000, CUT_OFF),
        "zeros.mkv": (b"\x1a\x45\xdf\xa3" + b"\0" * 2000, CUT_OFF),
    }
    for name, (data, reason) in hostile.items():
        (tmp_path / name).write_bytes(data)
        found = read(tmp_path / name)
        assert isinstance(found, Skipped), name
        assert (found.reason, found.stamp is not None) == (reason, True), name
    found = read(tmp_path / "whole.mp4", ReadingLimits(pixels=SIZE[0] * SIZE[1] - 1))
    assert isinstance(found, Skipped)
    assert "160 x 90 pixels" in found.reason


def test_films_with_wrong_bytes_cost_themselves_alone(tmp_path: Path, pool: ReadingPool) -> None:
    chance = random.Random(4)
    for name in ("a.mp4", "b.mkv", "c.avi"):
        whole = film(tmp_path / name, [scene("red", (32, 32))], seconds=1).read_bytes()
        for number in range(20):
            data = bytearray(whole)
            for _ in range(1 + number):
                data[chance.randrange(len(data))] = chance.randrange(256)
            (tmp_path / f"{number}-{name}").write_bytes(data)
    paths = sorted(bytes(path) for path in tmp_path.iterdir())
    assert sorted(found.path for found in pool.read(paths)) == paths


def test_a_film_whose_end_is_missing_is_damaged(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", [scene(colour) for colour in ("red", "lime", "blue")])
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    found = read_well(path)
    assert (found.facts.damaged, found.frames) == (True, 2)


def test_a_picture_called_a_film_is_a_picture(tmp_path: Path) -> None:
    scene("red").save(tmp_path / "a.png")
    found = read_well((tmp_path / "a.png").rename(tmp_path / "a.mov"))
    assert (found.facts.seconds, found.frames) == (None, 1)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mov"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=800)
        frame.rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    found = read(tmp_path / "a.mov")
    assert isinstance(found, Skipped)
    assert found.reason == ONLY_SOUND


def test_known_films_are_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "a.mp4", [scene("red")])
    assert isinstance(read(path, known=frozenset((film_hash(bytes(path)),))), SameContent)
    monkeypatch.setattr(content, "HASHED_WHOLE", 10)
    monkeypatch.setattr(content, "PART", 100)
    before = film_hash(bytes(path))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert film_hash(bytes(path)) != before


def test_the_frame_in_full(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", [scene("red", (640, 360))])
    image, whole = film_picture(bytes(path), None, ReadingLimits())
    assert (image.size, whole) == ((640, 360), (640, 360))
    image, whole = film_picture(bytes(path), 320, ReadingLimits())
    assert (image.size, whole) == ((320, 180), (640, 360))


def test_without_the_extra_there_is_one_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "READ", formats.ALWAYS_READ)
    assert {formats.reason_not_read(b"a" + suffix) for suffix in FILMS} == {FILMS_NEED}
    path = film(tmp_path / "a.mp4", [scene("red")])
    monkeypatch.setattr("mmdesk.library.reading.films.reader.is_installed", lambda _: False)
    with pytest.raises(RefusedError, match="mmdesk\\[video\\]"):
        film_picture(bytes(path), None, ReadingLimits())
