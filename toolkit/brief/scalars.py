"""One value of a brief: text of a declared form, whole number, date, yes or no."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from toolkit.brief.schema import Field
from toolkit.brief.source import Node, Source
from toolkit.dates import parse_date
from toolkit.errors import suggest

TRUE, FALSE = ("true", "是"), ("false", "否")
HALF_WIDTH = re.compile(r"[,;:?!()]")
FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
ENDS = {
    "phrase": (re.compile(r"[。，、；：,;]\Z"), "是名词短语，末尾不带标点"),
    "clause": (re.compile(r"[。，、；：,;]\Z"), "是小句，末尾不带标点"),
}
SENTENCE_END = re.compile(r"[。！？][”’）]?\Z")


def load_scalar(node: Node, field: Field, kind: str, source: Source) -> Any:
    """Return the typed value of a scalar node, or None after noting what is wrong."""
    text = unicodedata.normalize("NFC", node.text).strip()
    if kind == "integer":
        return _integer(node, text, field, source)
    if kind == "number":
        return _number(node, text, field, source)
    if kind == "picture":
        from toolkit.brief.pictures import load_picture

        return load_picture(node, text, field, source)
    if kind == "boolean":
        return _boolean(node, text, field, source)
    if kind == "date":
        date = parse_date(text)
        if date is None:
            hint = "写成 2024-12-27；日未定时写 2024-12"
            source.at(node, f"“{field.label}”不是日历上有的日期：{text}", hint)
        return date
    return _text(node, text, field, kind, source)


def _integer(node: Node, text: str, field: Field, source: Source) -> int | None:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        source.at(node, f"“{field.label}”应是整数，现在是“{text}”", f"例如 {field.key}: {field.example}")
        return None
    value = int(text)
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        source.at(node, f"“{field.label}”应在 {field.low} 到 {field.high} 之间，现在是 {value}", field.note)
        return None
    return value


def _number(node: Node, text: str, field: Field, source: Source) -> Decimal | None:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        hint = f"只写阿拉伯数字，例如 {field.key}: {field.example}"
        source.at(node, f"“{field.label}”应是数，现在是“{text}”", hint)
        return None
    return Decimal(text)


def _boolean(node: Node, text: str, field: Field, source: Source) -> bool | None:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    source.at(node, f"“{field.label}”应写 true 或 false，现在是“{text}”", field.note)
    return None


def _text(node: Node, text: str, field: Field, kind: str, source: Source) -> str | None:
    if not text.isprintable():
        if any(unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn") for c in text if c != "\n"):
            source.at(node, f"“{field.label}”里有看不见的控制字符", "删去后重新输入")
            return None
        text = re.sub(r"[ \t]*\n[ \t]*", "", text)
    if field.choices and text not in field.choices:
        hint = suggest(text, field.choices) or f"可以写：{'、'.join(field.choices)}"
        source.at(node, f"“{field.label}”不能是“{text}”", hint)
        return None
    if kind in ENDS and ENDS[kind][0].search(text):
        source.at(node, f"“{field.label}”{ENDS[kind][1]}，现在以“{text[-1]}”结尾", "删去末尾的标点")
    if kind == "sentence" and not SENTENCE_END.search(text):
        source.at(node, f"“{field.label}”是完整的句子，应以句号结尾", "补上“。”")
    if kind != "text":
        _marks(node, text, field, source)
    return text


def _marks(node: Node, text: str, field: Field, source: Source) -> None:
    """Note half-width marks among Han characters and straight quotes (GB/T 15834-2011)."""
    plain = re.sub(r"\{[^{}]*\}", "数", text)
    if mark := _half_width(plain):
        source.at(node, f"“{field.label}”里有半角标点“{mark}”", f"中文里用全角“{FULL[mark]}”")
    if '"' in plain:
        source.at(node, f"“{field.label}”里有直引号", "中文里用弯引号“”")
    for left, right in ("“”", "《》", "（）"):
        if plain.count(left) != plain.count(right):
            source.at(node, f"“{field.label}”里的{left}{right}没有配对", "补上缺的一半")


def _half_width(text: str) -> str:
    """Return the first half-width mark beside a Han character; numbers like 3,4 may hold one."""
    for match in HALF_WIDTH.finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if _is_han(after) or (_is_han(before) and not after.isdigit()):
            return match.group()
    return ""


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
