"""A finished text as rules see it."""

from __future__ import annotations

import bisect
import datetime
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.checks.spared import Spared, find_spared
from toolkit.checks.traces import Traced
from toolkit.compose.names import report_day
from toolkit.dates import parse_date
from toolkit.decompose.decomposition import Decomposition, take_apart
from toolkit.decompose.meta import Meta
from toolkit.quantities.identities import Identity
from toolkit.quantities.quantity import Quantity
from toolkit.readers.source import Source
from toolkit.sources import Tools

if TYPE_CHECKING:
    from toolkit.brief.load import Brief
    from toolkit.pack.pack import Pack
    from toolkit.quantities.knowledge import Knowledge as Quantities

Answer = TypeVar("Answer")

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’）]?")
# A placeholder as reports are generated with: its own brackets stand inside at most once.
UNFILLED = re.compile(r"〔待填：[^〔〕\n]*(?:〔[^〔〕\n]*〕[^〔〕\n]*)?〕")
NEXT = ("next_year_overview", "next_year_tasks")
ORDERED = ("work_report",)
SURE = 0.7


@dataclass(frozen=True)
class Block:
    """A paragraph: characters `start` to `end` of the manuscript's text, without the line end.

    `role` is what it is in the document (title, subtitle, date, speaker, salutation, body, plain for
    headings, entry, caption, signature …), `function` the section function it stands under.
    """

    number: int
    start: int
    end: int
    text: str
    raw: str
    role: str
    function: str


@dataclass(frozen=True)
class Manuscript:
    """A text under review. All places are indices into `text`; `raw` has the same length.

    Attributes:
        apart: the text taken apart (headings, sections, figures, identities, meta, slots).
        pack: the pack whose tables (formulations, meetings, figures) count.
        quantities: what that pack knows of figures in a text.
        brief: the figures and facts that it was written from, where they are known.
        day: the day on which it is read out; see `day_known`.
        day_known: whether the day is written somewhere; if not, it is only likely.
        traced: where the brief's values stand, and what people wrote; None without a brief.
    """

    apart: Decomposition
    pack: Pack
    quantities: Quantities
    brief: Brief | None = None
    given: datetime.date | None = None
    traced: Traced | None = None

    # -- the text ------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The paragraphs' uniform text, a paragraph a line: full-width marks beside Han, plain blanks."""
        return self.apart.text

    @property
    def raw(self) -> str:
        """The paragraphs' exact characters, place for place those of `text`."""
        return self.apart.raw

    @cached_property
    def blocks(self) -> list[Block]:
        """Every paragraph in order."""
        found = []
        for number, (paragraph, role) in enumerate(
            zip(self.apart.body.paragraphs, self.apart.roles, strict=True)
        ):
            start = self.apart.starts[number]
            end = start + len(paragraph.text)
            function = self.function_at(start)
            found.append(Block(number, start, end, paragraph.text, paragraph.raw, role, function))
        return found

    def block_at(self, at: int) -> Block:
        """Return the paragraph that a place lies in."""
        return self.blocks[max(0, bisect.bisect_right(self.apart.starts, at) - 1)]

    def sentences(self, block: Block) -> Iterator[tuple[int, int]]:
        """Yield the sentences of a paragraph as (start, end) in `text`."""
        for match in SENTENCE.finditer(self.text, block.start, block.end):
            yield match.span()

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Return the sentence round a place as (start, end)."""
        block = self.block_at(at)
        found = (block.start, block.end)
        for start, end in self.sentences(block):
            if start > at:
                break
            found = (start, end)
        return found

    @cached_property
    def spared(self) -> Spared:
        """Quotations and titles."""
        return find_spared(self.text, self.pack.mapping("checking.yaml")["quotations"])

    def is_unfilled(self, start: int, end: int) -> bool:
        """Tell whether a stretch touches a placeholder that waits for a value."""
        at = bisect.bisect_left(self._unfilled, (start, 0))
        near = self._unfilled[max(0, at - 1) : at + 1]
        return any(first < end and start < last for first, last in near)

    @cached_property
    def _unfilled(self) -> list[tuple[int, int]]:
        return [match.span() for match in UNFILLED.finditer(self.text)]

    # -- its sections --------------------------------------------------------------------------

    @cached_property
    def _functions(self) -> tuple[list[int], list[str]]:
        starts, functions = [], []
        for section, judged in zip(self.apart.sections, self.apart.judged, strict=True):
            here = section.heading
            first = (here.at, here.start) if here else (section.pieces[0].at, section.pieces[0].start)
            starts.append(self.apart.starts[first[0]] + first[1])
            functions.append(judged.best)
        return starts, functions

    def function_at(self, at: int) -> str:
        """Return the section function that a place stands under, empty in the title block."""
        starts, functions = self._functions
        above = bisect.bisect_right(starts, at) - 1
        return functions[above] if above >= 0 else ""

    def is_next(self, at: int) -> bool:
        """Tell whether a place lies in the plan for the year to come.

        A report keeps to its order; elsewhere a paragraph may look ahead and the review go on behind it.
        """
        return at >= self._next and (self.genre in ORDERED or self.function_at(at) in NEXT)

    @cached_property
    def _next(self) -> int:
        """Where the plan for the year to come begins; behind the text if there is none.

        One word in a heading of the review may look like it: what looks much less so than another is not it.
        """
        starts, _ = self._functions
        judged = [
            (start, one) for start, one in zip(starts, self.apart.judged, strict=True) if one.best in NEXT
        ]
        late = [(start, one) for start, one in judged if start > len(self.text) / 3]
        scores = {start: one.scores[NEXT[0]] for start, one in late if one.best == NEXT[0]}
        sure = [start for start, score in scores.items() if score >= max(scores.values()) * SURE]
        return min(sure or [start for start, _ in late], default=len(self.text) + 1)

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What functions under `once` have said of it."""
        return {}

    # -- what it says of itself ------------------------------------------------------------------

    @property
    def meta(self) -> Meta:
        """Title, subtitle, region, year, session, date, speaker as its own words have them."""
        return self.apart.meta

    @property
    def genre(self) -> str:
        """The id of the genre that it looks like."""
        return self.apart.genre

    @property
    def figures(self) -> Sequence[Quantity]:
        """Every figure of `text`, in order, with value, unit, label and key."""
        return self.apart.figures

    @property
    def identities(self) -> Sequence[Identity]:
        """What the figures say of each other."""
        return self.apart.identities

    @cached_property
    def year(self) -> int | None:
        """The year under review; the last of them where several are."""
        return self.brief.year if self.brief else self.meta.year

    @cached_property
    def day(self) -> datetime.date | None:
        """The day of the report, else the end of January after the year reviewed, else None."""
        if self.given:
            return self.given
        if date := parse_date(self.meta.date):
            return date.latest
        if self.brief:
            return report_day(self.brief)
        if date := parse_date(self.meta.published):
            return date.latest
        return datetime.date(self.year + 1, 1, 31) if self.year else None

    @property
    def day_known(self) -> bool:
        """Whether the day is written somewhere and not only inferred from the year."""
        brief = self.brief is not None and self.brief.value("session.date") is not None
        return bool(self.given or self.meta.date or self.meta.published or brief)


def manuscript(
    source: Source,
    using: Tools,
    *,
    brief: Brief | None = None,
    day: datetime.date | None = None,
    traced: Traced | None = None,
) -> Manuscript:
    """Return a source as rules see it.

    `day` overrides the report's own; `traced` counts in the source's offsets.
    """
    # What stands in a Word file was put there to be read; a page of the web has its own furniture.
    whole = source.kind == "docx"
    apart = take_apart(source, using.known, using.quantities, using.pack.catalogue, whole=whole)
    moved = traced and _moved(traced, apart)
    return Manuscript(apart, using.pack, using.quantities, brief, day, moved)


def _moved(traced: Traced, apart: Decomposition) -> Traced:
    """Bring places from the source's offsets to the manuscript's; those of set-aside lines are left out."""
    starts = [paragraph.start for paragraph in apart.body.paragraphs]

    def place(start: int, end: int) -> tuple[int, int] | None:
        number = bisect.bisect_right(starts, start) - 1
        number = max(0, number)
        offsets = apart.body.paragraphs[number].offsets if starts else ()
        first, last = bisect.bisect_left(offsets, start), bisect.bisect_left(offsets, end)
        here = apart.starts[number] if last > first else 0
        return (here + first, here + last) if last > first else None

    traces = [replace(t, start=at[0], end=at[1]) for t in traced.traces if (at := place(t.start, t.end))]
    typed = [at for start, end in traced.typed if (at := place(start, end))]
    return Traced(tuple(traces), tuple(typed), traced.generated)


def once(function: Callable[[Manuscript], Answer]) -> Callable[[Manuscript], Answer]:
    """Let a function ask each manuscript once: many rules want to know the same."""

    @functools.wraps(function)
    def asked(manuscript: Manuscript) -> Answer:
        if function not in manuscript.answers:
            manuscript.answers[function] = function(manuscript)
        answer: Answer = manuscript.answers[function]
        return answer

    return asked
