"""Marks that carry a text's origin through Jinja, as control characters no input may hold.

A marked stretch is START origin MIDDLE text END and may lie inside another one; the innermost
origin counts. Strings stay ordinary strings for Jinja: joined, cut in loops, put in quotes.
"""

from __future__ import annotations

from toolkit.model import Span

START, MIDDLE, END = "\x01", "\x02", "\x03"
PARAGRAPH, PARAGRAPH_END = "\x04", "\x05"
CLAUSE, CLAUSE_END = "\x06", "\x07"
TAIL, TAIL_END = "\x0e", "\x0f"
LEAD, LEAD_END = "\x10", "\x11"
SINCE, SINCE_END = "\x12", "\x13"


def mark(origin: str, text: str) -> str:
    """Return `text` marked as coming from `origin`."""
    return f"{START}{origin}{MIDDLE}{text}{END}" if text else ""


def plain(text: str) -> str:
    """Return `text` without marks."""
    return "".join(span.text for span in spans(text))


def spans(text: str) -> tuple[Span, ...]:
    """Take marked text apart into spans; neighbours of one origin and role are joined."""
    found: list[Span] = []
    origins: list[str] = [""]
    lead = False
    at = 0
    pending: list[str] = []

    def flush() -> None:
        if pending:
            role = "lead" if lead else "placeholder" if origins[-1].startswith("missing.") else ""
            found.append(Span("".join(pending), origins[-1], role))
            pending.clear()

    while at < len(text):
        c = text[at]
        if c == START:
            flush()
            middle = text.index(MIDDLE, at)
            origins.append(text[at + 1 : middle])
            at = middle + 1
            continue
        if c == END:
            flush()
            origins.pop()
        elif c in (LEAD, LEAD_END):
            flush()
            lead = c == LEAD
        elif c not in (SINCE, SINCE_END):
            pending.append(c)
        at += 1
    flush()
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
