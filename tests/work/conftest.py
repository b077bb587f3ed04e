"""Lanes that are shut down, whatever the test did, and what workers hang on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from mmdesk.work.lanes import Lanes
from tests.patient_bot import PatientBot


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """In the place of pytest-qt's."""
    return PatientBot(request)


@pytest.fixture
def root(qtbot: QtBot) -> Iterator[QObject]:
    """The parent of workers, deleted when nothing runs any more."""
    root = QObject()
    yield root
    delete(root)


@pytest.fixture
def lanes(root: QObject) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.shutdown()
