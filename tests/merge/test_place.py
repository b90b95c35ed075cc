"""Generated passages found again: by bookmark, by text, split, merged, moved, copied, gone."""

from __future__ import annotations

from toolkit.merge.place import Placement, place
from toolkit.merge.texts import Line, Mark, Passage

TEXTS = [
    "一、2024年工作回顾",
    "全年收到提案216件，经审查立案157件，全部按时办复。",
    "组织委员开展专题视察12次，形成视察报告9篇，得到区委、区政府重视。",
    "报送社情民意信息871篇，其中45篇被市政协采用，10篇得到领导批示。",
]


def passages(texts: list[str] = TEXTS) -> list[Passage]:
    return [Passage(f"p{n}", n, "body", "proposals", text) for n, text in enumerate(texts)]


def marked(texts: list[str], ids: list[str]) -> list[Line]:
    return [Line(t, (Mark(f"_d_{i}", 0, len(t)),) if i else ()) for t, i in zip(texts, ids, strict=True)]


def found(lines: list[Line]) -> Placement:
    return place(passages(), lines, {f"_d_p{n}": f"p{n}" for n in range(len(TEXTS))})


def groups(placement: Placement) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(g.passages, g.lines) for g in placement.groups]


ALONE = [((n,), (n,)) for n in range(4)]


def test_an_untouched_document() -> None:
    assert groups(found([Line(t) for t in TEXTS])) == ALONE


def test_a_bookmark_tells_a_passage_that_was_rewritten_wholly() -> None:
    lines = marked(["新题目", *TEXTS[1:3], "换成完全不同的一段话。"], ["p0", "p1", "p2", "p3"])
    assert groups(found(lines)) == ALONE


def test_moved_passages_by_text_alone() -> None:
    order = [2, 0, 3, 1]
    placement = found([Line(TEXTS[n]) for n in order])
    assert groups(placement) == [((n,), (order.index(n),)) for n in range(4)]


def test_a_passage_split_in_two_by_text_alone() -> None:
    first, second = TEXTS[2][:14], TEXTS[2][14:]
    placement = found([Line(t) for t in [*TEXTS[:2], first, second, TEXTS[3]]])
    assert ((2,), (2, 3)) in groups(placement)
    assert placement.free == []


def test_a_passage_split_in_two_with_its_bookmark_running_through() -> None:
    lines = marked(TEXTS[:3], ["p0", "p1", "p2"])
    lines += [Line("，另起一段的后半句。", inside=("_d_p2",)), *marked(TEXTS[3:], ["p3"])]
    assert ((2,), (2, 3)) in groups(found(lines))


def test_two_passages_merged() -> None:
    placement = found([Line(TEXTS[0]), Line(TEXTS[1] + TEXTS[2]), Line(TEXTS[3])])
    assert groups(placement) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]


def test_a_pasted_copy_is_told_from_the_original() -> None:
    lines = marked([*TEXTS, TEXTS[1] + "（抄件）"], ["p0", "p1", "p2", "p3", "p1"])
    placement = found(lines)
    assert groups(placement) == ALONE
    assert placement.copies == {4: [1]}


def test_a_copy_whose_bookmarks_libreoffice_renamed() -> None:
    lines = [*marked(TEXTS, ["p0", "p1", "p2", "p3"]), Line("改过", (Mark("_d_p1_Copy_1", 0, 2),))]
    assert found(lines).copies == {4: [1]}


def test_what_was_deleted_is_gone_and_what_was_typed_is_free() -> None:
    placement = found([Line(TEXTS[0]), Line("这是人自己写的，与别处都不相干。"), Line(TEXTS[3])])
    assert placement.gone == [1, 2]
    assert placement.free == [1]


def test_an_empty_bookmark_left_behind_proves_nothing() -> None:
    lines = [Line(TEXTS[0]), Line(TEXTS[2], (Mark("_d_p1", 0, 0), Mark("_d_p2", 0, len(TEXTS[2]))))]
    placement = found(lines)
    assert 1 in placement.gone
    assert ((2,), (1,)) in groups(placement)


def test_a_bookmark_that_lost_its_end_does_not_take_the_document() -> None:
    lines = marked([TEXTS[0]], ["p0"])
    lines += [Line(f"后面的第{n}段，毫不相干。", inside=("_d_p0",)) for n in range(30)]
    assert max(line for g in found(lines).groups for line in g.lines) <= 8
