"""Ways of writing that a whole document keeps: told once, where a slip is told each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule


def told_once(rule: Rule, hits: Iterable[Hit], most: int, right: int = 0) -> Iterator[Hit]:
    """Yield hits, or of a habit the first alone, as a warning at most.

    Args:
        rule: the rule that found them.
        hits: the places of one fault, in order.
        most: so many of them are slips; of more than that it is the document's habit,
        right: unless so many places or more are as they should be.
    """
    found = list(hits)
    if len(found) <= most or right >= len(found):
        yield from found
        return
    first = found[0]
    message = f"{rule.name}，全文都这样写（{len(found)}处，只标第一处）" + (
        f"，应为“{first.suggestion}”" if first.suggestion else ""
    )
    level = Severity.INFO if first.severity is Severity.INFO else Severity.WARNING
    yield replace(first, message=message, severity=level)


def swapped(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find what should be written otherwise, a habit once.

    The rule's data: `swaps` [{wrong, right}] as in rules of substitution, `most` as for `told_once`,
    `right` a pattern of the right way (none: not looked for).
    """
    text = manuscript.raw if rule.raw else manuscript.text
    said = rule.data
    hits = [
        Hit(match.start(), match.end(), suggestion=match.expand(row["right"]))
        for row in said["swaps"]
        for match in rule.compiled(row["wrong"]).finditer(text)
        if rule.quoted or not manuscript.spared.covers(*match.span())
    ]
    right = sum(1 for _ in rule.compiled(said["right"]).finditer(text)) if "right" in said else 0
    yield from told_once(rule, sorted(hits, key=lambda hit: hit.start), int(said["most"]), right)
