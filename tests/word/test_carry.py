"""What another version changed, as tracked changes: the XML of words, moves, joins, cuts and rows."""

from __future__ import annotations

import re

import pytest

from tests.word.documents import NOW, SECTION, W, opened, p, r, settled, table, texts, wrong
from toolkit.word.blocks import Cell
from toolkit.word.carry import SEPARATOR, Carrier, Typing
from toolkit.word.comments import texts as comment_texts

T = '<w:t xml:space="preserve">'
D = '<w:delText xml:space="preserve">'


def carrier(body: str, *, ahead: bool = False) -> Carrier:
    return Carrier(opened(body), NOW, ahead=ahead)


def done(carried: Carrier) -> str:
    """The body with every change, its authors and ids left out where they say nothing."""
    xml = carried.part().decode()
    body = xml[xml.index("<w:body>") + 8 : xml.rindex("</w:body>")].removesuffix(SECTION)
    assert wrong(body) == []
    return body


def short(body: str) -> str:
    """The same without ids and dates."""
    return re.sub(r' w:(?:id="\d+"|date="[^"]*")', "", body)


def both(body: str) -> tuple[list[str], list[str]]:
    """What is read with all changes rejected, and accepted."""
    return texts(settled(body, accept=False)), texts(settled(body, accept=True))


BY = ' w:author="张三"'


@pytest.mark.parametrize("ahead", [False, True])
def test_new_words_come_behind_the_old_ones_or_ahead_of_them(*, ahead: bool) -> None:
    found = carrier(p(r("收到提案216件。")), ahead=ahead)
    found.type(0, [Typing(4, 7, "231", "张三")])
    gone = f"<w:del{BY}><w:r>{D}216</w:delText></w:r></w:del>"
    new = f"<w:ins{BY}><w:r>{T}231</w:t></w:r></w:ins>"
    middle = new + gone if ahead else gone + new
    assert short(done(found)) == p(r("收到提案"), middle, r("件。"))


def test_the_look_of_new_words_is_that_of_the_old_ones() -> None:
    found = carrier(p(r("甲"), r("乙", "<w:b/>"), r("丙")))
    found.type(0, [Typing(1, 2, "丁", "张三")])
    assert f"<w:ins{BY}><w:r><w:rPr><w:b/></w:rPr>{T}丁</w:t></w:r></w:ins>" in short(done(found))


def test_words_typed_behind_a_figure_stand_outside_its_bookmark() -> None:
    body = p('<w:bookmarkStart w:id="0" w:name="_f_k_1"/>', r("216"), '<w:bookmarkEnd w:id="0"/>', r("件"))
    found = carrier(body)
    found.type(0, [Typing(3, 3, "余", "张三")])
    made = done(found)
    assert made.index("bookmarkEnd") < made.index("余")


def test_a_paragraph_joined_to_the_next_has_its_mark_deleted() -> None:
    found = carrier(p(r("甲。")) + p(r("乙。")))
    found.join(0, "张三")
    body = done(found)
    assert short(body) == (f"<w:p><w:pPr><w:rPr><w:del{BY}/></w:rPr></w:pPr>{r('甲。')}</w:p>{p(r('乙。'))}")
    assert both(body) == (["甲。", "乙。"], ["甲。乙。"])


def test_a_cut_makes_a_paragraph_whose_mark_is_inserted() -> None:
    found = carrier(p('<w:pPr><w:jc w:val="both"/></w:pPr>', r("甲。乙。")))
    found.type(0, [Typing(2, 2, SEPARATOR, "张三")])
    body = done(found)
    look = '<w:jc w:val="both"/>'
    assert short(body) == (
        f"<w:p><w:pPr>{look}<w:rPr><w:ins{BY}/></w:rPr></w:pPr>{r('甲。')}</w:p>"
        f"<w:p><w:pPr>{look}</w:pPr>{r('乙。')}</w:p>"
    )
    assert both(body) == (["甲。乙。"], ["甲。", "乙。"])


def test_a_cut_leaves_the_end_of_a_section_with_the_later_part() -> None:
    found = carrier(p(f"<w:pPr>{SECTION}</w:pPr>", r("甲。乙。")) + p(r("丙。")))
    found.type(0, [Typing(2, 2, SEPARATOR, "张三")])
    first, second, _ = re.findall(r"<w:p>.*?</w:p>", done(found))
    assert "sectPr" not in first
    assert "sectPr" in second


def test_a_moved_paragraph_is_deleted_here_and_inserted_there_with_its_bookmark() -> None:
    mark = '<w:bookmarkStart w:id="7" w:name="_d_a"/>', '<w:bookmarkEnd w:id="7"/>'
    found = carrier(p(mark[0], r("甲。"), mark[1]) + p(r("乙。")) + p(r("丙。")))
    found.shift(found.blocks[0], 1, "张三")
    body = done(found)
    assert re.sub(r' w:id="(?!7)\d+"| w:date="[^"]*"', "", body) == (
        f"<w:p><w:pPr><w:rPr><w:del{BY}/></w:rPr></w:pPr>"
        f"<w:del{BY}><w:r>{D}甲。</w:delText></w:r></w:del></w:p>"
        f"{p(r('乙。'))}"
        f"<w:p><w:pPr><w:rPr><w:ins{BY}/></w:rPr></w:pPr>"
        f"{mark[0]}<w:ins{BY}><w:r>{T}甲。</w:t></w:r></w:ins>{mark[1]}</w:p>"
        f"{p(r('丙。'))}"
    )
    assert both(body) == (["甲。", "乙。", "丙。"], ["乙。", "甲。", "丙。"])


def test_a_range_that_runs_on_stays_where_a_moved_paragraph_was() -> None:
    start, end = '<w:bookmarkStart w:id="7" w:name="书签"/>', '<w:bookmarkEnd w:id="7"/>'
    found = carrier(p(start, r("甲。")) + p(r("乙。"), end) + p(r("丙。")))
    found.shift(found.blocks[0], 2, "张三")
    body = done(found)
    assert body.startswith("<w:p>")
    assert body.index(start) < body.index("乙。") < body.index(end) < body.index("丙。")
    assert body.count("书签") == 1


def _rows(*words: str) -> str:
    return table(*([p(r(word))] for word in words))


def test_a_struck_row_keeps_its_words_and_says_that_it_goes() -> None:
    found = carrier(_rows("甲", "乙") + p(r("丙")))
    found.strike_row(found.blocks[0], found.blocks[0].rows[1], "张三")
    body = done(found)
    assert short(body) == (
        table([p(r("甲"))]).removesuffix("</w:tbl>")
        + f'<w:tr><w:trPr><w:cantSplit w:val="off"/><w:del{BY}/></w:trPr>'
        + f"<w:tc>{p(f'<w:del{BY}><w:r>{D}乙</w:delText></w:r></w:del>')}</w:tc></w:tr></w:tbl>"
        + p(r("丙"))
    )


def test_new_rows_stand_in_the_order_in_which_they_come() -> None:
    found = carrier(_rows("甲", "乙") + p(r("丙")))
    block = found.blocks[0]
    for at, word in ((-1, "零"), (0, "一"), (0, "二"), (1, "三")):
        row = carrier(_rows(word) + p()).blocks[0].rows[0].element
        row.getparent().remove(row)
        found.put_row(block, at, row, "张三")
    body = done(found)
    assert "carried" not in body
    assert both(body) == (["甲", "乙", "丙"], ["零", "甲", "一", "二", "乙", "三", "丙"])


def test_paragraphs_come_into_a_cell_and_go() -> None:
    found = carrier(table([p(r("甲")) + p(r("乙"))]) + p(r("丙")))
    block = found.blocks[0]
    cell: Cell = block.rows[0].cells[0]
    for at, word in ((-1, "零"), (0, "一"), (0, "二")):
        new = carrier(p(r(word))).blocks[0].element
        new.getparent().remove(new)
        found.put_in_cell(block, cell, at, new, "张三")
    found.strike_in_cell(block, 0, "李四")
    assert both(done(found)) == (["甲", "乙", "丙"], ["零", "一", "二", "乙", "丙"])


def test_a_comment_spans_the_words_that_it_is_about() -> None:
    found = carrier(p(r("收到提案216件。")))
    found.note(0, 4, 7, "核\x0b对", "李四")
    body = done(found)
    inner = re.search(r"commentRangeStart.*?/>(.*)<w:commentRangeEnd", body)
    assert inner is not None
    assert inner[1] == r("216")
    assert list(comment_texts(found.opened).values()) == [("李四", "核对")]


def test_a_comment_on_a_paragraph_without_words_hangs_on_it() -> None:
    found = carrier(p() + p(r("甲")))
    found.note(0, 0, 0, "这里空着", "李四")
    assert done(found).startswith('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>')


def test_what_is_not_touched_keeps_its_bytes() -> None:
    odd = "<w:p  ><w:r><w:t>甲</w:t></w:r></w:p >"
    found = carrier(odd + p(r("乙")))
    found.type(1, [Typing(0, 1, "丁", "张三")])
    assert done(found).startswith(odd)


def test_deleted_blocks_leave_their_own_deletions_once() -> None:
    found = carrier(p(r("甲。乙。")) + p(r("丙")))
    found.type(0, [Typing(0, 2, "", "张三")])
    found.strike(found.blocks[0], "李四", "整段删去")
    body = done(found)
    assert both(body) == (["甲。乙。", "丙"], ["丙"])
    assert [e.get(f"{W}author") for e in settled(body, accept=True, author="x").iter(f"{W}del")] == [
        "李四",
        "张三",
        "李四",
    ]
