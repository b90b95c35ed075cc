"""Two regions' reports of one genre share no long sentence but official formulations.

A listener who hears two counties' reports must not hear one text. Each wording may be drawn by
any two regions, so a generic sentence of more than 40 characters has to name the place, or be
two sentences.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from toolkit.brief.load import Brief, load_brief, parse_brief
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.compose.render import Renderer
from toolkit.model import Block
from toolkit.pack.pack import Pack

PACK = Pack()
RENDERER = Renderer()
LIMIT = 40
COMMON = ("formulation.", "calendar.", "phrase.")
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.yaml"))
LEVELS = ("区", "县")
GENRES = PACK.genre_ids()


def bare(name: str, level: str, *, term: bool) -> Brief:
    change = "change_of_term: true" if term else "number: 4"
    text = f"""region: {name}{level}
organ: {{place: 江南省{name}{level}, level: {level}}}
year: 2026
session: {{term: 12, {change}}}
"""
    return parse_brief(Source("brief.yaml", text), PACK.vocabulary)


def sentences(block: Block) -> list[str]:
    """The block's sentences without what is common property: formulations, dates' words, set phrases."""
    own = "".join("" if span.origin.startswith(COMMON) else span.text for span in block.spans)
    return [re.sub(r"^(\d+\.|（.{1,3}）)", "", text.strip()) for text in re.split(r"[。！？]", own)]


def long_sentences(brief: Brief, genre: str, variant: int) -> set[str]:
    report = compose(brief, PACK, PACK.genre(genre), variant, RENDERER)
    blocks = [block for block in report.blocks if block.function != "honours"]
    return {text for block in blocks for text in sentences(block) if len(text) > LIMIT}


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("genre", GENRES)
def test_whichever_wordings_two_regions_draw_no_long_sentence_is_shared(
    genre: str, level: str, variant: int
) -> None:
    first, second = (bare(name, level, term=False) for name in ("云溪", "石泉"))
    other = long_sentences(second, genre, 0) | long_sentences(second, genre, 1)
    assert sorted(long_sentences(first, genre, variant) & other) == []


@pytest.mark.parametrize("variant", [0, 1])
def test_nor_is_one_shared_by_two_reports_at_a_change_of_term(variant: int) -> None:
    first, second = (bare(name, "县", term=True) for name in ("云溪", "石泉"))
    other = long_sentences(second, "work_report", 0) | long_sentences(second, "work_report", 1)
    assert sorted(long_sentences(first, "work_report", variant) & other) == []


@pytest.mark.parametrize(("one", "two"), list(itertools.combinations(SAMPLES, 2)), ids=lambda p: p.stem)
def test_the_bundled_reports_share_no_long_sentence(one: Path, two: Path) -> None:
    first, second = (load_brief(path, PACK.vocabulary) for path in (one, two))
    shared = long_sentences(first, "work_report", 0) & long_sentences(second, "work_report", 0)
    assert sorted(shared) == []
