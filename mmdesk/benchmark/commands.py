"""`mmdesk bench`: how fast it is here, ours and the plain way measured in turn.

A bench is imported when its command is called: most of them import torch, which takes seconds, and the one of
the window imports Qt.
"""

from collections.abc import Callable
from pathlib import Path

import click
from rich.table import Table

from mmdesk.benchmark.report import BenchReport, Result
from mmdesk.benchmark.scaling import Scaling, measure_scaling
from mmdesk.cli.choices import Choices, Command, json_option, pass_choices, shared_options
from mmdesk.cli.output import print_json, print_table
from mmdesk.cli.paint_options import picture_size
from mmdesk.cli.progress import follow
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.places import Places
from mmdesk.window_door import make_qt_ready


def _photos_option(default: int) -> Callable[[Command], Command]:
    """Option for the size of the made-up library."""
    return click.option(
        "--photos", type=click.IntRange(min=1), default=default, show_default=True, metavar="N"
    )


NOISY = "; something else ran meanwhile, so measure again"
"""Told below figures whose plain way took now this long, now that."""

_grow_option = click.option(
    "--grow",
    is_flag=True,
    help="Measure with 10,000, 100,000 and 1,000,000 photos in the library, one by one.",
)


_arch_option = click.option(
    "--arch",
    metavar="NAME",
    help="An architecture of open_clip with random weights (default: the model in use).",
)


@click.command()
@_photos_option(64)
@_arch_option
@click.option(
    "--into",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Made-up photos that the library holds already.",
)
@click.option(
    "--size", callback=picture_size, default="4000x3000", show_default=True, metavar="WxH", help="Of a photo."
)
@_grow_option
@json_option
@shared_options
@pass_choices
def index(
    choices: Choices, photos: int, arch: str | None, into: int, size: tuple[int, int], *, grow: bool
) -> None:
    """Index made-up photos, as ours, a plain loop and the nearest peer (rclip 3.3) do it."""
    if grow:
        seen_by = ["--arch", arch] if arch else []
        measures = "x".join(map(str, size))
        _report_scaling(choices, ["index", "--photos", str(photos), "--size", measures, *seen_by], "--into")
    else:
        from mmdesk.benchmark.index import bench_index

        name, device, places = choices.model_name, choices.device, choices.places
        _report(choices, bench_index(photos, arch, name, device, places, into, size))


@click.command()
@_arch_option
@json_option
@shared_options
@pass_choices
def start(choices: Choices, arch: str | None) -> None:
    """Start whole processes on a small library: a search, a status, one new photo, the window."""
    from mmdesk.benchmark.start import bench_start

    _report(choices, bench_start(arch, choices.model_name, choices.device, choices.places))


@click.command()
@_photos_option(100_000)
@click.option(
    "--dim",
    type=click.IntRange(min=1),
    default=512,
    show_default=True,
    metavar="N",
    help="Numbers in a vector.",
)
@click.option(
    "--engine",
    type=click.Choice(("exact", "lance")),
    default="exact",
    show_default=True,
    help="The program's own index, or LanceDB's on the disk beside it.",
)
@_grow_option
@json_option
@shared_options
@pass_choices
def search(choices: Choices, photos: int, dim: int, engine: str, *, grow: bool) -> None:
    """Search among made-up vectors."""
    if grow:
        _report_scaling(choices, ["search", "--dim", str(dim), "--engine", engine], "--photos")
    elif engine == "lance":
        from mmdesk.benchmark.lance_search import bench_lance

        _report(choices, bench_lance(photos, dim))
    else:
        from mmdesk.benchmark.search import bench_search

        _report(choices, bench_search(photos, dim))


@click.command()
@click.option(
    "--files", type=click.IntRange(min=1), default=100_000, show_default=True, metavar="N", help="Files."
)
@json_option
@shared_options
@pass_choices
def rescan(choices: Choices, files: int) -> None:
    """Look again at files that have not changed, beside `find`."""
    from mmdesk.benchmark.rescan import bench_rescan

    _report(choices, bench_rescan(files, choices.model_name))


@click.command("paint")
@click.option("--arch", default="f16-16384", show_default=True, metavar="NAME", help="A published VQGAN.")
@click.option("--clip", default="ViT-B-32", show_default=True, metavar="NAME", help="One of open_clip.")
@click.option("--size", callback=picture_size, default="256x256", show_default=True, metavar="WxH")
@click.option("--cutouts", type=click.IntRange(1, 256), default=16, show_default=True, metavar="N")
@json_option
@shared_options
@pass_choices
def paint_bench(choices: Choices, arch: str, clip: str, size: tuple[int, int], cutouts: int) -> None:
    """Paint a few steps with random weights."""
    from mmdesk.benchmark.paint import bench_paint

    _report(choices, bench_paint(arch, clip, size, cutouts, choices.device))


@click.command("generate")
@json_option
@shared_options
@pass_choices
def generate_bench(choices: Choices) -> None:
    """Paint with the models that come along, and draw codes with and without a cache."""
    from mmdesk.benchmark.generate import bench_generate

    _report(choices, bench_generate(choices.device))


@click.command("pictures")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(tuple(ENGINE_CARDS)),
    default=("unclip",),
    show_default=True,
    help="What paints; can be given several times.",
)
@click.option(
    "--seeds", type=click.IntRange(1, 100), default=1, show_default=True, metavar="N", help="Turns."
)
@click.option(
    "--candidates",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Pictures drawn at once (the engine's usual).",
)
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Write all pictures to a PNG.")
@json_option
@shared_options
@pass_choices
def pictures_bench(
    choices: Choices, engines: tuple[str, ...], seeds: int, candidates: int | None, sheet: Path | None
) -> None:
    """Paint ten prompts, and see whether each picture is the nearest of the ten to its own."""
    from mmdesk.benchmark.pictures import PictureWishes, bench_pictures

    wishes = PictureWishes(engines, seeds, candidates)
    _report(choices, follow(bench_pictures(wishes, choices.places, choices.device, sheet), "Painting"))


@click.command()
@_photos_option(100_000)
@click.option(
    "--labels", type=click.IntRange(min=1), default=1000, show_default=True, metavar="N", help="Labels."
)
@json_option
@shared_options
@pass_choices
def tag(choices: Choices, photos: int, labels: int) -> None:
    """Look for made-up labels in made-up vectors."""
    from mmdesk.benchmark.tag import bench_tag

    _report(choices, bench_tag(photos, labels))


@click.command()
@_photos_option(100_000)
@_grow_option
@json_option
@shared_options
@pass_choices
def scale(choices: Choices, photos: int, *, grow: bool) -> None:
    """Weigh a made-up library on the disk, and look into it."""
    if grow:
        _report_scaling(choices, ["scale"], "--photos")
    else:
        from mmdesk.benchmark.scale import bench_scale

        _report(choices, bench_scale(photos))


@click.command("cluster")
@_photos_option(64)
@click.option(
    "--size", callback=picture_size, default="4000x3000", show_default=True, metavar="WxH", help="Of a photo."
)
@json_option
@shared_options
@pass_choices
def cluster_bench(choices: Choices, photos: int, size: tuple[int, int]) -> None:
    """Time the parts of indexing, and simulate 1 to 32 nodes of a cluster with these times."""
    from mmdesk.benchmark.cluster import bench_cluster

    _report(choices, bench_cluster(photos, choices.model_name, size))


@click.command("duplicates")
@_photos_option(100_000)
@json_option
@shared_options
@pass_choices
def duplicates_bench(choices: Choices, photos: int) -> None:
    """Look for copies planted among made-up photos, and among a tenth of them."""
    from mmdesk.benchmark.duplicates import bench_duplicates

    _report(choices, bench_duplicates(photos))


@click.command("window")
@_photos_option(100_000)
@_grow_option
@json_option
@shared_options
@pass_choices
def window_bench(choices: Choices, photos: int, *, grow: bool) -> None:
    """Start the window on a made-up library, scroll through it, and type a search."""
    if grow:
        _report_scaling(choices, ["window"], "--photos")
    else:
        _report(choices, _bench_window(choices.places, photos))


@click.command("cull")
@_photos_option(200)
@click.option(
    "--size", callback=picture_size, default="4000x3000", show_default=True, metavar="WxH", help="Of a photo."
)
@json_option
@shared_options
@pass_choices
def cull_bench(choices: Choices, photos: int, size: tuple[int, int]) -> None:
    """Cull a card of made-up photos in the window, key by key, and by decoding each at its key."""
    make_qt_ready()
    from mmdesk.benchmark.cull import bench_cull

    _report(choices, bench_cull(photos, size))


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@shared_options
@pass_choices
def quality(choices: Choices, data: Path) -> None:
    """Measure what a search finds in DATA, and whether what it says of it is true.

    DATA is a folder with an index of pictures, captions and labels, or of stored vectors.
    """
    from mmdesk.benchmark.quality import bench_quality
    from mmdesk.models.device import choose_device
    from mmdesk.tasks.clip_model import find_model

    folder = find_model(choices.places, choices.model_name)
    _report(choices, bench_quality(data, folder, choose_device(choices.device)))


@click.command("text")
@json_option
@shared_options
@pass_choices
def text_bench(choices: Choices) -> None:
    """Read drawn words of several fonts and sizes, as text in photos is read."""
    from mmdesk.benchmark.text import bench_text

    _report(choices, bench_text())


@click.group("bench")
def bench_group() -> None:
    """Measure how fast mmdesk is on this machine."""


for command in (
    *(index, rescan, search, start, tag, quality),
    *(paint_bench, generate_bench, pictures_bench, window_bench, cull_bench, duplicates_bench, scale),
    *(cluster_bench, text_bench),
):
    bench_group.add_command(command)


def _bench_window(places: Places, photos: int) -> BenchReport:
    """Raises UserError where Qt lacks libraries of the system; the other benches do without it."""
    make_qt_ready()
    from mmdesk.benchmark.window import bench_window

    return bench_window(places, photos)


def _report(choices: Choices, report: BenchReport) -> None:
    if choices.json:
        print_json(report.to_json())
        return
    machine = report.machine
    caption = f"{machine.cpu}, {machine.device}, {machine.dtype}{NOISY if report.noisy else ''}"
    table = Table("figure", "value", "unit", caption=caption)
    for line in _lines(report):
        table.add_row(line.name, f"{line.value:.2f}", line.unit)
    print_table(table)


def _report_scaling(choices: Choices, command: list[str], option: str) -> None:
    """Figures of every size beside one another. Each size is a command of its own, given the same choices."""
    given = ["--data-dir", str(choices.places.data_dir), "--device", choices.device]
    chosen = ["--model", choices.model] if choices.model else []
    scaling = measure_scaling([*command, *given, *chosen], option)
    if choices.json:
        print_json(scaling.to_json())
    else:
        print_table(_scaling_table(scaling))


def _scaling_table(scaling: Scaling) -> Table:
    machine = scaling.reports[0][1].machine
    table = Table("figure", "unit", caption=f"{machine.cpu}, {machine.device}, {machine.dtype}")
    for size, _ in scaling.reports:
        table.add_column(f"{size:,}", justify="right")
    for rows in zip(*(_lines(report) for _, report in scaling.reports), strict=True):
        table.add_row(rows[0].name, rows[0].unit, *(f"{row.value:.2f}" for row in rows))
    return table


def _lines(report: BenchReport) -> list[Result]:
    """Results and ratios alike."""
    return [*report.results, *(Result(ratio.name, ratio.value, "x") for ratio in report.ratios)]
