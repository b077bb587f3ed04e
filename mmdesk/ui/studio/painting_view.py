"""The middle of the Studio: one painting, live or from the gallery, and what can be done with it."""

import time
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr, trc
from mmdesk.core.painting.candidates import CandidateSheet
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.core.painting.runs import Painted, RunStory
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.parts.flow import FlowLayout
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.studio.candidate_grid import CandidateGrid
from mmdesk.ui.studio.canvas import LiveCanvas
from mmdesk.ui.studio.history_strip import HistoryStrip
from mmdesk.ui.studio.images import image_of
from mmdesk.ui.studio.loss_curve import LossCurve
from mmdesk.ui.studio.sentences import in_short, time_in_short
from mmdesk.work.painting import PaintWork

BRANCH = tr("Go on from the step below with the words at the left")
NO_BRANCH = tr("Nothing was saved so early; choose a later step below")

STORY_EVERY_S = 2.0
"""Time between two looks into the history of a painting while it is painted."""

EMPTY = (
    tr("Say what to paint"),
    tr("Write it at the left and press Paint: it grows clearer here, step by step."),
)


class PaintingView(QStackedWidget):
    """Shows what is painted now, until another painting is chosen from the gallery.

    That one stays under view, whatever is begun or finished meanwhile, until the user wants to watch again.

    Signals:
        reproduce_requested(PaintSpec): the same again.
        remix_requested(PaintSpec): the same with another seed.
        finish_requested(PaintSpec, Path): let VQGAN+CLIP go on from this picture.
        branch_requested(str, int): leave this run after that saved step.
    """

    reproduce_requested = Signal(object)
    remix_requested = Signal(object)
    finish_requested = Signal(object, object)
    branch_requested = Signal(str, int)

    def __init__(self, work: PaintWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._run: str | None = None
        self._story: RunStory | None = None
        self._is_watching = True
        self._is_live = False
        self._story_asked = 0.0
        self._prompt = ElidedLabel("", "heading")
        self._notice = label("", "small")
        self._notice.setWordWrap(True)
        self.canvas = LiveCanvas()
        self.candidates = CandidateGrid()
        self._choose = QPushButton(tr("Candidates"))
        self._choose.setCheckable(True)
        self.curve = LossCurve()
        self.history = HistoryStrip()
        self._empty = EmptyState()
        self._empty.say(*EMPTY, icon="studio")
        self._watch = QPushButton(tr("Watch live"))
        self._pause = QPushButton(trc("button", "Pause"))
        self._stop = QPushButton(trc("button", "Put aside"))
        self._again = QPushButton(trc("button", "Reproduce"))
        self._remix = QPushButton(trc("button", "Remix"))
        self._branch = QPushButton(tr("Branch here"))
        self._go_on = QPushButton(tr("Go on with the painter"))
        self._export = QPushButton(tr("Save as animation…"))
        self._buttons = (
            self._watch, self._pause, self._stop, self._choose, self._go_on, self._branch, self._again,
            self._remix, self._export,
        )  # fmt: skip
        self._lay_out()
        self._connect()

    @property
    def run(self) -> str | None:
        """Id of the painting that is looked at."""
        return self._run

    @property
    def spec(self) -> PaintSpec | None:
        """Settings of the painting that is looked at, once its story is known."""
        return self._story.card.spec if self._story is not None else None

    def show_run(self, run_id: str) -> None:
        """Show a painting of the gallery, and keep it under view."""
        self._is_watching = False
        self._show_rest(run_id)

    def watch(self) -> None:
        """Show what is painted now, or will be next."""
        self._is_watching = True
        if self._work.entry is not None and not self._is_live:
            self._begin(self._work.entry)
            self._work.request_story(self._work.entry.run)

    def _show_rest(self, run_id: str) -> None:
        self._is_live = False
        self._run = run_id
        self._work.request_story(run_id)

    # What is painted now

    def _begin(self, entry: QueueEntry) -> None:
        if not self._is_watching:
            self._show_buttons()
            return
        self._is_live, self._run, self._story = True, entry.run, None
        self._story_asked = time.monotonic()
        self._prompt.set_text(entry.spec.prompt or tr("A picture without words"))
        self._notice.setText(tr("Getting the models ready …"))
        self.canvas.show_image(None)
        self.canvas.compare_with(None)
        self.curve.begin(entry.spec.steps)
        self.history.show_steps((), entry.spec.steps)
        self.setCurrentIndex(1)
        self._show_buttons()

    def _advance(self, frames: list[Frame]) -> None:
        if not self._is_live:
            return
        self._ask_story_now_and_then()
        for frame in frames:
            self.curve.add(frame.step, frame.losses)
        last = frames[-1]
        self.history.tell_progress(last.step, last.steps)
        left = (last.steps - last.step) * last.seconds
        self._notice.setText(
            tr("{seconds:.1f} s a step, about {time} left", seconds=last.seconds, time=time_in_short(left))
            if left
            else ""
        )
        shown = next((frame.picture for frame in reversed(frames) if frame.picture is not None), None)
        if shown is not None and self.history.is_at_end:
            self.canvas.show_live(image_of(shown))

    def _ask_story_now_and_then(self) -> None:
        now = time.monotonic()
        if self._run is not None and now - self._story_asked > STORY_EVERY_S:
            self._story_asked = now
            self._work.request_story(self._run)

    def _finish(self, painted: Painted) -> None:
        if self._is_live and painted.run == self._run:
            self._show_rest(painted.run)

    def _end(self) -> None:
        """Show what was put aside as what it is now: a painting that can go on."""
        if self._is_live and self._run is not None:
            self._show_rest(self._run)
        self._show_buttons()

    # What was painted

    def _show_story(self, story: RunStory) -> None:
        if story.card.id != self._run:
            return
        is_first = self._story is None
        self._story = story
        if self._is_live:
            self._show_history(story, is_first=is_first)
        else:
            self._show_rested(story)

    def _show_history(self, story: RunStory, *, is_first: bool) -> None:
        """Show how far a painting under way has come; at first, with all that was not watched."""
        self.history.show_steps(story.steps, story.card.spec.steps)
        if is_first:
            self.curve.begin(story.card.spec.steps, story.losses)
            if story.steps and self.canvas.image is None:
                self._work.request_moment(story.card.id, story.steps[-1])
        self._show_buttons()

    def _show_rested(self, story: RunStory) -> None:
        """Show a painting that is not under way, with everything that is known of it."""
        spec = story.card.spec
        self._prompt.set_text(spec.prompt or tr("A picture without words"))
        self._notice.setText(in_short(story.card))
        self.curve.begin(spec.steps, story.losses)
        self.history.show_steps(story.steps, spec.steps)
        self.canvas.compare_with(None)
        self.setCurrentIndex(1)
        self._show_buttons()
        if story.steps:
            self._work.request_moment(story.card.id, self.history.step or story.steps[-1])

    def _choose_moment(self, step: int) -> None:
        if self._run is not None:
            self._work.request_moment(self._run, step)
        self._show_buttons()

    def _show_moment(self, run_id: str, step: int, picture: FullPicture) -> None:
        if run_id != self._run:
            return
        if self.history.is_comparing and not self.history.is_at_end:
            self.canvas.compare_with(image_of(picture))
        else:
            self.canvas.compare_with(None)
            self.canvas.show_image(image_of(picture))
        del step

    def _compare(self, wanted: bool) -> None:  # noqa: FBT001
        """Begin with the first step against the newest; leave off with the step that is chosen."""
        if self._story is None or not self._story.steps:
            return
        if wanted:
            self.canvas.show_image(self.canvas.image)
            self.history.go_to(self._story.steps[0])
        elif self._run is not None and self.history.step is not None:
            self._work.request_moment(self._run, self.history.step)

    # What can be done

    def _show_buttons(self) -> None:
        story = self._story
        self._watch.setVisible(not self._is_live and self._work.entry is not None)
        for button in (self._pause, self._stop):
            button.setVisible(self._is_live)
        self._pause.setText(trc("button", "Go on") if self._work.is_paused else trc("button", "Pause"))
        for button in (self._again, self._remix, self._export):
            button.setVisible(story is not None and not self._is_live)
        self._show_choice(offered=story is not None and story.has_candidates and not self._is_live)
        self._export.setEnabled(story is not None and len(story.steps) > 1)
        is_drawn = story is not None and ENGINE_CARDS[story.card.spec.engine].has_model
        self._branch.setVisible(story is not None and not is_drawn)
        self._go_on.setVisible(is_drawn and not self._is_live and self._can_go_on())
        can_branch = self._branch_step() is not None
        self._branch.setEnabled(can_branch)
        self._branch.setToolTip(BRANCH if can_branch else NO_BRANCH)
        self._again.setText(
            trc("button", "Reproduce") if story is None or story.card.is_finished else trc("button", "Go on")
        )

    def _can_go_on(self) -> bool:
        """Whether there is a picture, and something for VQGAN+CLIP to come nearer to."""
        card = self._story.card if self._story is not None else None
        return card is not None and card.is_finished and bool(card.spec.prompt or card.spec.image_prompts)

    def _show_choice(self, *, offered: bool) -> None:
        """Offer the candidates of the painting that is looked at; without any, go back to the picture."""
        self._choose.setVisible(offered)
        if not offered:
            self._choose.setChecked(False)

    def _look_at_candidates(self, wanted: bool) -> None:  # noqa: FBT001
        self.canvas.setVisible(not wanted)
        self.candidates.setVisible(wanted)
        if wanted and self._run is not None:
            self._work.request_candidates(self._run)

    def _show_candidates(self, run_id: str, sheet: CandidateSheet) -> None:
        spec = self.spec
        if run_id == self._run and spec is not None:
            self.candidates.show_sheet(sheet, spec.chosen)

    def _pick_candidate(self, place: int) -> None:
        if self._run is not None:
            self._work.choose_candidate(self._run, place)

    def _follow_choice(self, run_id: str) -> None:
        if run_id == self._run:
            self._choose.setChecked(False)
            self._work.request_story(run_id)

    def _branch_step(self) -> int | None:
        """Saved step at or before the one that is looked at."""
        if self._story is None or self.history.step is None:
            return None
        before = [step for step in self._story.saved if step <= self.history.step]
        return before[-1] if before else None

    def _pause_or_go_on(self) -> None:
        (self._work.resume if self._work.is_paused else self._work.pause)()
        self._show_buttons()

    def _ask_again(self) -> None:
        if self._story is not None and not self._story.card.is_finished:
            self._work.enqueue_run(self._story.card)
        elif self._story is not None:
            self.reproduce_requested.emit(self._story.card.spec)

    def _ask_remix(self) -> None:
        if self._story is not None:
            self.remix_requested.emit(self._story.card.spec)

    def _ask_finish(self) -> None:
        card = self._story.card if self._story is not None else None
        if card is not None and card.out is not None:
            self.finish_requested.emit(card.spec, card.out)

    def _ask_branch(self) -> None:
        step = self._branch_step()
        if self._run is not None and step is not None:
            self.branch_requested.emit(self._run, step)

    def _ask_export(self) -> None:
        dialog = QFileDialog(self, tr("Save as animation"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffixes = self._work.film_suffixes
        dialog.setNameFilters([f"{suffix[1:].upper()} (*{suffix})" for suffix in suffixes])
        dialog.setDefaultSuffix(suffixes[0][1:])
        dialog.fileSelected.connect(self._export_to)
        dialog.open()

    def _export_to(self, path: str) -> None:
        if self._run is not None:
            self._work.export(self._run, Path(path))

    # How it is put together

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "ground")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.candidates.hide()
        column.addWidget(self.canvas, 1)
        column.addWidget(self.candidates, 1)
        column.addWidget(Hairline())
        column.addWidget(self.history)
        column.addWidget(self.curve)
        self.addWidget(self._empty)
        self.addWidget(body)

    def _head(self) -> QWidget:
        head = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._prompt)
        words.addWidget(self._notice)
        buttons = FlowLayout(gap=8)
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(8)
        column.addLayout(words)
        column.addLayout(buttons)
        for button in self._buttons:
            buttons.addWidget(button)
        self._choose.setToolTip(tr("See all pictures that were painted, and keep another one"))
        self._watch.setToolTip(tr("Show what is being painted"))
        self._stop.setToolTip(tr("Stop painting. It is kept, and can go on later"))
        self._go_on.setToolTip(tr("Larger, and some steps nearer to the words, by VQGAN and CLIP"))
        self._remix.setToolTip(tr("The same settings with another seed"))
        return head

    def _connect(self) -> None:
        work = self._work
        work.begun.connect(self._begin)
        work.frames_painted.connect(self._advance)
        work.noticed.connect(self._notice.setText)
        work.finished.connect(self._finish)
        work.ended.connect(self._end)
        work.story_loaded.connect(self._show_story)
        work.moment_loaded.connect(self._show_moment)
        work.candidates_loaded.connect(self._show_candidates)
        work.candidate_chosen.connect(self._follow_choice)
        self._choose.toggled.connect(self._look_at_candidates)
        self.candidates.picked.connect(self._pick_candidate)
        self.history.chosen.connect(self._choose_moment)
        self.history.compare_toggled.connect(self._compare)
        self._watch.clicked.connect(self.watch)
        self._pause.clicked.connect(self._pause_or_go_on)
        self._stop.clicked.connect(work.put_aside)
        self._again.clicked.connect(self._ask_again)
        self._remix.clicked.connect(self._ask_remix)
        self._branch.clicked.connect(self._ask_branch)
        self._go_on.clicked.connect(self._ask_finish)
        self._export.clicked.connect(self._ask_export)
