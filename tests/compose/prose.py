"""What is wrong with a sentence whatever it says: holes, doubled or dangling marks."""

from __future__ import annotations

import re

FAULTS = {
    "doubled mark": r"[，。、；：！？]{2,}|，“”|。”。",
    "dangling 、": r"、(?=[，。；：！？）”》]|和|以及|及其|等)|(?<=[（“《：，。；])、",
    "mark after an opening": r"[（“《][，。、；：！？）”》]",
    "half-width mark among Han": r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]",
    "straight quote": r"[\"']",
    "space": r" ",
    "template left over": r"[{}#\x00-\x1f]|None|Undefined",
    "approximation twice": r"约\d+[余多]|近\d+[余多]|[余多][余多]|超\d+[余多]",
    "unit missing": r"\d[余多]?(?=[，。；、])(?<![年届次]\d)",
    "empty numeral": r"第届|第次|（）|〔〕|“”|《》",
    "word doubled": r"(的的|了了|和和|为为|在在|等等等|一年来一年来|五年来五年来|全年全年|累计累计)",
    "quotes nested alike": r"“[^”]*“",
}


def faults(text: str) -> list[str]:
    """Return every fault of a text with a bit of what stands round it."""
    found = []
    for line in text.splitlines():
        body = re.sub(r"^\d+\.", "", line)
        for name, pattern in FAULTS.items():
            for match in re.finditer(pattern, body):
                around = body[max(0, match.start() - 12) : match.end() + 12]
                if name == "unit missing" and "%" in around:
                    continue
                found.append(f"{name}: {around}")
        for left, right in ("“”", "《》", "（）", "〔〕"):
            if body.count(left) != body.count(right):
                found.append(f"unpaired {left}{right}: {body[:30]}")
    return found
