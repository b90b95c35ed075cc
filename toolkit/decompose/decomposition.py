"""A report taken apart: everything `draft decompose --json` says, and what packs are written from."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.decompose.functions import Judged, judge
from toolkit.decompose.genre import genre_scores
from toolkit.decompose.headings import Heading, find_headings, with_levels
from toolkit.decompose.honours import Honours, honours_of
from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.levels import levels_of
from toolkit.decompose.meta import Meta, meta_of
from toolkit.decompose.paragraphs import Body, body_of
from toolkit.decompose.roles import roles_of
from toolkit.decompose.sections import Piece, Section, sections_of
from toolkit.decompose.slots import Slot, find_slots
from toolkit.figures import Catalogue
from toolkit.quantities.find import find as find_quantities
from toolkit.quantities.identities import Identity, identities
from toolkit.quantities.knowledge import Knowledge as Quantities
from toolkit.quantities.quantity import Quantity
from toolkit.readers.source import Source

PART = 2  # the level of a document's parts, or of its first headings


@dataclass(frozen=True)
class Decomposition:
    """One report taken apart; slots and figures stand in `text`, the paragraphs' uniform text."""

    body: Body
    roles: tuple[str, ...]
    meta: Meta
    genre: str
    sections: tuple[Section, ...]
    judged: tuple[Judged, ...]
    figures: tuple[Quantity, ...]
    identities: tuple[Identity, ...]
    slots: tuple[Slot, ...]
    honours: tuple[Honours, ...]
    headings: tuple[Heading, ...]

    @cached_property
    def text(self) -> str:
        """The paragraphs' uniform text, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.body.paragraphs)

    @cached_property
    def raw(self) -> str:
        """The paragraphs' exact text, a paragraph a line; as long as `text`, place for place."""
        return "\n".join(paragraph.raw for paragraph in self.body.paragraphs)

    @cached_property
    def starts(self) -> list[int]:
        """Where each paragraph begins in `text`."""
        starts, at = [], 0
        for paragraph in self.body.paragraphs:
            starts.append(at)
            at += len(paragraph.text) + 1
        return starts

    def place(self, at: int) -> tuple[int, int]:
        """Return paragraph number and place in it for a place in `text`."""
        number = bisect.bisect_right(self.starts, at) - 1
        return number, at - self.starts[number]

    def surface(self, start: int, stop: int) -> tuple[int, str]:
        """Return the source's offset and exact characters of a stretch of `text`; it may cross lines."""
        first, last = (
            self.body.paragraphs[number].offsets[place]
            for number, place in map(self.place, (start, stop - 1))
        )
        return first, self.body.source.surface(first, last + 1, self.raw[start:stop])

    def printed(self, piece: Piece) -> tuple[int, str]:
        """Return the source's offset and exact characters of a piece."""
        paragraph = self.body.paragraphs[piece.at]
        first, last = paragraph.offsets[piece.start], paragraph.offsets[piece.stop - 1]
        seen = paragraph.raw[piece.start : piece.stop]
        return first, self.body.source.surface(first, last + 1, seen)

    def heading_text(self, heading: Heading) -> tuple[int, str]:
        """Return a heading's offset and exact characters."""
        return self.printed(Piece(heading.at, heading.start, heading.stop))


def take_apart(
    source: Source,
    known: Knowledge,
    quantities: Quantities,
    catalogue: Catalogue | None = None,
    *,
    whole: bool = False,
) -> Decomposition:
    """Take a report apart. A text that is no report comes apart as well, into little.

    With `whole`, no line is set aside as furniture.
    """
    body = body_of(source, known, quantities.traditional, whole=whole)
    paragraphs = body.paragraphs
    roles = roles_of(paragraphs, known)
    found = find_headings(paragraphs, roles, known)
    headings = with_levels(found, levels_of(found))
    meta = meta_of(body, roles, known)
    sections = sections_of(paragraphs, roles, headings, known)
    texts = [_texts(section, body) for section in sections]
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    figures = find_quantities(text, quantities)
    honours = honours_of(sections, [heading for heading, _ in texts], paragraphs, known)
    people = [*meta.people, *(name for row in honours if row.people for name in row.entries)]
    genres = genre_scores(f"{meta.title}\n{meta.subtitle}", text, known)
    return Decomposition(
        body=body,
        roles=tuple(roles),
        meta=meta,
        genre=next(iter(genres)),
        sections=tuple(sections),
        judged=tuple(judge(sections, texts, known)),
        figures=tuple(figures),
        identities=tuple(identities(figures, text, catalogue)),
        slots=tuple(find_slots(text, meta.region, people, known)),
        honours=tuple(honours),
        headings=tuple(headings),
    )


def _texts(section: Section, body: Body) -> tuple[str, str]:
    """Return the uniform text of a section's heading, and of what stands below it."""
    here = section.heading
    heading = body.paragraphs[here.at].text[here.start : here.stop] if here else ""
    pieces = (body.paragraphs[piece.at].text[piece.start : piece.stop] for piece in section.pieces)
    return heading, "\n".join(pieces)


# -- JSON ---------------------------------------------------------------------------------------------


def as_json(apart: Decomposition) -> dict[str, Any]:
    """Return the document that `draft decompose --json` prints for one file."""
    return {
        "file": apart.body.source.path,
        "genre": apart.genre,
        "meta": _meta(apart.meta),
        "headings": _headings(apart),
        "figures": _figures(apart),
        "slots": [_slot(apart, slot) for slot in apart.slots],
        "identities": _identities(apart),
        "honours": [
            {"title": row.title, "stated": row.stated, "entries": len(row.entries)} for row in apart.honours
        ],
        "captions": _captions(apart),
        "furniture": [{"offset": at, "length": length} for at, length in apart.body.furniture],
    }


def _meta(meta: Meta) -> dict[str, Any]:
    region, session = meta.region, meta.session
    return {
        "title": meta.title or None,
        "subtitle": meta.subtitle or None,
        "organ": meta.organ or None,
        "region": region.name if region else None,
        "place": region.place if region else None,
        "level": region.level if region else None,
        "year": meta.year,
        "session": session and {"text": session.text, "term": session.term, "number": session.number},
        "date": meta.date or None,
        "published": meta.published or None,
        "speaker": meta.speaker or None,
        "salutation": meta.salutation or None,
    }


def _headings(apart: Decomposition) -> list[dict[str, Any]]:
    judged = {
        (s.heading.at, s.heading.start): j
        for s, j in zip(apart.sections, apart.judged, strict=True)
        if s.heading is not None
    }
    rows = []
    for heading in apart.headings:
        offset, text = apart.heading_text(heading)
        found = judged.get((heading.at, heading.start))
        rows.append(
            {
                "text": text,
                "level": heading.level,
                "offset": offset,
                "run_in": heading.run_in,
                "function": found.names if found else [],
                "scores": dict(found.scores) if found else {},
            }
        )
    return rows


def _headings_above(apart: Decomposition) -> Iterator[tuple[int, Heading | None]]:
    """Yield from where on which heading counts; a block without one belongs to its part, or to none."""
    part: Heading | None = None
    for section in apart.sections:
        here = section.heading
        if here is not None and here.level == PART:
            part = here
        deep = part if here is None and part is not None and part.kind == "part" else here
        first = (here.at, here.start) if here else (section.pieces[0].at, section.pieces[0].start)
        yield apart.starts[first[0]] + first[1], deep


def _figures(apart: Decomposition) -> list[dict[str, Any]]:
    headings = list(_headings_above(apart))
    places = [place for place, _ in headings]
    rows = []
    for figure in apart.figures:
        offset, text = apart.surface(figure.offset, figure.end)
        above = bisect.bisect_right(places, figure.offset) - 1
        heading = headings[above][1] if above >= 0 else None
        rows.append(
            {
                "offset": offset,
                "text": text,
                "value": number(figure.value),
                "unit": figure.unit,
                "approx": figure.approx,
                "label": figure.label,
                "key": figure.key,
                "heading": apart.heading_text(heading)[1] if heading else None,
            }
        )
    return rows


def _identities(apart: Decomposition) -> list[dict[str, Any]]:
    """Return what the figures say of each other, and the counts of lists against what stands in them."""
    rows = [_identity(apart, one.expr, one.figures, one.holds) for one in apart.identities]
    by_place = {apart.place(figure.offset)[0]: figure for figure in apart.figures}
    for row in apart.honours:
        figure = by_place.get(row.at)
        if figure is not None and row.stated is not None:
            expr = f"{figure.key or figure.label} = {len(row.entries)}"
            rows.append(_identity(apart, expr, (figure,), row.stated == len(row.entries)))
    return rows


def _identity(apart: Decomposition, expr: str, figures: Sequence[Quantity], holds: bool) -> dict[str, Any]:
    return {
        "expr": expr,
        "figures": [figure.key or figure.label for figure in figures],
        "offsets": [apart.surface(figure.offset, figure.end)[0] for figure in figures],
        "holds": holds,
    }


def number(value: Any) -> int | float:
    """Return a value as JSON writes it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def _slot(apart: Decomposition, slot: Slot) -> dict[str, Any]:
    offset, text = apart.surface(slot.start, slot.stop)
    return {"offset": offset, "text": text, "kind": slot.kind}


def _captions(apart: Decomposition) -> list[dict[str, Any]]:
    rows: Sequence[tuple[int, str]] = [
        apart.printed(Piece(at, 0, len(paragraph.text)))
        for at, (paragraph, role) in enumerate(zip(apart.body.paragraphs, apart.roles, strict=True))
        if role == "caption"
    ]
    return [{"offset": offset, "text": text} for offset, text in rows]
