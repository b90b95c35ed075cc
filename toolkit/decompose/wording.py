"""A report's own text as skeletons: figures, names, years and formulations become Jinja, the rest stays."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.decompose.decomposition import Decomposition
from toolkit.decompose.frame import Frame, level_words_at, name_at, years_at
from toolkit.decompose.headings import Heading
from toolkit.decompose.keys import Keyed
from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.sections import HEAD
from toolkit.pack.formulations import Formulations

Replacement = tuple[int, int, str]
# XML takes no such characters, and some of them mean something to the composer.
UNPRINTABLE = re.compile("[^\t\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE = 36  # a skeleton's line is broken behind the first stop after so many characters
STOPS = "。！；"
MEANT = "#!>^@"
KINDS = {"note": "date"}  # roles of the title block that the layout has no paragraph of their own for


@dataclass(frozen=True)
class Skeleton:
    """One section as a skeleton: its function, its paragraphs, and its heading for the outline."""

    function: str
    paragraphs: tuple[str, ...]
    heading: str
    level: int


class Wording:
    """Turns stretches of one report into Jinja."""

    def __init__(
        self, apart: Decomposition, frame: Frame, rows: Sequence[Keyed], phrases: Formulations,
        day: datetime.date, known: Knowledge,
    ) -> None:  # fmt: skip
        self.apart = apart
        replaced = [*_figures(rows)]
        replaced += formulations_at(apart.raw, phrases, day)
        replaced += name_at(frame, apart.raw)
        replaced += years_at(frame, apart.raw)
        replaced += level_words_at(frame, apart.text, known.level_words)
        self.replaced = _apart(replaced, len(apart.raw))

    def text(self, at: int, start: int = 0, stop: int | None = None) -> str:
        """Return characters `start` to `stop` of paragraph `at` as Jinja, on one line."""
        return "".join(self._pieces(at, start, stop))

    def lines(self, at: int, start: int = 0) -> str:
        """Return a paragraph from `start` on as Jinja, broken into lines of bearable length."""
        lines, length = [""], 0
        for piece in self._pieces(at, start, None):
            if length > LINE and lines[-1][-1] in STOPS and not piece[0].isspace():
                lines.append("")
                length = 0
            lines[-1] += piece
            length += len(piece)
        return "\n".join(lines)

    def _pieces(self, at: int, start: int, stop: int | None) -> Iterator[str]:
        """Yield slots, and the words between them up to each stop."""
        paragraph = self.apart.body.paragraphs[at]
        base = self.apart.starts[at]
        place, end = base + start, base + (len(paragraph.raw) if stop is None else stop)
        for begin, finish, jinja in self._within(place, end):
            yield from _sentences(self.apart.raw[place:begin])
            yield jinja
            place = finish
        yield from _sentences(self.apart.raw[place:end])

    def _within(self, start: int, stop: int) -> list[Replacement]:
        import bisect

        first = bisect.bisect_left(self.replaced, (start, 0, ""))
        found = []
        for row in self.replaced[first:]:
            if row[0] >= stop:
                break
            if row[1] <= stop:
                found.append(row)
        return found


def _figures(rows: Iterable[Keyed]) -> Iterator[Replacement]:
    for row in rows:
        for stand in row.stands:
            yield stand.printed.start, stand.printed.stop, row.jinja(stand)


def formulations_at(raw: str, phrases: Formulations, day: datetime.date) -> Iterator[Replacement]:
    """Yield the fixed formulations that stand in a text and may be used on `day`, longer ones first."""
    rows = [row for row in phrases.values() if row.usable(day) and len(row.canonical) > 3]
    for row in sorted(rows, key=lambda row: -len(row.canonical)):
        at = raw.find(row.canonical)
        while at >= 0:
            yield at, at + len(row.canonical), f"{{{{ w.{row.id} }}}}"
            at = raw.find(row.canonical, at + len(row.canonical))


def _apart(rows: Iterable[Replacement], size: int) -> list[Replacement]:
    """Keep what does not overlap anything before it; the order says what comes first."""
    taken = bytearray(size)
    kept = []
    for start, stop, jinja in rows:
        if not any(taken[start:stop]):
            taken[start:stop] = b"\x01" * (stop - start)
            kept.append((start, stop, jinja))
    return sorted(kept)


def _sentences(words: str) -> Iterator[str]:
    """Yield literal text, cut behind stops, with what Jinja would read put in quotes."""
    words = UNPRINTABLE.sub("", words)
    for part in re.findall(rf"[^{STOPS}]*[{STOPS}]+[”』」）)]*|[^{STOPS}]+", words):
        yield part.replace("{", "{{ '{' | literal }}")


# -- sections ------------------------------------------------------------------------------------------


def skeletons(apart: Decomposition, wording: Wording) -> list[Skeleton]:
    """Return a skeleton for each section; one that begins inside a paragraph stays with the paragraph."""
    made: list[Skeleton] = []
    done: set[int] = set()
    for section, judged in zip(apart.sections, apart.judged, strict=True):
        heading = section.heading
        if heading is not None and heading.level < 2:
            continue
        places = [heading.at] if heading else []
        places += [piece.at for piece in section.pieces]
        fresh = [at for at in dict.fromkeys(places) if at not in done]
        done.update(fresh)
        paragraphs = tuple(_paragraph(apart, wording, at, heading) for at in fresh)
        if paragraphs:
            title = wording.text(heading.at, heading.start, heading.stop) if heading else ""
            made.append(Skeleton(judged.best, paragraphs, title, heading.level if heading else 0))
    return made


def _paragraph(apart: Decomposition, wording: Wording, at: int, heading: Heading | None) -> str:
    """Return one paragraph of a skeleton with the sign that says what it is."""
    role = apart.roles[at]
    if heading is not None and heading.at == at and heading.start == 0:
        made = _headed(apart, wording, heading)
        if made:
            return made
    sign = {"address": "! ", "caption": "^ "}.get(role, "")
    return sign + (_guarded(wording.lines(at)) if not sign else wording.lines(at))


def _headed(apart: Decomposition, wording: Wording, heading: Heading) -> str:
    """Return a heading's paragraph, or an empty string where the signs would misread it."""
    text = apart.body.paragraphs[heading.at].raw
    title = text[heading.start : heading.stop]
    depth = min(max(heading.level - 1, 1), 3)
    if heading.run_in:
        if title.find("。") != len(title) - 1 or not title.strip("。 "):
            return ""
        return f"{'#' * max(depth, 2)} {wording.lines(heading.at)}"
    return "" if "。" in title else f"{'#' * depth} {wording.text(heading.at)}"


def _guarded(text: str) -> str:
    """Keep a paragraph's first character from being read as a sign."""
    return f"{{{{ '{text[0]}' | literal }}}}{text[1:]}" if text[:1] in tuple(MEANT) else text


def head_rows(apart: Decomposition, wording: Wording) -> list[tuple[str, list[str]]]:
    """Return the title block: the kind of each row with its pieces, title lines in one row."""
    rows: list[tuple[str, list[str]]] = []
    for at, role in enumerate(apart.roles):
        if role not in HEAD:
            continue
        if role == "title" and rows and rows[-1][0] == role:
            rows[-1][1].append(wording.text(at))
        else:
            rows.append((KINDS.get(role, role), [wording.text(at)]))
    return rows
