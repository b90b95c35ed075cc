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
UNSEEN = re.compile(f"[{SINCE}{SINCE_END}]")
MARKED = re.compile(r"\x01[^\x02]*\x02|\x04[0-9]*\x05|[\x01-\x07\x0e-\x13]")


def mark(origin: str, text: str) -> str:
    """Return `text` marked as coming from `origin`."""
    return f"{START}{origin}{MIDDLE}{text}{END}" if text else ""


def plain(text: str) -> str:
    """Return `text` without marks."""
    return MARKED.sub("", text)


def blank(text: str) -> bool:
    """Tell whether a text has nothing but marks; one that begins with a word need not be looked through."""
    return not text or (text[0] < " " and not plain(text).strip())


def spans(text: str) -> tuple[Span, ...]:
    """Take marked text apart into spans; neighbours of one origin and role are joined.

    A run-in heading, if there is one, stands first.
    """
    lead, _, rest = UNSEEN.sub("", text).rpartition(LEAD_END)
    origins = [""]
    pieces = _pieces(lead.removeprefix(LEAD), origins, True) if lead else []
    pieces += _pieces(rest, origins, False)
    found: list[Span] = []
    words, last = "", ("", False)
    for piece, origin, leads in pieces:
        # Two equal figures side by side stay two.
        if words and ((origin, leads) != last or origin.startswith("figures.")):
            found.append(_span(words, *last))
            words = ""
        words += piece
        last = origin, leads
    if words:
        found.append(_span(words, *last))
    return tuple(found)


def _span(text: str, origin: str, leads: bool) -> Span:
    return Span(text, origin, "lead" if leads else "placeholder" if origin.startswith("missing.") else "")


def _pieces(text: str, origins: list[str], leads: bool) -> list[tuple[str, str, bool]]:
    """Return each stretch between two marks with its origin; `origins` are those still open."""
    found = []
    for number, chunk in enumerate(text.split(START)):
        if number:
            origin, _, chunk = chunk.partition(MIDDLE)
            origins.append(origin)
        first, *others = chunk.split(END)
        if first:
            found.append((first, origins[-1], leads))
        for piece in others:
            origins.pop()
            if piece:
                found.append((piece, origins[-1], leads))
    return found
