"""Where paragraphs end: headings with a stop, running text without one, salutations without a colon."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.marks.habits import told_once
from toolkit.checks.marks.numbering import items_of
from toolkit.checks.rule import Rule

SHORTEST = 30  # characters of running text whose stop may be missing
ENDED = "。！？；：…!?;:”』」）)】》—，、.．"


def headings_with_stop(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find headings on a line of their own that end in a stop; a habit of one level is told once."""
    stops, kinds = rule.data["stops"], rule.data["kinds"]
    found: dict[str, list[Hit]] = {kind: [] for kind in kinds}
    right = dict.fromkeys(kinds, 0)
    lines = {manuscript.block_at(item.start).number: item for item in items_of(manuscript) if item.own_line}
    for number, item in lines.items():
        block = manuscript.blocks[number]
        if item.kind not in kinds or len(block.text) > int(rule.data["length"]):
            continue
        beside = [lines[place].kind for place in (number - 1, number + 1) if place in lines]
        if item.kind in beside or number + 1 == len(manuscript.blocks):
            continue  # an item of a list
        if block.text[-1] not in stops:
            right[item.kind] += 1
        elif "。" not in block.text[:-1]:
            found[item.kind].append(Hit(block.end - 1, block.end))
    for kind, hits in found.items():
        level = None if right[kind] else Severity.WARNING
        hits = [replace(hit, severity=level) for hit in hits]
        yield from told_once(rule, hits, int(rule.data["most"]), right[kind])


def without_stop(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find paragraphs of running text that do not end in a full stop."""
    apart = re.compile(rule.data["but"])
    run_in = {heading.at for heading in manuscript.apart.headings if not heading.run_in}
    hits = []
    for block in manuscript.blocks:
        text = block.text
        if block.role != "body" or text[-1] in ENDED or block.number in run_in or len(text) < SHORTEST:
            continue
        if ("。" in text or "，" in text) and not apart.search(text):
            hits.append(Hit(block.end - 1, block.end, f"段末“{text[-8:]}”后面没有句号"))
    yield from told_once(rule, hits, int(rule.data["most"]))


def comma_at_end(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find paragraphs of running text that end in a comma, or in a semicolon outside a list."""
    item = rule.compiled(rule.data["item"])
    before = "。"
    for block, below in itertools.pairwise(manuscript.blocks):
        last = block.text[-1]
        listed = item.match(block.text) or before in rule.data["leading"] or below.text[-1] == last
        open_end = last in rule.data["stops"] or (last in rule.data["listed"] and not listed)
        if block.role == "body" and open_end:
            yield Hit(block.end - 1, block.end)
        before = last


def salutation(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a salutation without its colon: the first line that addresses the members."""
    find = rule.compiled(rule.data["find"])
    for block in manuscript.blocks[: int(rule.data["lines"])]:
        if block.role in ("salutation", "address"):
            return
        match = find.fullmatch(block.text)
        if match:
            yield Hit(
                block.start,
                block.end,
                suggestion=block.text.rstrip("，。；、") + "：",
                severity=Severity.WARNING,
            )
            return
