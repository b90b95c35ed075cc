"""Lines to paragraphs: furniture set aside, sentences healed that pages or hard line ends broke.

Every character of a paragraph keeps its place in the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.normal import ENDINGS, normalised, squeezed
from toolkit.readers.source import Line, Source

NOTHING: Mapping[int, str] = MappingProxyType({})
BODY = 45  # a line of fewer characters without a full stop may be a heading or a caption
WRAPPED = 0.4  # of the long lines of a text with hard line ends, so many are of one length
SHORTEST, WIDEST, SLACK = 18, 60, 3
HEAD_LINES = 14
PATH_LINES = 20
MENU, WORD = 3, 8  # so many lines make a menu; so long is the title below it at least
SPOKEN = 1  # so many sentences may stand among menus: a welcome, a notice
PAGE_LINES = 60
DOTS = "。；"
BULLETS = "•·●▪ 　"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it was meant: `raw` is its exact text, `text` the same made uniform.

    `offsets` has the source's place of each character; `lines` the lines it was made from.
    """

    raw: str
    text: str
    offsets: Sequence[int]
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.offsets[0]

    @property
    def looks(self) -> Line:
        """The line whose looks count: the first."""
        return self.lines[0]


@dataclass(frozen=True)
class Body:
    """A source without its furniture: paragraphs, and where furniture was (offset, length)."""

    source: Source
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = field(default=())


def body_of(
    source: Source, known: Knowledge, simplified: Mapping[int, str] = NOTHING, *, whole: bool = False
) -> Body:
    """Return the paragraphs of a source; `simplified` maps traditional characters to simplified ones.

    With `whole`, no line is set aside as furniture.
    """
    lines = [line for line in source.lines if line.text]
    html = source.kind == "html"
    spare = set[int]() if whole else _furniture(lines, known, simplified, html=html)
    kept = [line for number, line in enumerate(lines) if number not in spare]
    gaps = _gaps(source)
    groups = _joined(kept, gaps, known)
    paragraphs = tuple(_paragraph(group, simplified) for group in groups)
    places = [*source.markup]
    places += [(line.start, line.offsets[-1] + 1 - line.start) for n, line in enumerate(lines) if n in spare]
    breaks = tuple(line.start for group in groups for line in group[1:])
    return Body(source, paragraphs, tuple(sorted(places)), breaks)


def _paragraph(group: list[Line], simplified: Mapping[int, str]) -> Paragraph:
    raw, offsets = group[0].text, group[0].offsets
    if len(group) > 1:
        raw = "".join(line.text for line in group)
        offsets = [place for line in group for place in line.offsets]
    return Paragraph(raw, normalised(raw).translate(simplified), offsets, tuple(group))


# -- furniture ----------------------------------------------------------------------------------


def _furniture(
    lines: Sequence[Line], known: Knowledge, simplified: Mapping[int, str], *, html: bool
) -> set[int]:
    """Return the numbers of the lines that belong to a page and not to the report."""
    plain = [normalised(line.text).translate(simplified) for line in lines]
    texts = [text.lstrip(BULLETS) or text for text in plain]
    spare = {n for n, text in enumerate(texts) if len(text) <= 160 and known.furniture.fullmatch(text)}
    first = next((n for n, text in enumerate(texts) if len(text) > BODY and "。" in text), len(texts))
    spare |= {n for n, line in enumerate(lines) if line.link and (n < first or len(line.text) < 30)}
    spare |= _above_path(texts[:first], known)
    spare |= _menu(texts[:first], spare, known)
    spare |= _above_title(lines[:first]) if html else set()
    spare |= _tail(texts, known)
    spare |= _repeated_title(texts[: min(first, HEAD_LINES) + 1], spare)
    return spare if len(spare) < len(lines) else set()


def _above_path(texts: Sequence[str], known: Knowledge) -> set[int]:
    """Return the lines down to the last one that says where on the site the page lies: menus, names."""
    said = [n for n, text in enumerate(texts[:PATH_LINES]) if len(text) >= SHORTEST and _runs(text)]
    end = said[SPOKEN] if len(said) > SPOKEN else PATH_LINES
    paths = [n for n, text in enumerate(texts[:end]) if known.furniture_path.fullmatch(text)]
    return set(range(paths[-1] + 1)) if paths else set()


def _menu(texts: Sequence[str], spare: set[int], known: Knowledge) -> set[int]:
    """Return the lines at the very top that name a site's columns: several short ones in a row."""
    found: set[int] = set()
    for number, text in enumerate(texts):
        if number in spare:
            continue
        if not known.furniture_menu.fullmatch(text):
            return found if len(found) >= MENU and len(text) > WORD else set()
        found.add(number)
    return set()


def _above_title(lines: Sequence[Line]) -> set[int]:
    """Return the lines above a page's first heading of the first rank, which is the report's title."""
    title = next((n for n, line in enumerate(lines[:PAGE_LINES]) if line.level == 1), 0)
    return set(range(title))


def _tail(texts: Sequence[str], known: Knowledge) -> set[int]:
    """Return what follows the first tell-tale line near the end, if nothing of length follows."""
    begin = max(0, len(texts) - known.tail_lines)
    for number in range(begin, len(texts)):
        rest = texts[number:]
        if known.furniture_tail.match(rest[0]) and all(len(text) <= known.tail_length for text in rest):
            return set(range(number, len(texts)))
    return set()


def _repeated_title(texts: Sequence[str], spare: set[int]) -> set[int]:
    """Return a web title that the lines below it say again, on one line or over several."""
    found: set[int] = set()
    bare = [squeezed(text) for text in texts]
    for number, title in enumerate(bare):
        if number in spare or len(title) < 8:
            continue
        for later in range(number + 1, len(bare)):
            said = ""
            for below in range(later, len(bare)):
                said += "" if below in spare else bare[below]
                if said == title and below not in spare:
                    return found | {number}
                if not title.startswith(said):
                    break
    return found


# -- healing ---------------------------------------------------------------------------------


def _gaps(source: Source) -> set[int]:
    """Return the starts of the lines before which the source has an empty line."""
    found: set[int] = set()
    empty = True
    for line in source.lines:
        if line.text and empty:
            found.add(line.start)
        empty = not line.text
    return found


def _joined(lines: Sequence[Line], gaps: set[int], known: Knowledge) -> list[list[Line]]:
    """Group the lines that were one paragraph."""
    width = _wrap_width(lines)
    groups: list[list[Line]] = []
    running = False
    for line in lines:
        if groups and _goes_on(groups[-1], line, line.start in gaps, width, running, known):
            groups[-1].append(line)
        else:
            groups.append([line])
            running = False
        running = running or len(groups[-1]) > 3 or _runs(line.text)
    return groups


def _runs(text: str) -> bool:
    """Tell whether a line is running text: its first sentence has ended, or it is long."""
    return len(text) > 2 * BODY or any(mark in text for mark in DOTS)


def _wrap_width(lines: Sequence[Line]) -> int:
    """Return the line length of a text with hard line ends, 0 where each line is a paragraph."""
    long = [line for line in lines if _width(line) >= SHORTEST]
    best = max(map(_width, long), default=0)
    near = [line for line in long if _width(line) >= best - SLACK]
    cut = sum(line.text[-1] not in ENDINGS for line in near)
    if len(long) < 6 or best > WIDEST or len(near) < WRAPPED * len(long):
        return 0
    return best if cut >= WRAPPED * len(near) else 0


def _width(line: Line) -> int:
    """Return a line's length in full-width characters, its indent included."""
    return len(line.text) + line.indent // 2


def _goes_on(group: list[Line], line: Line, gap: bool, width: int, running: bool, known: Knowledge) -> bool:
    """Tell whether a line continues the sentence that the lines before it began.

    `gap` says that an empty line lies between, `running` that the lines before it are running text.
    """
    last = group[-1]
    if line.level or last.level or line.cell or last.cell or line.number or "\t" in last.text + line.text:
        return False
    text, before = line.text, last.text
    if _opens(text, known):
        return False
    if width and not gap and _width(last) >= width - SLACK and _width(group[0]) >= SHORTEST:
        return line.indent < 2
    if before[-1] in ENDINGS:
        return False
    return running and line.indent < 2 and _continues(text)


def _opens(text: str, known: Knowledge) -> bool:
    """Tell whether a line begins with the number of a heading."""
    return any(mark.pattern.match(normalised(text[:12])) for mark in known.marks)


def _continues(text: str) -> bool:
    """A continuation ends in a stop or is long; a short line without a stop is a caption or a heading."""
    return text[-1] in ENDINGS or _runs(text)
