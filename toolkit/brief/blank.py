"""A brief to fill in: every field with its Chinese comment, figures one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.brief.load import Vocabulary
from toolkit.brief.schema import Field, schema_line
from toolkit.figures import Catalogue

INTRO = """\
# 底稿数据：成稿、改稿、核稿都以本文件为准。没有的就空着，有了再填；“#”后面是说明。
# 一行一个数据：proposal_received: 216
# 约数写成 {value: 150, approx: 余}；来源、截止日、上年数也写在花括号里：
#   info_collected: {value: 2816, source: 委员工作室, as_of: 2024-12-20, previous: 2650}
# 文字里要用数据时写 {数据键}。议题、会议、文件、品牌是短语，末尾不带标点；完整的句子以句号结尾。
"""
# Text that needs no quotes in YAML: it begins with a letter or a Chinese mark and goes on with such.
PLAIN = re.compile(r"(?:[^\W\d_]|[“《（])[\w·—、，（）《》“”-]*")
WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


def blank_brief(words: Vocabulary, known: Mapping[str, Any], schema_path: str) -> str:
    """Return a brief with `known` values by dotted path filled in and all others empty."""
    lines = [schema_line(schema_path), *INTRO.rstrip().split("\n"), ""]
    for field in words.schema.fields.values():
        lines += _field(field, field.key, 0, known, words)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _field(field: Field, path: str, depth: int, known: Mapping[str, Any], words: Vocabulary) -> Iterator[str]:
    pad = "  " * depth
    if field.kind == "figures":
        yield f"{field.key}:            # {field.label}：{field.note}"
        yield from _figures(words.catalogue, words.functions)
        return
    if field.kind == "map":
        yield f"{pad}{field.key}:{_comment(field)}"
        for child in field.fields.values():
            yield from _field(child, f"{path}.{child.key}", depth + 1, known, words)
        return
    value = known.get(path)
    shown = "" if value is None else f" {_scalar(value)}"
    yield f"{pad}{field.key}:{shown}{_comment(field)}"
    if value is None and field.kind in ("items", "list", "sections"):
        yield from _shape(field, pad)


def _shape(field: Field, pad: str) -> Iterator[str]:
    """Show, as a comment, how an entry of a list is written."""
    if field.kind == "items":
        yield from (f"{pad}#   {line}" for line in _item(field))
    elif field.kind == "list" and field.example:
        for item in field.example:
            yield f"{pad}#   - {item}"
    elif field.kind == "sections":
        yield f"{pad}#   proposals: [一句以句号结尾的话。]"


def _item(field: Field) -> Iterator[str]:
    """Yield the lines of one example item, items within it indented."""
    own = field.example if isinstance(field.example, Mapping) else {}
    for number, child in enumerate(field.fields.values()):
        mark = "- " if number == 0 else "  "
        note = f"   # {child.label}" + ("" if child.required else "（可不写）")
        if child.kind == "items":
            yield f"{mark}{child.key}:{note}"
            yield from (f"    {line}" for line in _item(child))
        else:
            yield f"{mark}{child.key}: {own.get(child.key, child.shown)}{note}"


def _comment(field: Field) -> str:
    parts = [field.label]
    if field.kind not in ("items", "list", "map", "sections") and field.example is not None:
        parts.append(f"如 {field.shown}")
    if field.note:
        parts.append(field.note)
    if field.choices:
        parts.append("可写：" + "、".join(field.choices))
    if field.supplier:
        parts.append(f"找{field.supplier}要")
    need = "【必填】" if field.required else ""
    return "   # " + need + "；".join(parts)


def _figures(known: Catalogue, functions: Mapping[str, str]) -> Iterator[str]:
    """Yield every figure, grouped by the section that uses it first; derived ones as comments."""
    group = ""
    for spec in known:
        section = functions.get(spec.sections[0], "") if spec.sections else ""
        if section != group:
            group = section
            yield f"  # —— {group} ——"
        supplier = f"，{spec.supplier}" if spec.supplier else ""
        if spec.parts:
            parts = "、".join(part.label for key in spec.parts if (part := known.get(key)))
            yield f"  # {spec.key}（{spec.label}）由{parts}算出，不用填"
        else:
            yield f"  {spec.key}:   # {spec.label}（{spec.unit}）{supplier}"


def _scalar(value: Any) -> str:
    """Write a scalar so that YAML reads it back as the same text."""
    if isinstance(value, bool | int):
        return str(value).lower()
    text = str(value)
    if PLAIN.fullmatch(text) and text.lower() not in WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda m: f"\\u{ord(m.group()):04x}", quoted)
