"""The laws of a three-way merge, on random reports."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.merge.plan import Plan, applied
from toolkit.merge.texts import Line, Mark, passages
from toolkit.merge.three_way import merge
from toolkit.model import Block, Report, Span

WORDS = (
    "全年收到提案",
    "组织委员视察",
    "召开协商会议",
    "报送社情民意信息",
    "开展专题调研",
    "走访界别群众",
    "办复率达到",
)
ENDS = ("，成效明显。", "；", "，得到采纳。", "。", "，推动解决问题！")
FUNCTIONS = ("proposals", "public_opinion", "research_inspection")

figure = st.builds(lambda k, v: Span(str(v), f"figures.k{k}"), st.integers(0, 4), st.integers(0, 2999))
words = st.builds(lambda w, x: Span(w + x), st.sampled_from(WORDS), st.sampled_from(("", "、", "甲", "乙丙")))
sentence = st.builds(
    lambda a, f, e: (a, *f, Span(e)), words, st.lists(figure, max_size=2), st.sampled_from(ENDS)
)
paragraph = st.lists(sentence, min_size=1, max_size=4).map(lambda rows: tuple(s for row in rows for s in row))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    numbers = draw(st.lists(st.integers(0, 9), unique=True, max_size=6))
    blocks = tuple(
        Block(f"{FUNCTIONS[n % 3]}-{n}", "body", FUNCTIONS[n % 3], draw(paragraph)) for n in numbers
    )
    return Report("work_report", "", blocks)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Report, Report]:
    """A report and another one that shares paragraphs and sentences with it."""
    first = draw(reports())
    rng = random.Random(draw(st.integers(0, 10**6)))
    blocks = []
    for block in first.blocks:
        fate = rng.random()
        if fate < 0.15:
            continue
        spans = list(block.spans)
        if fate < 0.4 and spans:
            spans[rng.randrange(len(spans))] = Span(rng.choice(WORDS) + "重写")
        elif fate < 0.7:
            spans = [Span(str(rng.randrange(3000)), s.origin) if s.figure else s for s in spans]
        elif fate < 0.8:
            spans += draw(sentence)
        blocks.append(Block(block.id, block.kind, block.function, tuple(spans)))
    if rng.random() < 0.3:
        rng.shuffle(blocks)
    if rng.random() < 0.4:
        blocks.insert(
            rng.randint(0, len(blocks)), Block("proposals-77", "body", "proposals", draw(paragraph))
        )
    return first, Report("work_report", "", tuple(blocks))


def lines(report: Report, marked: bool) -> list[Line]:
    return [Line(p.text, (Mark(f"_d_{p.id}", 0, len(p.text)),) if marked else ()) for p in passages(report)]


def merged(base: Report, edited: Report, new: Report, marked: bool) -> tuple[list[str], Plan]:
    names = {f"_d_{p.id}": p.id for p in passages(base)} if marked else {}
    there = lines(edited, marked)
    plan = merge(passages(base), there, passages(new), names, {})
    return applied(there, plan, passages(new)), plan


def texts(report: Report) -> list[str]:
    return [p.text for p in passages(report)]


def _one(id: str, *spans: Span) -> Block:
    return Block(id, "body", id.partition("-")[0], (Span("全年收到提案"), *spans, Span("，成效明显。")))


# The same words and numbers, of which one comes from another figure now.
BARE = _one("public_opinion-1")
FROM_TWO = _one("proposals-0", Span("1", "figures.k1"), Span("0", "figures.k0"))
FROM_ONE = _one("proposals-77", Span("1", "figures.k0"), Span("0", "figures.k0"))
OTHER_FIGURE = (Report("work_report", "", (FROM_TWO, BARE)), Report("work_report", "", (BARE, FROM_ONE)))


@settings(max_examples=400, deadline=None)
@given(neighbours(), st.booleans())
@example(OTHER_FIGURE, False)
def test_nobody_edited(pair: tuple[Report, Report], marked: bool) -> None:
    base, new = pair
    result, plan = merged(base, base, new, marked)
    assert result == texts(new)
    assert plan.conflicts == []
    assert plan.kept == []


@settings(max_examples=400, deadline=None)
@given(neighbours(), st.booleans())
def test_nothing_new(pair: tuple[Report, Report], marked: bool) -> None:
    base, edited = pair
    result, plan = merged(base, edited, base, marked)
    assert result == texts(edited)
    assert not plan.changes


@settings(max_examples=400, deadline=None)
@given(neighbours(), st.booleans())
def test_both_made_the_same_changes(pair: tuple[Report, Report], marked: bool) -> None:
    base, new = pair
    result, plan = merged(base, new, new, marked)
    assert result == texts(new)
    assert plan.conflicts == []
