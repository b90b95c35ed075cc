"""Congresses, plenums, national sessions and ceremonies that a text names, as rows of the calendar."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.manuscript import Manuscript, once
from toolkit.checks.sessions.mentions import NUMBER
from toolkit.pack.calendar import Calendar, Meeting
from toolkit.quantities.numerals import ordinal

HAN = "一二三四五六七八九"
CENTRAL = r"(?<![省市区县旗州]委)(?:中共|党的|中国共产党)?第?(?P<term>[一二三四五六七八九十]{2,3})届"
PLENUM = re.compile(
    rf"{CENTRAL}(?:(?P<list>[{HAN}]中(?:(?:全会)?[、和及与][{HAN}]中)*)全会|中央委员会第(?P<full>{NUMBER})次全体会议)"
)
CONGRESS = re.compile(
    r"(?:中共|党的)(?P<short>[一二三四五六七八九十]{2,3})大(?![行工攻队])|"
    r"中国共产党第(?P<full>[一二三四五六七八九十]{2,4})次全国代表大会|"
    r"(?<![一二三四五六七八九十])(?P<bare>十[八九]|二十[一二]?)大(?=精神|报告|胜利|以来|召开|闭幕|、|和)"
)
NATIONAL = re.compile(
    rf"全国(?P<a>政协|人大)(?P<a_term>{NUMBER})届(?P<a_number>{NUMBER})次(?:全体)?会议|"
    rf"第?(?P<b_term>{NUMBER})届全国(?P<b>委员会|人民代表大会|人大|政协)第?(?P<b_number>{NUMBER})次(?:全体)?会议"
)
KINDS = {
    "政协": "cppcc_session",
    "委员会": "cppcc_session",
    "人大": "npc_session",
    "人民代表大会": "npc_session",
}


@dataclass(frozen=True)
class Named:
    """A meeting as a text names it; `meeting` is None for one that the calendar does not have."""

    start: int
    end: int
    text: str
    kind: str
    term: int
    number: int
    meeting: Meeting | None


@once
def named_meetings(manuscript: Manuscript) -> tuple[Named, ...]:
    """Return what the text names of them, in order; a list of plenums gives each of them."""
    text, calendar = manuscript.text, manuscript.pack.calendar
    rows = {(m.kind, m.term, m.number): m for m in calendar.meetings}
    found = [
        *_plenums(text, rows),
        *_congresses(text, rows),
        *_national(text, rows),
        *_by_name(text, calendar),
    ]
    return tuple(sorted(found, key=lambda named: (named.start, named.number)))


Rows = dict[tuple[str, int, int], Meeting]


def _plenums(text: str, rows: Rows) -> Iterator[Named]:
    for match in PLENUM.finditer(text):
        term = ordinal(match["term"])
        for number in plenum_numbers(match):
            meeting = rows.get(("cpc_plenum", term, number))
            yield Named(*match.span(), match[0], "cpc_plenum", term, number, meeting)


def plenum_numbers(match: re.Match[str]) -> list[int]:
    """Return the numbers of the plenums that a match of `PLENUM` lists."""
    if match["full"]:
        return [ordinal(match["full"])]
    return [ordinal(one) for one in re.findall(rf"[{HAN}](?=中)", match["list"])]


def _congresses(text: str, rows: Rows) -> Iterator[Named]:
    for match in CONGRESS.finditer(text):
        term = ordinal(match["short"] or match["full"] or match["bare"])
        yield Named(*match.span(), match[0], "cpc_congress", term, 0, rows.get(("cpc_congress", term, 0)))


def _national(text: str, rows: Rows) -> Iterator[Named]:
    for match in NATIONAL.finditer(text):
        side = "a" if match["a"] else "b"
        kind, term, number = (
            KINDS[match[side]],
            ordinal(match[f"{side}_term"]),
            ordinal(match[f"{side}_number"]),
        )
        yield Named(*match.span(), match[0], kind, term, number, rows.get((kind, term, number)))


def _by_name(text: str, calendar: Calendar) -> Iterator[Named]:
    """Yield ceremonies and conferences of one name only; not those that a place held of the same name."""
    counts = Counter(name for meeting in calendar.meetings for name in meeting.names)
    for meeting in calendar.meetings:
        if meeting.kind not in ("commemoration", "conference") or not meeting.start:
            continue
        for name in sorted(meeting.names, key=len, reverse=True):
            at = text.find(name) if counts[name] == 1 else -1
            while at >= 0:
                if not re.search(
                    r"(?:各界(?:人士)?|[省市区县旗州委协]|政协系统)\Z", text[max(0, at - 6) : at]
                ):
                    yield Named(at, at + len(name), name, meeting.kind, 0, 0, meeting)
                at = text.find(name, at + len(name))


def latest_plenum(manuscript: Manuscript, day: datetime.date) -> Meeting | None:
    """Return the latest plenum that is over by a day."""
    held = [
        m for m in manuscript.pack.calendar.meetings
        if m.kind == "cpc_plenum" and m.verified and m.end and m.end <= day
    ]  # fmt: skip
    return max(held, key=lambda m: m.end or datetime.date.min, default=None)


def latest_congress(manuscript: Manuscript, day: datetime.date) -> Meeting | None:
    """Return the latest national congress that is over by a day."""
    held = [
        m for m in manuscript.pack.calendar.meetings if m.kind == "cpc_congress" and m.end and m.end <= day
    ]
    return max(held, key=lambda m: m.term, default=None)
