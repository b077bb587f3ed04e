"""The greys can be told apart, and the theme reaches what is on the screen."""

import gc
from dataclasses import asdict
from itertools import product
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.core.photo import Pick
from mmdesk.ui.grid.cell import _MARK_ALPHA, CellMeasures, CellPainter, mixed
from mmdesk.ui.loupe.caption import _GROUND_ALPHA
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.scrolled import scrolled
from mmdesk.ui.theme.colours import CONTRAST, DARK, LIGHT, Colours
from mmdesk.ui.theme.icons import GLYPHS, icon
from mmdesk.ui.theme.motion import EFFECTS, STILL, Motion
from mmdesk.ui.theme.palette import palette_of
from mmdesk.ui.theme.style import style_sheet
from mmdesk.ui.theme.theme import Theme

THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
MARK_SHARE, PILL_SHARE, BADGE_SHARE = _MARK_ALPHA / 255, _GROUND_ALPHA / 255, 168 / 255
"""How much of what is below it a badge on a photo covers."""


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = QColor(colour).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_text_can_be_read_on_every_ground(colours: Colours) -> None:
    for text, ground in product((colours.text, colours.muted), _grounds(colours)):
        assert _contrast(text, ground) >= 4.5, (text, ground)
    for ground in (colours.primary, colours.primary_hovered):
        assert _contrast(colours.on_primary, ground) >= 4.5
    assert _contrast(colours.ground, colours.ring) >= 4.5, "text chosen in a field"


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_disabled_text_can_be_read_and_told_apart(colours: Colours) -> None:
    for ground in _grounds(colours):
        assert _contrast(colours.disabled, ground) >= 3, ground
    assert _contrast(colours.text, colours.disabled) >= 2.5


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_outlines_and_rings_can_be_seen(colours: Colours) -> None:
    for outline, ground in product(
        (colours.edge, colours.ring), (colours.chrome, colours.ground, colours.raised)
    ):
        assert _contrast(outline, ground) >= 3, (outline, ground)
    assert _contrast(colours.ring, colours.edge) >= 3, "what has the focus, and what has not"
    assert _contrast(colours.edge, colours.primary) >= 3, "the ring of a primary button lies on it"
    assert _contrast(colours.text, colours.groove) >= 3, "how far a bar is filled"


def test_high_contrast_is_high() -> None:
    """What WCAG 2.2 AAA asks of text, also of text that is disabled, and outlines around everything."""
    high = CONTRAST
    for text, ground in product((high.text, high.muted, high.disabled), _grounds(high)):
        least = 4.5 if text == high.disabled else 7
        assert _contrast(text, ground) >= least, (text, ground)
    for ground in (high.primary, high.primary_hovered):
        assert _contrast(high.on_primary, ground) >= 7
    assert _contrast(high.ground, high.ring) >= 7
    for outline, ground in product(
        (high.line, high.edge, high.ring), (high.chrome, high.ground, high.raised)
    ):
        assert _contrast(outline, ground) >= 3, (outline, ground)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_badges_can_be_read_on_any_photo(colours: Colours) -> None:
    palette = palette_of(colours)
    for pixel in ("#000000", "#7f7f7f", "#ffffff"):
        for ground, share in ((palette.base(), MARK_SHARE), (palette.window(), PILL_SHARE)):
            beneath = mixed(QColor(pixel), ground.color(), share).name()
            assert _contrast(colours.text, beneath) >= 4.5, (pixel, share)
        badge = mixed(QColor(pixel), QColor("#000000"), BADGE_SHARE).name()
        assert _contrast("#ffffff", badge) >= 4.5


def _grounds(colours: Colours) -> tuple[str, ...]:
    """What text stands on."""
    plain = (colours.chrome, colours.ground, colours.raised)
    return (*plain, colours.hovered, colours.pressed, colours.selected)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_pictures_are_the_only_colour(colours: Colours) -> None:
    for name, colour in asdict(colours).items():
        assert QColor(colour).hsvSaturationF() < 0.13, name


def test_marks_differ_in_shape(qapp: QApplication) -> None:
    """Whoever sees no colours, or no difference in brightness, can tell a pick from a reject."""
    painter = CellPainter(CellMeasures(200, 16), palette_of(CONTRAST), qapp.font(), 1.0)
    pictures = {pick: painter._flags[pick].toImage() for pick in (Pick.PICKED, Pick.REJECTED)}
    shapes = {
        pick: frozenset(
            (x, y)
            for x, y in product(range(picture.width()), range(picture.height()))
            if picture.pixelColor(x, y).alpha() > 127
        )
        for pick, picture in pictures.items()
    }
    picked, rejected = shapes[Pick.PICKED], shapes[Pick.REJECTED]
    assert min(len(picked - rejected), len(rejected - picked)) > len(picked | rejected) / 10


def _engines() -> int:
    gc.collect()
    return sum(issubclass(type(each), QIconEngine) for each in gc.get_objects())


def test_an_icon_that_qt_detaches_lives_on(qapp: QApplication) -> None:
    """A changed copy gets an engine of its own from Python, which must not be collected."""
    size, whole = QSize(24, 24), icon("search", palette_of(DARK))
    before, copy = _engines(), QIcon(whole)
    copy.setIsMask(True)
    assert _engines() == before + 1
    picture = whole.pixmap(size).toImage()
    assert copy.pixmap(size).toImage() == picture
    assert any(picture.pixelColor(x, 12).alpha() for x in range(24))


def test_the_sheet_has_no_gap() -> None:
    assert "$" not in style_sheet(DARK, 10)


def test_every_icon_is_in_the_font(qtbot: QtBot) -> None:
    palette = palette_of(DARK)
    pictures = {purpose: icon(purpose, palette).pixmap(24, 24).toImage() for purpose in GLYPHS}
    for purpose, picture in pictures.items():
        assert any(picture.pixelColor(x, y).alpha() for x, y in product(range(24), repeat=2)), purpose


def test_a_change_of_theme_reaches_palette_and_icons(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "dark")
    button = IconButton("search", "Search")
    qtbot.addWidget(button)
    button.show()
    in_the_dark = button.grab().toImage()
    theme.choose("light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.chrome)
    assert button.grab().toImage() != in_the_dark
    theme.choose("dark")
    assert button.grab().toImage() == in_the_dark


def test_what_is_built_without_the_style_sheet_looks_as_everything_else(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, "dark")
    with_sheet, sheet = QWidget(), qapp.styleSheet()
    scrolled(QPushButton("Paint"), with_sheet)
    with theme.without_sheet():
        assert not qapp.styleSheet()
        without = QWidget()
        scrolled(QPushButton("Paint"), without)
    assert qapp.styleSheet() == sheet
    pictures = []
    for window in (with_sheet, without):
        qtbot.addWidget(window)
        window.show()
        pictures.append(window.grab().toImage())
    assert pictures[0] == pictures[1]


def test_where_all_is_still_no_effect_is_on_and_afterwards_those_of_the_system() -> None:
    of_the_system = {effect: effect != EFFECTS[-1] for effect in EFFECTS}
    effects, told, blinks = dict(of_the_system), dict[str, bool](), [900]
    system = SimpleNamespace(
        isEffectEnabled=effects.__getitem__,
        setEffectEnabled=effects.__setitem__,
        setProperty=told.__setitem__,
        styleHints=lambda: SimpleNamespace(
            cursorFlashTime=lambda: blinks[-1], setCursorFlashTime=blinks.append
        ),
    )
    motion = Motion(system)
    motion.set_still(still=True)
    assert not any(effects.values())
    assert (told, blinks[-1]) == ({STILL: True}, 0)
    motion.set_still(still=False)
    assert effects == of_the_system
    assert (told, blinks[-1]) == ({STILL: False}, 900)
