"""Of many questions only the newest is answered."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.errors import UserError
from mmdesk.work.lanes import Lanes
from mmdesk.work.latest import LatestAnswer


def test_questions_overtaken_are_never_asked_nor_answered(qtbot: QtBot, lanes: Lanes) -> None:
    owner = QObject()
    answers = LatestAnswer(lanes.quick, owner)
    heard: list[object] = []
    asked: list[int] = []
    answers.answered.connect(heard.append)
    first_may_answer = threading.Event()
    answers.ask(first_may_answer.wait)
    for number in range(5):
        answers.ask(lambda number=number: asked.append(number) or number)
    assert not answers.is_idle
    with qtbot.waitSignal(answers.answered):
        first_may_answer.set()
    assert heard == [4]
    assert asked == [4]
    assert answers.is_idle


def test_what_was_dropped_is_not_told(qtbot: QtBot, lanes: Lanes) -> None:
    owner = QObject()
    answers = LatestAnswer(lanes.quick, owner)
    heard: list[object] = []
    answers.answered.connect(heard.append)
    may_answer = threading.Event()
    answers.ask(may_answer.wait)
    answers.drop()
    assert answers.is_idle
    may_answer.set()
    qtbot.wait(50)
    assert heard == []


def test_a_failure_is_told_in_a_sentence(qtbot: QtBot, lanes: Lanes) -> None:
    def fails() -> None:
        raise UserError("No model is there.")

    owner = QObject()
    answers = LatestAnswer(lanes.quick, owner)
    with qtbot.waitSignal(answers.failed) as failure:
        answers.ask(fails)
    assert failure.args == ["No model is there."]
