"""Which figures a genre asks for: those that its skeletons print, and what those are computed from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from toolkit.brief.load import REFERENCE, Brief
from toolkit.brief.source import read_text
from toolkit.figures import TOTAL, Catalogue
from toolkit.pack.genre import SECTION_FILE, Genre
from toolkit.pack.pack import Pack

DEFAULT_GENRE = "work_report"
CODE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
USED = re.compile(r"\b(f|annual|total)\.([a-z][a-z0-9_]*)")
SEVERAL_YEARS = 0.33  # share of cumulative figures from which a genre speaks of several years


def genre_of(brief: Brief | None, pack: Pack, name: str = "") -> Genre:
    """Return the genre of that name, else the brief's, else the standing committee's work report.

    Raises:
        ToolkitError: there is no such genre.
    """
    return pack.genre(name or (brief.value("genre", DEFAULT_GENRE) if brief else DEFAULT_GENRE))


def wanted(genre: Genre, pack: Pack, *, term_change: bool) -> list[str]:
    """Return the keys that a genre's skeletons use, derived ones replaced by their parts.

    All wordings of the sections of its outline count. In a genre that speaks of one year, cumulative
    figures beside the year's own are extras that few offices have, and are left out.
    """
    used: Counter[str] = Counter()
    for name in _skeletons(genre, term_change=term_change):
        for code in CODE.findall(read_text(genre.files[name])):
            for place, key in USED.findall(code):
                used[_period_key(place, key, pack.catalogue, term_change=term_change)] += 1
    totals = sum(count for key, count in used.items() if _is_total(key, used))
    yearly = totals < used.total() * SEVERAL_YEARS
    asked = [key for key in used if not (yearly and _is_total(key, used))]
    known = {key for name in asked for key in _given(name, pack.catalogue)}
    return [key for key in pack.catalogue.keys if key in known]


def _is_total(key: str, used: Mapping[str, int]) -> bool:
    """Tell whether a key is the cumulative figure to a yearly one that is used as well."""
    return key.endswith(TOTAL) and key.removesuffix(TOTAL) in used


def _skeletons(genre: Genre, *, term_change: bool) -> Iterator[str]:
    """Yield the skeletons of the outline; at a 换届 session its own where a section has any."""
    sections = {str(row["section"]) for row in genre.outline(term_change) if "section" in row}
    matches = [(name, m) for name in genre.files if (m := SECTION_FILE.match(name))]
    own = {m["function"] for _, m in matches if m["term"]} if term_change else set()
    for name, match in matches:
        if match["function"] in sections and bool(match["term"]) == (match["function"] in own):
            yield name


def _period_key(place: str, key: str, catalogue: Catalogue, *, term_change: bool) -> str:
    spec = catalogue.get(key)
    cumulative = place == "total" or (place == "f" and term_change and spec is not None and spec.total)
    return key + TOTAL if cumulative else key


def _given(key: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the key, or what it is computed from."""
    spec = catalogue.get(key)
    if spec is None:
        return
    if not spec.parts:
        yield key
    for part in spec.parts:
        yield from _given(part, catalogue)


def used_by(brief: Brief) -> list[str]:
    """Return the keys that a brief has values for or names in its texts, derived ones left out."""
    given = [key for key, figure in brief.figures.items() if not figure.derived]
    return list(dict.fromkeys([*given, *_named(brief.values)]))


def _named(value: object) -> Iterator[str]:
    """Yield the keys in braces in all texts of a brief."""
    if isinstance(value, str):
        yield from REFERENCE.findall(value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from _named(child)
    elif isinstance(value, list):
        for child in value:
            yield from _named(child)
