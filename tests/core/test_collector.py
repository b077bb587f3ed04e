"""The collector of cycles rests while modules are imported, and works again afterwards."""

import subprocess
import sys

IMPORT = """
import gc
from mmdesk.core.collector import resting_collector
with resting_collector():
    assert not gc.isenabled()
    with resting_collector():
        assert not gc.isenabled()
    assert not gc.isenabled(), "the outer block goes on"
assert gc.isenabled()
assert gc.get_freeze_count() > 1000
"""


def test_it_rests_as_long_as_the_outermost_block() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
