"""The five published reports: what is found against the records in seeds/, which people made by reading."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.decompose.kit import ROOT, SEEDS, seed
from toolkit.decompose.decomposition import as_json

# Slots by reading, as `kind: [[text, count]]`: times and the report's own place.
SLOTS: dict[str, dict[str, dict[str, int]]] = yaml.safe_load(
    (ROOT / "tests" / "decompose" / "slots.yaml").read_text(encoding="utf-8")
)


def record(slug: str, name: str) -> Any:
    return yaml.safe_load((ROOT / "seeds" / slug / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("slug", SEEDS)
def test_headings_and_levels_are_those_of_the_record(slug: str) -> None:
    rows = record(slug, "outline.yaml")["sections"]
    known = {(row["offset"], row["text"]): row["level"] for row in rows if row["text"]}
    found = {(row["offset"], row["text"]): row["level"] for row in as_json(seed(slug))["headings"]}
    # The record counts sentences that lead a paragraph, numbered 一是 or not, as leads of their section.
    leads = {row["offset"]: row["text"] for row in rows for row in row.get("leads", ())}
    extra = {key for key in found if key not in known}
    assert {key: found.get(key) for key in known} == known
    assert all(leads.get(offset) == text.rstrip("。") for offset, text in extra)


@pytest.mark.parametrize("slug", SEEDS)
def test_functions_are_those_of_the_record(slug: str) -> None:
    rows = {
        row["offset"]: row["functions"] for row in record(slug, "outline.yaml")["sections"] if row["text"]
    }
    found = [row for row in as_json(seed(slug))["headings"] if rows.get(row["offset"])]
    right = [row for row in found if row["function"][0] == rows[row["offset"]][0]]
    among = [row for row in found if row["function"][0] in rows[row["offset"]]]
    assert len(right) >= 0.85 * len(found)
    assert len(among) >= 0.95 * len(found)


@pytest.mark.parametrize("slug", SEEDS)
def test_figures_are_those_of_the_record(slug: str) -> None:
    known = {(row["offset"], row["text"]) for row in record(slug, "figures.yaml")["figures"]}
    found = {(row["offset"], row["text"]) for row in as_json(seed(slug))["figures"]}
    assert found <= known
    assert len(known - found) <= 1


@pytest.mark.parametrize("slug", SEEDS)
def test_meta_and_genre_are_those_of_the_record(slug: str) -> None:
    known, found = record(slug, "seed.yaml"), as_json(seed(slug))
    meta = found["meta"]
    assert found["genre"] == known["genre"]
    assert [meta[key] for key in ("title", "subtitle", "organ", "region", "place", "level", "year")] == [
        known[key] for key in ("title", "subtitle", "organ", "region", "place", "level", "year")
    ]
    assert (meta["date"], meta["published"]) == (known["dates"]["report"], known["dates"]["published"])
    assert meta["speaker"] == known["speaker"]
    session = known["session"]
    assert meta["session"] == (session and {key: session[key] for key in ("text", "term", "number")})


@pytest.mark.parametrize("slug", SEEDS)
def test_page_breaks_and_captions_are_those_of_the_record(slug: str) -> None:
    found = seed(slug)
    assert [at - 2 for at in found.body.breaks] == record(slug, "seed.yaml")["page_breaks"]
    rows = record(slug, "outline.yaml")["sections"]
    known = [row["offset"] for section in rows for row in section.get("captions", ())]
    assert [row["offset"] for row in as_json(found)["captions"]] == known


@pytest.mark.parametrize("slug", SEEDS)
def test_times_and_the_place_are_found_wherever_they_stand(slug: str) -> None:
    found: dict[str, dict[str, int]] = {}
    for row in as_json(seed(slug))["slots"]:
        if row["kind"] in ("year", "date", "session", "plenum", "region"):
            counts = found.setdefault(row["kind"], {})
            counts[row["text"]] = counts.get(row["text"], 0) + 1
    assert found == SLOTS[slug]
