"""The effective formatting: defaults, table style, paragraph style, numbering, character style, direct.

ECMA-376-1, 17.7.2 (style hierarchy), 17.7.3 (toggle properties).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.layout.looks import Layer, laid, paragraph_layer, run_layer
from toolkit.layout.theme import theme_fonts
from toolkit.word.numbering import value
from toolkit.word.opened import Opened
from toolkit.word.package import W

DIRECT = "直接设定"
DEFAULTS = "文档默认值"
TOGGLES = ("bold", "italic", "hidden")
SMALL = 10.0  # Word's size where nothing says one


@dataclass(frozen=True)
class RunLook:
    """How a run looks, and who says so (`said`: key -> style name, `DIRECT` or `DEFAULTS`)."""

    east: str = ""
    latin: str = ""
    size: float = SMALL
    bold: bool = False
    italic: bool = False
    underline: bool = False
    hidden: bool = False
    highlight: bool = False
    colour: str = ""
    spacing: float = 0.0
    scale: float = 100.0
    said: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class ParagraphLook:
    """How a paragraph looks: the name of its style, and the keys of `looks.paragraph_layer`."""

    style: str
    named: Mapping[str, Any]
    said: Mapping[str, str]

    def number(self, key: str) -> float:
        """Return a length, 0 where nothing is said."""
        return float(self.named.get(key) or 0.0)

    @property
    def align(self) -> str:
        """How the lines are aligned: left, both, center, right."""
        return str(self.named.get("align") or "left")

    @property
    def outline(self) -> int | None:
        """The outline level from 0, None for running text."""
        level = self.named.get("outline")
        return level if isinstance(level, int) and level < 9 else None

    def length(self, key: str, size: float) -> float:
        """Return an indent in characters of a size; one given in characters counts first."""
        return self.number(f"{key}Chars") / 100 or self.number(key) / size

    def first(self, size: float) -> float:
        """Return the indent of the first line in characters; negative if it hangs out."""
        return self.length("firstLine", size) - self.length("hanging", size)


@dataclass(frozen=True)
class _Style:
    id: str
    name: str
    paragraph: Layer
    run: Layer
    base: str
    numbering: Any


class Formats:
    """The styles of a document, and what they come to for its paragraphs and runs."""

    def __init__(self, opened: Opened, style_names: Mapping[str, str]) -> None:
        """Read the styles; `style_names` has what people see by the built-in names in small letters."""
        self.theme = theme_fonts(opened)
        self.names = style_names
        self.styles: dict[str, _Style] = {}
        self.default: dict[str, str] = {}
        self.base_run: Layer = {}
        self.base_paragraph: Layer = {}
        for part in opened.related("styles"):
            self._load(opened.xml(part))
        self.levels = _numbering_levels(opened)
        self._chains: dict[str, list[_Style]] = {}
        self._runs: dict[tuple[str, str, str], tuple[dict[str, Any], dict[str, str]]] = {}
        self._plain: dict[tuple[str, str, str], RunLook] = {}
        self._paragraphs: dict[tuple[str, str], ParagraphLook] = {}

    def _load(self, root: Any) -> None:
        defaults = root.find(f"{W}docDefaults")
        if defaults is not None:
            self.base_run = run_layer(defaults.find(f"{W}rPrDefault/{W}rPr"), self.theme)
            self.base_paragraph = paragraph_layer(defaults.find(f"{W}pPrDefault/{W}pPr"))
        for element in root.findall(f"{W}style"):
            id_ = element.get(f"{W}styleId", "")
            name = (value(element, "name") or id_).strip()
            properties = element.find(f"{W}pPr")
            self.styles[id_] = _Style(
                id_,
                self.names.get(name.lower(), name),
                paragraph_layer(properties),
                run_layer(element.find(f"{W}rPr"), self.theme),
                value(element, "basedOn") or "",
                None if properties is None else properties.find(f"{W}numPr"),
            )
            if element.get(f"{W}default") in ("1", "true", "on"):
                self.default[element.get(f"{W}type", "paragraph")] = id_

    def chain(self, id_: str) -> list[_Style]:
        """Return a style's ancestors and itself, the furthest first; circles are cut."""
        if id_ not in self._chains:
            found: list[_Style] = []
            at = id_
            while at in self.styles and self.styles[at] not in found:
                found.append(self.styles[at])
                at = self.styles[at].base
            self._chains[id_] = found[::-1]
        return self._chains[id_]

    # -- paragraphs ----------------------------------------------------------------------------

    def style_of(self, element: Any) -> str:
        """Return the id of a paragraph's style; the default one where it names none that exists."""
        id_ = value(element, "pPr", "pStyle") or ""
        return id_ if id_ in self.styles else self.default.get("paragraph", "")

    def paragraph(self, element: Any, table: str = "") -> ParagraphLook:
        """Return how a w:p looks; `table` is the id of its table's style."""
        properties = element.find(f"{W}pPr")
        style = self.style_of(element)
        bare = properties is None or all(child.tag == f"{W}pStyle" for child in properties)
        if bare and (style, table) in self._paragraphs:
            return self._paragraphs[style, table]
        said: dict[str, str] = {}
        named: dict[str, Any] = {}
        for layer, who in self._paragraph_layers(style, table, properties):
            laid(named, layer)
            said.update(dict.fromkeys(layer, who))
        shown = self.styles[style].name if style in self.styles else ""
        look = ParagraphLook(shown, named, said)
        if bare:
            self._paragraphs[style, table] = look
        return look

    def _paragraph_layers(self, style: str, table: str, properties: Any) -> Iterator[tuple[Layer, str]]:
        yield self.base_paragraph, DEFAULTS
        for one in self.chain(table):
            yield one.paragraph, f"样式“{one.name}”"
        own = properties.find(f"{W}numPr") if properties is not None else None
        for one in self.chain(style):
            # Numbers that a style gives stand below its own indents, numbers given directly above them.
            if one.numbering is not None and own is None:
                yield self._level(one.numbering), f"样式“{one.name}”"
            yield one.paragraph, f"样式“{one.name}”"
        if own is not None:
            yield self._level(own), "自动编号"
        yield paragraph_layer(properties), DIRECT

    def _level(self, numbering: Any) -> Layer:
        return self.levels.get((value(numbering, "numId") or "", value(numbering, "ilvl") or "0"), {})

    # -- runs ------------------------------------------------------------------------------------

    def run(self, paragraph: Any, run: Any, table: str = "") -> RunLook:
        """Return how a run of a w:p looks."""
        properties = run.find(f"{W}rPr") if run is not None else None
        character = value(properties, "rStyle") or "" if properties is not None else ""
        key = (self.style_of(paragraph), character, table)
        direct = run_layer(properties, self.theme)
        if not direct and key in self._plain:
            return self._plain[key]
        named, said = self._styled(key)
        if direct:
            named, said = {**named, **direct}, {**said, **dict.fromkeys(direct, DIRECT)}
        look = RunLook(**named, said=said)
        if not direct:
            self._plain[key] = look
        return look

    def _styled(self, key: tuple[str, str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what styles alone make of a run; toggles that two of them set cancel out."""
        if key in self._runs:
            return self._runs[key]
        style, character, table = key
        named: dict[str, Any] = dict(self.base_run)
        said = dict.fromkeys(self.base_run, DEFAULTS)
        toggled = dict.fromkeys(TOGGLES, False)
        for id_ in (table, style, character):
            own: dict[str, Any] = {}
            for one in self.chain(id_):
                own.update(one.run)
                said.update(dict.fromkeys(one.run, f"样式“{one.name}”"))
            for toggle in TOGGLES:
                toggled[toggle] ^= bool(own.get(toggle))
            named.update(own)
        for toggle in TOGGLES:
            named[toggle] = toggled[toggle] or bool(self.base_run.get(toggle))
        self._runs[key] = named, said
        return named, said


def _numbering_levels(opened: Opened) -> dict[tuple[str, str], Layer]:
    """Return what each level of each list says of its paragraphs."""
    found: dict[tuple[str, str], Layer] = {}
    for part in opened.related("numbering"):
        root = opened.xml(part)
        abstract = {a.get(f"{W}abstractNumId"): a for a in root.findall(f"{W}abstractNum")}
        for number in root.findall(f"{W}num"):
            base = abstract.get(value(number, "abstractNumId"))
            levels = [*(base.findall(f"{W}lvl") if base is not None else ()), *number.iter(f"{W}lvl")]
            for level in levels:
                key = (number.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0"))
                found[key] = paragraph_layer(level.find(f"{W}pPr"))
    return found
