"""Shares in round words against the counts that they are taken from: 109件中立案69件，占七成以上."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from toolkit.checks.data.told import ABOVE, BELOW, MORE, Told, groups, number, told
from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

HUNDRED, TENTH = Decimal(100), Decimal("0.1")


def rough_share_mismatch(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 占七成以上, 超过半数, 近三分之一 that the counts before it do not bear out."""
    for paragraph in groups(told(manuscript), "paragraph"):
        for index, (part, share) in enumerate(itertools.pairwise(paragraph)):
            if not _is_share(manuscript.text, rule, part, share):
                continue
            wholes = [
                o for o in paragraph[:index][::-1] if o.unit == part.unit and o.exact and o.value > part.value
            ]
            named = rule.compiled(rule.data["named"]).search(share.before)
            meant = [o for o in wholes if named and (named[1] in o.lead or named[1] in o.after)] or wholes
            if meant and not any(_bears_out(rule, part, whole, share) for whole in meant):
                yield _hit(part, meant[0], share)
        for share, whole, part in zip(paragraph, paragraph[1:], paragraph[2:], strict=False):
            if _leads(manuscript.text, rule, share, whole, part) and not _bears_out(rule, part, whole, share):
                yield _hit(part, whole, share)


def _leads(text: str, rule: Rule, share: Told, whole: Told, part: Told) -> bool:
    """Tell whether a round share stands before its counts: 近九成委员参加，236名委员中180名参加."""
    rough = share.q.kind == "ratio" or (share.percent and share.q.in_words)
    counts = whole.exact and part.exact and whole.unit == part.unit and whole.value > part.value
    if not rough or share.q.upper is not None or not counts:
        return False
    ways = rule.compiled(rule.data["leads"]), rule.compiled(rule.data["among"])
    first, second = text[share.q.end : whole.q.offset], text[whole.q.end : part.q.offset]
    return ways[0].fullmatch(first) is not None and ways[1].fullmatch(second) is not None


def _is_share(text: str, rule: Rule, part: Told, share: Told) -> bool:
    """Tell whether a round share speaks of the count before it."""
    rough = share.q.kind == "ratio" or (share.percent and (not share.exact or share.q.in_words))
    if not rough or part.percent or not part.exact or part.q.kind != "count" or share.q.upper is not None:
        return False
    between = text[part.q.end : share.q.offset]
    way = rule.compiled(rule.data["between" if "占" in between else "bare"])
    return way.fullmatch(between) is not None and ("占" in between or not share.after)


def _bears_out(rule: Rule, part: Told, whole: Told, share: Told) -> bool:
    low, high = _bounds(rule, share)
    slack = Decimal(str(rule.data["slack"]))
    return low - slack <= part.value * HUNDRED / whole.value <= high + slack


def _bounds(rule: Rule, share: Told) -> tuple[Decimal, Decimal]:
    """Return between which percentages a round share lies."""
    value = share.q.value * (HUNDRED if share.q.kind == "ratio" else 1)
    round_ = Decimal(str(rule.data["round"]))
    if share.q.approx in ABOVE or rule.compiled(rule.data["over"]).search(share.before):
        return value, HUNDRED
    if share.q.approx in MORE:
        return value, value + 2 * round_
    if share.q.approx in BELOW:
        return Decimal(0), value
    if share.q.approx == "近":
        return value - 2 * round_, value
    return value - round_, value + round_


def _hit(part: Told, whole: Told, share: Told) -> Hit:
    right = (part.value * HUNDRED / whole.value).quantize(TENTH)
    message = f"{part.words}、{whole.words}，占{number(right)}%，写作“{share.q.text}”"
    return Hit(share.q.offset, share.q.end, message)
