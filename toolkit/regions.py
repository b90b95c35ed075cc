"""What a region's name alone says: its bundled brief, its level, the year that a report reviews."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.brief.source import read_text
from toolkit.errors import ToolkitError, suggest
from toolkit.pack.pack import Pack
from toolkit.resources import data_folder


def sample_path(region: str) -> Path | None:
    """Return the bundled brief of a region, or None."""
    path = data_folder("samples") / f"{region}.yaml"
    return path if path.is_file() else None


def sample_regions() -> list[str]:
    """Return the regions with a bundled brief."""
    return sorted(path.stem for path in data_folder("samples").glob("*.yaml"))


def sample_year(sample: Path) -> int:
    """Return the year of a bundled brief without reading all of it."""
    for line in read_text(sample).splitlines():
        if line.startswith("year:"):
            return int(line.split(":")[1].split("#")[0])
    return 0


def review_year(today: datetime.date) -> int:
    """Return the year that a report written today reviews: last year until the end of March."""
    return today.year - 1 if today.month <= 3 else today.year


def level_of(region: str, pack: Pack) -> str:
    """Return the level that a region's name ends in, 区 or 县, or an empty string."""
    levels = pack.vocabulary.schema.fields["organ"].fields["level"].choices
    return next((word for word in levels if region.endswith(word) and len(region) > len(word)), "")


def known_of(region: str, year: int, pack: Pack) -> Mapping[str, Any]:
    """Return what a region's name alone says, by the fields of the brief.

    Raises:
        ToolkitError: it is no name of a county, district, city or banner.
    """
    level = level_of(region, pack)
    if not level:
        hint = suggest(region, sample_regions()) or "写全称，如 金山区、平湖市、桐庐县"
        raise ToolkitError(f"“{region}”不像县、区、市、旗的名称", hint)
    return {"region": region, "organ.place": region, "organ.level": level, "year": year}
