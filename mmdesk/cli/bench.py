"""`mmdesk bench`: how fast it is here, ours and the plain way measured in turn."""

from collections.abc import Callable

import click
from rich.table import Table

from mmdesk.cli.choices import Choices, Command, json_option, pass_choices, shared_options
from mmdesk.cli.output import print_json, print_table
from mmdesk.cli.paint_options import picture_size
from mmdesk.cli.window import WindowLauncher
from mmdesk.tasks.bench.index import bench_index
from mmdesk.tasks.bench.paint import bench_paint
from mmdesk.tasks.bench.report import BenchReport
from mmdesk.tasks.bench.rescan import bench_rescan
from mmdesk.tasks.bench.search import bench_search
from mmdesk.tasks.bench.tag import bench_tag


def _photos_option(default: int) -> Callable[[Command], Command]:
    """How large the made-up library is."""
    return click.option(
        "--photos", type=click.IntRange(min=1), default=default, show_default=True, metavar="N"
    )


@click.command()
@_photos_option(64)
@click.option(
    "--arch",
    metavar="NAME",
    help="An architecture of open_clip with random weights (default: the model in use).",
)
@json_option
@shared_options
@pass_choices
def index(choices: Choices, photos: int, arch: str | None) -> None:
    """Index made-up photos of 12 megapixels."""
    _report(choices, bench_index(photos, arch, choices.model_name, choices.device, choices.places))


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
@json_option
@shared_options
@pass_choices
def search(choices: Choices, photos: int, dim: int) -> None:
    """Search among made-up vectors."""
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
    _report(choices, bench_paint(arch, clip, size, cutouts, choices.device))


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
    _report(choices, bench_tag(photos, labels))


def bench_group(window: WindowLauncher) -> click.Group:
    """The benches; that of the window asks `window`."""

    @click.group()
    def bench() -> None:
        """Measure how fast mmdesk is on this machine."""

    @bench.command("window")
    @_photos_option(100_000)
    @json_option
    @shared_options
    @pass_choices
    def window_bench(choices: Choices, photos: int) -> None:
        """Start the window on a made-up library and scroll through it."""
        _report(choices, window.bench(choices.places, photos))

    bench.add_command(index)
    bench.add_command(rescan)
    bench.add_command(search)
    bench.add_command(tag)
    bench.add_command(paint_bench)
    return bench


def _report(choices: Choices, report: BenchReport) -> None:
    if choices.json:
        print_json(report.to_json())
        return
    machine = report.machine
    table = Table("figure", "value", "unit", caption=f"{machine.cpu}, {machine.device}, {machine.dtype}")
    for result in report.results:
        table.add_row(result.name, f"{result.value:.2f}", result.unit)
    for ratio in report.ratios:
        table.add_row(ratio.name, f"{ratio.value:.2f}", "x")
    print_table(table)
