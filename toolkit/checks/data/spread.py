"""Sums whose total and parts stand in different sentences.

首批加入的有企业31家、医院9家、高校5家。产业联盟成员单位达到48家。
上半年召开协商会12次。下半年召开协商会15次。全年召开协商会28次。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.checks.data.told import Told, groups, together, told
from toolkit.checks.data.topics import Scopes
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

AWAY = 2  # sentences between a row and its total, at most
BRIEF = 6
SHORT = 2  # characters of a name that say something
PARTS = 2  # figures beside a total, at least


def spread(manuscript: Manuscript, rule: Rule) -> Iterator[tuple[Told, Sequence[Told]]]:
    """Yield totals with the parts that do not add up to them."""
    said = [one for one in told(manuscript) if not manuscript.is_next(one.q.offset)]
    for paragraph in groups(said, "paragraph"):
        for row in _rows(manuscript.text, rule, paragraph):
            yield from _row_against(rule, paragraph, row)
    yield from _times(manuscript, rule, said)


def _rows(text: str, rule: Rule, paragraph: Sequence[Told]) -> Iterator[list[Told]]:
    """Yield rows of three parts or more that stand in one clause: 企业31家、医院9家、高校5家."""
    data = rule.data["spread"]
    joint, closed = rule.compiled(data["joint"]), rule.compiled(data["open"])
    row: list[Told] = []
    for one in [*paragraph, None]:
        joins = one is not None and bool(row) and one.unit == row[-1].unit and one.clause == row[-1].clause
        if one is not None and joins and joint.fullmatch(text, row[-1].q.end, one.q.offset):
            row.append(one)
            continue
        if len(row) >= int(data["least"]) and not closed.match(text, row[-1].q.end):
            yield row
        row = [one] if one is not None and not one.percent else []


def _row_against(
    rule: Rule, paragraph: Sequence[Told], row: list[Told]
) -> Iterator[tuple[Told, Sequence[Told]]]:
    data = rule.data["spread"]
    near = [
        one
        for one in paragraph
        if one not in row and one.unit == row[0].unit and abs(one.sentence - row[0].sentence) <= AWAY
    ]
    added = together(row)
    exact = all(one.exact for one in row)
    if not near or not exact or any(one.bounds[0] <= added <= (one.bounds[1] or added) for one in near):
        return
    slack = Decimal(str(data["near"]))
    wholes = [one for one in near if one.exact and abs(one.value - added) <= added * slack]
    led, leads = rule.compiled(data["led"]), rule.compiled(data["total"])
    brief = all(len(part.before) <= BRIEF and not part.after for part in row)
    wholes = [
        one
        for one in wholes
        if led.search(row[0].lead) or leads.search(one.before) or (brief and one.number == row[0].number - 1)
    ]
    wholes = [one for one in wholes if one.value > max(part.value for part in row)]
    if len(wholes) == 1 and wholes[0].sentence != row[0].sentence:
        yield wholes[0], row


def _times(manuscript: Manuscript, rule: Rule, said: Sequence[Told]) -> Iterator[tuple[Told, Sequence[Told]]]:
    """上半年12次, 下半年15次, 全年28次 of one name, each told in a sentence of its own."""
    scopes = Scopes(manuscript, rule)
    named: dict[tuple[str, str], list[Told]] = {}
    for one in said:
        if one.exact and not one.percent and one.q.kind == "count":
            named.setdefault((_name(rule, one), one.unit), []).append(one)
    for (name, _), row in named.items():
        if len(name) >= SHORT and len(row) > PARTS:
            yield from _periods(rule, scopes, row)


def _name(rule: Rule, one: Told) -> str:
    """Return what a figure counts without the words that say when."""
    idle = rule.compiled(rule.data["spread"]["idle"])
    return idle.sub("", one.before) or idle.sub("", one.after)


def _periods(rule: Rule, scopes: Scopes, row: Sequence[Told]) -> Iterator[tuple[Told, Sequence[Told]]]:
    data = rule.data["spread"]
    leads = [(one, scopes.lead(one)) for one in row]
    every = [rule.compiled(way) for periods in data["periods"] for way in periods]
    totals = [one for one, lead in leads if not any(way.search(lead) for way in every)]
    for periods in data["periods"]:
        found = [[one for one, lead in leads if rule.compiled(way).search(lead)] for way in periods]
        parts = [one for each in found for one in each[:1]]
        once = all(len(each) == 1 for each in found) and len(set(parts)) == len(parts)
        apart = once and totals and len({one.sentence for one in (*parts, totals[0])}) > 1
        if apart and all(total.value != together(parts) for total in totals):
            yield totals[-1], parts
