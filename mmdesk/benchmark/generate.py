"""The time to a picture with the models that come along, and what a key-value cache saves.

The cache is measured on a transformer of the starter's size with random weights, at 256 codes: without one,
the whole sequence is read again for every code. Every sixteenth of them is timed so, all others taken to be
like them; the codes must be the same.
"""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import torch
from torch import Tensor

from mmdesk.benchmark.bench_process import Steps, bench_process
from mmdesk.benchmark.engine_specs import model_spec, painter_spec
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import differ
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.device import choose_device
from mmdesk.models.tokens.logits import SamplingRule
from mmdesk.models.tokens.network import CodeTransformer, TransformerShape
from mmdesk.models.tokens.sampling import FREE, CodePlan, CodeSampler
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel
from mmdesk.tasks.painting.engine_models import engine_models
from mmdesk.tasks.painting.models import PaintingModels

ROUNDS = 3
"""Pictures that are timed with each engine; of the painter, which takes long, only one is."""

CANDIDATES = 16
SIDE, CODES = 16, 1024
"""Rows and columns of codes, and how many different ones there are."""

EVERY = 16
"""Number of codes of which one is drawn without a cache."""

PROMPT = "a red rose"
RESULTS: Mapping[str, str] = {"tokens": "tokens_16_seconds", "unclip": "unclip_seconds"}
"""Names that scripts rely on; of sixteen candidates, or of a picture."""


@dataclass(frozen=True)
class EngineTask:
    """A picture to be painted by the models that come along; `data` is a folder of its own."""

    spec: PaintSpec
    data: Path
    device: str


def bench_generate(device: str = "auto") -> BenchReport:
    """Paint a few pictures with the models that come along, and draw codes with and without a cache."""
    device = choose_device(device)
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        data = Path(folder) / "data"
        results = [one for spec in starter_specs(Places(data)) for one in _painted(spec, data, device)]
    cached, plain = cache_seconds(device)
    results.append(Result("cached_256_seconds", median(cached), "s"))
    peaks = [one.value for one in results if one.unit == "MiB"]
    total = [Result("peak_rss_mb", max(peaks), "MiB")] if peaks else []
    ratio = Ratio("vs_no_cache", plain / median(cached))
    machine = MachineFacts.here(device, "float32")
    return BenchReport("generate", machine, (*results, *total), (ratio,), differ(cached))


def starter_specs(places: Places) -> list[PaintSpec]:
    """A spec for every engine that draws with a model of its own, which comes along; one for the painter."""
    models = engine_models(places)
    some = {"tokens": CANDIDATES}
    return [painter_spec(PROMPT), *(model_spec(PROMPT, one, some.get(one.engine)) for one in models)]


def _painted(spec: PaintSpec, data: Path, device: str) -> list[Result]:
    """Seconds a picture, and MiB, of one engine in a process of its own."""
    with bench_process(paint_again_and_again, EngineTask(spec, data, device)) as worker:
        worker.wait_until_ready()
        seconds = median(worker.step() for _ in range(ROUNDS if spec.engine in RESULTS else 1))
        peak = worker.end()
    results = [Result(RESULTS.get(spec.engine, f"{spec.engine}_seconds"), seconds, "s")]
    return results if peak is None else [*results, Result(f"{spec.engine}_peak_rss_mb", peak, "MiB")]


def paint_again_and_again(task: EngineTask) -> Steps:
    """A whole picture a step."""
    places = Places(task.data)
    places.create()
    models = PaintingModels(places, ClipModel(places, DEFAULT_MODEL, task.device), task.device)
    spec = models.settled(task.spec)
    next(models.open(spec).steps())
    yield "float32"
    while True:
        painting = models.open(spec)
        assert any(isinstance(value, Frame) for value in list(painting.steps()))
        painting.picture()
        yield ""


def cache_seconds(device: str) -> tuple[list[float], float]:
    """Seconds of all codes with a cache, turn by turn, and without one. The codes are the same."""
    torch.manual_seed(0)
    network = CodeTransformer(TransformerShape(CODES + 1, SIDE * SIDE, 4, 5, 160)).eval().to(device)
    start = torch.tensor([CODES], device=device)
    plan = CodePlan(
        CANDIDATES, torch.full((SIDE, SIDE), FREE, device=device), CODES, SIDE, lambda _window: start
    )
    turns = []
    for _ in range(ROUNDS):
        sampler = CodeSampler(network, plan, SamplingRule(top_k=1), torch.Generator().manual_seed(0))
        began = time.perf_counter()
        for _row in sampler.rows():
            pass
        turns.append(time.perf_counter() - began)
    stream = torch.cat((start.expand(CANDIDATES, 1), sampler.codes.flatten(1)), dim=1)
    return turns, _without_cache(network, stream)


@torch.inference_mode()
def _without_cache(network: CodeTransformer, stream: Tensor) -> float:
    """Seconds that the codes of `stream` take where everything before a code is read anew for it."""
    seconds = []
    for place in range(EVERY, stream.shape[1], EVERY):
        began = time.perf_counter()
        drawn = network(stream[:, :place])[:, -1, :CODES].argmax(-1)
        seconds.append(time.perf_counter() - began)
        if not drawn.equal(stream[:, place]):
            raise RuntimeError("with a cache other codes are drawn than without")
    return mean(seconds) * (stream.shape[1] - 1)
