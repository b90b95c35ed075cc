"""Sentences and passages that stand in a text twice."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule

WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
CLAUSE = re.compile(r"[^，。；：、！？\s]+")
SHOWN = 16


def passages(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find sentences that the text has had before, clauses said twice, stretches copied from above.

    The rule's data: `sentence` (so many characters make a sentence worth telling), `sure` (so many
    make it a mistake wherever it stands), `clause`, `stretch` (so long is a copied one), `formal` (a
    pattern of what recurs by right).
    """
    blocks = [block for block in manuscript.blocks if block.role == "body"]
    formal = rule.compiled(rule.data["formal"])
    sentences = _joined(_sentences(manuscript, rule, blocks, formal))
    told = [(hit.start, hit.end) for hit in sentences]
    yield from sentences
    for hit in (*_clauses(rule, blocks), *_stretches(manuscript, rule, blocks, formal)):
        if not any(start < hit.end and hit.start < end for start, end in told):
            yield hit


def _sentences(
    manuscript: Manuscript, rule: Rule, blocks: list[Block], formal: re.Pattern[str]
) -> Iterator[Hit]:
    seen: dict[str, Block] = {}
    for block in blocks:
        for start, end in manuscript.sentences(block):
            words = "".join(WORDS.findall(manuscript.text[start:end]))
            if words not in seen:
                seen[words] = block
            elif len(formal.sub("", words)) >= int(rule.data["sentence"]):
                near = block.number - seen[words].number
                where = ("同一段里", "上一段里")[near] if near < 2 else "前面"
                shown = manuscript.text[start : start + SHOWN]
                sure = near < 2 or len(words) >= int(rule.data["sure"])
                level = None if sure else Severity.WARNING
                yield Hit(start, end, f"这句话{where}已经有了：{shown}……", severity=level)


def _joined(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits with those that follow each other at once made one."""
    out: list[Hit] = []
    for hit in hits:
        if out and out[-1].end == hit.start and out[-1].severity == hit.severity:
            out[-1] = replace(out[-1], end=hit.end)
        else:
            out.append(hit)
    return out


def _clauses(rule: Rule, blocks: list[Block]) -> Iterator[Hit]:
    """Yield clauses that the clause before ends in."""
    for block in blocks:
        before = ""
        for match in CLAUSE.finditer(block.text):
            if before.endswith(match[0]) and len(match[0]) >= int(rule.data["clause"]):
                yield Hit(block.start + match.start(), block.start + match.end(), f"“{match[0]}”接连出现两次")
            before = match[0]


def _stretches(
    manuscript: Manuscript, rule: Rule, blocks: list[Block], formal: re.Pattern[str]
) -> Iterator[Hit]:
    size = int(rule.data["stretch"])
    above: dict[str, int] = {}
    for block in blocks:
        spared = sorted({place for m in formal.finditer(block.text) for place in range(*m.span())})
        at = 0
        while at + size <= len(block.text):
            origin = above.get(block.text[at : at + size])
            if origin is None or _touches(spared, at, at + size):
                at += 1
                continue
            length = _length(manuscript.text, origin, block.start + at, block.end)
            start = block.start + at
            opens = at == 0 and (not origin or manuscript.text[origin - 1] in "\n。！？；")
            level = None if opens and length >= int(rule.data["opening"]) else Severity.WARNING
            yield Hit(start, start + length, f"这{length}个字与上一段重复", severity=level)
            at += length
        above = {
            block.text[place : place + size]: block.start + place
            for place in range(len(block.text) - size, -1, -1)
        }


def _touches(spared: list[int], start: int, end: int) -> bool:
    at = bisect.bisect_left(spared, start)
    return at < len(spared) and spared[at] < end


def _length(text: str, origin: int, start: int, end: int) -> int:
    """Return how far the text at two places is the same."""
    length = 0
    while start + length < end and text[origin + length] == text[start + length]:
        length += 1
    return length
