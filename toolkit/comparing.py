"""`draft diff`: two versions of any report as one file with tracked changes (花脸稿)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.carrying import (
    Changes,
    Resolved,
    Typed,
    Version,
    carry_out,
    changes,
    plain,
    refuse_existing,
    settled_texts,
    versions,
)
from toolkit.errors import DocumentError, display_path
from toolkit.merge.texts import PICTURE, SEPARATOR
from toolkit.word.carry import Carrier
from toolkit.word.outline import headings
from toolkit.word.settled import turned_round
from toolkit.workspace import write_all

SUFFIX = "花脸稿"
AUTHOR = "draft"


@dataclass(frozen=True)
class Difference:
    """One change: `kind` is 改、增、删 or 移; `paragraph` counts in the new version from 1."""

    kind: str
    section: str
    paragraph: int
    old: str
    new: str


@dataclass(frozen=True)
class ChangedFigure:
    """A figure that became another one, with what it counts."""

    label: str
    old: str
    new: str
    section: str
    paragraph: int


@dataclass(frozen=True)
class Compared:
    """What `draft diff` found, in the order of the new version."""

    file: Path
    differences: Sequence[Difference]
    figures: Sequence[ChangedFigure]
    notes: Sequence[str] = field(default_factory=list)

    @property
    def sections(self) -> list[tuple[str, list[Difference]]]:
        """The differences by the heading that they stand under."""
        found: dict[str, list[Difference]] = {}
        for difference in self.differences:
            found.setdefault(difference.section, []).append(difference)
        return list(found.items())


def compare(old: Path, new: Path, out: Path | None = None, now: datetime.datetime | None = None) -> Compared:
    """Write a copy of `new` with tracked changes from `old`.

    The copy is the new file: its layout, pictures and comments. What was deleted is brought in
    from the old one. Accepting all changes gives the text of `new`, rejecting all that of `old`.

    Raises:
        DocumentError: a file cannot be read.
        WorkspaceError: there is a file in the way.
    """
    target = out or new.with_name(f"{new.stem}.{SUFFIX}.docx")
    refuse_existing(target)
    now = now or datetime.datetime.now().astimezone()
    for coarse in (False, True):
        before, after = versions([old, new])
        found = changes(after, before, behind=False, coarse=coarse)
        report = _told(before, after, found)
        data = _drawn(before, after, found, now)
        if _proved(data, before, after):
            write_all({target: data})
            return Compared(target, *report, notes=_notes(old, new, before, after))
    raise DocumentError(
        f"{display_path(new)}: 写出的花脸稿与两份原文对不上，已停止，没有写出文件",
        "这是程序的错误，请把两份文件发给维护者",
    )


def _drawn(before: Version, after: Version, found: Changes, now: datetime.datetime) -> bytes:
    """Turn the new version into the old one with tracked changes, then turn those round."""
    carrier = Carrier(after.opened, now, ahead=True)
    resolved = Resolved(
        typed={n: [Typed(c.edit, AUTHOR, before, c.at) for c in rows] for n, rows in found.typed.items()},
        joined=dict.fromkeys(found.joined, AUTHOR),
        struck=dict.fromkeys(found.struck, AUTHOR),
        put=[(at, before, j, AUTHOR) for at, rows in found.put.items() for j in rows],
        rows_struck=dict.fromkeys(found.rows_struck, AUTHOR),
        rows_put=[(at, before, row, AUTHOR) for at, rows in found.rows_put.items() for row in rows],
        cells_struck=dict.fromkeys(found.cells_struck, AUTHOR),
        cells_put=[(at, before, n, AUTHOR) for at, rows in found.cells_put.items() for n in rows],
    )
    carry_out(carrier, resolved)
    root = carrier.root
    opened = after.opened
    opened.replace(opened.main, turned_round(carrier.part(), root.prefix or ""))
    return opened.data()


def _proved(data: bytes, before: Version, after: Version) -> bool:
    """Read back what is about to be written: both versions must be in it, word for word."""
    return all(
        settled_texts(data, accept=accept) == [t for t in map(plain, version.texts) if t]
        for accept, version in ((True, after), (False, before))
    )


# -- telling ---------------------------------------------------------------------------------


def _told(before: Version, after: Version, found: Changes) -> tuple[list[Difference], list[ChangedFigure]]:
    teller = _Teller(before, after, found)
    return teller.differences(), teller.figures()


class _Teller:
    def __init__(self, before: Version, after: Version, found: Changes) -> None:
        self.before, self.after, self.found = before, after, found
        self.sections: list[str] = []
        current = ""
        for paragraph, is_heading in zip(after.story, headings(after.opened, after.story), strict=True):
            current = paragraph.text.strip() if is_heading else current
            self.sections.append(current)

    def differences(self) -> list[Difference]:
        """List all changes in the order of the new version."""
        rows = [*self._words(), *self._blocks(), *self._tables()]
        return [row for _, row in sorted(rows, key=lambda pair: pair[0])]

    def _row(
        self, kind: str, number: int, old: str, new: str, rank: int = 0
    ) -> tuple[tuple[int, int], Difference]:
        number = max(number, 0)
        made = Difference(kind, self.sections[number], number + 1, plain(old), plain(new))
        return (number, rank), made

    def _words(self) -> list[tuple[tuple[int, int], Difference]]:
        out = []
        for number, rows in self.found.typed.items():
            text = self.after.texts[number]
            for change in rows:
                edit = change.edit
                new, old = text[edit.start : edit.end], edit.text.replace(SEPARATOR, "")
                kind = "改" if old and new else "增" if new else "删"
                if old or new:
                    out.append(self._row(kind, number, old, new, edit.start + 1))
                if SEPARATOR in edit.text:
                    out.append(self._row("合段", number, "", "", edit.start + 1))
        return out + [self._row("分段", number, "", "") for number in self.found.joined]

    def _blocks(self) -> list[tuple[tuple[int, int], Difference]]:
        out = []
        moved = set(self.found.moved.values())
        for block in self.found.struck:
            kind = "移" if block in self.found.moved else "增"
            numbers = self.after.blocks[block].numbers
            out.append(self._row(kind, numbers[0], "", self._joined(self.after, numbers)))
        for at, rows in self.found.put.items():
            for j in rows:
                if j not in moved:
                    number = self.after.blocks[at].numbers[-1] if at >= 0 else 0
                    text = self._joined(self.before, self.before.blocks[j].numbers)
                    out.append(self._row("删", number, text, "", 10**6))
        return out

    def _tables(self) -> list[tuple[tuple[int, int], Difference]]:
        out = []
        for block, a in self.found.rows_struck:
            numbers = [n for cell in self.after.blocks[block].rows[a].cells for n in cell.numbers]
            out.append(self._row("增行", numbers[0], "", self._joined(self.after, numbers)))
        for (block, _), rows in self.found.rows_put.items():
            for j, b in rows:
                numbers = [n for cell in self.before.blocks[j].rows[b].cells for n in cell.numbers]
                number = self.after.blocks[block].numbers[0]
                out.append(self._row("删行", number, self._joined(self.before, numbers), ""))
        for _, number in self.found.cells_struck:
            out.append(self._row("增", number, "", self.after.texts[number]))
        for (block, a, c, _), numbers in self.found.cells_put.items():
            here = self.after.blocks[block].rows[a].cells[c].numbers[0]
            out += [self._row("删", here, self.before.texts[n], "") for n in numbers]
        return out

    @staticmethod
    def _joined(version: Version, numbers: Sequence[int]) -> str:
        return "　".join(version.texts[n] for n in numbers if version.texts[n])

    # -- figures

    def figures(self) -> list[ChangedFigure]:
        """List the figures that became others."""
        if not self.found.typed:
            return []
        from toolkit.quantities.find import find
        from toolkit.quantities.knowledge import default

        known = default()
        out = []
        for number in sorted(self.found.typed):
            rows = self.found.typed[number]
            new = find(self.after.texts[number], known)
            olds = {n: find(self.before.texts[n], known) for n in {c.at[0] for c in rows}}
            for change in rows:
                edit, (there, place) = change.edit, change.at
                here = [q for q in new if q.offset < edit.end and edit.start < q.end]
                gone = [q for q in olds[there] if q.offset < place + len(edit.text) and place < q.end]
                if len(here) == len(gone):
                    out += [
                        ChangedFigure(b.label, a.text, b.text, self.sections[number], number + 1)
                        for a, b in zip(gone, here, strict=True)
                        if a.text != b.text
                    ]
        return list(dict.fromkeys(out))


def _notes(old: Path, new: Path, before: Version, after: Version) -> list[str]:
    notes = [
        f"{display_path(path)} 里原有修订，按全部接受来比。"
        for path, version in ((old, before), (new, after))
        if version.settled
    ]
    added = _pictures(after) - _pictures(before)
    if added > 0:
        notes.append(f"新增图片 {added} 幅。")
    return notes


def _pictures(version: Version) -> int:
    return sum(plain(text).count(PICTURE) for text in version.texts)
