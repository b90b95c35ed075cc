"""Comments join those of other people, whatever their part looks like."""

from __future__ import annotations

import pytest

from tests.word.documents import NAMESPACE, OFFICE, PACKAGE, W, opened, p, parts_of, r
from toolkit.word.comments import TYPE, Comments, texts
from toolkit.word.opened import Opened

DATE = "2025-01-06T09:30:00Z"
RELS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/comments" Target="{{}}"/></Relationships>'
)
THEIRS = (
    f'<x:comments xmlns:x="{NAMESPACE}"><x:comment x:id="{{}}" x:author="张三">'
    "<x:p><x:r><x:t>请核</x:t></x:r>"
    "<x:r><x:t>对</x:t></x:r></x:p></x:comment></x:comments>"
)
REFERENCE = '<w:r><w:commentReference w:id="{}"/></w:r>'


def _document(id_: str = "0", target: str = "comments.xml", name: str = "word/comments.xml") -> Opened:
    parts = {"word/_rels/document.xml.rels": RELS.format(target), name: THEIRS.format(id_)}
    return opened(p(r("甲"), REFERENCE.format(id_)), parts)


def test_the_first_comment_makes_the_part() -> None:
    found = opened(p(r("甲")))
    comments = Comments(found)
    assert [comments.add("一\n二", "draft", DATE), comments.add('<&"', 'a"b', DATE)] == ["0", "1"]
    comments.save()
    again = Opened(found.data(), "x")
    assert texts(again) == {"0": ("draft", "一\n二"), "1": ('a"b', '<&"')}
    assert again.parts["[Content_Types].xml"].count(TYPE.encode()) == 1
    comment = next(again.xml("word/comments.xml").iter(f"{W}comment"))
    assert (comment.get(f"{W}initials"), comment.get(f"{W}date")) == ("d", DATE)
    assert [element.tag for element in comment] == [f"{W}p", f"{W}p"]


def test_no_comment_makes_no_part() -> None:
    found = opened(p(r("甲")))
    before = found.data()
    Comments(found).save()
    assert found.data() == before


@pytest.mark.parametrize("id_", ["0", "41", "-1", "x", "2147483647"])
def test_a_comment_joins_those_of_others(id_: str) -> None:
    found = _document(id_)
    comments = Comments(found)
    made = comments.add("数据已更新", "draft", DATE)
    comments.save()
    again = Opened(found.data(), "x")
    assert made != id_
    assert made.isdigit()
    assert int(made) < 100
    assert texts(again) == {id_: ("张三", "请核对"), made: ("draft", "数据已更新")}
    assert b"<x:comment x:id" in again.parts["word/comments.xml"]


def test_a_reference_that_lost_its_comment_does_not_get_ours() -> None:
    found = opened(p(r("甲"), REFERENCE.format("0"), '<w:commentRangeStart w:id="1"/>'))
    assert Comments(found).add("批注", "draft", DATE) == "2"


@pytest.mark.parametrize(
    ("target", "name"), [("/word/a/b.xml", "word/a/b.xml"), ("Comments.xml", "word/comments.xml")]
)
def test_the_part_is_found_wherever_it_stands(target: str, name: str) -> None:
    found = _document("0", target, name)
    comments = Comments(found)
    comments.add("批注", "draft", DATE)
    comments.save()
    assert len(texts(Opened(found.data(), "x"))) == 2


def test_a_part_that_nothing_refers_to_is_not_written_over() -> None:
    found = _document("0", "NULL")
    comments = Comments(found)
    comments.add("批注", "draft", DATE)
    comments.save()
    parts = parts_of(found.data())
    assert parts["word/comments.xml"].decode() == THEIRS.format("0")
    assert texts(Opened(found.data(), "x")) == {"1": ("draft", "批注")}
    assert "word/comments2.xml" in parts


def test_saving_in_two_goes_keeps_both() -> None:
    found = opened(p(r("甲")))
    for words in ("一", "二"):
        comments = Comments(found)
        comments.add(words, "draft", DATE)
        comments.save()
    assert [text for _, text in texts(Opened(found.data(), "x")).values()] == ["一", "二"]
    assert found.parts["[Content_Types].xml"].count(TYPE.encode()) == 1
