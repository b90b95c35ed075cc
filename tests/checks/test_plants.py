"""One mistake of each kind planted at random into clean reports: found where it stands, and nothing else.

The plants are in tests/checks/plants, a table for each room of rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from tests.checks.kit import found, rules, sample
from tests.checks.plants import data, marks, sessions, wording
from toolkit.checks.finding import Finding, Severity
from toolkit.tasks import sample_regions

Plant = Callable[[random.Random, str], tuple[str, int, int] | None]
BODIES = "区委、区政府、区人大、区政协"


def _bodies(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    """Plant the four bodies in a wrong order before a sentence's stop."""
    at = dice.choice([m.start() for m in re.finditer("。", text)])
    return f"{text[:at]}，{BODIES}领导参加{text[at:]}", at + 1, at + 1 + len(BODIES)


PLANTS: Mapping[str, Plant] = {
    **wording.PLANTS,
    **marks.PLANTS,
    **sessions.PLANTS,
    **data.PLANTS,
    "four-bodies-order": _bodies,
}
TRIES = 2
SEEDS = 12


@cache
def clean() -> list[str]:
    return [sample(region)[0] for region in sample_regions()]


def _planted(rule: str) -> Iterator[tuple[int, str, int, int]]:
    """Yield a few texts with a mistake of a rule; the seeds differ from rule to rule."""
    made = 0
    for seed in range(SEEDS):
        dice = random.Random(f"{rule}-{seed}")
        text = dice.choice(clean())
        planted = PLANTS[rule](dice, text)
        if planted is not None:
            made += 1
            yield seed, *planted
        if made == TRIES:
            return


def _touches(finding: Finding, start: int, end: int) -> bool:
    return finding.offset < end and start < finding.offset + max(1, len(finding.text))


def test_every_error_of_a_text_can_be_planted() -> None:
    # What a brief says is planted by its own cases.
    judged = {
        name
        for name, rule in rules().items()
        if rule.severity is Severity.ERROR and rule.kind != "layout" and not name.endswith("-brief")
    }
    assert judged <= set(PLANTS)


@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_a_planted_mistake_is_found_and_no_other(rule: str) -> None:
    planted = list(_planted(rule))
    assert planted, "no sample offers a place"
    for seed, text, start, end in planted:
        findings = found(text)
        here = [f for f in findings if f.rule == rule and _touches(f, start, end)]
        assert here, (seed, text[max(0, start - 20) : end + 20])
        elsewhere = [f for f in findings if f.severity is Severity.ERROR and not _touches(f, start, end)]
        assert _told(elsewhere, text, start) == []


def _told(findings: list[Finding], text: str, start: int) -> list[Any]:
    """Return what is told of other paragraphs; one mistake may be seen from several sides in its own."""
    begin, end = text.rfind("\n", 0, start), text.find("\n", start)
    return [(f.rule, f.text, f.message) for f in findings if not begin < f.offset < max(end, start)]


@pytest.mark.parametrize("region", sample_regions())
def test_the_samples_have_no_error(region: str) -> None:
    text, brief = sample(region)
    assert [(f.rule, f.text, f.message) for f in found(text) if f.severity is Severity.ERROR] == []
    with_brief = found(text, brief=brief)
    assert [(f.rule, f.text, f.message) for f in with_brief if f.severity is Severity.ERROR] == []
