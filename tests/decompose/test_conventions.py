"""Headings by all conventions, written down as documents with the headings a reader finds in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.decompose.kit import apart

CASES = yaml.safe_load(Path(__file__).with_name("conventions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_headings_are_found_with_their_levels(case: dict[str, Any]) -> None:
    found = apart(case["text"])
    assert [f"{h.level}|{found.heading_text(h)[1]}" for h in found.headings] == case["headings"]
