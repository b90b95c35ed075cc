"""Marks that carry a text's origin through Jinja, as control characters no input may hold.

A marked stretch is START origin MIDDLE text END and may lie inside another one; the innermost
origin counts. Strings stay ordinary strings for Jinja: joined, cut in loops, put in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model import Span

START, MIDDLE, END = "\x01", "\x02", "\x03"
PARAGRAPH, PARAGRAPH_END = "\x04", "\x05"
CLAUSE, CLAUSE_END = "\x06", "\x07"
TAIL, TAIL_END = "\x0e", "\x0f"
LEAD, LEAD_END = "\x10", "\x11"
SINCE, SINCE_END = "\x12", "\x13"
UNSEEN = re.compile(f"[{SINCE}{SINCE_END}]")
MARKED = re.compile(r"\x01[^\x02]*\x02|\x04[0-9]*\x05|[\x01-\x07\x0e-\x13]")


def mark(origin: str, text: str) -> str:
    """Return `text` marked as coming from `origin`."""
    return f"{START}{origin}{MIDDLE}{text}{END}" if text else ""


def plain(text: str) -> str:
    """Return `text` without marks."""
    return MARKED.sub("", text)


def spans(text: str) -> tuple[Span, ...]:
    """Take marked text apart into spans; neighbours of one origin and role are joined.

    A run-in heading, if there is one, stands first.
    """
    lead, _, rest = UNSEEN.sub("", text).rpartition(LEAD_END)
    origins = [""]
    found: list[Span] = []
    words: list[str] = []  # of one origin and role, not yet a span
    last = ("", "")
    for piece, here in (*_pieces(lead.removeprefix(LEAD), origins, "lead"), *_pieces(rest, origins, "")):
        # Two equal figures side by side stay two.
        if words and (here != last or here[0].startswith("figures.")):
            found.append(Span("".join(words), *last))
            words = []
        words.append(piece)
        last = here
    return (*found, Span("".join(words), *last)) if words else tuple(found)


def _pieces(text: str, origins: list[str], role: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each stretch between two marks with its origin and role; `origins` are those still open."""
    for number, chunk in enumerate(text.split(START)):
        if number:
            origin, _, chunk = chunk.partition(MIDDLE)
            origins.append(origin)
        for after, piece in enumerate(chunk.split(END)):
            if after:
                origins.pop()
            if piece:
                origin = origins[-1]
                missing = not role and origin.startswith("missing.")
                yield piece, (origin, "placeholder" if missing else role)
