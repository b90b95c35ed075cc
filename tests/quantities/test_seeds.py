"""The reports that were taken apart by hand: every figure found, nearly every key right."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit.pack.pack import Pack
from toolkit.quantities.find import find
from toolkit.quantities.identities import identities, named
from toolkit.quantities.knowledge import default
from toolkit.quantities.quantity import Quantity

ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(path.name for path in (ROOT / "seeds").iterdir() if path.is_dir())
# Counts that name what stands before them in words; decomposition leaves them to the sentence.
SPOKEN = {"keywords"}


@cache
def record(slug: str) -> Any:
    return yaml.safe_load((ROOT / "seeds" / slug / "figures.yaml").read_text(encoding="utf-8"))


@cache
def original(slug: str) -> str:
    seed = yaml.safe_load((ROOT / "seeds" / slug / "seed.yaml").read_text(encoding="utf-8"))
    path = ROOT.parent / "shared" / "seeds" / seed["source"]["file"]
    if not path.is_file():
        pytest.skip(f"the original is not at hand: {path}")
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def found(slug: str) -> list[Quantity]:
    return find(original(slug), default())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_figures_are_those_of_the_record(slug: str) -> None:
    recorded = {(row["offset"], row["text"]) for row in record(slug)["figures"] if row["key"] not in SPOKEN}

    assert {(q.offset, q.text) for q in found(slug)} == recorded


@pytest.mark.parametrize("slug", SLUGS)
def test_values_are_those_of_the_record(slug: str) -> None:
    rows = {row["offset"]: row for row in record(slug)["figures"]}
    for q in found(slug):
        row = rows[q.offset]
        assert (q.value, q.unit, q.approx) == (row["value"], row["unit"], row["approx"])


def test_keys_are_right(pack: Pack) -> None:
    right, all_of_them = 0, 0
    for slug in SLUGS:
        keys: dict[int, set[str]] = {}
        for row in record(slug)["figures"]:
            if not row.get("own"):
                keys.setdefault(row["offset"], set()).add(row["key"])
        for q in found(slug):
            if q.offset in keys:
                bases = {base for key in keys[q.offset] for base in (key, key.removesuffix("_total"))}
                right += q.key in bases
                all_of_them += 1
    assert right / all_of_them >= 0.95


@pytest.mark.parametrize("slug", SLUGS)
def test_sums_over_years_are_those_whose_sentence_says_so(slug: str, pack: Pack) -> None:
    rows = {row["offset"]: row for row in record(slug)["figures"]}
    for q in found(slug):
        if q.span and q.key:
            assert rows[q.offset]["span"], q
            assert named(q, pack.catalogue) == rows[q.offset]["key"]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_sums_of_the_record_are_told(slug: str, pack: Pack) -> None:
    told = identities(found(slug), original(slug), pack.catalogue)
    sums = [set(row["figures"]) for row in record(slug)["identities"] if "+" in row["expr"]]

    assert all(one.holds for one in told)
    for keys in sums:
        assert any({q.key for q in one.figures} == keys for one in told)
