"""What is told of a run over sidecars: each difference, and how it ended."""

from collections.abc import Generator

from mmdesk.core.photo import Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import Difference, XmpSummary

Steps = Generator[Progress | Difference | Skipped, None, XmpSummary]
"""A run over sidecars, step by step."""
