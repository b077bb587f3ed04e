"""Numbers and times as people say them."""

from datetime import date

import pytest
from babel import Locale

from mmdesk.core.language import LANGUAGES, Language
from mmdesk.core.photo import IndexSummary
from mmdesk.ui import formatting
from mmdesk.ui.activity.progress_text import summed_up, time_left
from mmdesk.ui.formatting import day_and_time, locale_of, long_day, month, quick_span, span, titled


def test_titled() -> None:
    assert [titled(name) for name in ("everyday", "NYC walks", "")] == ["Everyday", "NYC walks", ""]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds left"),
        (22, "about 20 s left"),
        (58, "about 1 min left"),
        (610, "about 10 min left"),
        (9000, "about 2.5 h left"),
    ],
)
def test_time_left(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(3.21, "3.2 s"), (42, "42 s"), (130, "2 min 10 s"), (7500, "2 h 5 min")]
)
def test_span(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_quick_span() -> None:
    assert quick_span(44.6) == "45 ms"
    assert quick_span(1850) == "1.9 s"


def test_summed_up() -> None:
    assert summed_up(IndexSummary()) == "No photos were found there"
    assert summed_up(IndexSummary(found=9, indexed=9, seconds=4)) == "9 photos added in 4.0 s"
    assert summed_up(IndexSummary(found=9, unchanged=9)) == "Nothing new, 9 photos unchanged"
    renamed = summed_up(IndexSummary(found=9, unchanged=8, renamed=1))
    assert renamed == "Nothing new, 1 photo found again under another name, 8 photos unchanged"


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_numbers_have_the_marks_that_are_usual_where_a_language_is_spoken(language: Language) -> None:
    usual = locale_of(language.code)
    assert (language.thousands, language.decimal) == (usual.groupSeparator(), usual.decimalPoint())
    usual_share = Locale.parse(usual.name()).percent_formats[None].pattern  # which Qt does not tell
    assert usual_share == f"#,##0{language.percent}"


@pytest.mark.parametrize(
    ("code", "whole", "short", "of_month"),
    [
        ("en-XA", "Thursday, 4 July 2019", "4 July 2019", "July 2019"),
        ("de", "Donnerstag, 4. Juli 2019", "4. Juli 2019", "Juli 2019"),
        ("es", "jueves, 4 de julio de 2019", "4 de julio de 2019", "julio de 2019"),
        ("lt", "2019 m. liepos 4 d., ketvirtadienis", "2019 m. liepos 4 d.", "2019 m. liepa"),
        ("tl", "Huwebes, Hulyo 4, 2019", "Hulyo 4, 2019", "Hulyo 2019"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(
    code: str, whole: str, short: str, of_month: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatting, "locale_now", lambda: locale_of(code))
    day = date(2019, 7, 4)
    assert (long_day(day), day_and_time("2019-07-04"), month(day)) == (whole, short, of_month)
