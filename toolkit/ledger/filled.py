"""The entries of filled forms and of any table whose columns are headed: figures by key or by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from toolkit.brief.load import Brief
from toolkit.errors import Location, Problem, nearest, suggest
from toolkit.figures import TOTAL, Catalogue, FigureSpec
from toolkit.ledger.cells import Number, Refused, date_of, number_of, plain
from toolkit.ledger.tables import Cell, Table

HEAD_WITHIN = 30  # rows from the top of a sheet in which its heads are looked for
BRACKETS = re.compile(r"\([^()]*\)")
NUMBERING = re.compile(r"(?:\(?[0-9一二三四五六七八九十]{1,3}[)、.]+|其中:?)+")
QUOTES = re.compile(r"[“”\"'‘’「」《》:,、。]")
PROTECTED = ("value", "previous", "as_of", "given", "span", "note", "unit")


@dataclass(frozen=True)
class Entry:
    """What a row of a table says of a figure.

    `place` is where its value stands, for people; `source` the same for the brief. `given` is the value
    that the form was sent out with, None where the table is no form of ours.
    """

    key: str
    label: str
    place: str
    source: str
    number: Number | None = None
    previous: Decimal | None = None
    as_of: str = ""
    span: str = ""
    note: str = ""
    given: str | None = None


@dataclass(frozen=True)
class Skipped:
    """A row that was passed over on request, because nothing is known under its name."""

    place: str
    label: str
    hint: str


@dataclass
class Filled:
    """Everything that tables say: entries, problems with cells, rows passed over, how many are blank."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    blank: int = 0


@dataclass(frozen=True)
class Reader:
    """Reads tables for one brief; `terms` is `templates/ledger.yaml`.

    `also` has other names of the catalogue's figures. With `skip_unknown`, rows under unknown names are
    passed over instead of being problems.
    """

    brief: Brief
    catalogue: Catalogue
    terms: Mapping[str, Any]
    also: Mapping[str, Sequence[str]]
    skip_unknown: bool = False

    def read(self, tables: Sequence[Table]) -> Filled:
        """Return what the tables of one file say; sheets without heads are passed over beside others."""
        filled = Filled()
        headed = [(table, heads) for table in tables if (heads := self._heads(table))]
        if not headed and tables:
            wanted = "要有“数据名称”（或“编号”）和“今年数”两栏"
            filled.problems.append(Problem(Location(tables[0].path), "没有认出表头", wanted))
        names = _Names(self)
        for table, (top, columns) in headed:
            self._title(table, top, filled)
            for row in table.rows[top + 1 :]:
                _Row(self, names, table, {id_: row[n] for id_, n in columns.items() if n < len(row)}).into(
                    filled
                )
        return filled

    # -- heads -----------------------------------------------------------------------------------

    def _heads(self, table: Table) -> tuple[int, dict[str, int]] | None:
        """Return which row has the heads and which column is what.

        Heads may be two rows high: a head merged over both stands in the upper one.
        """
        known = self._known_heads()
        above: Sequence[Cell] = ()
        for number, row in enumerate(table.rows[:HEAD_WITHIN]):
            texts = [cell.text or (above[at].text if at < len(above) else "") for at, cell in enumerate(row)]
            columns = _columns(texts, known)
            if "value" in columns and ("label" in columns or "key" in columns):
                return number, columns
            above = row
        return None

    def _known_heads(self) -> dict[str, tuple[str, int]]:
        years = {"year": self.brief.year, "last": self.brief.year - 1}
        return {
            plain(str(head).format(**years)): (id_, rank)
            for id_, heads in self.terms["import"]["heads"].items()
            for rank, head in enumerate(heads)
        }

    def _title(self, table: Table, top: int, filled: Filled) -> None:
        """A form of another place or year must not come in unnoticed."""
        pattern = re.compile(self.terms["form"]["title_pattern"])
        for row in table.rows[:top]:
            for cell in row:
                match = pattern.match(plain(cell.text))
                if match is None:
                    continue
                said, ours = (match["region"], int(match["year"])), (self.brief.region, self.brief.year)
                if said != ours:
                    message = f"这是{said[0]}{said[1]}年的填报表，底稿是{ours[0]}{ours[1]}年的"
                    filled.problems.append(Problem(table.location(cell), message, "换一张表，或换 --figures"))


def _columns(heads: Iterable[str], known: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    """Return which column is what; of several heads for one thing the one that is listed first counts."""
    found: dict[str, tuple[int, int]] = {}
    for at, head in enumerate(heads):
        id_, rank = known.get(BRACKETS.sub("", plain(head)).strip("*:"), ("", 0))
        if id_ and (id_ not in found or rank < found[id_][0]):
            found[id_] = (rank, at)
    return {id_: at for id_, (_, at) in found.items()}


class _Names:
    """Figures by key, and by every name that a table may call them."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.by_name: dict[str, set[str]] = defaultdict(set)
        catalogue, brief = reader.catalogue, reader.brief
        own = [key for key in brief.figures if key not in catalogue]
        for key in (*catalogue.keys, *own):
            spec = self.spec(key)
            for name in (spec.label, *reader.also.get(key, ())) if spec else ():
                self.by_name[named(name)].add(self._of_period(key))
        self.exact = {named(spec.label): key for key in catalogue.keys if (spec := self.spec(key))}

    def spec(self, key: str) -> FigureSpec | None:
        """Return what is known of a key; a brief's own figure says it itself."""
        spec, figure = self.reader.catalogue.get(key), self.reader.brief.figures.get(key)
        if spec is None and figure is not None:
            return FigureSpec(key, figure.label, figure.unit, kind="amount")
        return spec

    def find(self, label: str) -> set[str]:
        """Return the keys that a name may mean: as it stands, else without brackets and numbering."""
        whole = named(label)
        bare = named(NUMBERING.sub("", plain(label), count=1))
        shorter = named(BRACKETS.sub("", NUMBERING.sub("", plain(label), count=1)))
        return next((self.by_name[name] for name in (whole, bare, shorter) if name in self.by_name), set())

    def _of_period(self, key: str) -> str:
        """A 换届 report's figures are cumulative, whatever a table calls them."""
        spec = self.reader.catalogue.get(key)
        cumulative = self.reader.brief.term_change and spec is not None and spec.total
        return key + TOTAL if cumulative else key


def named(text: str) -> str:
    """Return a name without what offices write differently: marks, spaces, widths."""
    return QUOTES.sub("", plain(text))


class _Row:
    """One row under the heads of its table."""

    def __init__(self, reader: Reader, names: _Names, table: Table, cells: Mapping[str, Cell]) -> None:
        self.reader, self.names, self.table, self.cells = reader, names, table, cells
        self.problems: list[Problem] = []

    def into(self, filled: Filled) -> None:
        """Add what the row says."""
        cell = self.cells.get("value", Cell(""))
        label = self._text("label") or self._text("key")
        empty = cell.text in self.reader.terms["import"]["empty"] and not cell.uncomputed
        if empty and (not label or self._nothing_else()):
            filled.blank += bool(label and self._known())
            return
        if not label:
            self._nameless(filled, cell)
            return
        spec = self._spec(filled, label)
        if spec is None:
            filled.problems += self.problems
            return
        entry = self._entry(spec, cell)
        filled.problems += self.problems
        if not self.problems:
            filled.entries.append(entry)

    def _nameless(self, filled: Filled, cell: Cell) -> None:
        """A value whose name was lost, as below a merged cell, must not be lost with it."""
        place = self.table.location(cell)
        if self.reader.skip_unknown:
            filled.skipped.append(Skipped(str(place), cell.text, "这一行没有名称"))
        else:
            hint = "补上名称；不要这一行的加 --skip-unknown"
            filled.problems.append(Problem(place, f"有数“{cell.text[:30]}”，这一行没有名称", hint))

    def _nothing_else(self) -> bool:
        return not self._text("previous")

    def _known(self) -> bool:
        return bool(self.names.spec(self._text("key")) or self.names.find(self._text("label")))

    def _text(self, column: str) -> str:
        return self.cells[column].text if column in self.cells else ""

    def _spec(self, filled: Filled, label: str) -> FigureSpec | None:
        """Return the row's figure, by its key where it has one."""
        key = plain(self._text("key"))
        if key:
            spec = self.names.spec(key)
            if spec is None:
                hint = suggest(key, self.reader.catalogue.keys) or "编号栏由程序填写，不要改动"
                self._problem("key", f"数据目录里没有编号“{key}”", hint)
            return spec
        keys = self.names.find(label)
        if len(keys) == 1:
            return self.names.spec(next(iter(keys)))
        if keys:
            labels = "、".join(sorted(spec.label for key in keys if (spec := self.names.spec(key))))
            self._problem("label", f"“{label}”可能是几项数据：{labels}", "写目录里的全名")
        else:
            self._unknown(filled, label)
        return None

    def _unknown(self, filled: Filled, label: str) -> None:
        close = nearest(named(label), self.names.exact)
        spec = self.names.spec(self.names.exact[close]) if close else None
        hint = f"是不是“{spec.label}”？" if spec else "名称见 draft figures list"
        if self.reader.skip_unknown:
            place = str(self.table.location(self.cells["label"]))
            filled.skipped.append(Skipped(place, label, hint))
        else:
            self._problem("label", f"数据目录里没有“{label}”", f"{hint}不要这一行的加 --skip-unknown")

    def _entry(self, spec: FigureSpec, cell: Cell) -> Entry:
        terms = self.reader.terms["import"]
        self._unit(spec)
        found: Number | None = self._read("value", lambda c: number_of(c, spec, terms))
        before: Number | None = self._read("previous", lambda c: number_of(c, spec, terms))
        as_of: str | None = self._read("as_of", lambda c: date_of(c, terms["empty"]))
        span = plain(self._text("span"))
        if span and not re.fullmatch(r"\w[\w—]*", span):
            self._problem("span", f"时段看不懂：{span[:30]}", "例如 五年来、近三年")
        return Entry(
            key=spec.key,
            label=spec.label,
            place=str(self.table.location(cell)),
            source=self.table.source(cell),
            number=found,
            previous=before.value if before else None,
            as_of=as_of or "",
            span=self._period(spec) if span in terms["empty"] else span,
            note=self._text("note"),
            given=self._text("given") if "given" in self.cells else None,
        )

    def _period(self, spec: FigureSpec) -> str:
        """Return the span of a cumulative figure whose row says none: a 换届 report's is the term."""
        if spec.cumulative and self.reader.brief.term_change:
            return str(self.reader.terms["form"]["span"])
        return ""

    def _read(self, column: str, read: Callable[[Cell], Any]) -> Any:
        if column not in self.cells:
            return None
        try:
            return read(self.cells[column])
        except Refused as refused:
            label = self._text("label") or self._text("key")
            message = refused.message if refused.message.startswith("截至") else f"“{label}”{refused.message}"
            self._problem(column, message, refused.hint)
            return None

    def _unit(self, spec: FigureSpec) -> None:
        """A table in other units (元 for 万元) would be wrong by thousands."""
        unit = plain(self._text("unit"))
        figure = self.reader.brief.figures.get(spec.key)
        allowed = {plain(u) for u in (spec.unit, *spec.units, figure.unit if figure else "") if u}
        if unit and unit not in allowed and unit not in self.reader.terms["import"]["empty"]:
            self._problem(
                "unit", f"“{spec.label}”的单位是“{spec.unit}”，表里是“{unit}”", "换算后再填，并改单位"
            )

    def _problem(self, column: str, message: str, hint: str) -> None:
        place = self.table.location(self.cells[column])
        self.problems.append(Problem(place, message, hint))


def other_names(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return the catalogue's other names (`also`) by key, from the rows of its file."""
    return dict(_other(rows))


def _other(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in rows:
        if row.get("also"):
            yield row["key"], tuple(row["also"])
