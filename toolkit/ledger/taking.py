"""Entries of filled forms against a brief: what goes in, what is there already, what is in conflict.

A form says with which value it was sent out, so that three states are told apart: the department has
changed it and the brief has not (it goes in), the brief has changed since and the department has not
(the brief stays), both have (a conflict). Without that, any other value in the brief is a conflict:
what a person typed there is not overwritten unasked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from toolkit.brief.edit import FigureChange
from toolkit.brief.load import Brief
from toolkit.figures import Catalogue, Figure, derive, format_number
from toolkit.ledger.cells import Number
from toolkit.ledger.filled import Entry

LAST_YEAR = "（上年）"


@dataclass(frozen=True)
class Taken:
    """A value that goes into the brief; `old` is what it says now."""

    key: str
    label: str
    old: str
    new: str
    place: str


@dataclass(frozen=True)
class Conflict:
    """A figure that does not go in: every value that is said of it with its place, and why."""

    key: str
    label: str
    values: Sequence[tuple[str, str]]
    why: str


@dataclass
class Taking:
    """What becomes of all entries; `same` counts those that say what the brief says."""

    changes: dict[str, FigureChange] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    same: int = 0


def take(entries: Sequence[Entry], brief: Brief, catalogue: Catalogue, *, force: bool) -> Taking:
    """Judge all entries; with `force` a form's value counts more than the brief's."""
    judge = _Judge(brief, catalogue, force)
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_key[entry.key].append(entry)
    computed = [key for key in by_key if (spec := catalogue.get(key)) is not None and spec.parts]
    for key in [*(key for key in by_key if key not in computed), *computed]:
        judge.figure(key, by_key[key])
    return judge.taking


class _Judge:
    def __init__(self, brief: Brief, catalogue: Catalogue, force: bool) -> None:
        self.brief, self.catalogue, self.force = brief, catalogue, force
        self.taking = Taking()
        self.figures: dict[str, Figure] = {k: f for k, f in brief.figures.items() if not f.derived}

    def figure(self, key: str, entries: Sequence[Entry]) -> None:
        """Judge what is said of one figure."""
        now = self.figures.get(key)
        entry = self._only(key, entries)
        if entry is None:
            return
        if entry.number is None:
            self._last_year_alone(entry, now)
        elif (computed := self._computed(key)) is not None:
            self._compare(entry, computed)
        elif now is not None and _same(entry.number, now):
            self._confirm(entry, now)
        elif now is not None and entry.given is not None and _text(entry.number) == entry.given:
            self.taking.same += 1  # the form still says what it was sent out with; the brief is newer
        elif now is None or self.force or self._may_replace(entry, now):
            self._put(entry, now)
        else:
            values = [(_text(entry.number), entry.place), (_said(now), f"底稿第{now.line}行")]
            self._conflict(entry, values, "底稿里已有别的数；以表为准的加 --force")

    def _only(self, key: str, entries: Sequence[Entry]) -> Entry | None:
        """Return the entry that counts: those left as they were sent out give way to others."""
        filled = [e for e in entries if e.number is not None]
        changed = [e for e in filled if e.given != _text(e.number)] or filled
        if len({_text(e.number) for e in changed}) > 1:
            values = [(_text(e.number), e.place) for e in changed]
            self._conflict(changed[0], values, "几张表里不一样，核对后改成一个再导入")
            return None
        self.taking.same += len(changed[1:])
        return (changed or list(entries))[0]

    @staticmethod
    def _may_replace(entry: Entry, now: Figure) -> bool:
        """Whether the brief still says what the form was sent out with."""
        return bool(entry.given) and entry.given == _said(now) and _text(entry.number) != entry.given

    def _computed(self, key: str) -> Figure | None:
        spec = self.catalogue.get(key)
        if spec is None or not spec.parts or key in self.figures:
            return None
        return derive(self.figures, self.catalogue).get(key)

    def _compare(self, entry: Entry, computed: Figure) -> None:
        """A figure that is computed is never typed in; a form may confirm it."""
        assert entry.number is not None
        if _same(entry.number, computed):
            self.taking.same += 1
            return
        values = [(_text(entry.number), entry.place), (_said(computed), "由其他数据算出")]
        self._conflict(entry, values, "这个数由其他数据算出，与表里的不一样，核对那些数据")

    def _confirm(self, entry: Entry, now: Figure) -> None:
        """Note what a form adds to a value that the brief has: a later date, a source, last year's value."""
        self.taking.same += 1
        left_as_sent = entry.given is not None and entry.given == _text(entry.number)
        previous = self._previous(entry, now)
        change = FigureChange(
            previous=previous,
            as_of=entry.as_of if entry.as_of > now.as_of else None,
            source=None if now.source or left_as_sent else entry.source,
        )
        if change.extras:
            self._note(entry, change, now)

    def _put(self, entry: Entry, now: Figure | None) -> None:
        assert entry.number is not None
        spec = self.catalogue.get(entry.key)
        cumulative = spec is not None and spec.cumulative
        span = entry.span if cumulative and not (now and now.span) else ""
        if cumulative and not span and not (now and now.span):
            self._conflict(entry, [(_text(entry.number), entry.place)], "累计数要写明时段，如 五年来")
            return
        approx = entry.number.approx
        change = FigureChange(
            value=entry.number.value,
            approx=None if approx == (now.approx if now else "") else approx,
            span=span or None,
            previous=self._previous(entry, now),
            # The date of the value that goes is not that of the one that comes.
            as_of=entry.as_of or ("" if now and now.as_of else None),
            source=entry.source,
        )
        self.taking.taken.append(
            Taken(entry.key, entry.label, _said(now) if now else "", _text(entry.number), entry.place)
        )
        self._note(entry, change, now)

    def _note(self, entry: Entry, change: FigureChange, now: Figure | None) -> None:
        self.taking.changes[entry.key] = change
        before = now or Figure(entry.key, Decimal(0), label=entry.label)
        self.figures[entry.key] = before._replace(
            value=before.value if change.value is None else change.value,
            approx=before.approx if change.approx is None else change.approx,
            previous=before.previous if change.previous is None else change.previous,
        )

    def _previous(self, entry: Entry, now: Figure | None) -> Decimal | None:
        """Return last year's value where it is new; another one than the brief's is a conflict."""
        before = now.previous if now else None
        if entry.previous is None or entry.previous == before:
            return None
        if before is None or self.force:
            return entry.previous
        values = [(format_number(entry.previous), entry.place), (format_number(before), "底稿")]
        label = entry.label + LAST_YEAR
        self.taking.conflicts.append(Conflict(entry.key, label, values, "上年数与底稿里的不一样"))
        return None

    def _last_year_alone(self, entry: Entry, now: Figure | None) -> None:
        """Without this year's value only last year's can be new, and a brief holds none alone."""
        if now is not None and (previous := self._previous(entry, now)) is not None:
            self._note(entry, FigureChange(previous=previous), now)

    def _conflict(self, entry: Entry, values: Sequence[tuple[str, str]], why: str) -> None:
        self.taking.conflicts.append(Conflict(entry.key, entry.label, values, why))


def _same(number: Number, figure: Figure) -> bool:
    return number.value == figure.value and number.approx == figure.approx


def _text(number: Number | None) -> str:
    return number.text if number else ""


def _said(figure: Figure) -> str:
    """Return a figure as `Number.text` has it, without the percent sign."""
    return figure.printed(format_number(figure.value))


def without(taking: Taking, refused: Mapping[str, str]) -> None:
    """Turn changes that the brief refuses, with the reason for each key, into conflicts."""
    for key, why in refused.items():
        del taking.changes[key]
        for row in [row for row in taking.taken if row.key == key]:
            taking.taken.remove(row)
            taking.conflicts.append(Conflict(key, row.label, [(row.new, row.place), (row.old, "底稿")], why))
