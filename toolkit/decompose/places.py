"""Which place a report is from: its name, its level, what lies above it; and where places are named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.decompose.knowledge import Knowledge

LEVELS = "区县市旗州盟省"
# The peoples after whom autonomous places are named; a place's short name is what stands before them.
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜"
    "|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|赫哲|门巴|珞巴"
)
SUFFIX = re.compile(
    rf"(?:(?:(?:{PEOPLES})族|各族|蒙古|哈萨克|柯尔克孜|维吾尔)*自治[县区州旗]|地区|林区|特区|新区|[省市区县旗州盟])\Z"
)
LEVEL_WORD = re.compile(rf"(?:全([{LEVELS}])|([{LEVELS}])(?:政协|委(?![员组])|政府|人大))")
NAME = rf"[\u4e00-\u9fff]{{1,12}}?[{LEVELS}]"
FORMAL = re.compile(
    rf"(?:中国人民政治协商会议|政协)\s*(?:第[一二三四五六七八九十]+届)?(?P<place>{NAME})"
    r"(?:第[一二三四五六七八九十]+届)?委员会"
)
PARTY = re.compile(rf"中共(?P<place>{NAME})委")
ORGAN = re.compile(rf"(?P<place>{NAME})政协")
# After a place's short name these make it the name of another place: a town, a road.
LONGEST = 8
OTHER = re.compile(r"[\u4e00-\u9fff]?(?:镇|乡|街道|路|村|大道|中学|小学)")


@dataclass(frozen=True)
class Region:
    """The place that a report is from: 金山区, 金山, 区, 上海市金山区, (上海市,)."""

    name: str
    short: str
    level: str
    place: str
    above: tuple[str, ...] = ()


def short_name(name: str) -> str:
    """Return a place's name without what kind of place it is; names of two characters stay."""
    short = SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


class Gazetteer:
    """All places of `places.yaml`, found in a text in one pass."""

    def __init__(self, places: Mapping[str, tuple[tuple[str, ...], ...]]) -> None:
        self.places = places
        self.index: dict[str, list[str]] = defaultdict(list)
        self.shorts: dict[str, list[str]] = defaultdict(list)
        for name in places:
            if len(name) > 2:
                self.index[name[:2]].append(name)
            self.shorts[short_name(name)].append(name)
        for names in self.index.values():
            names.sort(key=len, reverse=True)

    def names(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the full names that stand in a text, the longest at each place.

        Names of two characters are left out: 城区, 和县 say other things more often.
        """
        look_up, after = self.index.get, 0
        for at in range(len(text) - 1):
            names = look_up(text[at : at + 2])
            if names is None or at < after:
                continue
            for name in names:
                if text.startswith(name, at):
                    yield at, name
                    after = at + len(name)
                    break

    def short_counts(self, text: str) -> Counter[str]:
        """Count how often each short name stands in a text."""
        counts: Counter[str] = Counter()
        for size in (2, 3, 4):
            for at in range(len(text) - size + 1):
                if text[at : at + size] in self.shorts:
                    counts[text[at : at + size]] += 1
        return counts


def level_of(text: str) -> str:
    """Return the level that a text speaks of most: 区 where it says 区委, 全区, 区政协."""
    counts = Counter(match[1] or match[2] for match in LEVEL_WORD.finditer(text))
    return counts.most_common(1)[0][0] if counts else ""


def region_of(title: str, text: str, known: Knowledge) -> Region | None:
    """Return the place that a report is from, or None where nothing names it.

    `text` is best given with the furniture: the name of the site may be all that names the place.
    """
    gazetteer = Gazetteer(known.places)
    level = level_of(text)
    votes: defaultdict[str, float] = defaultdict(float)
    formal: dict[str, str] = {}
    for weight, pattern, match in _mentions(title, text):
        name, place = _resolved(match["place"], gazetteer)
        if not name and pattern is not ORGAN and 2 < len(match["place"]) <= LONGEST:
            # A place that no table has: what stands between 政协 or 中共 and 委 is its name.
            name = place = match["place"]
        if name:
            votes[name] += weight
        if name and pattern is FORMAL:
            formal.setdefault(name, place)
    for _, name in gazetteer.names(text):
        votes[name] += 1
    for short, count in gazetteer.short_counts(text).items():
        for name in gazetteer.shorts[short]:
            votes[name] += count * 0.5 if not level or name.endswith(level) else 0
    best = _best(votes, level)
    return _region(best, formal.get(best, ""), text, gazetteer) if best else None


def _mentions(title: str, text: str) -> Iterator[tuple[float, re.Pattern[str], re.Match[str]]]:
    """Yield where a text names a place's bodies, with what it counts: in the title four times as much."""
    for words, weight in ((title, 8.0), (text, 2.0)):
        for pattern in (FORMAL, PARTY, ORGAN):
            for match in pattern.finditer(words):
                yield (weight / 2 if pattern is ORGAN else weight), pattern, match


def _resolved(found: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """Split 大连市中山区 into the place itself and the whole; what stands before a name falls off."""
    starts = [at for at in range(len(found) - 1) if found[at:] in gazetteer.places]
    if not starts:
        return "", ""
    at = starts[0]
    above = [start for start in range(at) if found[start:at] in gazetteer.places]
    return found[at:], found[above[0] if above else at :]


def _best(votes: Mapping[str, float], level: str) -> str:
    fitting = [name for name in votes if not level or name.endswith(level)]
    return max(fitting, key=lambda name: (votes[name], name), default="")


def _region(name: str, formal: str, text: str, gazetteer: Gazetteer) -> Region:
    chains = gazetteer.places.get(name, ((),))
    chain = max(chains, key=lambda row: sum(text.count(short_name(upper)) for upper in row))
    level = next((mark for mark in reversed(name) if mark in LEVELS), "")
    full = chain[0] + name if level == "区" and chain else name
    return Region(name, short_name(name), level, formal or full, chain)
