"""What a report of a given day may cite: plenums, openers of the year, plans, campaigns, speeches.

All from `templates/meetings.yaml`; nothing that has not happened by the report's day, nothing
that is not verified. The records at the end say all that the table knows, for judging other texts.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.dates import Date
from toolkit.text import chinese_numeral

# From this many plenums on, an enumeration gives way to 历次全会.
ENUMERATED = 3
# The kinds whose ids carry term and number: cpc_20_4.
NUMBERED = ("cpc_congress", "cpc_plenum", "cppcc_session", "npc_session")


class Meeting(NamedTuple):
    """A meeting; `start` and `end` are None while it has not been held or no date is known.

    `names` are its official name and the short ones; `term` and `number` those of a congress (0 for the
    number), a plenum or a session, else 0.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    term: int
    number: int
    start: datetime.date | None
    end: datetime.date | None
    verified: bool


class Subject(NamedTuple):
    """What anniversaries are counted from, by all its names."""

    names: tuple[str, ...]
    founded: int


class Plan(NamedTuple):
    """A five-year plan: its name without marks, its years, when the Party's proposal was public."""

    name: str
    first: int
    last: int
    proposed: datetime.date | None


class Document(NamedTuple):
    """A document, its name in its marks; a revised one existed before its date."""

    name: str
    date: datetime.date
    revised: bool


class Holiday(NamedTuple):
    """A day kept every year, by all its names; `since` is the year of the first one, 0 where not counted."""

    names: tuple[str, ...]
    month: int
    day: int
    since: int


class Calendar:
    """The calendar of a pack. Dates are ISO; a month counts as over on its last day."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._meetings: Sequence[Mapping[str, Any]] = data["meetings"]
        self._plans: Sequence[Mapping[str, Any]] = data["five_year_plans"]
        self._openers = {row["year"]: row for row in data["year_openers"]}
        self._campaigns: Sequence[Mapping[str, Any]] = data["inner_party_education"]
        self._term_changes: Sequence[int] = data.get("term_change_years", ())
        self._speeches: Sequence[Mapping[str, Any]] = data.get("speeches", ())
        self._data = data

    def is_term_change_year(self, year: int) -> bool:
        """Tell whether most counties change terms at the session that hears the report on a year."""
        return year in self._term_changes

    def plenums(self, day: datetime.date) -> list[Mapping[str, Any]]:
        """Return the verified plenums of the latest Central Committee that are over by `day`."""
        held = [row for end, row in self._held_plenums if end <= day]
        if not held:
            return []
        committee = held[-1]["id"].split("_")[1]
        return [row for row in held if row["id"].split("_")[1] == committee]

    @cached_property
    def _held_plenums(self) -> list[tuple[datetime.date, Mapping[str, Any]]]:
        """The verified plenums with their last days."""
        rows = (row for row in self._meetings if row["kind"] == "cpc_plenum" and row.get("verified"))
        return [(_last_day(str(row["end"])), row) for row in rows if row.get("end")]

    def latest_plenum(self, day: datetime.date) -> str:
        """Return the latest plenum's short name with 中共, e.g. 中共二十届三中全会."""
        held = self.plenums(day)
        return str(held[-1]["short_forms"][0]) if held else ""

    def spirit(self, day: datetime.date) -> str:
        """Return congress and plenums as a report of `day` cites them, ending in 精神.

        An enumeration never stops short of the latest plenum.
        """
        held = self.plenums(day)
        if not held:
            return ""
        term = chinese_numeral(int(held[-1]["id"].split("_")[1]))
        later = [str(row["short_forms"][-1]).removeprefix(f"{term}届") for row in held[1:]]
        if not later:
            return f"中共{term}大精神"
        if len(later) >= ENUMERATED:
            return f"中共{term}大和{term}届历次全会精神"
        numbers = "、".join(name.removesuffix("全会") for name in later)
        return f"中共{term}大和{term}届{numbers}全会精神"

    def opening(self, year: int, day: datetime.date) -> str:
        """Return the year's opener after “2024年”, or an empty string where none is safe.

        Two anniversaries of state and CPPCC make it alone; otherwise the plan's year leads.
        """
        row = self._openers.get(year)
        if row is None or not row.get("verified"):
            return ""
        names = [a["text"] for a in row.get("anniversaries", ()) if a.get("lead") and _reached(a, day)]
        if len(names) < 2:
            names = [*row.get("plan_phrases", ())[:1], *names]
        return "，也".join(f"是{name}" for name in names[:2])

    def next_opening(self, year: int) -> str:
        """Return the opener for the year to come: its place in the five-year plan."""
        row = self._openers.get(year)
        if row is None or not row.get("verified"):
            return ""
        phrases = row.get("plan_phrases", ())
        return f"是{phrases[0]}" if phrases else ""

    def plan(self, year: int) -> str:
        """Return the five-year plan that a year belongs to, in its quotation marks."""
        for row in self._plans:
            if row["first_year"] <= year <= row["last_year"] and row.get("verified"):
                return str(row["name"])
        return ""

    def campaigns(self, first: int, last: int, day: datetime.date) -> list[str]:
        """Return the inner-party campaigns begun in the years from `first` to `last`."""
        found = []
        for row in self._campaigns:
            start = str(row["start"])
            if row.get("verified") and first <= int(start[:4]) <= last and _first_day(start) <= day:
                found.append(str(row["name"]))
        return found

    def speech(self, first: int, last: int, day: datetime.date) -> str:
        """Return the speech that reports on these years cite, while it is still cited."""
        for row in reversed(self._speeches):
            said = _first_day(str(row["date"]))
            if first <= said.year <= last and said <= day <= _last_day(str(row["cited_until"])):
                return str(row["title"])
        return ""

    # -- as records, for checking what a text says ---------------------------------------------

    @cached_property
    def known_until(self) -> datetime.date:
        """The day up to which the table is complete; what is not in it by then was not held."""
        until = self._data.get("known_until")
        return _first_day(str(until)) if until else datetime.date.min

    @property
    def plenums_a_term(self) -> int:
        """How many plenums a Central Committee holds at most."""
        return int(self._data.get("plenums_a_term", 7))

    @property
    def sessions_a_term(self) -> int:
        """How many sessions the national CPPCC and People's Congress hold in a term."""
        return int(self._data.get("sessions_a_term", 5))

    @property
    def years_a_term(self) -> int:
        """After how many years congresses and national committees are elected anew."""
        return int(self._data.get("years_a_term", 5))

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Every meeting of the table."""
        return [_meeting(row) for row in self._meetings]

    @cached_property
    def subjects(self) -> list[Subject]:
        """What anniversaries are counted from."""
        rows = self._data.get("anniversary_subjects", ())
        return [Subject(tuple(row["names"]), int(row["founded"])) for row in rows]

    @cached_property
    def holidays(self) -> list[Holiday]:
        """Days kept every year on one date."""
        return [
            Holiday(tuple(row["names"]), *_month_and_day(row["day"]), int(row.get("since", 0)))
            for row in self._data.get("holidays", ())
        ]

    @cached_property
    def plans(self) -> list[Plan]:
        """The verified five-year plans."""
        return [
            Plan(
                str(row["name"]).strip("“”"),
                row["first_year"],
                row["last_year"],
                _first_day(str(row["suggestion"]["date"])) if row.get("suggestion") else None,
            )
            for row in self._plans
            if row.get("verified")
        ]

    @cached_property
    def documents(self) -> list[Document]:
        """The verified documents on the work of the CPPCC."""
        return [
            Document(row["name"], _first_day(str(row["date"])), bool(row.get("revised")))
            for row in self._data.get("key_documents", ())
            if row.get("verified")
        ]


def _meeting(row: Mapping[str, Any]) -> Meeting:
    numbers = [int(part) for part in re.findall(r"_(\d+)", row["id"])] if row["kind"] in NUMBERED else []
    term, number = [*numbers, 0, 0][:2]
    start, end = row.get("start"), row.get("end")
    return Meeting(
        id=row["id"],
        kind=row["kind"],
        names=(row["official_name"], *row.get("short_forms", ())),
        term=term,
        number=number,
        start=_first_day(str(start)) if start else None,
        end=_last_day(str(end)) if end else None,
        verified=bool(row.get("verified")),
    )


def _reached(row: Mapping[str, Any], day: datetime.date) -> bool:
    return _first_day(str(row["date"])) <= day


def _numbers(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", text)[:3]]


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _first_day(text: str) -> datetime.date:
    year, month, date = [*_numbers(text), 1, 1][:3]
    return datetime.date(year, month, date)


def _last_day(text: str) -> datetime.date:
    numbers = _numbers(text)
    return Date(*(numbers if len(numbers) > 1 else [*numbers, 12])).latest
