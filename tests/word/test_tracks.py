"""Runs, ranges and tracked changes in XML: each where the schema wants it, nothing of anybody's lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.word.documents import NOW, THEIRS, W, p, r, table, tree
from toolkit.word.anchor import figure_ids, leave_figures, neighbours
from toolkit.word.ranges import orphans, whole
from toolkit.word.runs import look_of, outermost_change, run_of, runs_between, unwrap
from toolkit.word.story import paragraphs, single
from toolkit.word.styles import escape, printable
from toolkit.word.tracks import DELETION, INSERTION, Tracks, outer_runs

BY = 'w:author="draft" w:date="2025-01-06T09:30:00Z"'


def _xml(element: object) -> str:
    """An element's XML without the declarations round it."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))


def _mark(name: str, id_: int, bookmark: str = "") -> str:
    named = f' w:name="{bookmark}"' if bookmark else ""
    return f'<w:{name} w:id="{id_}"{named}/>'


# -- tracked changes -------------------------------------------------------------------------


def test_ids_are_those_that_no_mark_has() -> None:
    body = tree(p(_mark("bookmarkStart", 1, "a"), _mark("bookmarkEnd", 1), f'<w:ins w:id="3" {THEIRS}/>'))
    tracks = Tracks(body, NOW)
    assert [tracks.number() for _ in range(3)] == ["2", "4", "5"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "<w:pPr><w:rPr>{}</w:rPr></w:pPr>"),
        ('<w:pPr><w:jc w:val="left"/></w:pPr>', '<w:pPr><w:jc w:val="left"/><w:rPr>{}</w:rPr></w:pPr>'),
        ("<w:pPr><w:sectPr/></w:pPr>", "<w:pPr><w:rPr>{}</w:rPr><w:sectPr/></w:pPr>"),
        ("<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>", "<w:pPr><w:rPr>{}<w:b/></w:rPr></w:pPr>"),
        (
            f'<w:pPr><w:rPr><w:ins w:id="9" {THEIRS}/><w:b/></w:rPr></w:pPr>',
            f'<w:pPr><w:rPr><w:ins w:id="9" {THEIRS}/>{{}}<w:b/></w:rPr></w:pPr>',
        ),
    ],
)
def test_the_mark_of_a_paragraph_is_deleted(before: str, after: str) -> None:
    body = tree(p(before, r("甲")))
    Tracks(body, NOW).mark(DELETION, body[0], "draft")
    assert _xml(body[0]) == p(after.format(f'<w:del w:id="1" {BY}/>'), r("甲"))


def test_a_row_has_its_change_behind_its_exceptions_and_once() -> None:
    body = tree(table([p(r("甲"))]).replace("<w:tr>", "<w:tr><w:tblPrEx/>"))
    tracks, row = Tracks(body, NOW), next(body.iter(f"{W}tr"))
    for _ in range(2):
        tracks.row(INSERTION, row, "draft")
    assert _xml(row).startswith(
        f'<w:tr><w:tblPrEx/><w:trPr><w:cantSplit w:val="off"/><w:ins w:id="1" {BY}/></w:trPr><w:tc>'
    )


def test_a_text_box_is_deleted_with_its_run() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('盒'))}</w:txbxContent></w:pict></w:r>"
    for boxes in (False, True):
        body = tree(p(r("甲"), box))
        assert len(outer_runs(body[0])) == 2
        Tracks(body, NOW).deleted(body[0][1], "draft", boxes=boxes)
        assert ("delText" in _xml(body[0])) is boxes
        assert _xml(body[0]).count("<w:del ") == 1


def test_an_author_with_a_control_character_is_written_without_it() -> None:
    change = Tracks(tree(p()), NOW).inserted(run_of("甲", None), "张\x00三")
    assert change.get(f"{W}author") == "张三"


# -- ranges ----------------------------------------------------------------------------------


def test_ranges_that_reach_out_are_orphans_and_the_others_whole() -> None:
    inner = (
        _mark("bookmarkStart", 1, "a"), r("甲"), _mark("bookmarkEnd", 1), _mark("commentRangeStart", 1),
        _mark("permEnd", 2), _mark("moveFromRangeStart", 3), _mark("moveFromRangeEnd", 3),
    )  # fmt: skip
    body = tree(p(*inner) + p(_mark("commentRangeEnd", 1)))
    assert [_xml(e) for e in orphans(body[0])] == [inner[3], inner[4]]
    assert [_xml(e) for e in whole(body[0])] == [inner[0], inner[2], *inner[5:]]


# -- runs and anchors ------------------------------------------------------------------------


def test_runs_between_two_places_are_divided_there() -> None:
    body = tree(p(r("收到", "<w:b/>"), r("提案216件")))
    paragraph = single(body[0])
    found = runs_between(paragraph, 1, 4)
    assert [_xml(run) for run in found] == [r("到", "<w:b/>"), r("提案")]
    assert paragraph.text == "收到提案216件"
    assert runs_between(paragraph, 3, 3) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4))
def test_dividing_loses_nothing(cuts: list[tuple[int, int]]) -> None:
    body = tree(p(r("收到"), "<w:r><w:t>提案</w:t><w:tab/><w:t>216</w:t></w:r>", r("件。")))
    paragraph = single(body[0])
    text = paragraph.text
    for start, end in cuts:
        pieces = {piece.run: "" for piece in paragraph.pieces}
        found = runs_between(paragraph, start, end)
        pieces = {run: "".join(q.text for q in paragraph.pieces if q.run is run) for run in found}
        assert "".join(pieces.values()) == text[start:end]
    assert paragraph.text == text


def test_new_text_leaves_the_bookmarks_of_figures_and_no_others() -> None:
    start, end = _mark("bookmarkStart", 1, "_f_k_1"), _mark("bookmarkEnd", 1)
    other = _mark("bookmarkStart", 2, "书签"), _mark("bookmarkEnd", 2)
    body = tree(p(other[0], start, r("216"), end, other[1], r("件")))
    (paragraph,) = paragraphs(body)
    assert figure_ids(body) == {"1"}
    left, right = neighbours(paragraph, 3)
    assert left is not None
    assert (left.text, _xml(right)) == ("216", r("件"))
    anchor = etree.Element("anchor")
    left.run.addnext(anchor)
    leave_figures(anchor, figure_ids(body))
    assert [_xml(e) for e in (anchor.getprevious(), anchor.getnext())] == [end, other[1]]


def test_the_look_of_a_run_comes_without_the_changes_of_it() -> None:
    change = f'<w:rPrChange w:id="1" {THEIRS}><w:rPr/></w:rPrChange>'
    paragraph = single(tree(p(f"<w:pPr><w:rPr><w:ins w:id='2' {THEIRS}/><w:i/></w:rPr></w:pPr>",
                              r("甲", f"<w:b/>{change}"), r("乙")))[0])  # fmt: skip
    bold, none = (piece.run for piece in paragraph.pieces)
    assert _xml(look_of(paragraph, bold)) == "<w:rPr><w:b/></w:rPr>"
    assert look_of(paragraph, none) is None
    assert _xml(look_of(paragraph, None)) == "<w:rPr><w:i/></w:rPr>"


def test_a_change_within_a_change_is_left_by_the_outer_one() -> None:
    body = tree(p(f'<w:ins w:id="1" {THEIRS}><w:del w:id="2" {THEIRS}>{r("甲")}</w:del></w:ins>'))
    run = next(body.iter(f"{W}r"))
    assert outermost_change(run) is body[0][0]
    unwrap(body[0][0])
    assert outermost_change(run).get(f"{W}id") == "2"


# -- characters that no file can hold --------------------------------------------------------


@given(st.text(st.characters(max_codepoint=0x11FFF, exclude_categories=())))
def test_every_text_can_be_written(text: str) -> None:
    run = run_of(text, None)
    attribute = etree.Element("x")
    attribute.set("y", printable(text))
    etree.fromstring(f"<x>{escape(text)}</x>".encode())
    assert etree.fromstring(etree.tostring(run)) is not None


def test_what_can_be_written_stays() -> None:
    assert printable("甲\t乙\n\U00020bb7\ue000") == "甲\t乙\n\U00020bb7\ue000"
    assert printable("\x00甲\x0b乙\ud800\uffff") == "甲乙"
