"""Plain text and Markdown into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.readers.source import Line, Source

ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
BLANKS = " \t\u3000\xa0\u2002\u2003\u2009\ufeff\u200b"
HASHES = re.compile(r"(#{1,6})[ \t\u3000]*(?=\S)")
CLOSING = re.compile(r"[ \t]+#+[ \t]*\Z")
QUOTE = re.compile(r"(?:>[ \t]?)+(?=\S)")
RULE = re.compile(r"(?:[-*_=][ \t]*){3,}\Z")
STARS = re.compile(r"\*\*|__")


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends, without its line end."""
    start = 0
    for end in ENDS.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def read_plain(text: str, path: str, kind: str) -> Source:
    """Return the lines of a text file; Markdown's marks give hints, in `.txt` number signs too."""
    lines: list[Line] = []
    markup: list[tuple[int, int]] = []
    for start, stop in line_spans(text):
        lines.append(_line(text, start, stop, kind, markup))
    return Source(path, kind, text, tuple(lines), tuple(markup))


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start] in BLANKS:
        start += 1
    while stop > start and text[stop - 1] in BLANKS:
        stop -= 1
    return start, stop


def _line(text: str, start: int, stop: int, kind: str, markup: list[tuple[int, int]]) -> Line:
    begin = start
    start, stop = _trimmed(text, start, stop)
    indent = sum(2 if mark == "\u3000" else 1 for mark in text[begin:start])
    level = 0
    if hashes := HASHES.match(text, start, stop):
        level = len(hashes[1])
        markup.append((start, hashes.end() - start))
        start = hashes.end()
        if closing := CLOSING.search(text[start:stop]):
            markup.append((start + closing.start(), closing.end() - closing.start()))
            stop = start + closing.start()
    if kind == "md":
        return _markdown(text, start, stop, level, markup)
    return Line(text[start:stop], range(start, stop), level=level, indent=indent)


def _markdown(text: str, start: int, stop: int, level: int, markup: list[tuple[int, int]]) -> Line:
    """Take quotation marks, rules and double asterisks out of a line."""
    content = text[start:stop]
    if RULE.match(content):
        markup.append((start, stop - start))
        return Line("", ())
    if quote := QUOTE.match(content):
        markup.append((start, quote.end()))
        start += quote.end()
        content = text[start:stop]
    marks = [match.start() for match in STARS.finditer(content)]
    if len(marks) < 2:
        return Line(content, range(start, stop), level=level)
    marks = marks[: len(marks) // 2 * 2]
    kept = [n for n in range(len(content)) if not any(n - 2 < mark <= n for mark in _near(marks, n))]
    markup += [(start + mark, 2) for mark in marks]
    shown = "".join(content[n] for n in kept)
    bold = sum(b - a - 2 for a, b in zip(marks[::2], marks[1::2], strict=True))
    lead = marks[1] - 2 if marks[0] == 0 else 0
    whole = bold >= len(shown) > 0
    return Line(shown, tuple(start + n for n in kept), level=level, bold=whole, lead=0 if whole else lead)


def _near(marks: list[int], place: int) -> list[int]:
    """Return the marks that may cover a place: looked up, so that a line of marks costs no square."""
    import bisect

    at = bisect.bisect_right(marks, place)
    return marks[max(0, at - 1) : at]
