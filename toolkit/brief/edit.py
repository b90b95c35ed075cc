"""Put new values of figures into the text of a brief, changing those scalars and nothing else.

Comments, order, quotes, indentation, line ends, the byte order mark and spaces at line ends stay.
The result is proved before it is returned: read again, it says the same as before but for the
changed figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

import yaml

from toolkit.brief.figures import NUMBER
from toolkit.brief.source import Source
from toolkit.brief.splice import BriefNotEditable, Pair, Splicer
from toolkit.figures import AFTER, APPROXIMATIONS, KEY, format_number

__all__ = ["BriefNotEditable", "FigureChange", "revised"]

BLOCK = "figures"
BOM = "\ufeff"
SPAN = re.compile(r"\w[\w—]*\Z")
AS_OF = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\Z")
HAN = re.compile(r"[\u3400-\u9fff]")
# Parts of a figure whose text alone counts, whatever YAML takes it for.
TEXTS = ("approx", "span", "previous", "as_of", "source")
REMOVABLE = ("span", "as_of")  # beside the approximation
PROOF = "改动后的底稿与原意不符，没有改动"


@dataclass(frozen=True)
class FigureChange:
    """What a figure shall say; None leaves a part as it is.

    `value` is written as it is to be printed; `approx` is 余, 多, 近, 约, 超, or empty to take it
    away; `span` (五年来) is needed where a cumulative figure is new. `previous` is last year's value,
    `as_of` a date as 2024-12-20 or 2024-12, empty to take an old one away, `source` a line of text that
    says where the value is from.

    Raises:
        ValueError: a part that no brief may hold.
    """

    value: Decimal | None = None
    approx: str | None = None
    span: str | None = None
    previous: Decimal | None = None
    as_of: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        for value in (self.value, self.previous):
            if value is not None and (not value.is_finite() or value.is_signed()):
                raise ValueError(f"not a figure's value: {value}")
        if self.approx and self.approx not in APPROXIMATIONS:
            raise ValueError(f"not an approximation: {self.approx}")
        if self.span is not None and not SPAN.match(self.span):
            raise ValueError(f"not a span: {self.span}")
        if self.as_of and not AS_OF.match(self.as_of):
            raise ValueError(f"not a date: {self.as_of}")
        if self.source is not None and not (self.source.strip() and self.source.isprintable()):
            raise ValueError(f"not a source: {self.source!r}")

    @property
    def extras(self) -> dict[str, str]:
        """The parts beside value and approximation that it gives, as texts, in the order they are written."""
        given = {
            "span": self.span,
            "previous": None if self.previous is None else format_number(self.previous),
            "as_of": self.as_of,
            "source": self.source,
        }
        return {name: text for name, text in given.items() if text}

    @property
    def beside(self) -> bool:
        """Whether it gives anything that needs a value beside it."""
        return bool(self.approx or self.extras)


def revised(text: str, changes: Mapping[str, FigureChange], path: str = "brief.yaml") -> str:
    """Return the text of a brief with figures changed; `path` is named in errors.

    A figure that the brief does not have is added at the end of its `figures`, in their style; a
    brief without `figures` gets them as its last lines.

    Raises:
        BriefNotEditable: a place cannot be changed safely; it is named, and nothing is changed.
    """
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    source = Source(path, body)
    splicer = Splicer(source)
    editor = _Editor(splicer)
    editor.change(changes)
    result = splicer.result()
    if result == body:
        return text
    _prove(splicer, editor.wanted, Source(path, result))
    return mark + result


class _Editor:
    """Turns changes of figures into edits of the text."""

    def __init__(self, splicer: Splicer) -> None:
        self.splicer = splicer
        root = splicer.root
        self.top = splicer.pairs(root) if root is not None else {}
        self.block = self.top.get(BLOCK)
        self.wanted: dict[str, dict[str, str]] = {}

    def change(self, changes: Mapping[str, FigureChange]) -> None:
        given = self._given()
        new = []
        for key, change in changes.items():
            if key in given:
                self._change(key, given[key], change)
            elif change.value is not None:
                new.append(f"{key}: {self._new(key, change)}")
            elif change.beside:
                self._valueless(key)
        if new:
            self._append(new)

    def _given(self) -> Mapping[str, Pair]:
        if self.block is None or _is_empty(self.block[1]):
            return {}
        return self.splicer.pairs(self.block[1])

    def _change(self, key: str, pair: Pair, change: FigureChange) -> None:
        node = pair[1]
        if isinstance(node, yaml.MappingNode):
            self._change_parts(key, pair, node, change)
        elif not isinstance(node, yaml.ScalarNode):
            self.splicer.refuse_node(node, f"数据“{key}”不是一个数，不能自动改")
        elif _is_empty(node):
            if change.value is not None:
                self.splicer.set(node, self._new(key, change))
            elif change.beside:
                self._valueless(key, node)
        else:
            self._change_scalar(key, node, change)

    def _change_scalar(self, key: str, node: yaml.ScalarNode, change: FigureChange) -> None:
        """Change `key: 150`; what a number alone cannot say makes it a mapping."""
        number, approx = self._number(node, change, node)
        extra = "".join(f", {pair}" for pair in _pairs(approx, change))
        if extra:
            self.splicer.set(node, number, "{value: ", f"{extra}}}")
        elif number != node.value.strip():
            self.splicer.set(node, number)
        self._want(key, change, node)

    def _change_parts(self, key: str, pair: Pair, node: yaml.MappingNode, change: FigureChange) -> None:
        parts = self.splicer.pairs(node)
        value = parts.get("value")
        if value is None or (_is_empty(value[1]) and change.value is None):
            self._valueless(key, pair[0])
        number, approx = self._number(value[1], change, parts["approx"][1] if "approx" in parts else None)
        if not isinstance(value[1], yaml.ScalarNode) or number != value[1].value.strip():
            self.splicer.set(value[1], number)
        if "approx" in parts and change.approx is not None:
            self._set_part(node, parts["approx"], change.approx)
        elif approx:
            self.splicer.add(node, f"approx: {approx}", value)
        self._change_extras(node, parts, change)
        self._want(key, change, node)

    def _change_extras(self, node: yaml.MappingNode, parts: Mapping[str, Pair], change: FigureChange) -> None:
        for name in REMOVABLE:
            if getattr(change, name) == "" and name in parts:
                self._set_part(node, parts[name], "")
        for name, text in change.extras.items():
            if name in parts:
                self._set_part(node, parts[name], text)
            else:
                behind = parts["value"] if name == "span" else None
                self.splicer.add(node, f"{name}: {_spelt(text)}", behind)

    def _set_part(self, mapping: yaml.MappingNode, pair: Pair, text: str) -> None:
        node = pair[1]
        if text and text != getattr(node, "value", None):
            self.splicer.set(node, _spelt(text, getattr(node, "style", None)))
        elif not text and not _is_empty(node):
            self.splicer.remove(mapping, pair)

    def _number(self, node: yaml.Node, change: FigureChange, approx: yaml.Node | None) -> tuple[str, str]:
        """Return the number as the scalar shall say it, and the approximation that it cannot say.

        `150余` keeps its 余 and `98%` its percent sign; `approx` is the scalar that holds the
        approximation now, where there is one.
        """
        number, percent, suffix = _split(node)
        if change.value is not None:
            number = format_number(change.value)
        if change.approx is None:
            return f"{number}{percent}{suffix}", ""
        fits = bool(suffix) and change.approx in ("", *AFTER)
        kept = change.approx if fits else ""
        if approx is not None and approx is not node and not _is_empty(approx):
            kept = suffix if suffix == change.approx else ""
        return f"{number}{percent}{kept}", "" if kept == change.approx else change.approx

    def _new(self, key: str, change: FigureChange) -> str:
        """Return a figure that had no value, as it is written behind its key."""
        if not KEY.match(key):
            self.splicer.refuse(1, 1, f"“{key}”不能作数据键", "只用小写字母、数字和下划线")
        self._want(key, change, None)
        number = format_number(change.value) if change.value is not None else ""
        more = "".join(f", {pair}" for pair in _pairs(change.approx or "", change))
        return f"{{value: {number}{more}}}" if more else number

    def _append(self, lines: list[str]) -> None:
        """Add figures at the end of the block, or the block at the end of the file."""
        splicer, root = self.splicer, self.splicer.root
        if self.block is None:
            self._add_block(lines)
            return
        key, node = self.block
        if isinstance(node, yaml.MappingNode):
            self._add_all(node, lines)
        elif node.start_mark.index < node.end_mark.index or getattr(root, "flow_style", False):
            splicer.set(node, f"{{{', '.join(lines)}}}")
        else:
            splicer.add_below(key, node, lines)

    def _add_block(self, lines: list[str]) -> None:
        root = self.splicer.root
        if isinstance(root, yaml.MappingNode) and root.flow_style:
            self.splicer.add(root, f"{BLOCK}: {{{', '.join(lines)}}}")
            return
        margin = " " * (root.start_mark.column if root is not None else 0)
        self.splicer.add_at_end([f"{margin}{BLOCK}:", *(f"{margin}  {line}" for line in lines)])

    def _add_all(self, node: yaml.MappingNode, lines: list[str]) -> None:
        if node.flow_style:
            self.splicer.add(node, ", ".join(lines))
            return
        for line in lines:
            self.splicer.add(node, line)

    def _want(self, key: str, change: FigureChange, node: yaml.Node | None) -> None:
        """Note what the figure must mean afterwards, told from its meaning now and the change alone."""
        meaning = dict(_meaning(node)) if node is not None else {}
        if change.value is not None:
            meaning["value"] = format_number(change.value)
        meaning.update(change.extras)
        for name in ("approx", *REMOVABLE):
            if (text := getattr(change, name)) is not None:
                meaning[name] = text
        self.wanted[key] = {name: text for name, text in meaning.items() if text}

    def _valueless(self, key: str, node: yaml.Node | None = None) -> NoReturn:
        message = f"数据“{key}”没有数值，不能只写约数字样或时段"
        if node is None:
            self.splicer.refuse(1, 1, message)
        self.splicer.refuse_node(node, message)


def _pairs(approx: str, change: FigureChange) -> Iterator[str]:
    """Yield the pairs of a mapping in braces that stand behind its value."""
    if approx:
        yield f"approx: {approx}"
    for name, text in change.extras.items():
        yield f"{name}: {_spelt(text)}"


def _spelt(text: str, style: str | None = None) -> str:
    """Return text as YAML writes it; with a `style` as it is written inside those quotes."""
    if style == "'":
        return text.replace("'", "''")
    quoted = json.dumps(text, ensure_ascii=False)
    if style == '"':
        return quoted[1:-1]
    # Letters and digits with a Chinese one among them are nothing else to YAML, in braces neither.
    bare = SPAN.match(text) and HAN.search(text)
    return text if bare or AS_OF.match(text) or NUMBER.match(text) else quoted


def _prove(before: Splicer, wanted: Mapping[str, dict[str, str]], after: Source) -> None:
    """Raise unless the new text says what the old one said, but for the wanted figures."""
    try:
        new, written = _content(Splicer(after).root)
        old, figures = _content(before.root)
    except (BriefNotEditable, RecursionError):
        before.refuse(1, 1, PROOF)
    if new != old or written != {**figures, **wanted}:
        changed = [key for key, meaning in written.items() if figures.get(key) != meaning]
        before.refuse(1, 1, f"{PROOF}（{'、'.join(changed) or BLOCK}）")


def _content(root: yaml.Node | None) -> tuple[Any, dict[str, Any]]:
    """Return all but the figures in its order, and the figures by key with what each means."""
    others, figures = [], {}
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == BLOCK and isinstance(value, yaml.MappingNode):
            figures = {_plain(name)[1]: _meaning(node) for name, node in value.value}
        elif key.value != BLOCK or not _is_empty(value):
            others.append((_plain(key), _plain(value)))
    return others, figures


def _plain(node: yaml.Node) -> Any:
    """Return a node without places and styles: its type and its text or children."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag, node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return [(_plain(key), _plain(value)) for key, value in node.value], "map"


def _meaning(node: yaml.Node) -> Any:
    """Return what a figure says by part, however it is laid out: value, percent, approx, span ..."""
    if isinstance(node, yaml.ScalarNode):
        number, percent, suffix = _split(node)
        return {
            name: text for name, text in (("value", number), ("percent", percent), ("approx", suffix)) if text
        }
    if not isinstance(node, yaml.MappingNode):
        return _plain(node)
    parts: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name == "value":
            parts = {**_meaning(value), **parts}
        elif not _is_empty(value):
            parts[name] = value.value if name in TEXTS else _plain(value)
    return parts


def _split(node: yaml.Node) -> tuple[str, str, str]:
    """Return number, percent sign and 余 or 多 of a scalar; what is no number whole."""
    text = str(node.value).strip() if not _is_empty(node) else ""
    match = NUMBER.match(text)
    return (match.group(1), match.group(2), match.group(3)) if match else (text, "", "")


def _is_empty(node: yaml.Node) -> bool:
    """Nothing was written, or a null; as `Node.empty` has it."""
    if not isinstance(node, yaml.ScalarNode):
        return False
    return not node.value.strip() or (not node.style and node.value in ("~", "null"))
