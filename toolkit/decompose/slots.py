"""Times, places, bodies, people and works where a report names them: what another year or county changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.normal import squeezed
from toolkit.decompose.places import OTHER, Gazetteer, Region, short_name

LONGEST_NAME = 4
TIMES = ("date", "plenum", "session", "year")


@dataclass(frozen=True, order=True)
class Slot:
    """A stretch of the text, `start` to `stop`, and what kind of thing it names."""

    start: int
    stop: int
    kind: str


def find_slots(text: str, region: Region | None, people: Sequence[str], known: Knowledge) -> list[Slot]:
    """Return the slots of a text in order.

    Times do not overlap each other; a region may stand inside the name of a body or a work.
    """
    slots = [*_times(text, known)]
    for kind in ("organ", "named_work"):
        slots += [Slot(match.start(), match.end(), kind) for match in known.slots[kind].finditer(text)]
    slots += [Slot(*match.span("name"), "person") for match in known.slots["person"].finditer(text)]
    names = sorted({name for name in people if 2 <= len(squeezed(name)) <= LONGEST_NAME}, key=len)
    if names:
        pattern = re.compile("|".join(map(re.escape, reversed(names))))
        slots += [Slot(*match.span(), "person") for match in pattern.finditer(text)]
    slots += _places(text, region, known)
    return sorted(set(slots))


def _times(text: str, known: Knowledge) -> Iterator[Slot]:
    taken = bytearray(len(text))
    for kind in TIMES:
        for match in known.slots[kind].finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
            yield Slot(match.start(), match.end(), kind)


def _places(text: str, region: Region | None, known: Knowledge) -> Iterator[Slot]:
    """Yield the region wherever its full or short name stands, and other places by their full names."""
    own = list(_own(text, region, known.slots["not_region"])) if region else []
    yield from own
    taken = {place for slot in own for place in range(slot.start, slot.stop)}
    for at, name in Gazetteer(known.places).names(text):
        if at not in taken:
            yield Slot(at, at + len(name), "place")
    for upper in region.above if region else ():
        short = short_name(upper)
        for at in _all(text, short):
            if at not in taken and not text.startswith(upper, at):
                yield Slot(at, at + len(short), "place")


def _own(text: str, region: Region, traps: re.Pattern[str]) -> Iterator[Slot]:
    """Yield where the report's own place is named, wholly or in short.

    A town of that name is another place, and some short names begin other words (大兴调查研究).
    """
    names = dict.fromkeys(filter(None, (region.place, region.name, region.short)))
    for match in re.finditer("|".join(map(re.escape, names)), text):
        short = match[0] == region.short
        if not short or not (OTHER.match(text, match.end()) or traps.match(text, match.start())):
            yield Slot(match.start(), match.end(), "region")


def _all(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while name and at >= 0:
        yield at
        at = text.find(name, at + len(name))
