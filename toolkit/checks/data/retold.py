"""A figure told again in other words: 216件提案凝聚心血 after 收到提案126件, 4.3亿元 after 4300万元.

Names alone do not show that two such figures are one; that their numbers look like one another's
slip does: near each other, the same digits in another order, the same digits ten times as great.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.checks.data.told import Told, may_meet
from toolkit.checks.data.topics import NOUN, Scopes
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

TAIL = 2
LEAST = 100  # swapped digits of a smaller number prove less: there the names must be alike for longer


def retold(manuscript: Manuscript, rule: Rule, said: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Yield figures told again that differ, each with the one before it that it was to repeat."""
    scopes = Scopes(manuscript, rule)
    last = rule.compiled(rule.data["last"])
    now = [one for one in said if not last.search(scopes.lead(one))]
    yield from _by_noun(manuscript, rule, scopes, now)
    yield from _by_digits(rule, scopes, now)


def unit_of(rule: Rule, one: Told) -> str:
    """Return a figure's unit, one for all that are used in turn: 场 of 场次 and 次."""
    found: str = rule.data["units"].get(one.unit, one.unit)
    return found


def _by_noun(
    manuscript: Manuscript, rule: Rule, scopes: Scopes, said: Sequence[Told]
) -> Iterator[tuple[Told, Told]]:
    """Find 38家委员工作室 at the head of a clause where every 委员工作室 before it is another number."""
    for index, one in enumerate(said):
        noun = _noun(manuscript.text, rule, one)
        alike = [o for o in said[:index] if _counts(rule, o, one, noun)] if noun else []
        if alike and not any(may_meet(o, one) for o in alike):
            near = [o for o in alike if _near(rule, o.value, one.value) and _one_scope(scopes, o, one)]
            near = [o for o in near if o.sentence != one.sentence]
            if near:
                yield one, near[-1]


def _noun(text: str, rule: Rule, one: Told) -> str:
    """Return what a figure without a verb counts: 38家委员工作室, 委员工作室38家; else nothing."""
    if one.q.kind != "count":
        return ""
    if rule.compiled(rule.data["head"]).fullmatch(one.lead):
        match = rule.compiled(rule.data["headed"]).match(text, one.q.end)
        return match["noun"] if match else ""
    bare = one.before if one.before == one.lead and not one.after else ""
    return bare if len(bare) >= NOUN and not rule.compiled(rule.data["common"]).fullmatch(bare) else ""


def _one_scope(scopes: Scopes, a: Told, b: Told) -> bool:
    """Tell whether two figures speak of one time; one that says nothing of time may speak of any."""
    return scopes.same(a, b) or (scopes.others(a) == scopes.others(b) and scopes.single(b) == "open")


def _counts(rule: Rule, other: Told, one: Told, noun: str) -> bool:
    """Tell whether another figure counts what the noun says: 建成委员工作室38家, 38家委员工作室."""
    if unit_of(rule, other) != unit_of(rule, one):
        return False
    plain = other.before.replace("“", "").replace("”", "")
    noun = noun.replace("“", "").replace("”", "")
    return plain.endswith(noun) or other.after.replace("“", "").startswith(noun)


def _near(rule: Rule, a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= max(a, b) * Decimal(str(rule.data["near"]))


def _by_digits(rule: Rule, scopes: Scopes, said: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Find 2816篇 and 2861篇, 4300万元 and 4.3亿元 of what ends in the same word."""
    rows: dict[tuple[str, str, tuple[tuple[str, int], ...]], list[Told]] = {}
    for one in said:
        tail, digits = _tail(one), _digits(one.value)
        if not tail.strip() or not one.exact or one.percent or len(digits) < TAIL:
            continue
        row = rows.setdefault((one.unit, tail, tuple(sorted(Counter(digits).items()))), [])
        first = next((o for o in row if _slip(o, one) and scopes.same(o, one)), None)
        if first is not None and not any(may_meet(o, one) for o in row):
            yield one, first
        row.append(one)


def _tail(one: Told) -> str:
    """Return the word that says what a figure counts: 信息 of 收集信息2816篇, more for small numbers."""
    length = TAIL if one.value >= LEAST else NOUN
    return one.before[-length:] if len(one.before) >= length else one.after[:length].ljust(length)


def _digits(value: Decimal) -> str:
    """Return a number's digits without the zeros at its end."""
    return str(int(value)).rstrip("0") if value == value.to_integral() else ""


def _slip(a: Told, b: Told) -> bool:
    """Tell whether one number may be a slip for the other: two digits swapped, or a 0 too many."""
    if a.sentence == b.sentence:
        return False
    first, second = str(int(a.value)), str(int(b.value))
    if a.q.kind == "amount" and len(first) != len(second):
        return _digits(a.value) == _digits(b.value)
    if len(first) != len(second):
        return False
    unlike = [at for at in range(len(first)) if first[at] != second[at]]
    return len(unlike) == TAIL and unlike[1] == unlike[0] + 1
