"""Reports that the toolkit wrote itself come apart into the headings that it gave them."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from tests.decompose.kit import ROOT, apart, packed, rendered, using
from toolkit.decompose.decomposition import Decomposition
from toolkit.decompose.normal import squeezed
from toolkit.decomposing import decompose
from toolkit.model import Report
from toolkit.tasks import compose, load_brief, sample_regions
from toolkit.word.write import write

GENRES = ("work_report", "year_review", "performance_digest", "campaign_feature", "multi_year_review")


@cache
def report(region: str, genre: str) -> Report:
    pack = using().pack
    brief = load_brief(ROOT / "samples" / f"{region}.yaml", pack.vocabulary)
    return compose(brief, pack, pack.genre(genre))


def given(made: Report) -> dict[str, int]:
    """The headings of a report, with the level that its blocks give them."""
    found = {}
    for block in made.blocks:
        if block.kind.startswith("heading"):
            found[block.text] = int(block.kind[-1]) + 1
        elif block.kind.startswith("runin"):
            found["".join(s.text for s in block.spans if s.role == "lead")] = int(block.kind[-1]) + 1
    return found


def headings(found: Decomposition) -> dict[str, int]:
    """The headings found, without sentences that lead a paragraph: our skeletons call those text."""
    rows = [h for h in found.headings if h.level > 1 and h.kind not in ("slogan", "enumerated")]
    return {found.heading_text(h)[1].strip(): h.level for h in rows}


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("region", sample_regions())
def test_headings_from_text(region: str, genre: str) -> None:
    made = report(region, genre)
    known, found = given(made), headings(apart(made.text))
    assert known.keys() <= found.keys()
    assert len(found) <= 1.25 * len(known) + 1
    assert sum(found[text] == level for text, level in known.items()) >= 0.9 * len(known)


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("region", sample_regions()[:2])
def test_headings_from_word(region: str, genre: str, tmp_path: Path) -> None:
    made = report(region, genre)
    path = tmp_path / "去年.docx"
    now = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    path.write_bytes(write(made, using().pack.layout, "urn:draft:0", now))
    found = next(decompose([path], using()))
    assert given(made).keys() <= headings(found).keys()
    assert rendered(*packed(found, tmp_path / "包")) == squeezed(found.raw)
