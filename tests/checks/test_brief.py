"""Reports held against the brief that they were written from: any figure changed is found where it stands."""

from __future__ import annotations

import random
from functools import cache

import pytest

from tests.checks.kit import found, read, rules, sample
from toolkit.checks.run import check
from toolkit.merge.values import bare, number
from toolkit.quantities.numerals import chinese
from toolkit.tasks import sample_regions

RULE = "figure-differs-from-brief"
GENRES = ("work_report", "year_review", "performance_digest", "multi_year_review")


@cache
def _places(region: str, genre: str) -> list[tuple[int, int, str]]:
    """Return where figures stand in a sample: start and end of the number, and what the brief says."""
    text, brief = sample(region, genre)
    traced = read(text, brief=brief).traced
    assert traced is not None
    places = []
    for trace in traced.traces:
        value = bare(text[trace.start : trace.end])
        if trace.figure in brief.figures and value.isdigit():
            start = text.index(value, trace.start)
            places.append((start, start + len(value), value))
    return places


@pytest.mark.parametrize("seed", range(24))
def test_a_figure_changed_anywhere_is_found(seed: int) -> None:
    dice = random.Random(seed)
    region, genre = dice.choice(sample_regions()), dice.choice(GENRES)
    text, brief = sample(region, genre)
    if not _places(region, genre):
        region, genre = "中山区", "work_report"
        text, brief = sample(region, genre)
    start, end, value = dice.choice(_places(region, genre))
    other = int(value) + dice.choice([-1, 1, 10, 100]) or int(value) + 7
    typed = chinese(other) if dice.random() < 0.3 else str(other)
    changed = text[:start] + typed + text[end:]
    findings = check(read(changed, brief=brief), [rules()[RULE]])
    assert [(f.offset, number(f.text)) for f in findings] == [(start, other)], text[start - 20 : end + 20]


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("region", sample_regions())
def test_a_report_has_nothing_against_its_own_brief(region: str, genre: str) -> None:
    text, brief = sample(region, genre)
    names = [name for name in rules() if name.endswith("-brief")]
    assert len(names) == 4
    assert found(text, *names, brief=brief) == []
