"""What was skipped, and why: a list at the end of every run, which fails where a reason is not a good one."""

import os

import pytest

IS_SLOW = bool(os.environ.get("MMDESK_TEST_SLOW"))
"""Whether proofs run that take long, and are watched over by quicker ones in every other run."""

SLOW = pytest.mark.skipif(not IS_SLOW, reason="MMDESK_TEST_SLOW is not set")

GOOD_REASONS = (
    "MMDESK_TEST_DATA is not set",  # photographs and hostile files that are no part of the project
    "MMDESK_TEST_SLOW is not set",  # what takes long is run before a release
    "the extra train is not installed",  # a sentence encoder, to train with
    "the extra ocr is not installed",  # a reader of text in pictures
    "the extra video is not installed",  # PyAV, to make and to read films
    "the extra diffusion is not installed",  # diffusers and transformers, for large published models
    "the extra cluster is not installed",  # Ray
    "the extra lance is not installed",  # LanceDB, for libraries beyond memory
    "ffmpeg is not installed",  # to write MP4
    "exiftool is not installed",  # to read XMP as others do
    "desktop-file-validate is not installed",  # to read the entry in the menu as a desktop does
    "appstreamcli is not installed",  # to read the description as a software centre does
    "this processor multiplies no bytes",  # eight-bit inference is never chosen there
    "only root",  # may mount a disk
    "not on this system",  # what Linux, macOS and Windows have not in common
)
"""Beginnings of the reasons for which a test may be left out. All else that is missing is to be installed."""

Report = pytest.TestReport | pytest.CollectReport


def reason_of(report: Report) -> str:
    """Why a test, or all of a file, was skipped."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def unexpected(reports: list[Report]) -> list[Report]:
    """Those skipped for a reason that is not a good one."""
    return [report for report in reports if not reason_of(report).startswith(GOOD_REASONS)]


def _skipped(config: pytest.Config) -> list[Report]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if isinstance(reporter, pytest.TerminalReporter) else []


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run fail that is green only because tests were left out."""
    if session.exitstatus == pytest.ExitCode.OK and unexpected(_skipped(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the reasons, the tests left out for each, and what is to be done about a bad one."""
    reports = _skipped(terminalreporter.config)
    if not reports:
        return
    terminalreporter.section("skipped, and why")
    for reason in sorted({reason_of(report) for report in reports}):
        nodes = [report.nodeid for report in reports if reason_of(report) == reason]
        mark = "" if reason.startswith(GOOD_REASONS) else "NOT A GOOD REASON: "
        terminalreporter.line(f"{mark}{reason}: {len(nodes)}, {nodes[0]}{' ...' if len(nodes) > 1 else ''}")
    if unexpected(reports):
        terminalreporter.line("What was not found is to be installed: pip install -e '.[test]'.", red=True)
