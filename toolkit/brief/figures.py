"""The `figures` block of a brief: one figure a line, plain or as a mapping."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from toolkit.brief.source import Node, Source
from toolkit.dates import parse_date
from toolkit.errors import suggest
from toolkit.figures import APPROXIMATIONS, KEY, Catalogue, Figure, FigureSpec

NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%?)([余多]?)\Z")
PARTS = {
    "value": "数值",
    "approx": "约数字样",
    "unit": "单位",
    "label": "名称",
    "span": "时段",
    "source": "来源",
    "as_of": "统计截止日",
    "previous": "上年数",
    "note": "备注",
}


def load_figures(node: Node, source: Source, known: Catalogue, lines: dict[str, int]) -> dict[str, Figure]:
    """Return the figures of the block by key; mistakes are noted in the source."""
    reader = _Reader(source, known)
    figures: dict[str, Figure] = {}
    for key, value in node.pairs:
        lines[f"figures.{key.text}"] = key.line
        if (figure := reader.figure(key, value)) is not None:
            figures[key.text] = figure
    for key, _ in node.pairs:
        reader.refuse_typed_twice(key, figures)
    return figures


class _Reader:
    def __init__(self, source: Source, known: Catalogue) -> None:
        self.source = source
        self.known = known

    def figure(self, key: Node, value: Node) -> Figure | None:
        spec = self.known.get(key.text)
        if value.kind == "scalar":
            if spec is None:
                self._unknown(key)
            return self._build(key, value, {}, spec) if spec and not value.empty else None
        if value.kind != "map":
            self.source.at(value, f"数据“{key.text}”应是一个数，或 {{value: …, approx: …}}")
            return None
        parts = self._parts(key, value)
        if parts is None:
            return None
        if spec is None:
            spec = self._own(key, parts)
        return self._build(key, parts["value"], parts, spec) if spec else None

    def _unknown(self, key: Node) -> None:
        named = [spec.key for spec in self.known if spec.label == key.text]
        close = f"“{key.text}”的键是 {named[0]}；" if named else suggest(key.text, self.known.keys)
        own = "自定的数据写成 {value: …, label: 名称, unit: 单位}"
        self.source.at(key, f"数据目录里没有“{key.text}”", f"{close}{own}" if close else own)

    def _parts(self, key: Node, node: Node) -> dict[str, Node] | None:
        parts = {}
        for name, value in node.pairs:
            if name.text not in PARTS:
                hint = suggest(name.text, PARTS) or f"可用：{'、'.join(PARTS)}"
                self.source.at(name, f"数据里没有“{name.text}”这个小项", hint)
            elif value.kind != "scalar":
                self.source.at(value, f"“{PARTS[name.text]}”应是一个值")
            elif not value.empty:
                parts[name.text] = value
        if "value" not in parts:
            if any(name.text == "value" for name, _ in node.pairs):
                return None
            self.source.at(key, f"数据“{key.text}”缺少 value（数值）", "例如 {value: 150, approx: 余}")
            return None
        return parts

    def _own(self, key: Node, parts: dict[str, Node]) -> FigureSpec | None:
        if not KEY.match(key.text):
            self.source.at(key, f"数据键“{key.text}”只能用小写字母、数字和下划线", "例如 lake_area")
            return None
        if "label" not in parts or "unit" not in parts:
            self._unknown(key)
            return None
        return FigureSpec(key.text, parts["label"].text, parts["unit"].text, kind="amount")

    def _build(self, key: Node, node: Node, parts: dict[str, Node], spec: FigureSpec) -> Figure | None:
        number = self._number(node, spec)
        if number is None:
            return None
        value, suffix = number
        approx = parts["approx"].text if "approx" in parts else suffix
        if approx and approx not in APPROXIMATIONS:
            hint = f"可以写：{'、'.join(APPROXIMATIONS)}"
            self.source.at(parts["approx"], f"约数字样不能是“{approx}”", hint)
        elif suffix and approx != suffix:
            self.source.at(parts["approx"], f"约数字样写了两个：{suffix}和{approx}", "留一个")
        unit = self._unit(parts, spec)
        if spec.cumulative and "span" not in parts:
            self.source.at(
                key, f"“{spec.label}”是累计数，缺少 span（时段）", "例如 {value: 260, span: 五年来}"
            )
        return Figure(
            key=key.text,
            value=value,
            unit=unit,
            label=parts["label"].text if "label" in parts else spec.label,
            approx=approx,
            span=self._span(parts),
            source=parts["source"].text if "source" in parts else "",
            as_of=self._date(parts),
            previous=self._previous(parts, spec),
            note=parts["note"].text if "note" in parts else "",
            line=key.line,
        )

    def _unit(self, parts: dict[str, Node], spec: FigureSpec) -> str:
        given = parts["unit"].text if "unit" in parts else spec.unit
        allowed = tuple(dict.fromkeys((spec.unit, *spec.units)))
        if given not in allowed:
            hint = "删去 unit，或改用自定的数据键"
            self.source.at(parts["unit"], f"“{spec.label}”的单位是“{'”或“'.join(allowed)}”", hint)
        return given

    def _number(self, node: Node, spec: FigureSpec) -> tuple[Decimal, str] | None:
        text = node.text.strip()
        match = NUMBER.match(text)
        if match is None:
            self._not_a_number(node, text, spec)
            return None
        if match.group(2) and spec.unit != "%":
            self.source.at(node, f"“{spec.label}”的单位是“{spec.unit}”，不是百分比", "只写数字")
            return None
        value = Decimal(match.group(1))
        if value.is_signed():
            self.source.at(node, f"“{spec.label}”不能是负数：{text}", "核对来源")
        elif spec.unit == "%" and value > 100:
            self.source.at(node, f"“{spec.label}”是百分比，不能超过 100：{text}", "核对来源")
        elif spec.kind == "count" and value != value.to_integral():
            self.source.at(node, f"“{spec.label}”按{spec.unit}计，应是整数：{text}", "核对来源")
        else:
            return value, match.group(3)
        return None

    def _not_a_number(self, node: Node, text: str, spec: FigureSpec) -> None:
        digits = re.sub(r"[,，_ ]", "", text).translate(
            str.maketrans("０１２３４５６７８９．", "0123456789.")
        )
        digits = digits.removesuffix(spec.unit)
        hint = f"写 {digits}" if NUMBER.match(digits) else "只写阿拉伯数字，单位由数据目录给出"
        self.source.at(node, f"“{spec.label}”应是数（单位：{spec.unit}），现在是“{text}”", hint)

    def _previous(self, parts: dict[str, Node], spec: FigureSpec) -> Decimal | None:
        if "previous" not in parts:
            return None
        number = self._number(parts["previous"], spec)
        return number[0] if number else None

    def _date(self, parts: dict[str, Node]) -> str:
        if "as_of" not in parts:
            return ""
        date = parse_date(parts["as_of"].text)
        if date is None:
            text = parts["as_of"].text
            self.source.at(parts["as_of"], f"统计截止日不是日历上有的日期：{text}", "写成 2024-12-20")
            return ""
        return str(date)

    def _span(self, parts: dict[str, Node]) -> str:
        span = parts["span"].text.strip() if "span" in parts else ""
        if re.search(r"[，。；,;]", span):
            self.source.at(parts["span"], "时段里不带标点", "例如 五年来、近三年")
        return span

    def refuse_typed_twice(self, key: Node, figures: dict[str, Figure]) -> None:
        """A derived figure is computed; typing it as well invites two values."""
        spec: Any = self.known.get(key.text)
        if spec is None or not spec.parts or key.text not in figures:
            return
        if all(part in figures and not figures[part].approx for part in spec.parts):
            names = "、".join(figures[part].label for part in spec.parts)
            self.source.at(key, f"“{spec.label}”由{names}算出，不要手填", "删去这一行")
