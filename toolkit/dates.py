"""Dates as official reports need them: the day, or the month where the day is not yet fixed."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\Z"),
    re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?\Z"),
)


@dataclass(frozen=True, order=True)
class Date:
    """A calendar date; `day` 0 means that only the month is known."""

    year: int
    month: int
    day: int = 0

    @property
    def latest(self) -> datetime.date:
        """The last calendar day that this may mean."""
        day = self.day or calendar.monthrange(self.year, self.month)[1]
        return datetime.date(self.year, self.month, day)

    @property
    def text(self) -> str:
        """GB/T 9704-2012, 7.3.5.4: Arabic digits, full year, no leading zeros: 2025年1月5日."""
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


def parse_date(text: str) -> Date | None:
    """Return the date that `text` writes (2024-12-27, 2024-12, 2024年12月27日), or None.

    None also where the calendar has no such day.
    """
    for form in FORMS:
        if match := form.match(text.strip()):
            year, month, day = (int(part or 0) for part in match.groups())
            try:
                datetime.date(year, month, 1 if match[3] is None else day)
            except ValueError:
                return None
            return Date(year, month, day)
    return None
