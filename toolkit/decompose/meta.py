"""What a report says of itself: title, organ, region, year, session, date, speaker, salutation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.dates import parse_date
from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.normal import squeezed
from toolkit.decompose.paragraphs import Body, Paragraph
from toolkit.decompose.places import Region, region_of
from toolkit.quantities.numerals import ordinal

DASHES = re.compile(r"\s*(——|—|──|－－|--)\s*")
SESSION = re.compile(
    r"第?(?P<term>[一二三四五六七八九十]{1,3})届(?:[^，。；、\s]{0,16}?(?:委员会|政协))?"
    r"第?(?P<number>[一二三四五六七八九十]{1,3})次(?:全体)?会议"
)
YEAR = re.compile(r"(?<!\d)(20\d{2})年(?!\s*\d{1,2}\s*月)")
REVIEWED = re.compile(r"(20\d{2})年(?:度)?[^，。；]{0,6}(?:工作)?(?:回顾|总结|主要工作|工作情况|工作综述)")
DAY = re.compile(r"(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})")
TITLES = re.compile(r"^(?:报告人\s*[：:]\s*)?(?:\S*(?:主席|书记|秘书长|主任)\s+)?")
ADDRESS = re.compile(r"尊敬的|各位|同志们|委员们")
NAMED_DATE = re.compile(r"([\u4e00-\u9fff](?:\s{0,3}[\u4e00-\u9fff]){1,3})\s*[（(]")
BYLINE = re.compile(
    r"(记者|通讯员|作者|供稿|撰稿)?\s*[：:]?\s*([\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])|[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
)


@dataclass(frozen=True)
class Session:
    """A session as a text names it; `own` where the report was given at it."""

    text: str
    term: int
    number: int
    own: bool = False


@dataclass(frozen=True)
class Meta:
    """What a report says of itself; what it does not say is empty or None."""

    title: str = ""
    subtitle: str = ""
    region: Region | None = None
    year: int | None = None
    session: Session | None = None
    date: str = ""
    published: str = ""
    speaker: str = ""
    salutation: str = ""
    people: tuple[str, ...] = field(default=())

    @property
    def organ(self) -> str:
        """The organ's name, 政协上海市金山区委员会."""
        return f"政协{self.region.place}委员会" if self.region else ""


def meta_of(body: Body, roles: Sequence[str], known: Knowledge) -> Meta:
    """Return what the title block, the furniture and the text say."""
    by_role: dict[str, list[Paragraph]] = {}
    for paragraph, role in zip(body.paragraphs, roles, strict=True):
        by_role.setdefault(role, []).append(paragraph)
    first = {role: found[0].text for role, found in by_role.items()}
    title, subtitle = _title(by_role)
    text = "\n".join(paragraph.text for paragraph in body.paragraphs)
    session = _session(f"{subtitle}\n{title}", text)
    date = _date(by_role, subtitle)
    campaigns = [year for name, year in known.campaigns.items() if name in text]
    published = _published(body)
    return Meta(
        title=title,
        subtitle=subtitle,
        region=region_of(f"{title}\n{subtitle}", f"{text}\n{_page(body)}", known),
        year=_year(title, text, date, published) or max(campaigns, default=None),
        session=session,
        date=date,
        published=published,
        speaker=_speaker(first),
        salutation=_salutation(first.get("salutation", "")),
        people=tuple(_people(by_role)),
    )


def _salutation(text: str) -> str:
    """Return how the report addresses its hearers, without mark and without a name run into it."""
    begins = ADDRESS.search(text)
    return text[begins.start() if begins else 0 :].rstrip("：:！! ")


def _speaker(first: Mapping[str, str]) -> str:
    """Return who speaks: on a line of their own, or run into the date or the salutation."""
    if "speaker" in first:
        return squeezed(TITLES.sub("", first["speaker"]))
    begins = ADDRESS.search(first.get("salutation", ""))
    before = squeezed(first["salutation"][: begins.start()]) if begins else ""
    bracket = NAMED_DATE.match(first.get("date", ""))
    return before or (squeezed(bracket[1]) if bracket else "")


def _title(by_role: dict[str, list[Paragraph]]) -> tuple[str, str]:
    """Return title and subtitle; one line may hold both, parted by a dash."""
    title = "".join(paragraph.raw for paragraph in by_role.get("title", ()))
    subtitle = "".join(paragraph.raw for paragraph in by_role.get("subtitle", ()))
    if not subtitle and (dash := DASHES.search(title)) and dash.start() > 3:
        title, subtitle = title[: dash.start()], title[dash.start() :].strip()
    return title.strip(), subtitle.strip()


def _session(head: str, text: str) -> Session | None:
    """Return the session that the head names, else the one that the text names most."""
    if match := SESSION.search(head):
        return _made(match, own=True)
    found = list(SESSION.finditer(text))
    if not found:
        return None
    counts = Counter((match["term"], match["number"]) for match in found)
    best = counts.most_common(1)[0][0]
    return _made(next(m for m in found if (m["term"], m["number"]) == best), own=False)


def _made(match: re.Match[str], *, own: bool) -> Session:
    return Session(match[0], ordinal(match["term"]), ordinal(match["number"]), own)


def _date(by_role: dict[str, list[Paragraph]], subtitle: str) -> str:
    for text in [*(p.text for p in by_role.get("date", ())), subtitle]:
        bare = squeezed(text).strip("（）()")
        if (match := DAY.search(bare)) and (date := parse_date("-".join(match.groups()))):
            return str(date)
        if date := parse_date(bare):
            return str(date)
    return ""


def _page(body: Body) -> str:
    """Return the words of the page round the report, names of the site among them."""
    return "\n".join(body.source.text[at : at + length] for at, length in body.furniture)


def _published(body: Body) -> str:
    """Return the day that the page's furniture names, if any."""
    for start, length in body.furniture:
        match = DAY.search(body.source.text, start, start + length)
        if match and (date := parse_date("-".join(match.groups()))):
            return str(date)
    return ""


def _year(title: str, text: str, date: str, published: str) -> int | None:
    """Return the year under review: named as such, in the title, before a session's day, or by count."""
    if match := REVIEWED.search(text) or REVIEWED.search(title) or YEAR.search(title):
        return int(match[1])
    given = date or published
    counts = Counter(int(match[1]) for match in YEAR.finditer(text))
    if given:
        year, month = int(given[:4]), int(given[5:7])
        return year - 1 if month <= 4 and (not counts or counts[year - 1] >= counts[year]) else year
    return counts.most_common(1)[0][0] if counts else None


def _people(by_role: dict[str, list[Paragraph]]) -> list[str]:
    """Return the names of the speaker and of those who sign, as printed."""
    names = []
    for paragraph in by_role.get("speaker", ()):
        names.append(TITLES.sub("", paragraph.text).strip())
    for role in ("byline", "signature"):
        for paragraph in by_role.get(role, ()):
            words = paragraph.text.strip("（）()■□◆● ")
            names += [match[2].strip() for match in BYLINE.finditer(words) if match[1]]
            if role == "signature" and not any(mark in words for mark in ("记者", "通讯员", "作者")):
                names.append(words)
    return [name for name in dict.fromkeys(names) if 2 <= len(squeezed(name)) <= 4]
