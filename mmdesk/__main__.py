"""The front door: `python -m mmdesk` and the command `mmdesk`."""

import os
import sys

BENCH = {"bench": "mmdesk.benchmark.commands:bench_group"}
"""The command that measures, which the command line below does not know of."""


def main() -> None:
    """Run the command line and end with its exit code.

    Imported here, not above: every reading process imports this module again
    when it is spawned, and needs nothing of the command line.
    """
    if getattr(sys, "frozen", False):  # built into one folder, whose reading processes begin here
        import multiprocessing  # noqa: PLC0415

        multiprocessing.freeze_support()
    # Torch's threads would spin while they wait for one another. Beside reading processes, or anything else
    # that runs, the one that is waited for then has no core to run on: several times slower. OpenMP reads
    # this once, when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from mmdesk.core.collector import resting_collector  # noqa: PLC0415
    from mmdesk.core.language_choice import speak_chosen_language  # noqa: PLC0415

    speak_chosen_language(sys.argv[1:])
    with resting_collector():
        from mmdesk.cli.main import build_cli  # noqa: PLC0415
        from mmdesk.window_door import WindowDoor  # noqa: PLC0415

    build_cli(WindowDoor(), BENCH)()


if __name__ == "__main__":
    main()
