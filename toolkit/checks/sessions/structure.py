"""Salutation and the request to deliberate; what is told as done and what as planned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import head_of, is_report
from toolkit.checks.sessions.whens import report_year


def no_salutation(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A report to a session addresses the members before it begins."""
    if not is_report(manuscript) or not head_of(manuscript).session:
        return
    body = next((block for block in manuscript.blocks if block.role == "body"), None)
    opening = manuscript.text[: body.start + 60] if body else ""
    if body and not manuscript.meta.salutation and not re.search(rule.data["address"], opening):
        yield Hit(body.start, min(body.end, body.start + 12))


def no_request(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The paragraph that presents the report asks for deliberation."""
    if not is_report(manuscript):
        return
    match = rule.compiled(rule.data["presents"]).search(manuscript.text)
    if match and not re.search(rule.data["asks"], manuscript.text[match.start() : match.end() + 60]):
        yield Hit(*match.span())


def done_in_plan(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """What is planned is not told as done, with figures."""
    done, free = rule.compiled(rule.data["done"]), rule.compiled(rule.data["free"])
    for block in manuscript.blocks:
        if block.function != "next_year_tasks" or not manuscript.is_next(block.start):
            continue
        for match in done.finditer(manuscript.text, block.start, block.end):
            start, end = manuscript.sentence_at(match.start())
            if not free.search(manuscript.text[start:end]):
                yield Hit(*match.span())


def planned_in_review(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """What the review tells has been done, not put off to a later year."""
    year = report_year(manuscript)
    for match in rule.compiled(rule.data["planned"]).finditer(manuscript.text):
        block = manuscript.block_at(match.start())
        if (
            manuscript.genre == "work_report"
            and block.role == "body"
            and not _late(manuscript, match.start())
        ):
            named = match.groupdict().get("year")
            if not named or (year and int(named) > year):
                yield Hit(*match.span())


def _late(manuscript: Manuscript, at: int) -> bool:
    """Tell whether a place is in the plan or in what leads over to it: what is lacking, the closing words."""
    function = manuscript.function_at(at)
    return manuscript.is_next(at) or function in ("problems", "closing", "experience", "thanks_and_summary")


def all_but_pending(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """What is still being dealt with is not all dealt with."""
    everything, pending = rule.compiled(rule.data["all"]), rule.compiled(rule.data["pending"])
    for match in everything.finditer(manuscript.text):
        start, end = manuscript.sentence_at(match.start())
        rest = pending.search(manuscript.text, start, end)
        if rest and not (match.start() <= rest.start() < match.end()):
            yield Hit(*match.span(), f"同一句里又说“{rest[0]}”，与“{match[0]}”矛盾")
