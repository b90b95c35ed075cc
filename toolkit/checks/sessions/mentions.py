"""Sessions as a text names them: which are the own committee's, and what the head says of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.manuscript import Block, Manuscript, once
from toolkit.decompose.places import Region
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

NUMBER = r"[一二三四五六七八九十\d]{1,3}"
WORDS = r"[^，。；：、“”《》（）()\s第届]"
SESSION = re.compile(
    rf"第?(?P<term>{NUMBER})届"
    rf"(?P<body>{WORDS}{{0,14}}?(?:委员会|政协|人大|代表大会|常委会|常委|主席会议?))??"
    rf"(?:(?<=委员会)\n)?第?(?P<number>{NUMBER})次(?:全体会议|会议|全会)"
)
TERM = re.compile(rf"第?(?P<term>{NUMBER})届(?={WORDS}{{0,14}}?(?:委员会|政协|常委会))")
COMMITTEE = re.compile(
    rf"(?P<to>第?(?P<term>{NUMBER})届)(?P<body>(?:{WORDS}{{0,14}}?(?:常务委员会|委员会|常委会)|[省市区县旗州盟]?政协(?=常委会|常务)))"
)
CUT = re.compile(r"[，。；：、“”《》（）()\s]")
LEVEL = re.compile(r"(?<!自治)([省市区县旗州盟])政协")
NAMED = re.compile(r"(?:中国人民政治协商会议|政协)(?P<place>[^，。；\s]{0,14})\Z")
LEVELLED = re.compile(r"(?P<level>全国|自治区|[省市区县旗州盟])(?:人民)?政协\Z")
OTHERS = re.compile(r"人大|代表大会|全国|党代|中央|中共|中国共产党|[省市区县旗州]委(?!员)")
STANDING = re.compile(r"常务委员会|常委|主席会")
REPORT = re.compile(r"(?:常务委员会|常委会)?工作(?:情况)?(?:的)?报告\s*\Z|工作报告——")
SINGLE = ("work_report", "year_review", "performance_digest")
OF_A_YEAR = re.compile(r"20\d\d年(?:以来)?，(?:在中共|.{0,6}政协)")
LEVELS = tuple("省市区县旗州盟")
BEFORE = 24
HEAD = ("title", "subtitle")


@dataclass(frozen=True)
class Mention:
    """A session of a CPPCC committee, `start` to `end` of the text; `standing` for its inner meetings."""

    start: int
    end: int
    text: str
    term: int
    number: int
    own: bool
    standing: bool

    @property
    def name(self) -> str:
        """Its short name, 十一届三次会议."""
        return session_name(self.term, self.number)


@dataclass(frozen=True)
class Term:
    """A term as the head names it, `start` to `end` of the text."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Head:
    """Title and subtitle: the term of the reporting committee, the session that hears the report."""

    blocks: tuple[Block, ...]
    title: Term | None
    session: Mention | None

    @property
    def changing(self) -> bool:
        """Whether a new term begins, so that the report is on all five years of the last one."""
        return bool(self.session and self.session.number == 1)


def session_name(term: int, number: int) -> str:
    """Return a session's short name, 十一届三次会议."""
    return f"{chinese_numeral(term)}届{chinese_numeral(number)}次会议"


@once
def own_level(manuscript: Manuscript) -> str:
    """Return 区 where the report is from a district, from how it calls its own committee."""
    counts = Counter(LEVEL.findall(manuscript.text))
    if counts:
        return str(counts.most_common(1)[0][0])
    return manuscript.meta.region.level if manuscript.meta.region else ""


@once
def mentions(manuscript: Manuscript) -> tuple[Mention, ...]:
    """Return every session of a CPPCC committee that the text names, in order."""
    matches, whose = SESSION.finditer(manuscript.text), Whose(own_level(manuscript), manuscript.meta.region)
    return tuple(found for match in matches if (found := _mention(match, whose)))


@dataclass(frozen=True)
class Whose:
    """Whose report it is: 区 and the place, as far as they are known."""

    level: str
    region: Region | None

    def own(self, before: str, body: str) -> bool:
        """Tell whether a session is the own committee's, from the words before and inside its name."""
        if "全国" in body or re.search(r"全国(?:人民)?政协\Z", before):
            return False
        if match := LEVELLED.search(before):
            return not self.level or match["level"] == self.level
        if match := NAMED.search(before):
            return self._place(match["place"] or body.removesuffix("委员会"))
        if before[-1:] in LEVELS and "政协" in body:
            return not self.level or before[-1] == self.level
        place = body.removesuffix("委员会").removesuffix("常务").removesuffix("委员会")
        return place[-1:] not in LEVELS or self._place(place)

    def _place(self, place: str) -> bool:
        region = self.region
        if not place:
            return True
        if region and self.level and place.endswith(self.level):
            return region.short[:2] in place or place[:2] in region.place
        if region:
            return region.name in place or place in (region.short, region.place)
        return not self.level or place.endswith(self.level)


def _mention(match: re.Match[str], whose: Whose) -> Mention | None:
    body = match["body"] or ""
    before = CUT.split(match.string[max(0, match.start() - BEFORE) : match.start()])[-1]
    party = match[0].endswith("全会") and "政协" not in body and not before.endswith("政协")
    term, number = ordinal(match["term"]), ordinal(match["number"])
    if party or OTHERS.search(body.replace("全国委员会", "")) or not term or not number:
        return None
    if re.search(r"中共|中国共产党|人大|[省市区县旗州]委\Z", before):
        return None
    own, standing = whose.own(before, body), bool(STANDING.search(body))
    return Mention(*match.span(), match[0], term, number, own, standing)


@once
def head_of(manuscript: Manuscript) -> Head:
    """Return what title and subtitle say; without a session where they name none."""
    blocks = []
    for block in manuscript.blocks:
        if block.role == "body":
            break
        if block.role in HEAD:
            blocks.append(block)
    found = mentions(manuscript) if blocks else []
    inside = [m for m in found if any(b.start <= m.start < b.end for b in blocks) and not m.standing]
    session = next((m for m in inside if m.own), inside[0] if inside else None)
    return Head(tuple(blocks), _title_term(manuscript, blocks, inside), session)


def _title_term(manuscript: Manuscript, blocks: list[Block], inside: list[Mention]) -> Term | None:
    for block in blocks:
        for match in TERM.finditer(manuscript.text, block.start, block.end):
            if not any(m.start <= match.start() < m.end for m in inside):
                return Term(match.start(), match.end(), ordinal(match["term"]))
    return None


def own_terms(manuscript: Manuscript) -> list[Term]:
    """Return every term of the own committee that the text names, with its sessions or without."""
    text, level = manuscript.text, own_level(manuscript)
    named = mentions(manuscript)
    found = [Term(m.start, m.start + len(_ordinal(m.text)), m.term) for m in named if m.own]
    whose = Whose(level, manuscript.meta.region)
    for match in COMMITTEE.finditer(text):
        before = CUT.split(text[max(0, match.start() - BEFORE) : match.start()])[-1]
        body, inside = match["body"] or "", any(m.start <= match.start() < m.end for m in named)
        if inside or OTHERS.search(before + body) or not ordinal(match["term"]):
            continue
        if ("政协" in before or "协商会议" in before or "政协" in body) and whose.own(before, body):
            found.append(Term(match.start(), match.end("to"), ordinal(match["term"])))
    return sorted(found, key=lambda term: term.start)


def _ordinal(text: str) -> str:
    """Return the 第七届 that a session's name begins with."""
    return text[: text.index("届") + 1]


def is_report(manuscript: Manuscript) -> bool:
    """Tell whether a text is the standing committee's report to a session, not news of it."""
    titles = "".join(block.text for block in head_of(manuscript).blocks if block.role == "title")
    return bool(REPORT.search(titles.replace(" ", "")))


def on_one_year(manuscript: Manuscript) -> bool:
    """Tell whether a text reviews one year: not a whole term, not the years since something."""
    if head_of(manuscript).changing:
        return False
    first = next((block for block in manuscript.blocks if block.role == "body"), None)
    return manuscript.genre in SINGLE or bool(first and OF_A_YEAR.match(first.text))


def own_mentions(manuscript: Manuscript) -> list[Mention]:
    """Return the plenary sessions of the own committee that the text names below its head."""
    head = head_of(manuscript)
    below = max((block.end for block in head.blocks), default=0)
    return [m for m in mentions(manuscript) if m.own and not m.standing and m.start >= below]


def plenary_sessions(manuscript: Manuscript) -> Iterator[tuple[Mention, str]]:
    """Yield every own plenary session named below the head, with the words that follow in its clause."""
    for mention in own_mentions(manuscript):
        rest = CUT.split(manuscript.text[mention.end : mention.end + BEFORE])[0]
        yield mention, rest
