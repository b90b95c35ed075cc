"""Marks that come in pairs: one half missing, turned round, crossed, or the same pair in itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.spared import curled

SHOWN = 12  # characters of the text shown with a lone mark in a message
LATER, SKIPPED = 6, 2  # paragraphs that a quotation may go on; of them without a mark
FULL = str.maketrans("()", "（）")
SPLIT = "引文分成几段时，每段开头都要有前引号，最后一段才有后引号"
ENUMERATED = re.compile(r"(?:^|[。；：，、\s])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\Z")


@dataclass(frozen=True)
class _Mark:
    at: int
    char: str


def unpaired(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find halves without their other half, paragraph by paragraph (`pairs` in the rule's data).

    A quotation over several paragraphs opens anew in each of them and closes in the last; where it only
    opens in the first that is a doubt.
    """
    pairs = dict(tuple(pair) for pair in rule.data["pairs"])
    lone = [(block, list(_lone(block, pairs))) for block in manuscript.blocks]
    for number, (block, marks) in enumerate(lone):
        later = lone[number + 1 : number + 1 + LATER]
        end = _ending(marks[-1].char, later, pairs) if marks and marks[-1].char in pairs else None
        if end is not None:
            place = block.start + marks.pop().at
            if later[end][1]:
                del later[end][1][0]
                yield Hit(place, place + 1, SPLIT, severity=Severity.WARNING)
            for _, others in later[:end]:
                others.clear()
        yield from _told(block, marks, pairs)


def _ending(opening: str, later: list[tuple[Block, list[_Mark]]], pairs: dict[str, str]) -> int | None:
    """Return in which of the next paragraphs a quotation ends that this one opened, None if in none."""
    for count, (below, others) in enumerate(later):
        anew = below.text.startswith(opening)
        if others and others[0].char == pairs[opening]:
            return count
        if anew and not others and pairs[opening] in below.text[-2:]:
            return count
        if others and not (anew and len(others) == 1 and others[0].at == 0):
            return None
        if not anew and count + 1 >= SKIPPED:
            return None
    return None


def _lone(block: Block, pairs: dict[str, str]) -> Iterator[_Mark]:
    """Yield the marks of a paragraph that have no other half, in order."""
    closing = {close: opening for opening, close in pairs.items()}
    opened: list[_Mark] = []
    lone: list[_Mark] = []
    for match in re.finditer(
        "[" + re.escape("".join([*pairs, *closing])) + "]", curled(block.text).translate(FULL)
    ):
        mark = _Mark(match.start(), match[0])
        if mark.char in pairs:
            opened.append(mark)
        elif any(one.char == closing[mark.char] for one in opened):
            while opened[-1].char != closing[mark.char]:
                lone.append(opened.pop())
            opened.pop()
        elif not _needs_none(block.text, mark):
            lone.append(mark)
    yield from sorted([*lone, *opened], key=lambda mark: mark.at)


def _needs_none(text: str, mark: _Mark) -> bool:
    """Tell whether a closing mark stands alone by right: 1）, don’t."""
    before, after = text[max(0, mark.at - 5) : mark.at], text[mark.at + 1 : mark.at + 2]
    if mark.char == "）":
        return ENUMERATED.search(before) is not None
    return mark.char == "’" and before[-1:].isascii() and before[-1:].isalpha() and after.isascii()


def _told(block: Block, lone: list[_Mark], pairs: dict[str, str]) -> Iterator[Hit]:
    closing = {close: opening for opening, close in pairs.items()}
    number = 0
    while number < len(lone):
        mark = lone[number]
        below = lone[number + 1] if number + 1 < len(lone) else None
        at = block.start + mark.at
        if below and mark.char in closing and below.char == closing[mark.char]:
            yield Hit(at, block.start + below.at + 1, f"“{mark.char}”“{below.char}”的方向反了")
            number += 2
            continue
        if below and mark.char in pairs and below.char == mark.char and not _both(block, mark, below):
            message = f"前面的“{mark.char}”没有合上，这里应为“{pairs[mark.char]}”"
            yield Hit(block.start + below.at, block.start + below.at + 1, message, pairs[mark.char])
            number += 2
            continue
        yield _single(block, mark, pairs, closing)
        number += 1


def _both(block: Block, mark: _Mark, below: _Mark) -> bool:
    """Tell whether two opening marks have each lost their closing one: a sentence lies between them."""
    between = block.text[mark.at : below.at]
    return "。" in between or len(between) > 60


def _single(block: Block, mark: _Mark, pairs: dict[str, str], closing: dict[str, str]) -> Hit:
    at = block.start + mark.at
    shown = (
        block.text[mark.at : mark.at + SHOWN]
        if mark.char in pairs
        else block.text[max(0, mark.at - SHOWN + 1) : mark.at + 1]
    )
    if mark.char in pairs:
        return Hit(at, at + 1, f"“{mark.char}”没有合上，缺“{pairs[mark.char]}”：{shown}")
    return Hit(at, at + 1, f"“{mark.char}”前面缺“{closing[mark.char]}”：{shown}")


def nested(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a pair inside the same pair: the inner one takes the other shape (`pair`, `inner`)."""
    outer, inner = rule.data["pair"], rule.data["inner"]
    for block in manuscript.blocks:
        opened: list[int] = []
        for match in re.finditer(f"[{outer}]", block.text):
            if match[0] == outer[0]:
                opened.append(match.start())
            elif opened:
                start = opened.pop()
                if opened:
                    words = block.text[start + 1 : match.start()]
                    first = block.start + start
                    yield Hit(first, block.start + match.end(), suggestion=inner[0] + words + inner[1])


def crossed(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find two pairs that cross: “……《……”……》."""
    pairs = dict(tuple(pair) for pair in rule.data["pairs"])
    closing = {close: opening for opening, close in pairs.items()}
    marks = re.compile("[" + re.escape("".join([*pairs, *closing])) + "]")
    for block in manuscript.blocks:
        opened: list[_Mark] = []
        for match in marks.finditer(block.text):
            if match[0] in pairs:
                opened.append(_Mark(match.start(), match[0]))
                continue
            places = [n for n, mark in enumerate(opened) if mark.char == closing[match[0]]]
            if not places:
                continue
            crossing = [
                mark for mark in opened[places[-1] + 1 :] if _closes_later(block, mark, match.end(), pairs)
            ]
            if crossing:
                yield Hit(block.start + crossing[0].at, block.start + match.end(), severity=Severity.WARNING)
            del opened[places[-1]]


def _closes_later(block: Block, mark: _Mark, after: int, pairs: dict[str, str]) -> bool:
    rest = block.text[after:]
    close, again = rest.find(pairs[mark.char]), rest.find(mark.char)
    return close >= 0 and (again < 0 or close < again)
