"""What a brief says once for all places in the text: region, year, session, and how skeletons name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.dates import parse_date
from toolkit.decompose.decomposition import Decomposition
from toolkit.decompose.knowledge import LevelWords
from toolkit.decompose.normal import is_han
from toolkit.decompose.places import OTHER
from toolkit.text import chinese_numeral, padded_name

UNKNOWN_PLACE, UNKNOWN_LEVEL = "某某区", "区"
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_TERMS, MOST_SESSIONS = 40, 8


@dataclass(frozen=True)
class Frame:
    """The brief's fields beside figures; `doubts` are those that had to be guessed."""

    region: str
    place: str
    level: str
    year: int
    term: int = 0
    number: int = 0
    own_session: bool = False
    date: str = ""
    speaker: str = ""
    salutation: str = ""
    term_first: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The region without its level, as skeletons print `place`."""
        return self.region.removesuffix(self.level) or self.region

    @property
    def committee(self) -> str:
        """The committee of the session's term: 大连市中山区第十一届委员会."""
        term = chinese_numeral(self.term)
        return f"第{term}届{self.place}委员会" if self.term_first else f"{self.place}第{term}届委员会"

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield what is printed with the Jinja that prints it, longer ones first."""
        yield from sorted(self._names(), key=lambda row: -len(row[0]))

    def _names(self) -> Iterator[tuple[str, str]]:
        yield f"中国人民政治协商会议{self.place}委员会", "{{ organ.full }}"
        yield f"政协{self.place}委员会", "{{ organ.name }}"
        if self.region != self.place:
            yield self.place, "{{ organ.place }}"
        yield self.region, "{{ region }}"
        if self.term and self.own_session:
            yield self.committee, "{{ organ.committee_body }}"
            body = f"{self.committee}第{chinese_numeral(self.number)}次会议"
            yield body, "{{ organ.committee_body }}第{{ session.number }}次会议"
        for which, number in self._sessions():
            yield f"{chinese_numeral(self.term)}届{chinese_numeral(number)}次会议", f"{{{{ {which}.name }}}}"
        if self.date and (date := parse_date(self.date)):
            yield date.text, "{{ session.date }}"

    def _sessions(self) -> Iterator[tuple[str, int]]:
        if self.term and self.own_session:
            yield "session", self.number
            if self.number > 1:
                yield "previous", self.number - 1
        elif self.term:
            yield "previous", self.number


def frame_of(apart: Decomposition, this_year: int) -> Frame:
    """Return the frame; what the report does not say is guessed and named among the doubts."""
    meta, doubts = apart.meta, []
    region = meta.region
    if region is None:
        doubts.append("region")
    year = meta.year
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        doubts.append("year")
        year = this_year
    session = meta.session
    if session and not (0 < session.term <= MOST_TERMS and 0 < session.number <= MOST_SESSIONS):
        session = None
    place = region.place if region else UNKNOWN_PLACE
    term = chinese_numeral(session.term) if session else ""
    return Frame(
        region=region.name if region else UNKNOWN_PLACE,
        place=place,
        level=region.level if region else UNKNOWN_LEVEL,
        year=year,
        term=session.term if session else 0,
        number=session.number if session else 0,
        own_session=bool(session and session.own),
        date=meta.date if session and session.own else "",
        speaker=meta.speaker,
        salutation=meta.salutation,
        term_first=bool(term) and f"第{term}届{place}委员会" in apart.raw,
        doubts=tuple(doubts),
    )


def name_at(frame: Frame, raw: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, stop, Jinja) for everything in a text that the frame prints."""
    for printed, jinja in frame.names():
        yield from _found(raw, printed, jinja)
    for at, stop, jinja in _found(raw, frame.short, "{{ place }}"):
        if len(frame.short) > 1 and not OTHER.match(raw, stop):
            yield at, stop, jinja
    if frame.speaker:
        yield from _found(raw, padded_name(frame.speaker), "{{ speaker.name }}")


def years_at(frame: Frame, raw: str) -> Iterator[tuple[int, int, str]]:
    """Yield the year under review and the one after it, where they stand with 年 and are no full date."""
    for year, jinja in ((frame.year, "{{ year }}"), (frame.year + 1, "{{ next_year }}")):
        for at, stop, _ in _found(raw, str(year), jinja):
            if raw.startswith("年", stop) and not raw[at - 1 : at].isdigit() and not _day(raw, stop + 1):
                yield at, stop, jinja


def _day(raw: str, at: int) -> bool:
    """Whether a month follows: such a date belongs to an event of its year, not to the report's year."""
    return raw[at : at + 1].isdigit() and "月" in raw[at : at + 3]


def level_words_at(frame: Frame, text: str, words: LevelWords) -> Iterator[tuple[int, int, str]]:
    """Yield 区 of 区委 and 全区 where it is this report's own level."""
    level = frame.level
    for tail in words.tails:
        for at, stop, _ in _found(text, level + tail, ""):
            if _stands_alone(text, at, words) and not words.not_before.match(text, stop):
                if tail == "政协":
                    yield at, stop, "{{ organ.short }}"
                else:
                    yield at, at + len(level), "{{ level }}"
    for head in words.heads:
        for at, stop, _ in _found(text, head + level, ""):
            if not words.not_before.match(text, stop):
                yield at + len(head), stop, "{{ level }}"


def _stands_alone(text: str, at: int, words: LevelWords) -> bool:
    before = text[max(0, at - 4) : at]
    return not before or not is_han(before[-1]) or bool(words.allow_after.search(before))


def _found(text: str, name: str, jinja: str) -> Iterator[tuple[int, int, str]]:
    at = text.find(name) if name else -1
    while at >= 0:
        yield at, at + len(name), jinja
        at = text.find(name, at + len(name))
