"""Fixed formulations and names of meetings are full of numbers, and hold no figure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from toolkit.pack.pack import Pack
from toolkit.quantities.find import find
from toolkit.quantities.knowledge import default

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MEETING_NAMES = ("official_name", "short_forms", "how_reports_cite")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def figures(text: str) -> list[str]:
    return [q.text for q in find(f"学习贯彻{text}精神，取得成效。", default())]


def test_formulations_hold_no_figures() -> None:
    rows = yaml.safe_load((TEMPLATES / "formulations.yaml").read_text(encoding="utf-8"))["formulations"]
    forms = [text for row in rows for text in (*texts(row["canonical"]), *texts(row.get("variants", [])))]

    assert len(forms) > 100
    assert {form: found for form in forms if (found := figures(form))} == {}


def test_meetings_hold_no_figures(pack: Pack) -> None:
    def names(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, one in value.items():
                yield from texts(one) if key in MEETING_NAMES else names(one)
        elif isinstance(value, list):
            for one in value:
                yield from names(one)

    found = list(names(pack.data("meetings.yaml")))

    assert len(found) > 50
    assert {name: said for name in found if (said := figures(name))} == {}


def test_phrases_hold_no_figures(pack: Pack) -> None:
    rows = [
        row
        for path in sorted((TEMPLATES / "phrases").glob("*.yaml"))
        for row in pack.data(f"phrases/{path.name}")
    ]

    assert len(rows) > 300
    assert {row["text"]: said for row in rows if (said := figures(row["text"]))} == {}
