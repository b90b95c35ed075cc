"""What the columns of a list mean: fields of the brief and figures, by key, by Chinese name, or by alias."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.brief.figures import PARTS
from toolkit.brief.schema import Field
from toolkit.errors import nearest
from toolkit.pack.pack import Pack

FILE = "columns.yaml"
FIGURES = "figures"
BELOW = ("items", "list", "figures")  # kinds whose fields are no columns of their own
SEPARATORS = re.compile(r"[\s·．.／/：:—\-()]+")
IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]\s*\Z")


class Column(NamedTuple):
    """What a column holds: `path` is dotted as in the brief; `unit` that of a figure.

    `kind` is the field's kind, `figure`, `folder` (where the result goes) or `ignored`.
    """

    path: str
    kind: str
    unit: str = ""
    first: str = ""


class Columns:
    """Every name that a column may have under a pack."""

    def __init__(self, pack: Pack) -> None:
        given = pack.mapping(FILE)
        self.between: Sequence[str] = given.get("between", ("；",))
        self._by_key: dict[str, Column] = {}
        self._by_label: dict[str, Column | None] = {}
        self._fields(pack.vocabulary.schema, "", "", pack.functions)
        self._figures(pack)
        for path, names in given.get("aliases", {}).items():
            if (column := self._by_key.get(path)) is not None:
                self._by_label.update({_bare(name): column for name in names})
        for kind in ("folder", "ignored"):
            self._by_label.update({_bare(name): Column("", kind) for name in given.get(kind, ())})

    def find(self, name: str) -> Column | None:
        """Return what a column's heading means, or None where nothing has that name."""
        text = unicodedata.normalize("NFKC", name).strip()
        if (column := self._by_key.get(text) or self._by_key.get(text.lower())) is not None:
            return column
        for form in (text, IN_BRACKETS.sub("", text)):
            if (found := self._by_label.get(_bare(form))) is not None:
                return found
        return None

    def hint(self, name: str) -> str:
        """Return the nearest known name, or what names there are."""
        bare = _bare(name)
        if bare in self._by_label:
            return "有几个字段叫这个名称，写键，如 session.previous.date；键见 draft figures schema"
        close = nearest(name.strip(), self._by_key) or nearest(bare, self._by_label)
        if close:
            return f"是不是“{close}”？"
        return "列名写底稿的键或名称，数据的见 draft figures list；不用的列删去，或叫“备注”"

    def _fields(self, field: Field, path: str, label: str, functions: Mapping[str, str]) -> None:
        for key, child in field.fields.items():
            here = f"{path}.{key}" if path else key
            # 日期 alone is not taken for that of the session before: what lies deep needs its block's name.
            names = [f"{label}{child.label}", *([child.label] if path.count(".") == 0 else [])]
            if child.kind == "map":
                self._fields(child, here, child.label, functions)
            elif child.kind == "sections":
                for function, name in functions.items():
                    column = Column(f"{here}.{function}", "list")
                    self._add(column.path, column, [f"{child.label}{name}"])
            elif child.kind != "figures":
                first = next(iter(child.fields), "")
                self._add(here, Column(here, child.kind, first=first), names)

    def _figures(self, pack: Pack) -> None:
        also = {row["key"]: row.get("also", ()) for row in pack.rows("figures.yaml", FIGURES, "key")}
        for key in pack.catalogue.keys:
            spec = pack.catalogue.get(key)
            if spec is None or spec.parts:
                continue
            column = Column(f"{FIGURES}.{key}", "figure", spec.unit)
            names = [spec.label, *also.get(key, ())]
            self._add(key, column, names)
            self._by_key[column.path] = column
            for part, name in PARTS.items():
                inner = Column(f"{FIGURES}.{key}.{part}", "part", spec.unit)
                self._add(f"{key}.{part}", inner, [f"{label}{name}" for label in names])
                self._by_key[inner.path] = inner

    def _add(self, key: str, column: Column, labels: Iterable[str]) -> None:
        """Take a column in; a label that two columns share means neither."""
        self._by_key[key] = column
        for label in map(_bare, labels):
            other = self._by_label.get(label, column)
            self._by_label[label] = column if other == column else None


def _bare(name: str) -> str:
    """Return a name without white space, brackets and the marks that people put between its parts."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", name)).lower()


def headings(cells: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the columns that have a heading, with their numbers from 0."""
    return ((number, cell) for number, cell in enumerate(cells) if cell.strip())
