"""Marks that carry a text's origin through Jinja, as control characters no input may hold.

A marked stretch is START origin MIDDLE text END and may lie inside another one; the innermost
origin counts. Strings stay ordinary strings for Jinja: joined, cut in loops, put in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    if SINCE in text:
        text = UNSEEN.sub("", text)
    lead, _, rest = text.rpartition(LEAD_END)
    origins = [""]
    found = _joined(_pieces(lead.removeprefix(LEAD), origins), "lead") if lead else []
    return (*found, *_joined(_pieces(rest, origins), ""))


def _joined(pieces: Iterable[tuple[str, str]], role: str) -> list[Span]:
    """Return the spans that pieces of one role make; two equal figures side by side stay two."""
    found: list[Span] = []
    last = None
    for words, origin in pieces:
        if origin == last and not origin.startswith("figures."):
            found[-1] = Span(found[-1].text + words, origin, found[-1].role)
        else:
            missing = not role and origin.startswith("missing.")
            found.append(Span(words, origin, "placeholder" if missing else role))
        last = origin
    return found


def _pieces(text: str, origins: list[str]) -> list[tuple[str, str]]:
    """Return each stretch between two marks with its origin; `origins` are those still open."""
    first, *chunks = text.split(START)
    found = _closed(first, origins)
    for chunk in chunks:
        origin, _, words = chunk.partition(MIDDLE)
        origins.append(origin)
        found += _closed(words, origins)
    return found


def _closed(text: str, origins: list[str]) -> list[tuple[str, str]]:
    """Return the stretches of a text in which origins end and none begins."""
    if END not in text:
        return [(text, origins[-1])] if text else []
    first, *others = text.split(END)
    found = [(first, origins[-1])] if first else []
    for piece in others:
        origins.pop()
        if piece:
            found.append((piece, origins[-1]))
    return found
