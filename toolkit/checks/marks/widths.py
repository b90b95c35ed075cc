"""Half-width and full-width characters in the wrong place; blanks inside a sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.marks.habits import told_once
from toolkit.checks.rule import Rule
from toolkit.checks.spared import curled

WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
PERIOD = re.compile(r"(?<=[\u4e00-\u9fff”）》)])\.(?=[\u4e00-\u9fff“（《]|$)", re.MULTILINE)
NUMBERED = re.compile(r"(?:^|[第。；])[（(]?[一二三四五六七八九十]{1,3}[）)]?\.", re.MULTILINE)


def half_width(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find half-width marks among Han; points and brackets may each be a habit of the document.

    A text taken from a web page has them all over: there one finding stands for everything.
    """
    most = int(rule.data["most"])
    hits = [list(_half_width(manuscript, group)) for group in rule.data["groups"]]
    if is_extracted(manuscript):
        yield from told_once(rule, sorted(itertools.chain(*hits), key=_place), most)
        return
    for group, found in zip(rule.data["groups"], hits, strict=True):
        yield from told_once(rule, found, most, sum(map(manuscript.raw.count, group.values())))
    raw = manuscript.raw
    numbers = {match.end() - 1 for match in NUMBERED.finditer(raw)}
    yield from (_period(raw, m.start()) for m in PERIOD.finditer(raw) if m.start() not in numbers)


def is_extracted(manuscript: Manuscript) -> bool:
    """Tell whether most commas are half-width, as in texts taken from web pages, whose blanks stray too."""
    raw, text = manuscript.raw, manuscript.text
    half = text.count("，") - raw.count("，")
    return half > 2 and half > raw.count("，")


def _half_width(manuscript: Manuscript, group: Mapping[str, str]) -> Iterator[Hit]:
    text = manuscript.text
    for match in re.finditer("[" + re.escape("".join(group)) + "]", manuscript.raw):
        at = match.start()
        if text[at] != match[0]:
            yield Hit(at, at + 1, suggestion=text[at])


def _place(hit: Hit) -> int:
    return hit.start


def _period(raw: str, at: int) -> Hit:
    """A point at the end is a full stop; within a line it may stand for any mark."""
    return Hit(at, at + 1, suggestion="。" if raw[at + 1 : at + 2] in ("", "\n") else "")


def straight_quotes(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find straight quotation marks by Han; a pair is one finding, with the curled pair as suggestion."""
    raw = manuscript.raw
    right = curled(raw)
    places = [m.start() for m in re.finditer('"', raw) if _beside_han(raw, m.start())]
    hits: list[Hit] = []
    for at in places:
        before = hits[-1].start if hits else at
        if "\n" not in raw[before:at] and right[before] + right[at] == "“”" and hits[-1].end == before + 1:
            hits[-1] = Hit(before, at + 1, suggestion=right[before : at + 1])
            continue
        hits.append(Hit(at, at + 1, suggestion=right[at]))
    if is_extracted(manuscript):
        hits = [replace(hit, severity=Severity.WARNING) for hit in hits]
    yield from told_once(rule, hits, int(rule.data["most"]), raw.count("“"))


def _beside_han(raw: str, at: int) -> bool:
    sides = raw[max(0, at - 1) : at] + raw[at + 1 : at + 2]
    return any(not side.isascii() for side in sides)


def full_width_characters(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find full-width digits and letters."""
    found = re.finditer(rule.data["find"], manuscript.raw)
    hits = [Hit(*m.span(), suggestion=m[0].translate(WIDE).replace("．", ".")) for m in found]
    right = sum(1 for _ in re.finditer(rule.data["half"], manuscript.raw))
    yield from told_once(rule, hits, int(rule.data["most"]), right)


def blanks(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find blanks inside the sentences of running text."""
    found = re.compile(rule.data["find"])
    spared = [re.compile(pattern) for pattern in rule.data["spared"]]
    hits = [
        Hit(block.start + m.start(1), block.start + m.end(1))
        for block in manuscript.blocks
        if block.role == "body" and "\t" not in block.raw
        for m in found.finditer(block.raw)
        if not _stands(block, m, spared)
    ]
    extracted = is_extracted(manuscript)
    yield from told_once(rule, (_widened(manuscript, hit, extracted) for hit in hits), int(rule.data["most"]))


def _stands(block: Block, match: re.Match[str], spared: list[re.Pattern[str]]) -> bool:
    """Tell whether a blank parts two members of a motto, a name in a list, a heading from its text."""
    place = match.start(1)
    first, last = max(0, place - 24), match.end(1) + 24
    around = block.text[first:last]
    return any(m.start() <= place - first < m.end() for p in spared for m in p.finditer(around)) or _parallel(
        block.raw, match
    )


def _parallel(raw: str, match: re.Match[str]) -> bool:
    """Tell whether the blank stands between two phrases of one length, as in a motto."""
    before = re.search(r"[\u4e00-\u9fff]+\Z", raw[max(0, match.start(1) - 16) : match.start(1)])
    after = re.match(r"[\u4e00-\u9fff]+", raw[match.end(1) : match.end(1) + 16])
    return bool(before and after and len(before[0]) == len(after[0]) >= 3)


def _widened(manuscript: Manuscript, hit: Hit, extracted: bool) -> Hit:
    """Return a finding with the characters beside the blank, which cannot be seen alone."""
    start, end = hit.start - 1, hit.end + 1
    words = manuscript.raw[start:end]
    sure = not extracted and all("\u4e00" <= side <= "\u9fff" for side in (words[0], words[-1]))
    level = Severity.ERROR if sure else Severity.WARNING
    return Hit(start, end, suggestion=words[0] + words[-1], severity=level)
