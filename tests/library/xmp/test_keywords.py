"""Sidecars of other programs: what is read from them, and that what is written keeps all else."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.keyword_paths import Leaves, pieces
from mmdesk.library.xmp.keywords import keywords_in
from mmdesk.library.xmp.merging import Change, SidecarContent, merged, written_words
from mmdesk.library.xmp.names import HIERARCHICAL, PREFIXES, SUBJECT, TAGS_LIST
from mmdesk.library.xmp.packet import XmpPacket
from tests.library.xmp.foreign import WORDS, foreign_parts, foreign_sidecars, words_of

HEAD = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())

PATHS = st.lists(
    st.lists(WORDS, min_size=1, max_size=3).map(tuple), max_size=4, unique_by=lambda path: pieces(path[-1])
)

PLAIN_PATHS = st.lists(
    st.lists(WORDS.filter(lambda word: len(pieces(word)) == 1 and not set(word) & set("|/")), min_size=1)
    .map(lambda words: tuple(words[:3])),
    max_size=4,
    unique_by=lambda path: pieces(path[-1]),
)  # fmt: skip


def packet_of(inside: str, attributes: str = "") -> XmpPacket:
    body = f'<rdf:RDF {HEAD}><rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description></rdf:RDF>'
    return XmpPacket.parse(body.encode(), "a sidecar")


@settings(max_examples=60)
@given(foreign_sidecars(), PATHS, st.none() | st.integers(-1, 5))
def test_our_words_are_added_to_everything_that_was_there(data, paths, rating):
    packet = XmpPacket.parse(data, "a sidecar")
    before = {name: packet.words(name) for name in (SUBJECT, HIERARCHICAL, TAGS_LIST)}
    theirs, stars = Leaves(keywords_in(packet).paths), keywords_in(packet).rating
    merged(packet, SidecarContent(tuple(paths), rating))
    written = packet.to_bytes()
    again = XmpPacket.parse(written, "a sidecar")
    new = written_words(tuple(path for path in paths if path[-1] not in theirs))
    for name, words in new.items():
        assert again.words(name) == list(dict.fromkeys([*before[name], *words]))
    said = Leaves(keywords_in(again).paths)
    assert all(path[-1] in said for path in paths)
    assert keywords_in(again).rating == (stars if rating is None else rating)
    assert foreign_parts(written) == foreign_parts(data)


@settings(max_examples=120)
@given(foreign_sidecars())
def test_what_was_read_is_there_and_nothing_is_added_for_it(data):
    packet = XmpPacket.parse(data, "a sidecar")
    said = keywords_in(packet)
    assert merged(packet, SidecarContent(said.paths, said.rating)) == Change(
        ours={SUBJECT: [], HIERARCHICAL: [], TAGS_LIST: []}
    )


@settings(max_examples=120)
@given(PATHS)
def test_keywords_are_read_again_as_they_were_whatever_parts_others_in_them(paths):
    packet = XmpPacket.empty()
    merged(packet, SidecarContent(tuple(paths)))
    again = XmpPacket.parse(packet.to_bytes(), "a sidecar")
    assert set(words_of(keywords_in(again))) == {path[-1] for path in paths}


@settings(max_examples=60)
@given(PLAIN_PATHS)
def test_keywords_keep_their_parents(paths):
    packet = XmpPacket.empty()
    merged(packet, SidecarContent(tuple(paths)))
    again = XmpPacket.parse(packet.to_bytes(), "a sidecar")
    assert set(keywords_in(again).paths) == set(paths)


@settings(max_examples=60)
@given(foreign_sidecars(), PATHS)
def test_only_our_own_words_are_taken_away_again(data, paths):
    packet = XmpPacket.parse(data, "a sidecar")
    before = {name: packet.words(name) for name in (SUBJECT, HIERARCHICAL, TAGS_LIST)}
    change = merged(packet, SidecarContent(tuple(paths)))
    merged(packet, SidecarContent((), None, change.ours))
    again = XmpPacket.parse(packet.to_bytes(), "a sidecar")
    assert {name: again.words(name) for name in before} == before
    assert foreign_parts(packet.to_bytes()) == foreign_parts(data)


@settings(max_examples=60)
@given(foreign_sidecars(), PATHS, st.none() | st.integers(-1, 5))
def test_a_second_time_nothing_changes(data, paths, rating):
    packet = XmpPacket.parse(data, "a sidecar")
    change = merged(packet, SidecarContent(tuple(paths), rating))
    written = packet.to_bytes()
    again = XmpPacket.parse(written, "a sidecar")
    assert not merged(again, SidecarContent(tuple(paths), rating, change.ours)).is_any
    assert again.to_bytes() == written


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>", ""),
        ("<dc:subject><rdf:Seq><rdf:li>sea</rdf:li><rdf:li>dog</rdf:li></rdf:Seq></dc:subject>", ""),
        ('<dc:subject><rdf:Alt><rdf:li xml:lang="de">sea</rdf:li><rdf:li>dog</rdf:li></rdf:Alt>'
         "</dc:subject>", ""),
        ('<dc:subject><rdf:Bag><rdf:li rdf:parseType="Resource"><rdf:value>sea</rdf:value><dc:x>1</dc:x>'
         "</rdf:li><rdf:li><rdf:Description rdf:value='dog'/></rdf:li></rdf:Bag></dc:subject>", ""),
        ("<dc:subject>sea</dc:subject><lr:hierarchicalSubject>dog</lr:hierarchicalSubject>", ""),
        ("<dc:subject>dog</dc:subject>", 'lr:hierarchicalSubject="sea"'),
    ],
)  # fmt: skip
def test_every_spelling_of_a_list_is_read(inside, attributes):
    assert set(words_of(keywords_in(packet_of(inside, attributes)))) == {"sea", "dog"}


def test_a_keyword_is_known_by_its_longest_path():
    found = keywords_in(
        packet_of(
            "<dc:subject><rdf:Bag><rdf:li>beach</rdf:li></rdf:Bag></dc:subject>"
            "<digiKam:TagsList><rdf:Seq><rdf:li>nature/coast/beach</rdf:li></rdf:Seq></digiKam:TagsList>"
        )
    )
    assert found.paths == (("nature", "coast", "beach"),)


@pytest.mark.parametrize(
    ("written", "stars"), [("3", 3), ("3.0", 3), ("-1", -1), ("99", 5), ("many", None), ("nan", None)]
)
def test_stars_are_read_as_an_attribute_and_as_an_element(written, stars):
    assert keywords_in(packet_of("", f'xmp:Rating="{written}"')).rating == stars
    assert keywords_in(packet_of(f"<xmp:Rating>{written}</xmp:Rating>")).rating == stars


def test_stars_keep_the_spelling_they_have():
    packet = packet_of("", 'xmp:Rating="2"')
    assert merged(packet, SidecarContent((), 4)).rating == (2, 4)
    assert b'xmp:Rating="4"' in packet.to_bytes()


def test_the_surest_date_is_taken():
    found = keywords_in(
        packet_of("", 'xmp:CreateDate="2020-01-01" exif:DateTimeOriginal="2019-07-14T18:03:22"')
    )
    assert found.taken_at == "2019-07-14T18:03:22"


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "data",
    [
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]><rdf:RDF {HEAD}>&a11;</rdf:RDF>'.encode(),
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rdf:RDF {HEAD}>&f;</rdf:RDF>'.encode(),
        f'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><rdf:RDF {HEAD}/>'.encode("utf-16"),
        b"",
        b"not XML at all",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 2000,
        b" " * ((16 << 20) + 1),
    ],
)
def test_what_is_no_honest_xmp_is_refused_in_a_sentence(data):
    with pytest.raises(UserError, match=r"^The metadata of a sidecar .*\.$"):
        XmpPacket.parse(data, "a sidecar")


def test_what_stands_around_a_packet_stays():
    packet = XmpPacket.parse(
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><!-- by hand --><rdf:RDF {HEAD}/>'
        f'<?xpacket end="w"?>'.encode(),
        "a sidecar",
    )
    merged(packet, SidecarContent((("sea",),)))
    written = packet.to_bytes().decode()
    assert written.startswith("<?xpacket begin=")
    assert "by hand" in written
    assert written.rstrip().endswith('<?xpacket end="w"?>')
    assert XmpPacket.parse(written.encode(), "it").words(SUBJECT) == ["sea"]


def test_a_comment_that_looks_like_a_declaration_stays():
    packet = XmpPacket.parse(f'<!-- <?xml version="1.0"?> --><rdf:RDF {HEAD}/>'.encode(), "a sidecar")
    assert b'<!-- <?xml version="1.0"?> -->' in packet.to_bytes()


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (("A|B", "leaf"), []),
        (("top", "A|B", "C|D", "AC/DC|x"), []),
        (("A/B", "leaf"), ["A/B|leaf"]),
        (("A", "x|y"), ["A|x/y"]),
    ],
)
def test_a_bar_within_a_parent_comes_back(path: tuple[str, ...], lines: list[str]) -> None:
    packet = XmpPacket.empty()
    merged(packet, SidecarContent((path,)))
    again = XmpPacket.parse(packet.to_bytes(), "it")
    assert again.words(HIERARCHICAL) == lines
    assert keywords_in(again).paths == (path,)
    assert not merged(again, SidecarContent((path,))).is_any


def test_words_that_xml_cannot_hold_lose_those_letters():
    packet = XmpPacket.empty()
    merged(packet, SidecarContent((("bad\x00word\x1b", "a|b/c"),)))
    again = XmpPacket.parse(packet.to_bytes(), "it")
    assert again.words(SUBJECT) == ["a|b/c"]
    assert again.words(HIERARCHICAL) == ["bad word|a/b/c"]
    assert again.words(TAGS_LIST) == ["bad word/a|b|c"]
    assert keywords_in(again).paths == (("bad word", "a|b/c"),)


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_what_we_wrote(tmp_path):
    packet = XmpPacket.empty()
    merged(packet, SidecarContent((("nature", "beach"), ("Größe",)), 4))
    sidecar = tmp_path / "x.jpg.xmp"
    sidecar.write_bytes(packet.to_bytes())
    command = [
        "exiftool",
        "-s3",
        "-XMP-dc:Subject",
        "-XMP-lr:HierarchicalSubject",
        "-XMP:Rating",
        str(sidecar),
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert told.stdout.splitlines() == ["beach, Größe", "nature|beach, Größe", "4"]
