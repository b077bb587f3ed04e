"""The front door: `python -m mmdesk` and the command `mmdesk`."""


def main() -> None:
    """Run the command line and end with its exit code.

    Imported here, not above: every reading process imports this module again
    when it is spawned, and needs nothing of the command line.
    """
    from mmdesk.cli.main import build_cli  # noqa: PLC0415
    from mmdesk.window_door import WindowDoor  # noqa: PLC0415

    build_cli(WindowDoor())()


if __name__ == "__main__":
    main()
