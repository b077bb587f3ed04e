"""Things done at once when first asked for, and then only now and then, however often they are asked for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle(QObject):
    """Calls `act` when it is asked to, and then at most once in `every_ms`; what was asked is never lost."""

    def __init__(self, act: Callable[[], object], every_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._timer = QTimer(self, singleShot=True, interval=every_ms)
        self._timer.timeout.connect(self._act_again)
        self._is_waiting = False

    @property
    def is_waiting(self) -> bool:
        """Whether something was asked for that is still to be done."""
        return self._is_waiting

    def ask(self) -> None:
        """Act, now or as soon as that may be."""
        if self._timer.isActive():
            self._is_waiting = True
        else:
            self._timer.start()
            self._act()

    def _act_again(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.ask()
