"""When memory runs out, a step becomes smaller, and people are told."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from mmdesk.generation.memory_budget import MemoryBudget, is_out_of_memory
from mmdesk.generation.painting import Painting

HUNGRY = """
import resource, sys
from pathlib import Path
import torch
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import builtin_models
from mmdesk.generation.opening import open_painting
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.plan import EncodingPlan, PlanCache

torch.set_num_threads(1)
folder, plans = ClipFolder.read(builtin_models() / "starter-clip"), Path(sys.argv[1])
PlanCache(plans).remember(folder.key, EncodingPlan("cpu"))
encoder = load_encoder(folder, "cpu", plans)
spec = PaintSpec(prompt="a rose", engine="fft", width=64, height=64, steps=1, cutouts=32, augmentations=())
painting = open_painting(spec, [encoder], None, None)
painting._budget = type(painting._budget)(32, 32)
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + 500 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
events = list(painting.steps())
print([event.text for event in events if isinstance(event, Notice)])
print(sum(isinstance(event, Frame) for event in events))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="not on this system: memory has no limit")
def test_a_step_that_does_not_fit_becomes_smaller(tmp_path: object) -> None:
    found = subprocess.run(
        [sys.executable, "-c", HUNGRY, f"{tmp_path}/plans.json"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    notices, frames = found.stdout.splitlines()
    assert "Memory ran out" in notices
    assert frames == "1"


def test_what_costs_the_picture_comes_last() -> None:
    budget, steps = MemoryBudget(8, 4), []
    while (smaller := budget.reduced(can_checkpoint=True)) is not None:
        budget = smaller
        steps.append((budget.cutouts, budget.chunk, budget.checkpointed))
    assert steps == [(8, 2, False), (8, 1, False), (8, 1, True), (4, 1, True), (2, 1, True)]


def test_other_errors_are_not_taken_for_it() -> None:
    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried ..."))
    assert is_out_of_memory(RuntimeError("could not create a primitive"))
    assert not is_out_of_memory(RuntimeError("shape mismatch"))
    assert not is_out_of_memory(RuntimeError("could not create a primitive descriptor for a convolution"))


def test_bites_do_not_matter_to_the_picture(begin: Callable[..., Painting]) -> None:
    whole, bitten = begin(steps=1), begin(steps=1)
    bitten._budget = MemoryBudget(3, 1)
    first, second = next(whole.steps()), next(bitten.steps())
    assert first.losses["total"] == pytest.approx(second.losses["total"], rel=1e-2)
