"""`draft pull`: figures changed in Word go back into the brief; new wording is listed, or learned."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.brief.edit import FigureChange, revised
from toolkit.brief.load import Brief, load_brief, parse_brief
from toolkit.brief.source import Source
from toolkit.edited.document import Edited, find
from toolkit.errors import InputProblems, display_path
from toolkit.figures import Catalogue
from toolkit.merge.reading import Reading
from toolkit.merge.returned import Standing, Wording, standings, wordings
from toolkit.merge.texts import passages
from toolkit.merge.values import approximation, equal, number
from toolkit.pack import learned
from toolkit.pack.pack import Pack
from toolkit.workspace import back_up, write_all


@dataclass(frozen=True)
class Request:
    """What `draft pull` is asked for."""

    docx: Path
    figures: Path | None = None
    packs: Sequence[Path] = ()
    base: Path | None = None
    learn: Path | None = None
    dry_run: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Changed:
    """A figure that goes back into the brief."""

    key: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Disagreement:
    """A figure that cannot go back, with all the values that are said of it."""

    key: str
    label: str
    values: Sequence[str]
    why: str


@dataclass(frozen=True)
class Pulled:
    """What `draft pull` did, or would do."""

    brief: Path
    changed: Sequence[Changed]
    disagreements: Sequence[Disagreement]
    wording: Sequence[Wording]
    learned: Sequence[Path] = ()
    backup: Path | None = None


def pull(request: Request) -> Pulled:
    """Bring a brief up to date with the figures that people typed into its report.

    Raises:
        ToolkitError: the input is wrong, or the brief cannot be edited safely; nothing was written.
    """
    edited = find(request.docx, request.figures, request.packs, request.base)
    pack = Pack(edited.packs)
    brief = load_brief(edited.brief, pack.vocabulary)
    reading = Reading(passages(edited.base.report), edited.lines, edited.base.marks)
    judge = _Judge(edited, brief, pack.catalogue)
    for key, rows in sorted(standings(reading).items()):
        judge.figure(key, rows)
    said = wordings(reading)
    files = _files(edited, brief, pack, judge)
    lessons = _lessons(request.learn, said, brief, pack)
    backup = None
    if not request.dry_run and (files or lessons):
        now = request.now or datetime.datetime.now().astimezone()
        backup = back_up(edited.space, [edited.brief, request.docx], now) if files else None
        write_all({**files, **lessons})
    return Pulled(edited.brief, judge.changed, judge.disagreements, said, list(lessons), backup)


@dataclass
class _Judge:
    """Decides for each figure whether its value in Word goes back into the brief."""

    edited: Edited
    brief: Brief
    catalogue: Catalogue
    changed: list[Changed] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    values: dict[str, FigureChange] = field(default_factory=dict)

    def figure(self, key: str, rows: Sequence[Standing]) -> None:
        """Judge the standings of one figure."""
        retyped = [row for row in rows if row.retyped]
        if not retyped:
            return
        known = self.brief.figures.get(key)
        now = known.text if known else ""
        texts = _distinct([row.now for row in rows])
        if len(texts) == 1 and equal(texts[0], now):
            return
        why = self._why_not(key, rows, texts, now)
        if why:
            values = _distinct([*texts, *([now] if now else [])])
            self.disagreements.append(Disagreement(key, self._label(key), values, why))
            return
        value = number(texts[0])
        before, after = approximation(now), approximation(texts[0])
        self.values[key] = FigureChange(value=value, approx=None if before == after else after)
        self.changed.append(Changed(key, self._label(key), now, texts[0]))

    def _why_not(self, key: str, rows: Sequence[Standing], texts: Sequence[str], now: str) -> str:
        known = self.brief.figures.get(key)
        before = str(self.edited.base.figures.get(key, {}).get("text", now))
        if len(texts) > 1:
            return "报告里有几个不同的数，改成一个再收回"
        if known is not None and known.derived:
            return "这个数由其他数据算出，请改那些数据"
        if known is None and (key not in self.catalogue or "." in key):
            return "底稿和数据目录里没有这项数据"
        if rows[0].scaled or number(texts[0]) is None:
            return "换了单位或写法，请在底稿里手工改"
        if now and not equal(before, now):
            return "底稿也改过，与报告里的不一样"
        spec = self.catalogue.get(key)
        if known is None and spec is not None and spec.cumulative:
            return "累计数据须在底稿里写明时段，请手工填"
        return ""

    def _label(self, key: str) -> str:
        known, spec = self.brief.figures.get(key), self.catalogue.get(key)
        return (known.label if known else "") or (spec.label if spec else key)


def _distinct(texts: Sequence[str]) -> list[str]:
    found: list[str] = []
    for text in texts:
        if not any(equal(text, other) for other in found):
            found.append(text)
    return found


def _files(edited: Edited, brief: Brief, pack: Pack, judge: _Judge) -> Mapping[Path, bytes]:
    """Return the brief with new values; figures with which it would not load are left out and told."""
    if not judge.values:
        return {}
    text = edited.brief.read_bytes().decode("utf-8")
    shown = display_path(edited.brief)
    try:
        return {edited.brief: _checked(text, judge.values, shown, pack).encode("utf-8")}
    except InputProblems:
        return {edited.brief: _one_by_one(text, judge, shown, pack).encode("utf-8")}


def _checked(text: str, values: Mapping[str, FigureChange], shown: str, pack: Pack) -> str:
    made = revised(text, values, shown)
    parse_brief(Source(shown, made.removeprefix("\ufeff")), pack.vocabulary)
    return made


def _one_by_one(text: str, judge: _Judge, shown: str, pack: Pack) -> str:
    """Take the values singly, so that one that the brief refuses does not hold up the others."""
    for key in list(judge.values):
        try:
            text = _checked(text, {key: judge.values[key]}, shown, pack)
        except InputProblems as error:
            row = next(c for c in judge.changed if c.key == key)
            judge.changed.remove(row)
            why = error.problems[0].message
            judge.disagreements.append(Disagreement(key, row.label, [row.new, row.old], why))
            del judge.values[key]
    return text


def _lessons(folder: Path | None, said: Sequence[Wording], brief: Brief, pack: Pack) -> Mapping[Path, bytes]:
    """Return the pack's file of learned phrases, with the new wording."""
    if folder is None:
        return {}
    rows = [
        learned.Wording(w.after, w.function, brief.region, brief.year)
        for w in said
        if w.after and w.function in pack.functions
    ]
    return learned.learn(folder, rows)
