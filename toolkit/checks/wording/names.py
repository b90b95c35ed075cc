"""One name written two ways, and names that belong to another place, another time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.wording.alike import set_phrases
from toolkit.pack.pack import Pack

QUOTED = re.compile(r"[“‘]([\u4e00-\u9fffA-Za-z+·]{3,12})[”’]")
TITLED = re.compile(r"《[^《》\n]*》")
LONGEST = 8
NAME = 3


def quoted_names(manuscript: Manuscript) -> dict[str, list[int]]:
    """Return the short names in quotation marks with the places where they begin."""
    found: dict[str, list[int]] = defaultdict(list)
    for match in QUOTED.finditer(manuscript.text):
        found[match[1]].append(match.start(1))
    return found


def two_ways(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find names that differ by a character from one written more often, or before.

    `data` of the rule: families (kinds of organs that are mistaken for each other), fine (patterns of
    what may stand in place of each other: ordinals, directions), least (shortest quoted name).
    """
    yield from _quoted_two_ways(manuscript, rule)
    for family in rule.data["families"]:
        ways: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for match in rule.compiled(rf"(?P<of>[\u4e00-\u9fff]{{2}})(?P<kind>{'|'.join(family)})").finditer(
            manuscript.text
        ):
            ways[match["of"]][match["kind"]].append(match.start())
        for of, kinds in ways.items():
            yield from _rarer({of + kind: places for kind, places in kinds.items()})


def _quoted_two_ways(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    names, data = quoted_names(manuscript), rule.data
    fine = rule.compiled(data["fine"])
    shapes: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if len(name) >= int(data["least"]):
            for at in range(len(name)):
                shapes[f"{name[:at]}?{name[at + 1 :]}"].add(name)
    for shape, alike in shapes.items():
        at = shape.index("?")
        if any(fine.search(name[at]) for name in alike) or _side_by_side(manuscript, names, alike):
            continue
        if len(alike) > 1:
            yield from _rarer({name: names[name] for name in sorted(alike)})


def _side_by_side(manuscript: Manuscript, names: dict[str, list[int]], alike: set[str]) -> bool:
    """Tell whether a sentence has several of the names: then they are several things."""
    sentences = [{manuscript.sentence_at(at) for at in names[name]} for name in alike]
    return len(set[tuple[int, int]]().union(*sentences)) < sum(map(len, sentences))


def _rarer(ways: dict[str, list[int]]) -> Iterator[Hit]:
    """Yield the rarer of several ways to write one name; of equals those that come later."""
    if len(ways) < 2:
        return
    main = max(ways, key=lambda name: (len(ways[name]), -ways[name][0]))
    for name, places in ways.items():
        if name != main:
            for at in places:
                yield Hit(at, at + len(name), f"别处写作“{main}”，此处写作“{name}”，请核对是否同一名称", main)


def marks_missing(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find names without the quotation marks that they have elsewhere.

    `data` of the rule: brand (pattern of names that are looked at even if quoted only once), fine
    (names that stand both ways).
    """
    text, data = manuscript.text, rule.data
    brand, fine = rule.compiled(data["brand"]), frozenset(data["fine"])
    inside = [match.span() for match in (*QUOTED.finditer(text), *TITLED.finditer(text))]
    for name, places in quoted_names(manuscript).items():
        if len(name) < int(data["least"]) or name in fine:
            continue
        bare = [
            match.start()
            for match in re.finditer(re.escape(name), text)
            if match.start() not in places
            and not _within(match.start(), inside)
            and _in_body(manuscript, match)
        ]
        often = len(places) > len(bare) or (len(places) == len(bare) == 1 and bool(brand.search(name)))
        if bare and often:
            for at in bare:
                yield Hit(
                    at, at + len(name), f"别处写作“{name}”（有引号），此处没有引号，全文宜统一", f"“{name}”"
                )


def _within(at: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in stretches)


def _in_body(manuscript: Manuscript, match: re.Match[str]) -> bool:
    """Tell whether a name stands in a sentence: headings leave marks out, before a paragraph too."""
    block = manuscript.block_at(match.start())
    return block.start < match.start() and manuscript.text[block.end - 1] in "。！？；：…”）"


@lru_cache(maxsize=4)
def places(pack: Pack) -> frozenset[str]:
    """Return every place of the pack by its full name."""
    table = pack.mapping("places.yaml")["places"]
    cities = [(name, below) for province in table.values() for name, below in province.items()]
    return frozenset(
        [*table, *(name for name, _ in cities), *(name for _, below in cities for name in below)]
    )


def foreign_place(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find another place's organs where the report speaks of its own: left over from a borrowed text.

    `data` of the rule: organ (pattern behind the place's name), guests (pattern of sentences in which
    other places are at home).
    """
    region, text, data = manuscript.meta.region, manuscript.text, rule.data
    if region is None or region.name not in places(manuscript.pack):
        return
    own, guests = (region.name, *region.above), rule.compiled(data["guests"])
    for match in rule.compiled(rf"[\u4e00-\u9fff]+?[区县市旗](?={data['organ']})").finditer(text):
        if _misspelt(manuscript.pack, match[0][-len(region.name) :], region.name):
            at = match.end() - len(region.name)
            yield Hit(at, match.end(), f"地名应为“{region.name}”", region.name)
            continue
        name = _longest_place(manuscript.pack, match[0])
        if not name or name in own or name in region.place or name[-1] != region.name[-1]:
            continue
        at = match.end() - len(name)
        if not guests.search(text, *manuscript.sentence_at(at)):
            said = f"本文是{region.name}的，这里出现“{name}”，请核对是否照搬了别处的稿子"
            yield Hit(at, match.end(), said, region.name)


def _misspelt(pack: Pack, words: str, name: str) -> bool:
    """Tell whether some words are a place's name with one character that sounds or looks alike."""
    if len(words) != len(name) or words in places(pack):
        return False
    wrong = [(one, other) for one, other in zip(words, name, strict=True) if one != other]
    return len(wrong) == 1 and set_phrases(pack).alike(*wrong[0])


def _longest_place(pack: Pack, words: str) -> str:
    """Return the longest place that some words end with, else ""; 和县 says other things more often."""
    ends = (words[at:] for at in range(max(0, len(words) - LONGEST), len(words) - 2))
    return next((end for end in ends if end in places(pack)), "")


def own_level(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 我市, 我县 in the report of a district: whose level is spoken of."""
    region = manuscript.meta.region
    levels = rule.data["levels"]
    said = Counter(re.findall(rf"我([{levels}])", manuscript.text))
    if region is None and not said:
        return
    own = region.name[-1] if region else said.most_common(1)[0][0]
    if own not in levels or len(set(said) | {own}) < 2:
        return
    for match in re.finditer(rf"我(?![{own}])([{levels}])(?!域|长|委书)", manuscript.text):
        yield Hit(*match.span(), f"本文称“我{own}”，此处写作“{match[0]}”，请核对指的是哪一级", f"我{own}")


def people(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a person's name that differs by one character from one written elsewhere.

    `data` of the rule: titles (patterns of offices beside which names stand), surnames, behind (what may
    follow a name).
    """
    names: dict[str, list[int]] = defaultdict(list)
    for match in _named(manuscript, rule):
        names[match["name"]].append(match.start("name"))
    speaker = manuscript.meta.speaker
    if len(speaker) == NAME and speaker not in names and (at := manuscript.text.find(speaker)) >= 0:
        names[speaker].append(at)
    shapes: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for at in range(1, len(name)):
            shapes[f"{name[:at]}?{name[at + 1 :]}"].add(name)
    for alike in shapes.values():
        yield from _rarer({name: names[name] for name in sorted(alike)})


def _named(manuscript: Manuscript, rule: Rule) -> Iterator[re.Match[str]]:
    data = rule.data
    name = f"(?P<name>[{data['surnames']}][\u4e00-\u9fff]{{2}})"
    text = manuscript.text
    yield from rule.compiled(f"(?:{data['titles']}){name}(?={data['behind']})").finditer(text)
    yield from rule.compiled(f"(?<=[，。；、：（\\n]){name}(?=(?:{data['after']}))").finditer(text)
