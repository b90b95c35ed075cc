"""Attendance that is too low for what is said of it: 应到163人，实到101人，超过三分之二."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from toolkit.checks.data.told import Told, groups, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

FRACTIONS = {(1, 2): "二分之一", (2, 3): "三分之二", (3, 4): "四分之三", (4, 5): "五分之四"}


def attendance_below_quorum(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find those present that are fewer than the share that the words behind them claim or need."""
    whole, came = rule.compiled(rule.data["whole"]), rule.compiled(rule.data["came"])
    for paragraph in groups(told(manuscript), "paragraph"):
        due: Told | None = None
        for one in paragraph:
            clause = one.around
            if whole.search(clause):
                due = one
            elif due is not None and came.search(clause) and one.unit == due.unit and due.exact:
                yield from _short(manuscript, rule, due, one)
                due = None


def _short(manuscript: Manuscript, rule: Rule, due: Told, came: Told) -> Iterator[Hit]:
    block = manuscript.block_at(came.q.offset)
    behind = manuscript.text[came.q.end : min(block.end, came.q.end + int(rule.data["reach"]))]
    for row in rule.data["claims"]:
        if not rule.compiled(row["says"]).search(behind):
            continue
        share = Decimal(row["least"][0]) / row["least"][1]
        high = came.bounds[1]
        if high is not None and high < share * due.value:
            least = FRACTIONS.get(tuple(row["least"]), "")
            message = f"实到“{came.q.text}”，应到“{due.q.text}”，{least}是{_ceiling(share * due.value)}，不够"
            yield Hit(came.q.offset, came.q.end, message, severity=Severity.ERROR if row["sure"] else None)
        return


def _ceiling(value: Decimal) -> int:
    return int(value) + (value != int(value))
