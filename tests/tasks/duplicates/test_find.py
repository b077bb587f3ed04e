"""Duplicates among real pictures, saved again by a real encoder and seen with the starter model."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from mmdesk.core.duplicates import KINDS, Group, Kind
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.looks import NUMBERS
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.duplicates import same_shot
from mmdesk.tasks.duplicates.find import DuplicateSearch, say_apart, unsay_apart
from mmdesk.tasks.duplicates.near_looks import KnownLooks, known_looks
from mmdesk.tasks.library import Library, open_library
from tests.tasks.conftest import index

SHOT = "2019:07:14 18:03:{second:02d}"


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, machine_plans: Path
) -> Iterator[tuple[Library, ClipModel]]:
    """A library of the sample pictures, some of them once more; a test leaves it as it was."""
    folder = tmp_path_factory.mktemp("pictures")
    _fill(folder)
    places = Places(tmp_path_factory.mktemp("duplicates") / "data")
    places.create()
    shutil.copy(machine_plans, places.plans)
    with open_library(places) as library:
        clip = ClipModel(places)
        index(library, clip, folder)
        yield library, clip


def _fill(folder: Path) -> None:
    make_sample_pictures(folder)
    for name in ("astronaut", "coffee", "chelsea"):
        with Image.open(_called(folder, name)) as image:
            colours = image.convert("RGB")
        half = colours.resize((colours.width // 2, colours.height // 2), Image.Resampling.LANCZOS)
        half.save(folder / f"{name}-small.jpg", quality=85)
        colours.save(folder / f"{name}-web.webp", quality=60)
        colours.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / f"{name}-mirrored.jpg")
        margin = colours.width // 20
        cropped = colours.crop((margin, margin, colours.width - margin, colours.height - margin))
        cropped.save(folder / f"{name}-cropped.jpg")
    shutil.copy(_called(folder, "rocket"), folder / "rocket (1).jpg")
    shutil.copy(_called(folder, "coins"), folder / "my coins (1).jpg")
    (folder / "my coins (1).cr2").write_bytes(b"what the camera saw")
    (folder / "again.jpg").hardlink_to(_called(folder, "camera"))
    with Image.open(_called(folder, "motorcycle_left")) as image:
        picture = image.convert("RGB")
    for second in (1, 2, 4, 30):
        moved = picture.crop((9 * second, 0, picture.width // 2 + 9 * second, picture.height))
        moved.save(folder / f"IMG_{100 + second}.jpg", exif=_exif(second))


def _called(folder: Path, name: str) -> Path:
    return next(folder.glob(f"{name}.*"))


def _exif(second: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Sigma", "Sigma fp"
    exif[ExifTags.Base.DateTime] = SHOT.format(second=second)
    return exif


def search(filled: tuple[Library, ClipModel], *kinds: Kind, folder: bytes | None = None) -> list[Group]:
    steps = DuplicateSearch(*filled, kinds or KINDS, folder).run()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def names(group: Group) -> set[str]:
    return {os.fsdecode(os.path.basename(member.photo.path)).rsplit(".", 1)[0] for member in group.members}


def group_with(name: str, groups: list[Group]) -> Group:
    [group] = [group for group in groups if name in names(group)]
    return group


def best(group: Group) -> str:
    return os.fsdecode(os.path.basename(group.members[0].photo.path)).rsplit(".", 1)[0]


def test_a_copy_has_the_same_bytes_and_a_second_name_of_one_file_is_none(
    filled: tuple[Library, ClipModel],
) -> None:
    group = group_with("rocket", search(filled, "same-bytes"))
    assert names(group) == {"rocket", "rocket (1)"}
    assert best(group) == "rocket"
    assert group.reasons == ("not a copy by name",)
    [goes] = group.proposed_for_trash
    assert group.bytes_of([goes]) == os.path.getsize(group.members[1].photo.path)


def test_the_jpeg_of_a_raw_file_is_the_one_that_stays(filled: tuple[Library, ClipModel]) -> None:
    groups = search(filled, "same-bytes")
    assert len(groups) == 2
    group = group_with("coins", groups)
    assert best(group) == "my coins (1)"
    assert group.reasons[0] == "has its raw file"
    assert not set(group.without(group.members[1].id))


def test_shots_saved_again_are_found_and_nothing_else(filled: tuple[Library, ClipModel]) -> None:
    """Neither mirrored nor cropped ones, nor other pictures; the two of a stereo pair are two."""
    groups = search(filled, "same-shot")
    assert sorted(map(best, groups)) == ["astronaut", "chelsea", "coffee"]
    for group in groups:
        assert names(group) == {best(group), f"{best(group)}-small", f"{best(group)}-web"}
        assert len(group.proposed_for_trash) == 2
        assert any(reason.startswith("larger: ") for reason in group.reasons)


def test_shots_within_seconds_are_a_burst_and_nothing_of_it_is_to_go(
    filled: tuple[Library, ClipModel],
) -> None:
    [group] = search(filled, "burst")
    assert names(group) == {"IMG_101", "IMG_102", "IMG_104"}
    assert group.proposed_for_trash == ()


def test_what_is_said_apart_does_not_return_until_it_is_taken_back(filled: tuple[Library, ClipModel]) -> None:
    library, _ = filled
    before = search(filled)
    said = next(group for group in before if best(group) == "coffee")
    say_apart(library, said.ids)
    assert [group.ids for group in search(filled)] == [group.ids for group in before if group is not said]
    unsay_apart(library, said.ids)
    assert [group.ids for group in search(filled)] == [group.ids for group in before]


def test_a_photo_is_in_one_group_of_a_class_and_only_the_best_in_the_next(
    filled: tuple[Library, ClipModel],
) -> None:
    groups = search(filled)
    assert [KINDS.index(group.kind) for group in groups] == sorted(
        KINDS.index(group.kind) for group in groups
    )
    gone: set[PhotoId] = set()
    for group in groups:
        assert not gone & set(group.ids)
        gone.update(group.ids[1:])


def test_a_file_that_is_not_there_or_has_changed_stands_for_nothing(
    filled: tuple[Library, ClipModel],
) -> None:
    before = search(filled, "same-bytes")
    group = group_with("rocket", before)
    path = group.members[0].photo.path
    stamp = os.stat(path)
    os.utime(path, (stamp.st_atime + 5, stamp.st_mtime + 5))
    assert group.ids not in [one.ids for one in search(filled, "same-bytes")]
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    os.rename(path, path + b".away")
    assert group.ids not in [one.ids for one in search(filled, "same-bytes")]
    os.rename(path + b".away", path)
    assert search(filled, "same-bytes") == before


def test_only_photos_of_the_folder_asked_for_are_looked_at(filled: tuple[Library, ClipModel]) -> None:
    library, _ = filled
    [root] = library.folders.all()
    assert len(search(filled, folder=root.path)) == len(search(filled))
    assert not search(filled, folder=os.path.join(root.path, b"elsewhere"))


def test_thumbnails_of_an_earlier_version_are_looked_at_once(filled: tuple[Library, ClipModel]) -> None:
    library, _ = filled
    before = [group.ids for group in search(filled, "same-shot")]
    with library.thumbnails._connection as connection:
        assert connection.execute("SELECT count(*) FROM looks").fetchone()[0] > 20  # known since indexing
        connection.execute("DELETE FROM looks")
    assert [group.ids for group in search(filled, "same-shot")] == before
    told = [step.note for step in known_looks(library, library.photos.ids())]
    assert "Looking at thumbnails, this once" not in told


def test_all_that_comparing_every_two_finds_is_found(
    filled: tuple[Library, ClipModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With each class as it would be, were the candidates all pairs that the model finds near."""
    ours = [group.ids for group in search(filled)]

    def every_two(library: Library, among: Ids) -> Generator[Progress, None, KnownLooks]:
        yield Progress(0)
        return KnownLooks(among, np.empty((0, NUMBERS), np.uint8), among)

    def in_a_crowd(known: KnownLooks) -> Generator[Progress, None, tuple[Ids, list[Ids]]]:
        yield Progress(0)
        return np.empty((0, 2), np.int64), [known.ids]

    monkeypatch.setattr(same_shot, "known_looks", every_two)
    monkeypatch.setattr(same_shot, "alike", in_a_crowd)
    assert [group.ids for group in search(filled)] == ours
