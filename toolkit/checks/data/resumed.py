"""A count taken up further on in other words: 首批46家成员单位 after 48家企业、医院等单位首批加入.

Neither name nor verb is repeated as it was; that the words beside both counts are for the most part
the same, and that no other count of the text has the later number, shows that one was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.checks.data.told import Told, may_meet, told
from toolkit.checks.data.topics import Scopes
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

STOP = re.compile("[。；\n]")
HAN = re.compile("[一-龥]+")
BEFORE, BEHIND = 24, 44  # characters round the earlier count in which its thing is told
LEAST = 4  # characters of a noun that say enough


def resumed(manuscript: Manuscript, rule: Rule) -> Iterator[tuple[Told, Told]]:
    """Yield counts that take up an earlier one with another number, each with that one."""
    row = rule.data["resumed"]
    said = [one for one in told(manuscript) if one.q.kind == "count" and one.unit in row["units"]]
    scopes = Scopes(manuscript, rule)
    for index, one in enumerate(said):
        ways = _ways(manuscript.text, rule, one)
        earlier = [other for other in said[:index] if other.unit == one.unit] if ways else []
        if not earlier or manuscript.is_next(one.q.offset) or any(may_meet(one, other) for other in earlier):
            continue
        near = [other for other in earlier if _may_be_meant(rule, scopes, other, one)]
        alike = [other for other in near if _tells(rule, one, ways, _around(manuscript.text, other))]
        if alike:
            yield one, alike[-1]


def _ways(text: str, rule: Rule, one: Told) -> list[set[str]]:
    """Return what a count at the head of its noun counts, as pairs of characters.

    Where the noun ends is not known: there is a set for each end that it may have.
    """
    row = rule.data["resumed"]
    head = rule.compiled(row["head"]).search(one.lead)
    noun = rule.compiled(row["noun"]).match(text, one.q.end)
    if not one.exact or one.value < int(row["least"]) or head is None or noun is None:
        return []
    said = noun["noun"]
    return [_of(rule, f"{head['what']} {said[:end]}") for end in range(min(LEAST, len(said)), len(said) + 1)]


def _of(rule: Rule, words: str) -> set[str]:
    """Return the pairs of characters that stand beside each other, without idle words."""
    idle = rule.compiled(rule.data["resumed"]["idle"])
    runs: Sequence[str] = HAN.findall(idle.sub(" ", words))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _may_be_meant(rule: Rule, scopes: Scopes, other: Told, one: Told) -> bool:
    """Tell whether an earlier count is near enough, and of the same time, place and part."""
    row = rule.data["resumed"]
    near = abs(other.value - one.value) <= max(other.value, one.value) * Decimal(str(row["near"]))
    if other.sentence == one.sentence or not other.exact or not near:
        return False
    last = rule.compiled(row["last"])
    if any(last.search(scopes.lead(each)) for each in (other, one)):
        return False
    barred, narrow = rule.compiled(row["barred"]), rule.compiled(row["narrow"])
    if any(barred.search(each.around) for each in (other, one)) or scopes.others(other) != scopes.others(one):
        return False
    return set(narrow.findall(other.around)) <= set(narrow.findall(one.around))


def _tells(rule: Rule, one: Told, ways: Sequence[set[str]], around: str) -> bool:
    """Tell whether most of what a later count counts is told beside an earlier one."""
    row, known = rule.data["resumed"], _of(rule, around)
    narrow = rule.compiled(row["narrow"])
    if not set(narrow.findall(one.around)) <= set(narrow.findall(around)):
        return False
    return any(
        len(pairs & known) >= int(row["fewest"]) and len(pairs & known) >= len(pairs) * float(row["share"])
        for pairs in ways
    )


def _around(text: str, one: Told) -> str:
    """Return a count's sentence round it, cut to a fixed length."""
    before = STOP.split(text[max(0, one.q.offset - BEFORE) : one.q.offset])[-1]
    return before + " " + STOP.split(text[one.q.end : one.q.end + BEHIND])[0]
