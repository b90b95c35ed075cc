"""All rules over one manuscript."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.checks.computed import COMPUTED
from toolkit.checks.finding import Finding, Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.patterns import KINDS
from toolkit.checks.rule import Rule

LINE_END = re.compile(r"\n|\r(?!\n)")


def check(manuscript: Manuscript, rules: Iterable[Rule]) -> list[Finding]:
    """Return what the rules find, in the order of the text, the graver first at one place."""
    ends = _line_ends(manuscript.apart.body.source.text)
    found = [
        finding
        for rule in rules
        for hit in _longest(_judged(manuscript, rule))
        if (finding := _finding(manuscript, rule, hit, ends)) is not None
    ]
    ordered = sorted(set(found), key=lambda f: f.order)
    return list(_once(ordered))


def _once(found: Iterable[Finding]) -> Iterator[Finding]:
    """Of findings that suggest the same for the same words, yield the gravest, of equals the first."""
    told: set[tuple[int, int, str]] = set()
    for one in found:
        place = (one.start, one.end, one.suggestion)
        if not one.suggestion or place not in told:
            told.add(place)
            yield one


def _judged(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Yield what a rule finds where it may judge."""
    if rule.kind == "layout":  # of the file, not of the text
        return
    finder = COMPUTED[rule.id] if rule.kind == "computed" else KINDS[rule.kind]
    for hit in finder(manuscript, rule):
        if not rule.quoted and manuscript.spared.covers(hit.start, hit.end):
            continue
        if not rule.unfilled and manuscript.is_unfilled(hit.start, hit.end):
            continue
        if rule.part and manuscript.is_next(hit.start) != (rule.part == "next"):
            continue
        yield hit


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of a rule's hits that lie one in another, keep the longest; of equals the first."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def _finding(manuscript: Manuscript, rule: Rule, hit: Hit, ends: Sequence[int]) -> Finding | None:
    if hit.end <= hit.start:
        return None
    offset, text = manuscript.apart.surface(hit.start, hit.end)
    line = bisect.bisect_left(ends, offset)
    suggestion = hit.suggestion or rule.suggestion
    message = (
        hit.message or rule.message or (f"{rule.name}，应为“{{suggestion}}”" if suggestion else rule.name)
    )
    return Finding(
        rule=rule.id,
        severity=hit.severity or rule.severity,
        line=line + 1,
        column=offset - (ends[line - 1] + 1 if line else 0) + 1,
        offset=offset,
        text=text,
        message=message.replace("{text}", text).replace("{suggestion}", suggestion),
        suggestion=suggestion,
        start=hit.start,
        end=hit.end,
    )


def _line_ends(text: str) -> list[int]:
    """Return where the lines of a file end, whichever line ends it has."""
    return [*(match.start() for match in LINE_END.finditer(text)), len(text)]
