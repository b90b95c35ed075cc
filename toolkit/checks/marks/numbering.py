"""Numbered headings and items: 一、（一）1.（1）①, typed or put there by Word."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.marks import order
from toolkit.checks.marks.habits import told_once
from toolkit.checks.rule import Rule
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

KINDS = ("part", "chinese", "bracketed", "arabic", "bracketed_arabic", "circled")
HAN = "[一二三四五六七八九十]{1,3}"
INLINE = re.compile(
    rf"(?<=[。！？；：])\s*(?:（(?P<bracketed>{HAN})）|（(?P<bracketed_arabic>\d{{1,2}})）"
    rf"|(?P<circled>[①-⑳])|(?P<chinese>{HAN})、(?![一二三四五六七八九十\d]))"
)
DATED = re.compile(rf"{HAN}、(?=20\d\d年)")
DAY = re.compile(r"[年月日时分]")
NUMBER = re.compile(rf"{HAN}|\d{{1,2}}|[①-⑳]")
LOOSE = {
    "part": "第{n}",
    "chinese": "{n} ?[、．.，：]",
    "bracketed": "[（(] ?{n} ?[）)]",
    "arabic": r"(?<!\d){n} ?[.．、）)]",
    "bracketed_arabic": r"(?<!\d){n} ?[）)]",
    "circled": "{n}",
}
SHAPES = {
    "part": "第{n}部分",
    "chinese": "{n}、",
    "bracketed": "（{n}）",
    "arabic": "{n}.",
    "bracketed_arabic": "（{n}）",
    "circled": "{n}",
}


@dataclass(frozen=True)
class Item:
    """A numbered heading or item: its mark at `start` to `end`, what kind it is, and its number.

    An automatic number is no part of the text: there the first characters of the paragraph stand for it.
    """

    kind: str
    number: int
    start: int
    end: int
    mark: str
    own_line: bool = True
    automatic: bool = False


@dataclass
class Run:
    """Items of one kind under one heading; `before` is where the last row of the kind had come to."""

    kind: str
    above: Item | None
    before: int = 0
    items: list[Item] = field(default_factory=list)


def items_of(manuscript: Manuscript) -> list[Item]:
    """Return every numbered heading and item in the order of the text."""
    rows = manuscript.pack.mapping("recognition.yaml")["headings"]["numbers"]
    marks = [(row["name"], re.compile(row["pattern"])) for row in rows if row["name"] in KINDS]
    marks.append(("chinese", DATED))
    found = []
    for block in manuscript.blocks:
        if block.role in ("date", "signature"):
            continue
        leading = _leading(manuscript, block, marks)
        if leading is not None:
            found.append(leading)
        for match in INLINE.finditer(block.text):
            kind = match.lastgroup or ""
            start, end = block.start + match.start(kind), block.start + match.end()
            start -= kind.startswith("bracketed")
            found.append(Item(kind, ordinal(match[kind]), start, end, match[0].strip(), own_line=False))
    return found


def _leading(
    manuscript: Manuscript, block: Block, marks: Sequence[tuple[str, re.Pattern[str]]]
) -> Item | None:
    """Return the number that a paragraph begins with; one put there by Word counts before a typed one."""
    automatic = manuscript.apart.body.paragraphs[block.number].looks.number
    for text, by_word in ((automatic + " ", True), (block.text, False)):
        for kind, pattern in marks:
            match = pattern.match(text)
            if match and DAY.match(text, match.end()):
                continue
            number = NUMBER.search(match[0]) if match else None
            if match and number:
                end = block.start + (min(4, len(block.text)) if by_word else len(match[0].rstrip()))
                value = ordinal(number[0])
                return Item(kind, value, block.start, end, match[0].strip(), automatic=by_word)
    return None


def runs_of(manuscript: Manuscript, items: list[Item]) -> list[Run]:
    """Return the items in rows: what stands under one heading and is numbered in one way.

    Behind a heading without a number a row that begins at 1 belongs to nothing above it.
    """
    starts = manuscript.apart.starts
    parts = [starts[h.at] for h in manuscript.apart.headings if not h.run_in and h.kind not in KINDS]
    runs: list[Run] = []
    stack: list[Run] = []
    latest: dict[str, Run] = {}
    for item in items:
        if stack and item.number == 1 and _between(parts, stack[-1].items[-1].start, item.start):
            stack.clear()
        kinds = [run.kind for run in stack]
        if item.kind in kinds:
            del stack[kinds.index(item.kind) + 1 :]
        else:
            above = stack[-1].items[-1] if stack else None
            earlier = latest.get(item.kind)
            latest[item.kind] = Run(item.kind, above, earlier.items[-1].number if earlier else 0)
            stack.append(latest[item.kind])
            runs.append(stack[-1])
        stack[-1].items.append(item)
    return runs


def _between(places: list[int], first: int, last: int) -> bool:
    return bisect.bisect_right(places, last) > bisect.bisect_right(places, first)


def written(kind: str, number: int) -> str:
    """Return a number as headings of a kind write it."""
    return SHAPES[kind].replace("{n}", _numeral(kind, number))


def _numeral(kind: str, number: int) -> str:
    if kind == "circled":
        return chr(ord("①") + number - 1)
    return chinese_numeral(number) if kind in ("part", "chinese", "bracketed") else str(number)


def broken(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find numbers that are skipped, repeated or out of order."""
    for run in runs_of(manuscript, items_of(manuscript)):
        goes_on = run.before if run.items[0].number == run.before + 1 else 0
        for found in order.faults([item.number - goes_on for item in run.items]):
            fault = replace(found, expected=found.expected + goes_on)
            hit = _broken(manuscript, run, fault)
            if hit is not None:
                yield hit


def _broken(manuscript: Manuscript, run: Run, fault: order.Fault) -> Hit | None:
    item = run.items[fault.index]
    before = run.items[fault.index - 1] if fault.index else None
    expected = written(run.kind, fault.expected)
    alone = run.above is None and len(run.items) == 1
    if alone or (fault.kind == order.SKIPPED and _hidden(manuscript, run, fault, before)):
        return None
    place = f"“{before.mark}”之后" if before else f"“{run.above.mark}”之下" if run.above else "全文"
    told = {
        order.REPEATED: f"编号“{item.mark}”重复，这里应为“{expected}”",
        order.SKIPPED: f"编号跳号：{place}是“{item.mark}”，缺“{expected}”",
        order.MISTYPED: f"编号“{item.mark}”有误，这里应为“{expected}”",
        order.SWAPPED: f"编号颠倒：{place}是“{item.mark}”，应为“{expected}”",
        order.BACK: f"编号倒退：{place}是“{item.mark}”，应为“{expected}”",
    }
    return Hit(item.start, item.end, told[fault.kind], severity=_level(run, fault, item))


def _level(run: Run, fault: order.Fault, item: Item) -> Severity | None:
    """A row that begins late may be an excerpt, a lone number no heading at all."""
    late = fault.index == 0 and (run.above is None or len(run.items) < 3)
    short = len(run.items) < 2 or (run.kind == "arabic" and len(run.items) < 3)
    return Severity.WARNING if late or short else None


def _hidden(manuscript: Manuscript, run: Run, fault: order.Fault, before: Item | None) -> bool:
    """Tell whether the number that seems to be missing stands somewhere in between after all."""
    first = before.end if before else run.above.end if run.above else 0
    numeral = re.escape(_numeral(run.kind, fault.expected))
    pattern = LOOSE[run.kind].replace("{n}", numeral)
    return re.search(pattern, manuscript.text[first : run.items[fault.index].start]) is not None


def mixed(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find numbers of one row whose marks differ from those of the others: 1. 2. 3、"""
    for run in runs_of(manuscript, items_of(manuscript)):
        typed = [item for item in run.items if not item.automatic]
        shapes = Counter(_shape(item) for item in typed)
        if len(shapes) < 2 or len(typed) < 3:
            continue
        main = shapes.most_common(1)[0][0]
        for item in typed:
            if _shape(item) != main:
                wanted = main.replace("n", _numeral(item.kind, item.number))
                yield Hit(item.start, item.end, suggestion=wanted)


def _shape(item: Item) -> str:
    return NUMBER.sub("n", item.mark).replace(" ", "").replace("．", ".")


def misplaced(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find levels the wrong way round: 一、 below （一）, （一） below 1."""
    hits = []
    for run in runs_of(manuscript, [item for item in items_of(manuscript) if item.own_line]):
        first = run.items[0]
        if run.above and KINDS.index(run.kind) < KINDS.index(run.above.kind):
            message = f"“{first.mark}”排在“{run.above.mark}”下面，层次颠倒；次序是“一、”“（一）”“1.”“（1）”"
            hits.append(Hit(first.start, first.end, message))
    yield from told_once(rule, hits, int(rule.data["most"]))
