"""How sentences are made: their length, words said again and again, headings that do not match."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule


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
