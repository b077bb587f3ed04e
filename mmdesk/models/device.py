"""Devices that models run on: the processor, or an accelerator when there is one.

torch knows the accelerators. It is imported only where there may be one, or one was asked for by name.
"""

import ctypes
import importlib.util
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmdesk.core.cores import usable_cores
from mmdesk.core.enumeration import all_of
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

DRIVERS = ("nvcuda.dll",) if sys.platform == "win32" else ("libcuda.so.1", "libamdhip64.so")
"""Libraries that come with the driver of an accelerator."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything that a measured speed depends on. `cores` are those this process may use."""

    cpu: str
    cores: int
    torch: str
    device: str


def choose_device(wanted: str = "auto") -> str:
    """The device for `wanted` ("auto", "cpu", "cuda" or "mps"): "auto" takes the fastest there is.

    Raises UserError for one this machine does not have.
    """
    if wanted == "cpu" or (wanted == "auto" and not may_have_accelerator()):
        return "cpu"
    available = [name for name, here in _accelerators().items() if here] + ["cpu"]
    if wanted == "auto":
        return available[0]
    if wanted not in available:
        raise UserError(
            tr(
                "The device {device} is not available here; there is {available}.",
                device=wanted,
                available=all_of(available),
            )
        )
    return wanted


def may_have_accelerator() -> bool:
    """False where torch would find none: no driver of NVIDIA's or AMD's, no processor of Apple's."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return any(map(_is_library, DRIVERS))


def _is_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def machine(device: str) -> Machine:
    """This machine with its `device`."""
    name = _gpu_name() if device == "cuda" else _cpu_name()
    return Machine(cpu=name, cores=usable_cores(), torch=torch_version(), device=device)


def torch_version() -> str:
    """The version of the torch installed, read from its files: importing it takes seconds. "" for none."""
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        return ""
    told = (Path(spec.origin).parent / "version.py").read_text(encoding="utf-8")
    found = re.search(r"^__version__\s*=\s*['\"](.+?)['\"]", told, re.MULTILINE)
    return found[1] if found else ""


def multiplies_bytes(device: str) -> bool:
    """Whether `device` is a processor with int8 dot products (VNNI), and torch makes use of them."""
    import torch  # noqa: PLC0415

    capabilities: Callable[[], dict[str, Any]] = getattr(torch.cpu, "get_capabilities", dict)
    return (
        device == "cpu"
        and bool(capabilities().get("avx512_vnni"))
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        and hasattr(torch.ops.onednn, "qlinear_pointwise")
    )


def _accelerators() -> dict[str, bool]:
    import torch  # noqa: PLC0415

    return {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}


def _gpu_name() -> str:
    import torch  # noqa: PLC0415

    return torch.cuda.get_device_name()


def _cpu_name() -> str:
    """The processor's name, from Linux's own table where there is one."""
    table = Path("/proc/cpuinfo")
    lines = table.read_text(encoding="utf-8", errors="replace").splitlines() if table.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
