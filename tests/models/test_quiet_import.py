"""Torch comes in whole, and leaves without a word."""

import subprocess
import sys

IMPORT = """
import gc, sys
from mmdesk.models.quiet_import import importing_quietly
with importing_quietly():
    assert not gc.isenabled()
    import torch
assert gc.isenabled()
assert gc.get_freeze_count() > 100_000, "torch's objects are spared"
with importing_quietly():
    assert gc.isenabled(), "nothing is left to do"
print(float(torch.ones(3).sum()))
"""


def test_torch_is_imported_whole_and_nothing_complains() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("3.0\n", "")
