"""Errors of punctuation, numbers, numbering and left-overs, put at random into a clean text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Planted = tuple[str, int, int] | None
Plant = Callable[[random.Random, str], Planted]

HAN = "[\u4e00-\u9fff]"
TOPICS = ("抓学习", "抓协商", "抓监督", "抓提案", "抓队伍")
MEASURED = re.compile(r"(?<![\d.年月第届—～-])[1-9]\d{0,2}(?=[件次篇名条场期家])")


def put(text: str, start: int, end: int, words: str) -> Planted:
    """Return the text with other words at a place, and where they stand."""
    return text[:start] + words + text[end:], start, start + len(words)


def swap(pattern: str, words: Callable[[random.Random, re.Match[str]], str]) -> Plant:
    """Return a plant that puts other words in the place of one match of a pattern, taken at random."""

    def plant(rng: random.Random, text: str) -> Planted:
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if not found:
            return None
        match = rng.choice(found)
        return put(text, *match.span(), words(rng, match))

    return plant


def one_of(*choices: str) -> Callable[[random.Random, re.Match[str]], str]:
    return lambda rng, match: match.expand(rng.choice(choices))


def behind(pattern: str, *choices: str) -> Plant:
    """Return a plant that adds words behind one match; they alone are the place."""

    def plant(rng: random.Random, text: str) -> Planted:
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if not found:
            return None
        at = rng.choice(found).end()
        return put(text, at, at, rng.choice(choices))

    return plant


def paragraph_end(rng: random.Random, text: str) -> int | None:
    """Return where a paragraph ends that is no part of an enumeration."""
    lines = list(re.finditer(rf"^.*{HAN}{{4}}。$", text, re.MULTILINE))
    counted = re.compile("[一二三四五]是")
    free = [m.end() for m in lines if not counted.search(text, max(0, m.start() - 900), m.end() + 900)]
    return rng.choice(free) if free else None


def digits_widened(rng: random.Random, match: re.Match[str]) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in match[0])


def next_number(rng: random.Random, text: str) -> Planted:
    """Make one numbered heading skip a number, and all below it of its row none the wiser."""
    numerals = "一二三四五六七八九"
    found = list(re.finditer(r"^(?:（([二三四五六七八])）|([二三四五六七八])、)", text, re.MULTILINE))
    if not found:
        return None
    match = rng.choice(found)
    numeral = match[1] or match[2]
    at = match.start() + match[0].index(numeral)
    planted = put(text, at, at + 1, numerals[numerals.index(numeral) + 1])
    return (planted[0], match.start(), match.end()) if planted else None


def next_member(rng: random.Random, text: str) -> Planted:
    """End a paragraph in an enumeration that skips."""
    at = paragraph_end(rng, text)
    if at is None:
        return None
    skipped = rng.randrange(2, 5)
    numbers = [n for n in range(1, 6) if n != skipped]
    parts = [f"{'一二三四五'[n - 1]}是{TOPICS[n - 1]}" for n in numbers]
    words = "；".join(parts) + "。"
    place = words.index("一二三四五"[skipped] + "是")
    return text[:at] + words + text[at:], at + place, at + place + 2


def listed_behind(rng: random.Random, text: str) -> Planted:
    """A count before words in a row that are one more or one less."""
    words = ["学习制度", "联系制度", "走访制度", "考核制度", "通报制度", "保障制度"]
    many = rng.randint(3, 5)
    told = "二三四五六"[many - 2 + rng.choice([-1, 1])]
    row = "、".join(rng.sample(words, many))
    at = paragraph_end(rng, text)
    if at is None:
        return None
    count = f"{told if told != '二' else '两'}项制度"
    said = f"常委会健全了{count}（{row}）。"
    start = at + said.index(count)
    return text[:at] + said + text[at:], start, start + len(count)


def listed(quoted: bool) -> Plant:
    """Return a plant that adds a sentence whose count is not that of its list."""

    def plant(rng: random.Random, text: str) -> Planted:
        at = paragraph_end(rng, text)
        if at is None:
            return None
        names = rng.sample(
            ["同心协商", "协力共富", "强基提能", "团结联谊", "履职为民", "数字赋能"], rng.randrange(3, 6)
        )
        count = len(names) + rng.choice((-1, 1))
        row = "".join(f"“{name}”" for name in names) if quoted else "、".join(names)
        said = "零一两三四五六七"[count] + "大"
        words = f"深入实施{row}{said}行动。"
        place = at + words.index(said)
        return text[:at] + words + text[at:], place, place + len(said)

    return plant


def announced(rng: random.Random, text: str) -> Planted:
    at = paragraph_end(rng, text)
    if at is None:
        return None
    count = rng.randrange(2, 5)
    said = "零一两三四五六"[count + rng.choice((-1, 1)) if count > 2 else 3]
    rows = "；".join(f"{'一二三四五'[n]}是{TOPICS[n]}" for n in range(count))
    words = f"做好以下{said}项工作：{rows}。"
    return text[:at] + words + text[at:], at + 4, at + 6


def repeated(rng: random.Random, text: str) -> Planted:
    """Say a sentence of some length again, right behind itself."""
    found = list(re.finditer(r"(?<=。)[^。！？\n“”《》]{24,80}。", text))
    if not found:
        return None
    match = rng.choice(found)
    return put(text, match.end(), match.end(), match[0])


def split(rng: random.Random, text: str) -> Planted:
    """Break a line before a comma, right behind a sentence: the next paragraph begins with the comma."""
    found = list(re.finditer(rf"(?<={HAN}。)(?={HAN})", text))
    if not found:
        return None
    at = rng.choice(found).start()
    return text[:at] + "\n，" + text[at:], at + 1, at + 2


def heading_stopped(rng: random.Random, text: str) -> Planted:
    found = list(
        re.finditer(
            rf"^(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）)[^。\n]{{4,30}}{HAN}$",
            text,
            re.MULTILINE,
        )
    )
    if len(found) < 2:
        return None
    at = rng.choice(found).end()
    return put(text, at, at, "。")


PLANTS: Mapping[str, Plant] = {
    "doubled-punctuation": swap(rf"(?<={HAN})[，。、](?={HAN})", one_of(r"\g<0>\g<0>")),
    "clashing-punctuation": swap(rf"(?<={HAN})。(?={HAN})", one_of("，。", "。，", "、。", "；。")),
    "ellipsis-and-so-on": swap(rf"(?<=、)({HAN}{{2,6}})等(?={HAN})", one_of(r"\1……等")),
    "stop-at-line-start": split,
    "enumeration-comma-before-and": swap(
        rf"(?<=、)({HAN}{{2,5}})和(?=[经政民文社科教工农商乡城产企])", one_of(r"\1、和")
    ),
    "missing-enumeration-comma": swap("”[、，](坚定|做到)“", one_of(r"”\1“")),
    "malformed-dash": behind(rf"{HAN}{{6}}(?=，{HAN})", "--打造品牌"),
    "enumeration-comma-in-approximation": behind(
        rf"{HAN}{{5}}(?=，{HAN})", "三、四次", "五、六个单位", "七、八十人"
    ),
    "mixed-numerals": swap(MEASURED.pattern, one_of("4千", "3百余", "7千")),
    "leading-zero-in-date": behind(
        rf"(?<={HAN}。)(?={HAN})", "2024年09月05日召开会议，", "今年03月召开会议，"
    ),
    "doubled-approximation": swap(
        MEASURED.pattern + r"[件次篇名条场期家]", one_of(r"约15余次", "近300多人", "超过20次以上")
    ),
    "half-range": behind(rf"{HAN}{{5}}(?=，{HAN})", "增长15～30%", "投入5～10万元"),
    "arabic-in-set-phrase": swap(
        "“四个意识”|“四个自信”|“两个维护”|“两个确立”",
        lambda rng, m: m[0].replace("四", "4").replace("两", "2"),
    ),
    "stop-after-bracketed-number": swap(
        r"^（[一二三四五六七八九]）(?=[\u4e00-\u9fff])", one_of(r"\g<0>、", r"\g<0>．")
    ),
    "left-over-placeholder": swap(
        MEASURED.pattern, one_of("〔待填〕", "【待补】", "____", "？？", "{{ figures.x }}")
    ),
    "left-over-note": behind(
        rf"{HAN}{{5}}(?=。$)", "（此处数据待核实）", "（请办公室核对）", "【注：这句要改】", "（插入图片）"
    ),
    "masked-words": swap(MEASURED.pattern, one_of("XX", "××", "xx")),
    "half-width-punctuation": swap(
        rf"(?<={HAN})[，；：](?={HAN})", lambda rng, m: {"，": ",", "；": ";", "：": ":"}[m[0]]
    ),
    "straight-quotes": swap(rf"“({HAN}{{2,10}})”", one_of(r'"\1"')),
    "full-width-digits": swap(MEASURED.pattern, digits_widened),
    "space-in-sentence": swap(rf"(?<=，{HAN}{HAN})({HAN})({HAN})(?={HAN}{{4}}[^\n]*。)", one_of(r"\1 \2")),
    "unclosed-quotation": swap(rf"“({HAN}{{2,10}})”(?={HAN})", one_of(r"“\1", r"\1”")),
    "unclosed-title-marks": swap(rf"《({HAN}{{4,20}})》", one_of(r"《\1", r"\1》")),
    "unclosed-brackets": behind(rf"{HAN}{{5}}(?=[，。]{HAN})", "（含并案", "含并案）"),
    "broken-numbering": next_number,
    "broken-enumeration": next_member,
    "quoted-list-miscounted": listed(True),
    "joined-list-miscounted": listed(False),
    "listed-behind-count": listed_behind,
    "announced-count-wrong": announced,
    "repeated-passage": repeated,
    "heading-with-stop": heading_stopped,
    "session-in-digits": swap(
        "(?<![一二三四五六七八九十])[一二三四五六七八九]届[一二三四五]次(?=会议)|(?<=届)[一二三四五]次(?=会议)",
        lambda rng, m: "".join(
            str("零一二三四五六七八九".index(c)) if c in "一二三四五六七八九" else c for c in m[0]
        ),
    ),
}
