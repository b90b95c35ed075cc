"""What the toolkit writes it can read: figures of composed reports are found again under their keys.

The wordings are the project's own, in five genres, with real and with complete briefs; every
number in them knows its key, so nothing is annotated by hand.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from toolkit.brief.load import Brief, load_brief
from toolkit.compose.assemble import compose
from toolkit.figures import BEFORE, Figure
from toolkit.pack.pack import Pack
from toolkit.quantities.find import find
from toolkit.quantities.knowledge import default

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.yaml"))


def complete(brief: Brief, pack: Pack) -> Brief:
    """The brief with a value of its own for every key of the catalogue."""
    figures = {}
    for number, key in enumerate(pack.catalogue.keys):
        spec = pack.catalogue.get(key)
        assert spec is not None
        value = Decimal("50.5") + number % 40 if spec.unit == "%" else Decimal(30 + number)
        span = "近三年" if spec.cumulative else ""
        figures[key] = Figure(key, value, unit=spec.unit, label=spec.label, span=span)
    return dataclasses.replace(brief, figures=figures)


def written(brief: Brief, pack: Pack, genre: str, variant: int) -> tuple[str, dict[int, str]]:
    """The text of a report, and the key of the figure that begins at an offset."""
    text, keys = "", {}
    for block in compose(brief, pack, pack.genre(genre), variant).blocks:
        for span in block.spans:
            if span.figure and not span.figure.endswith(".span"):
                keys[len(text) + span.text.startswith(BEFORE)] = span.figure
            text += span.text
        text += "\n"
    return text, keys


def base(key: str, pack: Pack) -> str:
    spec = pack.catalogue.get(key)
    return key.removesuffix("_total") if spec is not None and spec.cumulative else key


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_figures_are_found_again_under_their_keys(path: Path, pack: Pack) -> None:
    brief = load_brief(path, pack.vocabulary)
    right, all_of_them = 0, 0
    for one in (brief, complete(brief, pack)):
        for genre in pack.genre_ids():
            for variant in (0, 1):
                text, keys = written(one, pack, genre, variant)
                found = {q.start: q for q in find(text, default())}
                assert set(keys) <= set(found)
                right += sum(found[start].key == base(key, pack) for start, key in keys.items())
                all_of_them += len(keys)
    assert right >= 0.97 * all_of_them
