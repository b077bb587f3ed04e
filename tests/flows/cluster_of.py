"""A Ray cluster of several nodes on this computer: `python -m tests.flows.cluster_of COUNT`.

It prints its address and then, a line each, the process numbers of the nodes; it ends when its stdin does.
"""

import json
import os
import sys
from pathlib import Path

OBJECT_STORE_BYTES = 120 << 20

HERE_ONLY = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_enable_metrics_collection": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": "0" * 64,
}
"""What keeps it to this computer; whoever is to connect with it has the same."""


def main(count: int) -> None:
    os.environ.update(HERE_ONLY)
    from ray.cluster_utils import Cluster  # noqa: PLC0415  (reads them when it is imported)

    each = {"num_cpus": 1, "num_gpus": 0, "object_store_memory": OBJECT_STORE_BYTES}
    cluster = Cluster(initialize_head=True, head_node_args={"include_dashboard": False, "num_cpus": 0})
    nodes = [cluster.add_node(**each) for _ in range(count)]
    print(cluster.address, flush=True)
    print(json.dumps([node.all_processes["raylet"][0].process.pid for node in nodes]), flush=True)
    sys.stdin.read()
    cluster.shutdown()


def processes_of(folder: Path) -> set[int]:
    """Numbers of all processes that were started with `folder` among their variables, and not to rest."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = os.fsencode(folder) in (process / "environ").read_bytes()
            is_idle = b"ray::IDLE" in (process / "cmdline").read_bytes()
        except OSError:  # it has just ended
            continue
        if is_ours and not is_idle:
            found.add(int(process.name))
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
