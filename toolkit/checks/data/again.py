"""A count taken up again in the words that follow: 建成工作室38家，36家工作室全部挂牌."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from toolkit.checks.data.resumed import resumed
from toolkit.checks.data.told import Told, above, groups, may_meet, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

SENTENCES = 1  # how many sentences further on a count is still taken up
LAST = 2


def taken_up_count_differs(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find counts that take up one told before, and differ."""
    yield from _just_told(manuscript, rule)
    for one, first in resumed(manuscript, rule):
        message = (
            f"“{one.words}{one.after[:8]}”和前面的“{first.words}{first.after[:8]}”像是说同一件事，数却不同"
        )
        yield Hit(one.q.offset, one.q.end, message)


def _just_told(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a count that speaks of all those just told and differs, or brings another sum of money."""
    for paragraph in groups(told(manuscript), "paragraph"):
        for index, one in enumerate(paragraph):
            noun = _taken_up(manuscript.text, rule, one)
            if noun is None:
                continue
            earlier = [other for other in paragraph[:index] if other.unit == one.unit and not other.percent]
            if any(may_meet(one, other) for other in earlier) or _made_up(one, earlier):
                yield from _money(rule, paragraph, index, earlier)
                continue
            first, strong = _meant(manuscript.text, rule, one, noun, earlier)
            if first is not None:
                sure = strong and all(above(one, other) for other in earlier)
                message = f"“{one.q.text}{noun}”接着前面的“{first.words}”说，数却不同"
                yield Hit(one.q.offset, one.q.end, message, severity=Severity.ERROR if sure else None)


def _taken_up(text: str, rule: Rule, one: Told) -> str | None:
    """Return what a figure that takes up others counts: 提案 of 157件提案全部办结; None for any other."""
    if one.q.kind != "count" or one.q.upper is not None:
        return None
    head = rule.compiled(rule.data["head"]).fullmatch(one.lead)
    if head is None:
        return None
    way = rule.compiled(rule.data["these" if head["these"] else "goes"])
    match = way.match(text, one.q.end)
    if match is None or rule.compiled(rule.data["some"]).search(match["noun"]):
        return None
    return match["noun"]


def _made_up(one: Told, earlier: Sequence[Told]) -> bool:
    """Tell whether a count is the sum of some in a row, or the difference of two."""
    values = [other.value for other in earlier]
    if any(sum(values[at:]) == one.value or sum(values[:at]) == one.value for at in range(len(values))):
        return True
    if any(a + b == one.value for a, b in itertools.pairwise(values)):
        return True
    return any(a - b == one.value for a in values for b in values)


def _meant(text: str, rule: Rule, one: Told, noun: str, earlier: Sequence[Told]) -> tuple[Told | None, bool]:
    """Return the figure that is taken up, and whether it is told with the same noun."""
    near = [
        o for o in earlier if one.sentence - o.sentence <= SENTENCES and o.exact and o.number < one.number
    ]
    near = [o for o in near if not rule.compiled(rule.data["apart"]).search(o.before)]
    if noun:
        named = [o for o in near if noun in o.before + o.after or noun[-LAST:] in o.after[:6]]
        named = [o for o in named if noun in o.before + o.after]
        if named:
            return named[-1], True
    if not near or near[-1].clause < one.clause - LAST:
        return None, False
    between = text[near[0].q.offset - len(near[0].lead) : one.q.offset]
    return (near[-1], not noun) if noun in between else (None, False)


def _money(rule: Rule, paragraph: Sequence[Told], index: int, earlier: Sequence[Told]) -> Iterator[Hit]:
    """21个项目、金额4300万元，21个项目合计金额4.3亿元: the money of the same things, told twice."""
    one = paragraph[index]
    first = next((other for other in reversed(earlier) if other.value == one.value), None)
    if first is None or first.number + 1 >= len(paragraph) + paragraph[0].number:
        return
    sums = [_next(paragraph, other) for other in (first, one)]
    old, new = sums
    if old is None or new is None or old is new or may_meet(old, new):
        return
    ways = rule.compiled(rule.data["money"])
    kinds = [match[0] for o in (old, new) if (match := ways.search(o.before))]
    if len(kinds) == LAST and kinds[0] == kinds[1]:
        message = f"同是“{one.q.text}”，前面写“{old.words}”，这里写“{new.words}”"
        yield Hit(new.q.offset, new.q.end, message, severity=Severity.ERROR)


def _next(paragraph: Sequence[Told], one: Told) -> Told | None:
    """Return the sum of money that stands right behind a figure."""
    at = one.number + 1 - paragraph[0].number
    if at >= len(paragraph) or paragraph[at].sentence != one.sentence:
        return None
    return paragraph[at] if paragraph[at].q.kind == "amount" else None
