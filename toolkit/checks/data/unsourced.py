"""Numbers that people wrote and that nothing in the brief accounts for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from toolkit.brief.load import Brief
from toolkit.checks.data.brief import amount_of, inside
from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.edited.remarks import label_of
from toolkit.merge.values import number
from toolkit.quantities.find import find
from toolkit.quantities.quantity import Quantity

HAN = re.compile(r"[\u4e00-\u9fff]+")
BEFORE, BEHIND = 16, 10  # characters round a number that say what it counts
ANY = ""
DAY = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}日")
ISO = re.compile(r"\d{4}-(\d{1,2})-(\d{1,2})")

Known = Mapping[tuple[Decimal, str], list[str]]


def unsourced(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find numbers without a source, and numbers of the brief put to something else."""
    brief, traced = manuscript.brief, manuscript.traced
    if brief is None:
        return
    yield from _filled(manuscript, brief)
    yield from _dates(manuscript, brief)
    places = sorted((t.start, t.end) for t in traced.traces) if traced else []
    typed = [q for q in manuscript.figures if traced is None or inside(traced.typed, q)]
    typed = [q for q in typed if not inside(places, q)]
    if not typed:
        return
    known, idle = _known(manuscript, brief), set(str(rule.data["idle"]).split())
    for quantity in typed:
        said = [words for size in _sizes(quantity) for words in known.get(size, ())]
        if not said:
            yield Hit(quantity.offset, quantity.end, f"“{quantity.text}”在底稿里没有出处")
        elif ANY not in said and not _alike(_round(manuscript.text, quantity), said, idle):
            told = f"底稿里的{quantity.text}说的是“{said[0]}”，这里说的不是它，请核对出处"
            yield Hit(quantity.offset, quantity.end, told)


def _filled(manuscript: Manuscript, brief: Brief) -> Iterator[Hit]:
    """Find placeholders that were filled in Word and not in the brief."""
    for trace in manuscript.traced.traces if manuscript.traced else ():
        now = manuscript.text[trace.start : trace.end]
        if trace.figure and not trace.wanted and number(now) is not None:
            name = label_of(trace.figure, brief, manuscript.pack)
            said = f"{name}在稿里已填，底稿里还没有：draft pull 收回底稿，或在底稿里补上"
            yield Hit(trace.start, trace.end, said)


def _dates(manuscript: Manuscript, brief: Brief) -> Iterator[Hit]:
    """Find days that people wrote and that stand nowhere in the brief."""
    traced = manuscript.traced
    known = brief.text + (traced.generated if traced else "")
    days = {match[0] for match in DAY.finditer(known)} | {_spoken(match) for match in ISO.finditer(known)}
    for match in DAY.finditer(manuscript.text):
        stretches = traced.typed if traced else [(0, len(manuscript.text))]
        typed = any(start < match.end() and match.start() < end for start, end in stretches)
        if typed and match[0] not in days:
            yield Hit(*match.span(), f"“{match[0]}”在底稿里没有出处")


def _spoken(match: re.Match[str]) -> str:
    return f"{int(match[1])}月{int(match[2])}日"


def _known(manuscript: Manuscript, brief: Brief) -> Known:
    """Return every size that the brief or the generated text states, or a sum gives, and in what words."""
    known: dict[tuple[Decimal, str], list[str]] = defaultdict(list)
    for size, words in _stated(manuscript, brief):
        known[size].append(words)
    return known


def _stated(manuscript: Manuscript, brief: Brief) -> Iterator[tuple[tuple[Decimal, str], str]]:
    for figure in brief.figures.values():
        for value in filter(None, (figure.value, figure.previous)):
            yield amount_of(value, figure.unit), figure.label or ANY
            yield (value, figure.unit), figure.label or ANY
    for text in (brief.text, manuscript.traced.generated if manuscript.traced else ""):
        for quantity in find(text, manuscript.quantities):
            yield from ((size, _round(text, quantity)) for size in _sizes(quantity))
    for identity in manuscript.identities:
        if identity.holds and identity.kind in ("sum", "share", "list"):
            yield from ((size, ANY) for size in _sizes(identity.figures[0]))


def _sizes(quantity: Quantity) -> set[tuple[Decimal, str]]:
    return {(quantity.amount, quantity.base_unit), (quantity.value, quantity.unit)}


def _round(text: str, quantity: Quantity) -> str:
    """Return the words round a number, within its sentence."""
    before = re.split(r"[。；！？\n]", text[max(0, quantity.offset - BEFORE) : quantity.offset])[-1]
    behind = re.split(r"[。；！？\n]", text[quantity.end : quantity.end + BEHIND])[0]
    return f"{before}{quantity.text}{behind}"


def _alike(words: str, others: list[str], idle: set[str]) -> bool:
    """Tell whether what a number counts has a word in common with one of several others."""
    pairs = _pairs(words) - idle
    return any(pairs & _pairs(other) for other in others)


def _pairs(words: str) -> set[str]:
    return {run[at : at + 2] for run in HAN.findall(words) for at in range(len(run) - 1)}


RULES = {"number-not-in-brief": unsourced}
