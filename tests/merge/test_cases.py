"""Three texts of a report, case by case; the cases are in cases.yml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit.merge.plan import applied
from toolkit.merge.texts import Line, passages
from toolkit.merge.three_way import merge
from toolkit.model import Block, Report, Span

CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text(encoding="utf-8"))
FIGURE = re.compile(r"\{(\??\w+):([^}]*)\}")


def report(texts: list[str]) -> Report:
    """Paragraphs in which {key:value} is a figure and {?key:text} a placeholder for one."""
    return Report("work_report", "", tuple(map(block, texts)))


def block(text: str) -> Block:
    pieces = FIGURE.split(text)
    spans = [Span(pieces[0])]
    for key, value, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        origin = f"missing.figures.{key[1:]}" if key.startswith("?") else f"figures.{key}"
        spans += [Span(value, origin), Span(words)]
    return Block(text[:4], "body", "proposals", tuple(s for s in spans if s.text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_case(case: dict[str, Any]) -> None:
    base, new = passages(report(case["base"])), passages(report(case["new"]))
    lines = [Line(text) for text in case["edited"]]
    plan = merge(base, lines, new, {}, {})
    assert applied(lines, plan, new) == case["result"]
    assert (len(plan.kept), len(plan.conflicts)) == (case.get("kept", 0), case.get("conflicts", 0))
