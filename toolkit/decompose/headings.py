"""Headings by all conventions: numbered or not, on a line of their own or leading a paragraph."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.paragraphs import Paragraph
from toolkit.decompose.roles import is_text
from toolkit.quantities.numerals import ordinal

STOP = "。"
SENTENCE = re.compile(r"[。！？]")
ROW = 2  # so many short lines in a row below a line of their kind, and it is a menu or a poster
# Lines of a title block that has lost its place are no headings.
NOT_TITLES = ("date", "note", "byline", "signature", "titled")
CLAUSES = re.compile(r"[，、 ]")
ALIKE = 2  # characters by which the lengths of parallel leads may differ
HEAD_LINES = 16
COUNTED = ("arabic", "bracketed_arabic", "circled")
NUMBER_GAP = re.compile(r"[^\u4e00-\u9fff]*[一二三四五六七八九十]{0,3}[^\u4e00-\u9fff]*")


@dataclass(frozen=True)
class Heading:
    """A heading: characters `start` to `stop` of paragraph number `at`; `kind` is how it is marked."""

    at: int
    start: int
    stop: int
    kind: str
    run_in: bool = False
    level: int = 0


def find_headings(paragraphs: Sequence[Paragraph], roles: Sequence[str], known: Knowledge) -> list[Heading]:
    """Return all headings in order, without levels; see `toolkit.decompose.levels`."""
    finder = _Finder(paragraphs, roles, known)
    found = [heading for at in range(len(paragraphs)) for heading in finder.at(at)]
    found = _without_lone_dashes(_with_slogans(found, finder))
    return _by_size(_grouped(found, paragraphs, known), paragraphs)


class _Finder:
    def __init__(self, paragraphs: Sequence[Paragraph], roles: Sequence[str], known: Knowledge) -> None:
        self.paragraphs, self.roles, self.known = paragraphs, roles, known

    def at(self, at: int) -> Iterator[Heading]:
        """Yield the headings of one paragraph; slogans are judged later, in company."""
        paragraph, role = self.paragraphs[at], self.roles[at]
        if role in ("title", "subtitle"):
            yield Heading(at, 0, len(paragraph.text), role)
        elif role == "plain":
            yield from self._own_line(at)
        elif role == "body":
            lead = self._numbered(at)
            if lead is not None:
                yield lead
            start = lead.stop if lead else 0
            inner = [*self._inline(at, start), *self._enumerated(at, start)]
            yield from sorted(inner, key=lambda heading: heading.start)

    # -- on a line of its own -------------------------------------------------------------------

    def _own_line(self, at: int) -> Iterator[Heading]:
        text, looks = self.paragraphs[at].text, self.paragraphs[at].looks
        kind = self._kind(at)
        if not kind and self.known.parts.fullmatch(text):
            kind = "part"
        if not kind and looks.level:
            kind = f"level{looks.level}"
        if not kind:
            if len(text) > self.known.lengths["max_plain"] or not self._leads_text(at):
                return
            if any(self.known.head[name].fullmatch(text) for name in NOT_TITLES):
                return
            kind = "listed" if self._names_a_list(text) else "plain"
        elif kind != "part" and not looks.level and not self._leads_anything(at):
            return
        yield Heading(at, 0, len(text), kind)

    def _names_a_list(self, text: str) -> bool:
        """Tell whether a line names one list of honours; a word like 光荣榜 names them all."""
        return bool(self.known.counted.search(text)) or (
            len(text) > 8 and self.known.honours.search(text) is not None
        )

    def _kind(self, at: int) -> str:
        """Return the name of the mark that a paragraph begins with, automatic numbers included."""
        paragraph = self.paragraphs[at]
        for text in filter(
            None, (paragraph.looks.number + " " * bool(paragraph.looks.number), paragraph.text)
        ):
            for mark in self.known.marks:
                if mark.pattern.match(text):
                    return mark.name
        return ""

    def _leads_text(self, at: int) -> bool:
        """A line that heads something has text below it before the end, and no row of its like."""
        row = range(at + 1, min(at + 1 + ROW, len(self.paragraphs)))
        if len(row) == ROW and all(self._bare(below) for below in row):
            return False
        for below in range(at + 1, min(at + 12, len(self.paragraphs))):
            if self.roles[below] == "body" or self.roles[below] == "entry":
                return True
        return False

    def _bare(self, at: int) -> bool:
        """Tell whether a paragraph is a short line that nothing marks as a heading."""
        looks = self.paragraphs[at].looks
        text = self.paragraphs[at].text
        marked = looks.level or looks.bold or self._kind(at) or self.known.parts.fullmatch(text)
        return self.roles[at] == "plain" and not marked and not self._names_a_list(text)

    def _leads_anything(self, at: int) -> bool:
        return at + 1 < len(self.paragraphs)

    # -- leading a paragraph ------------------------------------------------------------------------

    def _numbered(self, at: int) -> Heading | None:
        """Return the heading that a numbered paragraph begins with, up to its first full stop."""
        paragraph = self.paragraphs[at]
        kind, text = self._kind(at), paragraph.text
        if not kind:
            return self._boxed(at) or self._set_apart(at)
        stop = text.find(STOP) + 1
        if not 0 < stop <= self.known.lengths["max_run_in"]:
            return self._glued(at, kind) or self._colon(at, kind)
        if kind in COUNTED and self.known.not_lead.search(text[:stop]):
            return None
        rest = text[stop:].strip()
        if not rest and not self._followed_by_text(at):
            return None
        return Heading(at, 0, stop, kind, run_in=bool(rest))

    def _glued(self, at: int, kind: str) -> Heading | None:
        """A heading whose line end was lost: a gap parts it from the text."""
        text = self.paragraphs[at].text
        number = NUMBER_GAP.match(text)
        gap = text.find(" ", number.end() if number else 0)
        title, rest = text[: max(gap, 0)], text[gap:].strip()
        if not 4 < gap <= self.known.lengths["max_own"] or SENTENCE.search(title) or not is_text(rest):
            return None
        return Heading(at, 0, gap, kind, run_in=True)

    def _colon(self, at: int, kind: str) -> Heading | None:
        """A numbered line that ends in a colon and leads the paragraphs below is a heading, too."""
        text = self.paragraphs[at].text
        short = len(text) <= self.known.lengths["max_plain"]
        if short and text[-1] in "：！" and self._followed_by_text(at):
            return Heading(at, 0, len(text), kind)
        return None

    def _followed_by_text(self, at: int) -> bool:
        below = at + 1
        if below >= len(self.paragraphs):
            return False
        return self.roles[below] == "plain" or is_text(self.paragraphs[below].text)

    def _boxed(self, at: int) -> Heading | None:
        """Return the name of an entry, as yearbooks have it: 【概况】……"""
        name = self.known.boxed.match(self.paragraphs[at].text)
        return Heading(at, 0, name.end(), "boxed", run_in=True) if name else None

    def _set_apart(self, at: int) -> Heading | None:
        """Return the first sentence where bold or another font sets it apart."""
        paragraph = self.paragraphs[at]
        lead, text = paragraph.looks.lead, paragraph.text
        stop = text.find(STOP) + 1
        if not lead or not 0 < stop <= self.known.lengths["max_run_in"] or stop > lead + 2:
            return None
        return Heading(at, 0, stop, "bold", run_in=bool(text[stop:].strip()))

    def _inline(self, at: int, start: int) -> Iterator[Heading]:
        """Yield numbered headings inside a paragraph whose line ends were lost."""
        text = self.paragraphs[at].text
        places = [match.end() for match in self.known.inline.finditer(text, start)]
        for begin, end in itertools.pairwise([*places, len(text)]):
            mark = next((mark for mark in self.known.marks if mark.pattern.match(text, begin)), None)
            stop = self._title_end(text, begin, end)
            rest = len(text[stop:end].strip())
            if mark and stop and (rest >= self.known.lengths["min_rest"] or (not rest and end < len(text))):
                yield Heading(at, begin, stop, mark.name, run_in=True)

    def _title_end(self, text: str, begin: int, end: int) -> int:
        """Return where a title inside a paragraph ends: at a gap, or behind its first stop; 0 if nowhere."""
        number = NUMBER_GAP.match(text, begin, end)
        gap = text.find(" ", number.end() if number else begin, end)
        stop = text.find(STOP, begin, end) + 1
        if 0 < gap - begin <= self.known.lengths["max_plain"] and not SENTENCE.search(text, begin, gap):
            return gap
        return stop if 0 < stop - begin <= self.known.lengths["max_run_in"] else 0

    def slogan(self, at: int) -> Heading | None:
        """Return the short sentence without a number that a paragraph begins with, if it may lead it."""
        text, lengths = self.paragraphs[at].text, self.known.lengths
        stop = text.find(STOP) + 1
        if self.roles[at] != "body" or not 0 < stop <= lengths["max_slogan"]:
            return None
        lead = text[: stop - 1]
        if len(lead) < 4 or len(text) - stop < lengths["min_rest"]:
            return None
        if self.known.not_slogan.match(lead) or self.known.not_slogan_words.search(lead):
            return None
        return Heading(at, 0, stop, "slogan", run_in=True)

    # -- 一是……。二是……。 -----------------------------------------------------------------------------

    def _enumerated(self, at: int, start: int) -> Iterator[Heading]:
        """Yield the leads of 一是甲。……二是乙。……, where each item says more than its lead."""
        text = self.paragraphs[at].text
        places = [
            match
            for match in self.known.enumerated.finditer(text, start)
            if match["mark"].endswith(self.known.enumerated_plain) and not match["mark"].startswith("第")
        ]
        places = _in_order(places)
        if not places:
            return
        ends = [match.start() for match in places[1:]] + [len(text)]
        leads = []
        for match, end in zip(places, ends, strict=True):
            stop = text.find(STOP, match.end(), end) + 1
            if 0 < stop - match.start() <= self.known.lengths["max_run_in"] and text[stop:end].strip():
                leads.append(Heading(at, match.start(), stop, "enumerated", run_in=True))
        if leads and 2 * len(leads) > len(places):
            yield from leads


def _in_order(places: list[re.Match[str]]) -> list[re.Match[str]]:
    """Keep the run 一、二、三…… of the marks; stray ones (一是一) fall out."""
    kept: list[re.Match[str]] = []
    for match in places:
        number = ordinal(match["n"])
        if number == len(kept) + 1 or (not kept and number > 0):
            kept.append(match)
    return kept


# -- judged in company ---------------------------------------------------------------------------------


def _with_slogans(found: list[Heading], finder: _Finder) -> list[Heading]:
    """Add unnumbered leads where sections have several of them, made alike."""
    led = {heading.at for heading in found}
    own = [h.at for h in found if not h.run_in and h.kind not in ("title", "subtitle")]
    # The opening of an article is rhetoric; where a text begins in its middle, there is none.
    first = min(own, default=-1) if "title" in finder.roles[:HEAD_LINES] else -1
    slogans = [
        slogan
        for at in range(first + 1, len(finder.paragraphs))
        if at not in led and (slogan := finder.slogan(at)) is not None
    ]
    sections = [bisect.bisect_left(own, slogan.at) for slogan in slogans]
    if not _parallel(slogans, sections, finder):
        return found
    company = Counter(sections)
    kept = [slogan for slogan, section in zip(slogans, sections, strict=True) if company[section] >= 2]
    return sorted([*found, *kept], key=lambda heading: (heading.at, heading.start))


def _parallel(slogans: Sequence[Heading], sections: Sequence[int], finder: _Finder) -> bool:
    """Tell whether leads of one section are made alike, as headings are and chance sentences are not."""
    shapes: dict[tuple[int, int], list[int]] = {}
    for slogan, section in zip(slogans, sections, strict=True):
        clauses = CLAUSES.split(finder.paragraphs[slogan.at].text[: slogan.stop - 1])
        shapes.setdefault((section, len(clauses)), []).append(sum(map(len, clauses)))
    return any(b - a <= ALIKE for sizes in shapes.values() for a, b in itertools.pairwise(sorted(sizes)))


def _without_lone_dashes(found: list[Heading]) -> list[Heading]:
    """A single paragraph with a dash, a bullet or a name in brackets before it is no heading; several are."""
    counts = {kind: sum(h.kind == kind for h in found) for kind in ("dash", "bullet", "boxed")}
    return [heading for heading in found if counts.get(heading.kind, 2) >= 2]


def _grouped(found: list[Heading], paragraphs: Sequence[Paragraph], known: Knowledge) -> list[Heading]:
    """Put the groups of a list below its title: those right behind it whose counts add up to its own."""
    counts = [_count(h, paragraphs, known) for h in found]
    out = list(found)
    for number, total in enumerate(counts):
        if not total or number + 1 >= len(found) or found[number + 1].at != found[number].at + 1:
            continue
        rest, last = total, number
        while rest > 0 and last + 1 < len(found) and counts[last + 1]:
            last += 1
            rest -= counts[last]
        if rest == 0 and last > number + 1:
            out[number + 1 : last + 1] = [replace(h, kind="group") for h in found[number + 1 : last + 1]]
    return out


def _count(heading: Heading, paragraphs: Sequence[Paragraph], known: Knowledge) -> int:
    """Return the number that the title of an unnumbered list says, 0 where it says none."""
    counted = known.counted.search(paragraphs[heading.at].text) if heading.kind == "listed" else None
    return int(counted["count"]) if counted and counted["count"].isdigit() else 0


def _by_size(found: list[Heading], paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """Tell unnumbered headings of different sizes apart: plain1 is the largest."""
    sizes = {paragraphs[h.at].looks.size for h in found if h.kind == "plain"}
    if len(sizes) < 2:
        return found
    order = {size: number for number, size in enumerate(sorted(sizes, reverse=True), 1)}
    return [
        replace(h, kind=f"plain{order[paragraphs[h.at].looks.size]}") if h.kind == "plain" else h
        for h in found
    ]


def with_levels(found: Sequence[Heading], levels: Sequence[int]) -> list[Heading]:
    """Return the headings with their levels."""
    return [replace(heading, level=level) for heading, level in zip(found, levels, strict=True)]
