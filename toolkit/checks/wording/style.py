"""How sentences are made: their length, words said again and again, headings that do not match."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule

NUMBER = re.compile(r"第?[（(]?[〇零一二三四五六七八九十\d]{1,3}[）)、.．章节部分]*\s*")


def long_sentences(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find sentences that are too long to be read out.

    `data` of the rule: most (characters), thinking (the same for functions that state the line of
    thought), functions (those), grave (length from which it is more than a remark).
    """
    data = rule.data
    for block in manuscript.blocks:
        if block.role != "body":
            continue
        thinking = block.function in data["functions"]
        most = int(data["thinking"] if thinking else data["most"])
        grave = int(data["thinking"] if thinking else data["grave"])
        for start, end in manuscript.sentences(block):
            if end - start > most:
                severity = None if end - start > grave else Severity.INFO
                said = f"这一句有{end - start}个字，读起来吃力，宜拆开"
                yield Hit(start, end, said, severity=severity)


def repeated(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a connecting word said again and again in one paragraph; `data`: words, most."""
    most = int(rule.data["most"])
    for block in manuscript.blocks:
        for word in rule.data["words"]:
            if block.text.count(word) > most:
                at = _nth(block, word, most)
                said = f"“{word}”在这一段用了{block.text.count(word)}次，宜换说法"
                yield Hit(at, at + len(word), said)


def _nth(block: Block, word: str, number: int) -> int:
    """Return where a word stands for the time after `number` times."""
    at = -1
    for _ in range(number + 1):
        at = block.text.index(word, at + 1)
    return block.start + at


def contradictions(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find words in a paragraph that the same paragraph contradicts; `data`: pairs [{one, other, says}]."""
    for row in rule.data["pairs"]:
        one, other = rule.compiled(row["one"]), rule.compiled(row["other"])
        for block in manuscript.blocks:
            first = one.search(manuscript.text, block.start, block.end)
            second = other.search(manuscript.text, block.start, block.end) if first else None
            if first and second:
                later = max(first, second, key=lambda match: match.start())
                earlier = first if later is second else second
                yield Hit(*later.span(), f"同一段里既说“{earlier[0]}”又说“{later[0]}”，{row['says']}")


def full_name_missing(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find abbreviations that no full name explains; `data`: pairs [{short, full}], longest."""
    for row in rule.data["pairs"]:
        short = rule.compiled(row["short"]).search(manuscript.text)
        if short and not rule.compiled(row["full"]).search(manuscript.text):
            yield Hit(*short.span(), f"简称“{short[0]}”全文没有用过全称，首次出现宜写全称或说明")


def unlike_headings(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find the one heading of a group that is much shorter or longer than the others, which are alike.

    `data` of the rule: least (headings in a group), gap (characters).
    """
    least, gap = int(rule.data["least"]), int(rule.data["gap"])
    for group in _siblings(manuscript):
        lengths = [end - start for start, end in group]
        usual = max(set(lengths), key=lengths.count)
        odd = [place for place, length in zip(group, lengths, strict=True) if abs(length - usual) >= gap]
        if len(group) >= least and len(odd) == 1 and lengths.count(usual) >= len(group) - 1:
            yield Hit(*odd[0], f"同级标题都是{usual}个字，只有这个不同，宜改得对仗")


def _siblings(manuscript: Manuscript) -> Iterator[list[tuple[int, int]]]:
    """Yield the headings under one heading, without their numbers, as (start, end)."""
    open_groups: dict[int, list[tuple[int, int]]] = {}
    for section in manuscript.apart.sections:
        heading = section.heading
        if heading is None:
            continue
        for level in [level for level in open_groups if level > heading.level]:
            yield open_groups.pop(level)
        first = manuscript.apart.starts[heading.at]
        start, end = first + heading.start, first + heading.stop
        number = NUMBER.match(manuscript.text, start, end)
        open_groups.setdefault(heading.level, []).append((number.end() if number else start, end))
    yield from open_groups.values()
