"""Numerals as official texts write them: 217, ２１７, 1,069, 二百一十七, 两千八百一十六, 3.45亿.

Reading and writing are inverse to each other: what `chinese` writes, `parse` reads. `variants`
lists every spelling under which one value may stand in a text, for whoever looks for a number
that somebody has typed anew in words.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
PLACE = {"十": 10, "百": 100, "千": 1_000}
MYRIAD = {"万": 10_000, "亿": 100_000_000}
ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
SEPARATORS = re.compile(r"[,\s\u00a0\u2009\u202f]")
CHINESE = re.compile(f"[{''.join(DIGIT)}{''.join(PLACE)}{''.join(MYRIAD)}]+")
PERCENT = "%％‰"
LIMIT = 10**16


def parse(text: str) -> Decimal | None:
    """Return the value of a numeral in Arabic, Chinese or mixed writing, or None.

    万 and 亿 are multiplied out: `parse("1.2万") == 12000`. Thousands separators, full-width
    digits and white space inside the number are understood.
    """
    plain = SEPARATORS.sub("", text.translate(WIDE))
    found = ARABIC.match(plain)
    if found is None:
        number = parse_chinese(plain)
        return None if number is None else Decimal(number)
    value, rest = Decimal(found[0]), plain[found.end() :]
    for char in rest:
        factor = PLACE.get(char) or MYRIAD.get(char)
        if factor is None:
            return None
        value *= factor
    return value


def ordinal(text: str) -> int:
    """Return the value of an ordinal or a count (11, 十一, ⑪, ⑾), 0 where the text is none."""
    return int(parse(unicodedata.normalize("NFKC", text).strip("()")) or 0)


def parse_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral (二百一十七, 两千零六, 二〇二四), or None.

    A row of digits without places is read digit by digit, as years are written. Orders that no
    numeral has (百三千, 十百) are refused.
    """
    if not CHINESE.fullmatch(text):
        return None
    if all(char in DIGIT for char in text):
        return int("".join(str(DIGIT[char]) for char in text)) if len(text) < 16 else None
    total = _myriads(text)
    return total if total is not None and total < LIMIT else None


def _myriads(text: str) -> int | None:
    """Split at 亿, then at 万, and read what lies between, up to four places."""
    for mark, factor in (("亿", MYRIAD["亿"]), ("万", MYRIAD["万"])):
        head, found, tail = text.rpartition(mark)
        if not found:
            continue
        high, low = _myriads(head) if head else 1, _below(tail, factor)
        return None if high is None or low is None else high * factor + low
    return _thousands(text)


def _below(text: str, factor: int) -> int | None:
    """Read what follows 亿 or 万; a lone digit counts in the next place: 三万五 is 35000."""
    if not text:
        return 0
    if len(text) == 1 and DIGIT.get(text, 0):
        return DIGIT[text] * factor // 10
    value = _myriads(text)
    return value if value is not None and value < factor else None


def _thousands(text: str) -> int | None:
    total, digit, last, zero = 0, None, 10_000, False
    for char in text:
        if char in PLACE:
            place = PLACE[char]
            if place >= last or digit == 0:
                return None
            total += (1 if digit is None else digit) * place
            digit, last, zero = None, place, False
        elif digit is None or (digit == 0 and zero):
            digit, zero = DIGIT[char], DIGIT[char] == 0
        else:
            return None
    if digit:
        total += digit * (last // 10 if last > 10 and last < 10_000 and not zero and text[-2] in PLACE else 1)
    return total


def chinese(number: int, *, liang: bool = False) -> str:
    """Return a whole number in Chinese numerals: 217 is 二百一十七, 12 is 十二.

    Args:
        number: from 0 up to (not including) 10^16.
        liang: write 两 for the 2 of 200, 2000, 20000 and of a plain 2 (两件, 两千人).

    Raises:
        ValueError: a number that is negative or too large.
    """
    if not 0 <= number < LIMIT:
        raise ValueError(f"no Chinese numeral for {number}")
    written = _written(number)
    if written.startswith("一十"):
        written = written[1:]
    if not liang:
        return written
    return "两" if written == "二" else re.sub("二(?=[百千万亿])", "两", written)


def _written(number: int) -> str:
    for mark, factor in reversed(MYRIAD.items()):
        if number >= factor:
            high, low = divmod(number, factor)
            gap = "零" if low and low < factor // 10 else ""
            return _written(high) + mark + gap + (_written(low) if low else "")
    written, gap = "", ""
    for mark, place in (("千", 1_000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, place)
        if digit:
            written += gap + "零一二三四五六七八九"[digit] + mark
            gap = ""
        elif written:
            gap = "零"
    return written or "零"


def variants(value: Decimal) -> tuple[str, ...]:
    """Return every way in which a text may write a value, the plain Arabic one first.

    2816 gives 2816, 2,816, 2 816, ２８１６, 二千八百一十六, 两千八百一十六; round values also
    their forms in 万 and 亿 (1.2万, 12000). Without unit and approximation.
    """
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    whole, _, part = plain.partition(".")
    grouped = f"{int(whole):,}" + (f".{part}" if part else "")
    found = [plain, grouped, grouped.replace(",", " "), plain.translate(WIDEN)]
    for mark, factor in MYRIAD.items():
        if value >= factor and len(shorter := f"{(value / factor).normalize():f}") < len(plain) - 1:
            found.append(shorter + mark)
    if not part and value < LIMIT:
        found += [chinese(int(value)), chinese(int(value), liang=True)]
    return tuple(dict.fromkeys(found))


WIDEN = str.maketrans("0123456789.", "０１２３４５６７８９．")
