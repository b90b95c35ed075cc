"""Marks that carry a text's origin through Jinja, as control characters no input may hold.

A marked stretch is START origin MIDDLE text END and may lie inside another one; the innermost
origin counts. Strings stay ordinary strings for Jinja: joined, cut in loops, put in quotes.
"""

from __future__ import annotations

import re

from toolkit.model import Span

START, MIDDLE, END = "\x01", "\x02", "\x03"
PARAGRAPH, PARAGRAPH_END = "\x04", "\x05"
CLAUSE, CLAUSE_END = "\x06", "\x07"
TAIL, TAIL_END = "\x0e", "\x0f"
LEAD, LEAD_END = "\x10", "\x11"
SINCE, SINCE_END = "\x12", "\x13"
MARKS = re.compile(r"([\x01-\x07\x0e-\x13])")
MARKED = re.compile(r"\x01[^\x02]*\x02|\x04[0-9]*\x05|[\x01-\x07\x0e-\x13]")


def mark(origin: str, text: str) -> str:
    """Return `text` marked as coming from `origin`."""
    return f"{START}{origin}{MIDDLE}{text}{END}" if text else ""


def plain(text: str) -> str:
    """Return `text` without marks."""
    return MARKED.sub("", text)


def spans(text: str) -> tuple[Span, ...]:
    """Take marked text apart into spans; neighbours of one origin and role are joined."""
    found: list[Span] = []
    origins: list[str] = [""]
    lead = False
    pieces = iter(MARKS.split(text))
    for piece in pieces:
        if piece == START:
            origins.append(next(pieces))
            next(pieces)
        elif piece == END:
            origins.pop()
        elif piece in (LEAD, LEAD_END):
            lead = piece == LEAD
        elif piece and piece not in (SINCE, SINCE_END):
            role = "lead" if lead else "placeholder" if origins[-1].startswith("missing.") else ""
            found.append(Span(piece, origins[-1], role))
    return tuple(_joined(found))


def _joined(parts: list[Span]) -> list[Span]:
    """Join neighbours that differ in nothing; two equal figures side by side stay two."""
    out: list[Span] = []
    for span in parts:
        last = out[-1] if out else None
        if last and not span.figure and (last.origin, last.role) == (span.origin, span.role):
            out[-1] = Span(last.text + span.text, span.origin, span.role)
        else:
            out.append(span)
    return out
