import hashlib
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.benchmark import index
from mmdesk.benchmark.index import bench_index
from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.peer import PeerEncoder
from mmdesk.benchmark.plain_search import PlainEncoder
from mmdesk.benchmark.synthetic_photos import SIZE, draw_photos
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places, builtin_models
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.onnx_graphs import find_graphs


def test_the_document_has_the_figures_scripts_rely_on(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmdesk.models.probe.PROBE_SECONDS", 0.0)
    monkeypatch.setattr(index, "PASSES", 1)
    if not (builtin_models() / "starter-clip").is_dir():
        pytest.skip("the starter model is not installed")
    report = bench_index(3, None, "starter-clip", "cpu", places, into=200, size=(320, 240))
    results = {result.name: result.value for result in report.results}
    assert set(results) == {
        "photos_per_second",
        "plain_photos_per_second",
        "peer_photos_per_second",
        "decode_ms",
        "encode_ms",
        "peak_rss_mb",
        "catalogue_bytes_per_photo",
    }
    assert {ratio.name for ratio in report.ratios} == {"vs_plain", "vs_peer", "of_limit"}
    assert all(value > 0 for value in results.values())
    assert report.machine.dtype in ("float32", "bfloat16", "float16")
    assert not places.data_dir.exists()


@pytest.mark.parametrize("arch", ["no-such-net", "../evil", ""])
def test_an_architecture_that_is_not_there_is_refused(places: Places, arch: str) -> None:
    with pytest.raises(UserError, match="no architecture"):
        bench_index(1, arch, "starter-clip", "cpu", places)


@pytest.mark.parametrize("size", [(4000, 0), (-1, 8), (20_000, 480)])
def test_photos_of_no_size_are_refused(places: Places, size: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="pixels a side"):
        bench_index(1, None, "starter-clip", "cpu", places, size=size)


def test_the_peer_sees_what_ours_sees(tmp_path: Path) -> None:
    folder = ClipFolder.read(builtin_models() / "starter-clip")
    graphs = find_graphs(folder)
    assert graphs is not None
    drawn = draw_photos(tmp_path / "drawn", 10, (640, 480))
    theirs = PeerEncoder(graphs.image, folder.recipe.size).encode_files(drawn)
    ours = PlainEncoder(folder).encode_files(drawn)
    assert (theirs * ours).sum(axis=1).min() > 0.98


def test_drawn_photos_are_large_and_all_different(tmp_path: Path) -> None:
    drawn = draw_photos(tmp_path / "drawn", 5, (640, 480))
    assert len({hashlib.sha256(path.read_bytes()).digest() for path in drawn}) == 5
    with Image.open(drawn[0]) as picture:
        assert picture.size == (640, 480)
    [large] = draw_photos(tmp_path / "large", 1)
    with Image.open(large) as picture:
        assert picture.size == SIZE
        picture.draft(None, (500, 375))
        picture.load()
    assert 2e6 < large.stat().st_size < 12e6


def test_a_peak_is_remembered_after_the_memory_is_given_back() -> None:
    memory = PeakMemory()
    memory.look()
    if memory.mb is None:
        pytest.skip("not on this system: only Linux keeps such an account")
    before = memory.mb
    held = bytearray(b"x" * (200 << 20))
    del held
    memory.look()
    assert memory.mb > before + 150
