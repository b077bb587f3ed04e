"""Sidecars of many programs: each is understood, and stays as it is where nothing is to be added."""

import pytest

from mmdesk.library.xmp.keywords import keywords_in
from mmdesk.library.xmp.merging import SidecarContent, merged
from mmdesk.library.xmp.packet import XmpPacket
from tests.library.xmp.programs import PROGRAMS

EACH = pytest.mark.parametrize("program", PROGRAMS)


@EACH
def test_what_a_program_writes_is_understood(program):
    data, paths, stars = PROGRAMS[program]
    said = keywords_in(XmpPacket.parse(data, program))
    assert set(said.paths) == paths
    assert said.rating == stars


@EACH
def test_nothing_is_added_for_what_is_there(program):
    data, paths, stars = PROGRAMS[program]
    packet = XmpPacket.parse(data, program)
    alone = tuple((path[-1],) for path in paths)
    assert not merged(packet, SidecarContent(tuple(paths), stars)).is_any
    assert not merged(packet, SidecarContent(alone, stars)).is_any
    assert not merged(packet, SidecarContent((), None, kept=(("elsewhere", "read"),))).is_any


@EACH
def test_one_word_more_is_one_word_more(program):
    data, paths, stars = PROGRAMS[program]
    packet = XmpPacket.parse(data, program)
    change = merged(packet, SidecarContent((*paths, ("nature", "new/word"))))
    assert change.added == ("new/word",)
    again = keywords_in(XmpPacket.parse(packet.to_bytes(), program))
    assert set(again.paths) == {*paths, ("nature", "new/word")}
    assert again.rating == stars
    taken_back = merged(packet, SidecarContent(tuple(paths), before=change.ours))
    assert taken_back.removed == ("new/word",)
    assert set(keywords_in(packet).paths) == paths
