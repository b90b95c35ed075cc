"""The table of formulations as a reviewer needs it: what is wrongly written, what is in force when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript, once
from toolkit.checks.rule import Rule
from toolkit.checks.spared import curled
from toolkit.checks.wording.enumerations import disordered
from toolkit.pack.formulations import Formulation
from toolkit.pack.pack import Pack

TABLE = "formulations.yaml"
NAMES = ("campaign", "date")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")
ADVICE = re.compile(r"[（(／…×]")


@dataclass(frozen=True)
class Wrong:
    """A way in which a formulation is miswritten.

    `sure` where a text proves the mistake; `since` the first day on which it is one (before, another
    wording was the right one), None for always.
    """

    id: str
    pattern: re.Pattern[str]
    fix: str
    why: str
    sure: bool
    since: datetime.date | None = None


@lru_cache(maxsize=4)
def rows(pack: Pack) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of the table, read once."""
    return tuple(pack.rows(TABLE, "formulations", "id"))


@lru_cache(maxsize=4)
def wrongs(pack: Pack) -> tuple[Wrong, ...]:
    """Return every miswriting that a program can look for."""
    return tuple(
        _wrong(pack, row, wrong) for row in rows(pack) for wrong in row["wrong"] if wrong["detect"] != "human"
    )


def _wrong(pack: Pack, row: Mapping[str, Any], wrong: Mapping[str, Any]) -> Wrong:
    # Members of a row are parted by 、 or by commas, as a text has it.
    pattern = wrong.get("regex") or re.escape(wrong["text"]).replace("、", "[、，]")
    sure = wrong["level"] == "error" and wrong["detect"] != "context" and bool(row.get("verified"))
    since = None if row["category"] in NAMES else pack.formulations[row["id"]].start
    if "from" in wrong:
        since = datetime.date.fromisoformat(str(wrong["from"]))
    return Wrong(row["id"], re.compile(pattern), str(wrong["fix"]), str(wrong["why"]), sure, since)


@lru_cache(maxsize=4)
def standing(pack: Pack) -> tuple[str, ...]:
    """Return every wording of the table that is right, the longest first."""
    found = {text for row in rows(pack) for text in (row["canonical"], *row["variants"]) if "{" not in text}
    return tuple(sorted(found, key=len, reverse=True))


def misquoted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find miswritten formulations that are mistakes for sure."""
    yield from _listed(manuscript, rule, sure=True)


def questionable(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find wordings of formulations that a person should look at."""
    yield from _listed(manuscript, rule, sure=False)


def _listed(manuscript: Manuscript, rule: Rule, *, sure: bool) -> Iterator[Hit]:
    elsewhere = frozenset(rule.data.get("elsewhere", ()))
    orders = [match.span() for match, _, _ in disordered(manuscript)]
    for start, end, wrong in miswritten(manuscript):
        if wrong.id in elsewhere or any(first < end and start < last for first, last in orders):
            continue
        past = _tells_of_the_past(manuscript, wrong.id, start)
        if (wrong.sure and not past) == sure:
            suggestion = "" if ADVICE.search(wrong.fix) else wrong.fix
            yield Hit(start, end, f"{wrong.why}，规范写法：{wrong.fix}", suggestion)


@once
def miswritten(manuscript: Manuscript) -> tuple[tuple[int, int, Wrong], ...]:
    """Return the listed miswritings of a text, of overlapping ones the longest, as (start, end, which).

    Left out: what was not wrong yet on the report's day, and words that are part of a right wording.
    """
    text, day, pack = curled(manuscript.text), manuscript.day, manuscript.pack
    found = [
        (match.start(), match.end(), wrong)
        for wrong in wrongs(pack)
        for match in wrong.pattern.finditer(text)
        if not (day and wrong.since and day < wrong.since)
    ]
    kept: list[tuple[int, int, Wrong]] = []
    for start, end, wrong in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        free = all(end <= first or last <= start for first, last, _ in kept)
        if free and not _part(text, start, end, pack):
            kept.append((start, end, wrong))
    return tuple(sorted(kept, key=lambda one: one[0]))


def _formulation(manuscript: Manuscript, name: str) -> Formulation:
    return manuscript.pack.formulations[name]


def _part(text: str, start: int, end: int, pack: Pack) -> bool:
    """Tell whether a stretch is part of a longer right wording."""
    words = text[start:end]
    for right in standing(pack):
        if len(right) <= end - start:
            return False
        inside = right.find(words)
        if inside >= 0 and text.startswith(right, start - inside):
            return True
    return False


def _tells_of_the_past(manuscript: Manuscript, name: str, at: int) -> bool:
    """Tell whether the sentence speaks of a year before the formulation was."""
    begun = _formulation(manuscript, name).start
    if begun is None:
        return False
    years = [int(match[0]) for match in YEAR.finditer(manuscript.text, *manuscript.sentence_at(at))]
    return bool(years) and min(years) < begun.year


def not_in_force(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find formulations that did not exist yet on the report's day.

    `data` of the rule: categories (those of the table that are looked at), least (shortest wording),
    margin (days before the start within which it may already have been said), sure (days from which a
    text whose day is written is wrong for sure).
    """
    day, data = manuscript.day, rule.data
    if day is None:
        return
    for row in rows(manuscript.pack):
        begun = _formulation(manuscript, row["id"]).start
        if begun is None or row["category"] not in data["categories"] or "{" in row["canonical"]:
            continue
        early = (begun - day).days
        if early <= int(data["margin"]) or len(row["canonical"]) < int(data["least"]):
            continue
        for match in re.finditer(re.escape(row["canonical"]), manuscript.text):
            said = f"“{{text}}”自{row['in_force_from']}起使用，报告日期是{day.isoformat()}"
            sure = manuscript.day_known and early > int(data["sure"])
            yield Hit(*match.span(), said, severity=Severity.ERROR if sure else None)
