"""Fixed formulations: wording from outside, with the dates between which it is in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from toolkit.dates import Date


class Formulation(NamedTuple):
    """One formulation; `start` and `end` are the first and last day in force, where known."""

    id: str
    canonical: str
    verified: bool
    start: datetime.date | None
    end: datetime.date | None

    def usable(self, day: datetime.date) -> bool:
        """Tell whether a report of `day` may use it: verified and in force."""
        begun = self.start is None or self.start <= day
        ended = self.end is not None and self.end < day
        return self.verified and begun and not ended


class Formulations(Mapping[str, Formulation]):
    """The formulation table by id."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = {
            row["id"]: Formulation(
                id=row["id"],
                canonical=row["canonical"],
                verified=bool(row.get("verified")) and not row.get("pattern"),
                start=_day(row.get("in_force_from"), first=True),
                end=_day(row.get("in_force_until"), first=False),
            )
            for row in rows
        }

    def __getitem__(self, key: str) -> Formulation:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _day(text: str | None, *, first: bool) -> datetime.date | None:
    """Return the first or last day of a year, month or day written in ISO form."""
    if not text:
        return None
    parts = [int(part) for part in str(text).split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else (1 if first else 12)
    if first:
        return datetime.date(year, month, 1)
    return Date(year, month).latest
