"""What recognising goes by: `templates/recognition.yaml`, `places.yaml` and dated names, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.errors import Location, Problem, TemplateError

NAME = "recognition.yaml"
CAPTIONS = ("start", "subject", "event", "not_start", "dated")


@dataclass(frozen=True)
class Mark:
    """A way of marking headings, such as 一、 or （一）, by name."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Cues:
    """What speaks for a section function: in headings, and in the text below them."""

    heading: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    body: tuple[re.Pattern[str], ...]
    any: re.Pattern[str]


@dataclass(frozen=True)
class GenreCues:
    """What speaks for a genre: in the title, with a weight, and in the text."""

    title: re.Pattern[str]
    weight: int
    body: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class LevelWords:
    """Words that begin with the level (区委, 全区), and what must not stand beside them."""

    tails: tuple[str, ...]
    heads: tuple[str, ...]
    allow_after: re.Pattern[str]
    not_before: re.Pattern[str]


@dataclass(frozen=True)
class Knowledge:
    """All patterns, by what they are for."""

    furniture: re.Pattern[str]
    furniture_path: re.Pattern[str]
    furniture_menu: re.Pattern[str]
    furniture_tail: re.Pattern[str]
    tail_lines: int
    tail_length: int
    captions: Mapping[str, re.Pattern[str]]
    caption_length: int
    head: Mapping[str, re.Pattern[str]]
    marks: tuple[Mark, ...]
    inline: re.Pattern[str]
    boxed: re.Pattern[str]
    enumerated: re.Pattern[str]
    enumerated_plain: str
    parts: re.Pattern[str]
    counted: re.Pattern[str]
    honours: re.Pattern[str]
    lengths: Mapping[str, int]
    not_lead: re.Pattern[str]
    not_slogan: re.Pattern[str]
    not_slogan_words: re.Pattern[str]
    blocks: Mapping[str, re.Pattern[str]]
    functions: Mapping[str, Cues]
    asides: re.Pattern[str]
    next_heading: re.Pattern[str]
    next_past: re.Pattern[str]
    genres: Mapping[str, GenreCues]
    slots: Mapping[str, re.Pattern[str]]
    level_words: LevelWords
    places: Mapping[str, tuple[tuple[str, ...], ...]]
    campaigns: Mapping[str, int]


def knowledge(data: Mapping[str, Any], places: Mapping[str, Any], meetings: Mapping[str, Any]) -> Knowledge:
    """Compile what the files say; `meetings` has the names that tell a year (党纪学习教育).

    Raises:
        TemplateError: an entry is missing, or a pattern is no regular expression.
    """
    try:
        return _compiled(data, places, meetings)
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        said = f"有一项缺少 {error}" if isinstance(error, KeyError) else f"内容不合要求：{error}"
        raise TemplateError([Problem(Location(NAME), said, "对照内置的同名文件")]) from error


def _compiled(data: Mapping[str, Any], places: Mapping[str, Any], meetings: Mapping[str, Any]) -> Knowledge:
    furniture, captions, headings = data["furniture"], data["captions"], data["headings"]
    level = data["level_words"]
    return Knowledge(
        furniture=_any(furniture["lines"]),
        furniture_path=re.compile(furniture["path"]),
        furniture_menu=re.compile(furniture["menu"]),
        furniture_tail=_any(furniture["tail"]),
        tail_lines=int(furniture["tail_lines"]),
        tail_length=int(furniture["tail_length"]),
        captions={name: re.compile(captions[name]) for name in CAPTIONS},
        caption_length=int(captions["length"]),
        head={name: re.compile(pattern) for name, pattern in data["head"].items()},
        marks=tuple(Mark(row["name"], re.compile(row["pattern"])) for row in headings["numbers"]),
        inline=re.compile(headings["inline"]),
        boxed=re.compile(headings["boxed"]),
        enumerated=re.compile(headings["enumerated"]),
        enumerated_plain=str(headings["enumerated_plain"]),
        parts=re.compile(headings["parts"]),
        counted=re.compile(headings["counted"]),
        honours=re.compile(headings["honours"]),
        lengths={name: int(headings[name]) for name in headings if name.startswith(("max_", "min_"))},
        not_lead=re.compile(headings["not_lead"]),
        not_slogan=re.compile(headings["not_slogan"]),
        not_slogan_words=re.compile(headings["not_slogan_words"]),
        blocks={name: re.compile(pattern) for name, pattern in data["blocks"].items()},
        functions={
            name: _cues(row["heading"], row.get("weak", []), row["body"])
            for name, row in data["functions"].items()
        },
        asides=re.compile("|".join(f"(?:{pattern})" for pattern in data["asides"])),
        next_heading=re.compile(data["next_year"]["heading"]),
        next_past=re.compile(data["next_year"]["past"]),
        genres={
            name: GenreCues(re.compile(row["title"]), int(row["weight"]), _each(row["body"]))
            for name, row in data["genres"].items()
        },
        slots={name: re.compile(pattern) for name, pattern in data["slots"].items()},
        level_words=LevelWords(
            tuple(level["words"]),
            tuple(level["all"]),
            re.compile(level["allow_after"] + r"\Z"),
            re.compile(level["not_before"]),
        ),
        places=_places(places["places"]),
        campaigns={row["name"]: int(str(row["start"])[:4]) for row in meetings["inner_party_education"]},
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _cues(heading: list[str], weak: list[str], body: list[str]) -> Cues:
    # One look for all of them together tells most sections from most functions.
    either = re.compile("|".join(f"(?:{pattern})" for pattern in (*heading, *weak)) or r"(?!)")
    return Cues(_each(heading), _each(weak), _each(body), either)


def _each(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _places(provinces: Mapping[str, Any]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, for each place's name, the chains of places above it, nearest first.

    A name may stand for several places (朝阳区) and so have several chains.
    """
    above: dict[str, tuple[tuple[str, ...], ...]] = {}

    def add(name: str, chain: tuple[str, ...]) -> None:
        above[name] = (*above.get(name, ()), chain)

    for province, cities in provinces.items():
        add(province, ())
        for city, counties in (cities or {}).items():
            if city != province:
                add(city, (province,))
            for county in counties or ():
                add(county, (city, province) if city != province else (province,))
    return above
