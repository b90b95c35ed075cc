"""The head of a report: title, subtitle and mandate name one committee and one session."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import NUMBER, Head, head_of, own_mentions, session_name
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

PLACE = re.compile(
    rf"(?:中国人民政治协商会议|政协)(?:第{NUMBER}届)?(?P<place>[\u4e00-\u9fff]{{2,14}}?)(?:第{NUMBER}届)?(?:委员会|常务委员会)"
)
MANDATE = re.compile(
    rf"(?:受|代表)(?:中国人民政治协商会议|政协)?[^，。；]{{0,14}}?第?(?P<term>{NUMBER})届[^，。；]{{0,14}}?(?:常务委员会|常委会)"
)


@dataclass(frozen=True)
class Own:
    """The session that hears the report, of the term that most of the text speaks of."""

    term: int
    number: int

    @property
    def name(self) -> str:
        """Its short name, 十一届四次会议."""
        return session_name(self.term, self.number)

    @property
    def reporting(self) -> int:
        """The term of the committee that reports: the one before at a first session."""
        return self.term - (self.number == 1)


def own_session(manuscript: Manuscript) -> Own | None:
    """Return the session of a report's head; where terms differ, the one that stands most often."""
    head = head_of(manuscript)
    if not head.session:
        return None
    return Own(_votes(manuscript, head).most_common(1)[0][0], head.session.number)


def _votes(manuscript: Manuscript, head: Head) -> Counter[int]:
    """Count the terms of the session that title, subtitle, mandate and body speak of."""
    votes = [head.session.term] if head.session else []
    votes += [head.title.number + head.changing] if head.title else []
    if mandate := _mandate(manuscript, head):
        votes.append(ordinal(mandate["term"]) + head.changing)
    if not head.changing:
        votes += sorted({m.term for m in own_mentions(manuscript)})
    return Counter(votes)


def _mandate(manuscript: Manuscript, head: Head) -> re.Match[str] | None:
    match = MANDATE.search(manuscript.text, max((b.end for b in head.blocks), default=0))
    return match if match and "全国" not in match[0] else None


def title_term(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The title's term and the subtitle's are one, unless the session is the first of a new term."""
    head = head_of(manuscript)
    if not head.title or not head.session or head.changing:
        return
    if head.title.number != head.session.term:
        title, session = chinese_numeral(head.title.number), head.session
        subtitle = f"第{chinese_numeral(session.term)}届第{chinese_numeral(session.number)}次会议"
        votes = _votes(manuscript, head)
        for place, own, other in (
            (head.title, head.title.number, session.term),
            (session, session.term, head.title.number),
        ):
            if votes[own] <= votes[other]:
                yield Hit(place.start, place.end, f"标题是第{title}届，副题是{subtitle}，届次不一致")


def outgoing_term(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """At the first session of a term the committee of the term before reports."""
    head = head_of(manuscript)
    if not head.title or not head.changing or not head.session:
        return
    right = head.session.term - 1
    if head.title.number != right and right > 0:
        new, old = chinese_numeral(head.session.term), chinese_numeral(right)
        yield Hit(
            head.title.start,
            head.title.end,
            f"第{new}届第一次会议听取的是上一届（第{old}届）常务委员会的工作报告，标题写成了第{chinese_numeral(head.title.number)}届",
            f"第{old}届",
        )


def title_place(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Title and subtitle name the same committee."""
    blocks = head_of(manuscript).blocks
    titles = "".join(b.text for b in blocks if b.role == "title").replace(" ", "")
    named = PLACE.search(titles)
    for block in blocks:
        match = PLACE.search(manuscript.text, block.start, block.end) if block.role == "subtitle" else None
        if named and match and not _same(named["place"], match["place"]):
            yield Hit(
                *match.span("place"), f"标题是“{named['place']}”，副题写成“{match['place']}”，不是同一个政协"
            )


def _same(one: str, other: str) -> bool:
    """Tell whether two names are of one place: 临川区 and 滨江市临川区, 黔东南州 in short and in full."""
    short, full = sorted((one, other), key=len)
    return short in full or (full.endswith("自治" + short[-1]) and short[:2] in full)


def subtitle_missing(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A standing committee's report says at which session it was given."""
    head = head_of(manuscript)
    last = next((block for block in reversed(head.blocks) if block.role == "title"), None)
    if last and not head.session and re.search(rule.data["title"], last.text):
        yield Hit(last.start, last.end)


def mandate_term(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The speaker is charged by the committee that the title names."""
    head, own = head_of(manuscript), own_session(manuscript)
    match = _mandate(manuscript, head)
    right = own.reporting if own else head.title.number if head.title else 0
    if match and right and ordinal(match["term"]) != right:
        wanted = chinese_numeral(right)
        yield Hit(
            *match.span("term"),
            f"作报告的是第{wanted}届常务委员会，这里写成第{match['term']}届",
            wanted,
            None if own else Severity.WARNING,
        )
