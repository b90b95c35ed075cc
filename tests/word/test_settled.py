"""Tracked changes accepted and rejected, and turned round byte by byte."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.word.documents import NAMESPACE, SECTION, THEIRS, document, opened, p, r, table, texts, tree
from toolkit.word.settled import authors, settle, settle_document, turned_round


def _ins(inner: str) -> str:
    return f'<w:ins w:id="1" {THEIRS}>{inner}</w:ins>'


def _del(text: str) -> str:
    return f'<w:del w:id="2" {THEIRS}><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def _mark(kind: str, inner: str = "") -> str:
    return f'<w:pPr>{inner}<w:rPr><w:{kind} w:id="3" {THEIRS}/></w:rPr></w:pPr>'


def _row(kind: str, word: str) -> str:
    return f'<w:tr><w:trPr><w:{kind} w:id="4" {THEIRS}/></w:trPr><w:tc>{p(r(word))}</w:tc></w:tr>'


# (what a person tracked, read as rejected, read as accepted)
CASES = {
    "words": (p(r("甲"), _del("乙"), _ins(r("丙"))), ["甲乙"], ["甲丙"]),
    "a moved stretch": (
        p(f'<w:moveFrom w:id="1" {THEIRS}>{r("甲")}</w:moveFrom>')
        + p(r("乙"), f'<w:moveTo w:id="2" {THEIRS}>{r("甲")}</w:moveTo>'),
        ["甲", "乙"],
        ["", "乙甲"],
    ),
    "a mark deleted": (p(_mark("del"), r("甲")) + p(r("乙")), ["甲", "乙"], ["甲乙"]),
    "a mark inserted": (p(_mark("ins"), r("甲")) + p(r("乙")), ["甲乙"], ["甲", "乙"]),
    "a whole paragraph deleted": (p(_mark("del"), _del("甲")) + p(r("乙")), ["甲", "乙"], ["乙"]),
    "three run on": (
        p(_mark("del"), r("甲")) + p(_mark("del"), r("乙")) + p(r("丙")),
        ["甲", "乙", "丙"],
        ["甲乙丙"],
    ),
    "a row deleted": (
        table([p(r("甲"))]).replace("</w:tbl>", _row("del", "乙") + "</w:tbl>"),
        ["甲", "乙"],
        ["甲"],
    ),
    "the only row inserted": (
        f"<w:tbl><w:tblPr/>{_row('ins', '甲')}</w:tbl>" + p(r("乙")),
        ["乙"],
        ["甲", "乙"],
    ),
}


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_what_is_read(name: str, *, accept: bool) -> None:
    xml, old, new = CASES[name]
    body = tree(xml)
    settle(body, accept=accept)
    assert texts(body) == (new if accept else old)
    left = etree.tostring(body, encoding="unicode")
    assert not [kind for kind in ("w:ins ", "w:del ", "delText", "move") if kind in left]


def test_joined_paragraphs_look_like_their_beginning_and_keep_the_end_of_the_section() -> None:
    one, other = _mark("del", '<w:jc w:val="left"/>'), f'<w:pPr><w:jc w:val="right"/>{SECTION}</w:pPr>'
    body = tree(p(one, r("甲")) + p(other, r("乙")))
    settle(body)
    (paragraph,) = body.iterfind(f"{{{NAMESPACE}}}p")
    (properties,) = paragraph.iterfind(f"{{{NAMESPACE}}}pPr")
    assert [etree.QName(e).localname for e in properties] == ["jc", "sectPr"]
    assert properties[0].get(f"{{{NAMESPACE}}}val") == "left"


def test_rejected_formatting_is_what_it_was() -> None:
    look = f'<w:rPr><w:b/><w:rPrChange w:id="5" {THEIRS}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>'
    for accept, tag in ((True, "b"), (False, "i")):
        body = tree(p(f"<w:r>{look}<w:t>甲</w:t></w:r>"))
        settle(body, accept=accept)
        assert [etree.QName(e).localname for e in next(body.iter(f"{{{NAMESPACE}}}rPr"))] == [tag]


def test_a_document_without_tracked_changes_keeps_its_bytes() -> None:
    found = opened(p(r("甲")))
    before = found.parts[found.main]
    assert not settle_document(found)
    assert found.parts[found.main] is before
    tracked = opened(p(r("甲"), _ins(r("乙"))))
    assert authors(tracked) == {"张三"}
    assert settle_document(tracked)
    assert authors(tracked) == set()


# The changes that are turned round are our own, which have no moves.
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "moveTo" not in case[0]])
def test_turned_round_what_was_new_is_old(name: str) -> None:
    xml, old, new = CASES[name]
    data = document(xml).encode()
    round_ = turned_round(data, "w")
    for accept, expected in ((True, old), (False, new)):
        body = etree.fromstring(round_).find(f"{{{NAMESPACE}}}body")
        settle(body, accept=accept)
        assert texts(body) == expected
    assert turned_round(round_, "w") == data


def test_turning_round_touches_no_other_bytes() -> None:
    data = document("<w:p  ><w:r><w:t>ins del</w:t></w:r></w:p >" + p(_mark("del"), r("甲"))).encode()
    assert turned_round(data, "w") == data.replace(b"<w:del ", b"<w:ins ")
    assert turned_round(data, "x") == data
