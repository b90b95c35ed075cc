"""Counts that a text announces against what it then lists, or has just listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.marks import enumerations, numbering
from toolkit.checks.rule import Rule
from toolkit.quantities.numerals import ordinal

CLAUSE = 120  # characters of a row at most
NEAR = 60  # characters before a first item in which its announcement stands


def quoted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find “甲”“乙”“丙”四项: quotations or titles in a row, then another count."""
    for match in rule.compiled(rule.data["row"]).finditer(manuscript.text):
        before = manuscript.text[max(0, match.start() - 1) : match.start()]
        listed = len(re.findall(rule.data["item"], match["row"]))
        told = ordinal(match["n"])
        if before in rule.data["joined"] or told == listed or (match["more"] and listed <= told):
            continue
        if abs(told - listed) > int(rule.data["apart"]):
            continue
        yield _hit(match, listed, told)


def joined(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 甲、乙、丙四大行动: words in a row, then another count.

    Where the row begins is only known if its members are alike in length; the rest is a doubt.
    """
    yield from _verbs(manuscript, rule)
    sure = rule.compiled(rule.data["sure"])
    for match in rule.compiled(rule.data["said"]).finditer(manuscript.text):
        row = _clause(manuscript, rule, match.start())
        members = row.split("、")
        if len(members) < 2 or not all(1 < len(m) <= int(rule.data["longest"]) for m in members[1:]):
            continue
        last = re.split(rule.data["and"], members[-1])
        listed = {len(members), len(members) - 1 + len(last)}
        told = ordinal(match["n"])
        if rule.compiled(rule.data["said"]).search(row):
            continue
        open_end = row.endswith(rule.data["more"]) and max(listed) < told
        if open_end or told in listed or abs(told - max(listed)) > int(rule.data["apart"]):
            continue
        alike = _alike([*members[:-1], *last])
        certain = sure.match(manuscript.text, match.start("of")) is not None
        if alike and certain:
            yield _hit(match, len(members) - 1 + len(last), told)
        elif alike or (len(last) == 1 and len(members) > 2 and certain):
            yield _hit(match, len(members), told, Severity.WARNING)


def _verbs(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 进企业、进社区、进农村“五进”: things that begin with one verb, and their number with it."""
    for name in ("verbs", "verbs_behind"):
        for match in rule.compiled(rule.data[name]).finditer(manuscript.text):
            listed, told = len(re.split("[、，和]", match["row"].strip("、，和"))), ordinal(match["n"])
            open_end = match["more"] and listed < told
            if told != listed and not open_end and abs(told - listed) <= int(rule.data["apart"]):
                said = f"“{match['n']}{match['v']}”与列的{listed}项不符"
                yield Hit(match.start("n"), match.end("n") + 1, said)


def following(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 三项制度（甲、乙、丙、丁）: a count, then words in a row behind it.

    `data` of the rule: said (pattern with the groups n, of, row), longest (member), apart, more, and,
    item (a member in marks).
    """
    data = rule.data
    for match in rule.compiled(data["said"]).finditer(manuscript.text):
        told, counts = ordinal(match["n"]), _counts(data, match["row"])
        if not counts or told in counts or abs(told - max(counts)) > int(data["apart"]):
            continue
        if match["row"].endswith(data["more"]) and max(counts) < told:
            continue
        members = match["row"].split("、")
        level = (
            None if len(counts) == 1 and len({len(member) for member in members}) == 1 else Severity.WARNING
        )
        said = f"这里说“{match['n']}{match['of']}”，后面列了{max(counts)}项"
        yield Hit(match.start("n"), match.end("of"), said, severity=level)


def _counts(data: Mapping[str, Any], row: str) -> set[int]:
    """Return how many members a row may have, nothing where it is none."""
    marked = re.findall(data["item"], row)
    if len(marked) > 1 and not re.sub(data["item"], "", row).strip("、和与及等"):
        return {len(marked)}
    members = row.split("、")
    longest = int(data["longest"])
    if len(members) < 2 or not all(1 < len(member) <= longest for member in members):
        return set()
    return {len(members), len(members) - 1 + len(re.split(data["and"], members[-1]))}


def _clause(manuscript: Manuscript, rule: Rule, end: int) -> str:
    """Return the words before a place, back to the mark that ends what stands before them."""
    start = manuscript.block_at(end).start
    row = manuscript.text[max(start, end - CLAUSE) : end]
    if row.endswith("”"):  # a row in one pair of marks: “甲型、乙型、丙型”三型
        return row[row.rfind("“") + 1 : -1]
    return row[max(row.rfind(mark) for mark in rule.data["bounds"]) + 1 :]


def _alike(members: list[str]) -> bool:
    """Tell whether the members have one length; words before the first belong to the sentence."""
    lengths = {len(member) for member in members[1:]}
    return len(lengths) == 1 and len(members) > 2 and len(members[0]) >= min(lengths) > 1


def _hit(match: re.Match[str], listed: int, told: int, severity: Severity | None = None) -> Hit:
    message = f"前面列了{listed}项，这里说是“{match['n']}{match['of']}”"
    return Hit(match.start("n"), match.end("of"), message, severity=severity)


def announced(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 五个方面：一是……四是……。: an announced count against the members that follow."""
    for start, listed, name in _rows(manuscript, rule):
        first, last = _stretch(manuscript, start)
        said = list(rule.compiled(rule.data["said"]).finditer(manuscript.text, first, last))
        if not said or not 0 < abs(ordinal(said[-1]["n"]) - listed) <= int(rule.data["apart"]):
            continue
        if rule.compiled(rule.data["never"]).search(said[-1][0]):
            continue
        match = said[-1]
        told, of = ordinal(match["n"]), match["n"] + match["of"]
        direct = rule.compiled(rule.data["direct"]).search(match[0]) is not None
        than = "只有" if told > listed else "却有"
        message = f"这里说“{of}”，后面{than}{listed}项（{name}）"
        level = None if direct else Severity.WARNING
        yield Hit(match.start("n"), match.end("of"), message, severity=level)


def _stretch(manuscript: Manuscript, start: int) -> tuple[int, int]:
    """Return where the announcement of a row that begins at `start` may stand."""
    block = manuscript.block_at(start)
    if start > block.start or not block.number:
        return max(block.start, start - NEAR), start
    above = manuscript.blocks[block.number - 1]
    return max(above.start, above.end - NEAR), above.end


def _rows(manuscript: Manuscript, rule: Rule) -> Iterator[tuple[int, int, str]]:
    """Yield every row of members or items: where it begins, how many, and what they are."""
    for series in enumerations.series_of(manuscript, rule):
        members = series.members
        if members[0].number == 1 and len(members) > 1:
            yield members[0].start, max(m.number for m in members), f"{members[0].mark}……{members[-1].mark}"
    for run in numbering.runs_of(manuscript, numbering.items_of(manuscript)):
        for part in _parts(run.items):
            if len(part) > 1:
                name = f"{part[0].mark}……{part[-1].mark}"
                yield part[0].start, max(item.number for item in part), name


def _parts(items: list[numbering.Item]) -> Iterator[list[numbering.Item]]:
    """Cut a row where it begins anew."""
    part: list[numbering.Item] = []
    for item in items:
        if item.number == 1 and part:
            yield part
            part = []
        part.append(item)
    if part and part[0].number == 1:
        yield part
