"""`draft merge`: the copies that reviewers sent back, in one file under their names (汇总稿)."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

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
from toolkit.edited.base import PREFIX
from toolkit.errors import DocumentError, ToolkitError, display_path
from toolkit.merge.origin import Traits, doubts
from toolkit.merge.plan import Edit, revised
from toolkit.merge.reviewers import Cluster, combined
from toolkit.merge.texts import SEPARATOR
from toolkit.word.blocks import PARAGRAPH
from toolkit.word.carry import Carrier
from toolkit.word.comments import Annotation, comments_in
from toolkit.word.marks import FIGURE
from toolkit.workspace import write_all

SUFFIX = "汇总稿"
DELETED, MOVED = "（删去）", "（移到别处）"
Key = TypeVar("Key")
HEAD = 2  # paragraphs that name a report: its title, and the session that it is given to


@dataclass(frozen=True)
class Reviewer:
    """Who sent a copy back, and how much they changed in it."""

    name: str
    file: Path
    changes: int


@dataclass(frozen=True)
class Overlap:
    """A stretch that reviewers changed differently: the first one's text stands."""

    paragraph: int
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """What `draft merge` wrote."""

    file: Path
    reviewers: Sequence[Reviewer]
    overlaps: Sequence[Overlap]
    notes: Sequence[str]


@dataclass(frozen=True)
class Request:
    """What `draft merge` is asked for; `names` are those of the reviewers in the order of the copies."""

    base: Path
    copies: Sequence[Path]
    out: Path | None = None
    names: Sequence[str] = ()
    now: datetime.datetime | None = None


def merge(request: Request) -> Merged:
    """Write the base with everybody's changes tracked under their names.

    Raises:
        DocumentError: a file cannot be read, or is no copy of the base.
        WorkspaceError: there is a file in the way.
        ToolkitError: the names do not fit the copies.
    """
    target = request.out or request.base.with_name(f"{request.base.stem}.{SUFFIX}.docx")
    refuse_existing(target)
    now = request.now or datetime.datetime.now().astimezone()
    for coarse in (False, True):
        base, *copies = versions([request.base, *request.copies])
        names = _names(request, base, copies)
        found = {
            name: changes(base, copy, behind=True, coarse=coarse)
            for name, copy in zip(names, copies, strict=True)
        }
        if not coarse:
            _check_origin(request, base, copies, list(found.values()))
        work = _Work(base, dict(zip(names, copies, strict=True)), found)
        carrier = Carrier(base.opened, now)
        carry_out(carrier, work.resolved)
        base.opened.replace(base.opened.main, carrier.part())
        data = base.opened.data()
        if _proved(data, base, copies, carry_over=not work.overlaps):
            write_all({target: data})
            reviewers = [
                Reviewer(name, path, found[name].count)
                for name, path in zip(names, request.copies, strict=True)
            ]
            return Merged(target, reviewers, work.overlaps, _notes(request, base, copies))
    raise DocumentError(
        f"{display_path(request.base)}: 写出的汇总稿与原稿对不上，已停止，没有写出文件",
        "这是程序的错误，请把这些文件发给维护者",
    )


def _proved(data: bytes, base: Version, copies: Sequence[Version], *, carry_over: bool) -> bool:
    """Read back what is about to be written: with all changes rejected it is the base."""
    if settled_texts(data, accept=False) != [t for t in map(plain, base.texts) if t]:
        return False
    if len(copies) > 1 or not carry_over:
        return True
    return settled_texts(data, accept=True) == [t for t in map(plain, copies[0].texts) if t]


def _check_origin(
    request: Request, base: Version, copies: Sequence[Version], found: Sequence[Changes]
) -> None:
    own = _traits(base)
    for path, copy, made in zip(request.copies, copies, found, strict=True):
        reasons = doubts(own, _traits(copy), _kept(base, made))
        if reasons:
            told = "，".join(reasons)
            raise DocumentError(
                f"{display_path(path)}: 不像是从 {display_path(request.base)} 改出来的（{told}）",
                "第一个文件写发出去的原稿；比较两份不相干的稿子用 draft diff",
            )


def _traits(version: Version) -> Traits:
    figures = {b.name for p in version.story for b in p.bookmarks if b.name.startswith(FIGURE)}
    head = [text for text in map(str.strip, version.texts) if text][:HEAD]
    identifier = version.opened.property("identifier")
    # Other programs keep numbers of their own there, of the file and not of the report.
    return Traits(identifier if identifier.startswith(PREFIX) else "", figures, "\n".join(head))


def _kept(base: Version, made: Changes) -> float:
    """Return the share of the base's words that a copy still has, whatever it moved."""
    kept = sum(len(base.texts[n]) for n in made.pairs)
    kept -= sum(c.edit.end - c.edit.start for rows in made.typed.values() for c in rows)
    whole = sum(map(len, base.texts))
    return kept / whole if whole else 1.0


# -- names -----------------------------------------------------------------------------------


def _names(request: Request, base: Version, copies: Sequence[Version]) -> list[str]:
    if request.names:
        return _given(request)
    stems = _stems(request.copies)
    editors = [copy.opened.property("lastModifiedBy") for copy in copies]
    found = []
    for copy, stem, editor in zip(copies, stems, editors, strict=True):
        own = copy.authors - base.authors
        different = len(set(editors)) == len(editors) > 1 and editor
        found.append(next(iter(own)) if len(own) == 1 else editor if different else stem)
    counts = Counter(found)
    return [stem if counts[name] > 1 else name for name, stem in zip(found, stems, strict=True)]


def _given(request: Request) -> list[str]:
    names = [name.strip() for name in request.names]
    if len(names) != len(request.copies):
        raise ToolkitError(
            f"--names 写了 {len(names)} 个名字，改稿有 {len(request.copies)} 份",
            "按改稿的顺序写名字，用逗号隔开，如 --names 甲,乙",
        )
    if len(set(names)) < len(names) or not all(names):
        raise ToolkitError("--names 里有空的或重复的名字", "每份改稿写一个不同的名字")
    return names


def _stems(paths: Sequence[Path]) -> list[str]:
    counts = Counter(path.stem for path in paths)
    return [path.stem if counts[path.stem] == 1 else f"{path.stem}（{n}）" for n, path in enumerate(paths, 1)]


def _notes(request: Request, base: Version, copies: Sequence[Version]) -> list[str]:
    paths = [request.base, *request.copies]
    settled = [
        f"{display_path(path)} 里原有修订，按全部接受来读。"
        for path, version in zip(paths, [base, *copies], strict=True)
        if version.settled
    ]
    return settled + [
        f"{display_path(path)} 里新加了 {copy.footnotes - base.footnotes} 处脚注，没有带过来，请手工补上。"
        for path, copy in zip(request.copies, copies, strict=True)
        if copy.footnotes > base.footnotes
    ]


# -- what becomes of it ----------------------------------------------------------------------


class _Work:
    """Everybody's changes put together."""

    def __init__(self, base: Version, copies: Mapping[str, Version], found: Mapping[str, Changes]) -> None:
        self.base, self.copies, self.found = base, copies, found
        self.resolved = Resolved()
        self.overlaps: list[Overlap] = []
        self.block_of = {n: i for i, block in enumerate(base.blocks) for n in block.numbers}
        self.moves = {name: _moves(made) for name, made in found.items()}
        # Who may not change a block, or a row, because somebody before them did something else to it.
        self.barred: dict[int, set[str]] = defaultdict(set)
        self._fates()
        self._rows()
        self._words()
        self._joined()
        self._put()
        self._cells()
        self._comments()
        self.overlaps.sort(key=lambda o: o.paragraph)

    # -- blocks that go

    def _fates(self) -> None:
        """Blocks that somebody deleted or moved."""
        gone = {i for made in self.found.values() for i in made.struck}
        for i in sorted(gone):
            texts = {name: text for name in self.found if (text := self._version(name, i)) is not None}
            first, own = next(iter(texts.items()))
            deciding = own[0]
            agreed = [name for name, text in texts.items() if text == own]
            if deciding == DELETED:
                self.resolved.struck[i] = _named(agreed)
            edited = [name for name, text in texts.items() if not text[0].startswith((DELETED, MOVED))]
            keep = edited if first in edited else agreed
            others = [name for name in texts if name not in keep]
            self.barred[i].update(name for name in texts if name not in keep)
            if others:
                number = self.base.blocks[i].numbers[0]
                shown = {name: text[0] for name, text in texts.items() if name in (first, *others)}
                self._overlap(number, 0, len(self.base.texts[number]), shown, first, others)

    def _version(self, name: str, i: int) -> tuple[str, int] | None:
        """What a reviewer makes of a block: its text and where it goes, None if they left it alone."""
        made = self.found[name]
        if i in made.struck:
            return (self._moved_text(name, i), self.moves[name][i]) if i in made.moved else (DELETED, 0)
        numbers = self.base.blocks[i].numbers
        typed = [n for n in numbers if n in made.typed or n in made.joined]
        if not typed:
            return None
        return "\n".join(self._typed_text(name, n) for n in typed), 0

    def _moved_text(self, name: str, i: int) -> str:
        """What is said of a move, with the new text where that was touched up."""
        there = self.copies[name].sides[self.found[name].moved[i]].text
        return MOVED if there == self.base.sides[i].text else f"{MOVED}{_shown(there)}"

    def _typed_text(self, name: str, number: int) -> str:
        rows = [change.edit for change in self.found[name].typed.get(number, ())]
        return _shown(revised(self.base.texts[number], rows))

    def _rows(self) -> None:
        """Rows that somebody took out of a table; what others typed in them goes into a comment."""
        self.lost: set[tuple[str, int]] = set()
        for key, names in _by_place({n: m.rows_struck for n, m in self.found.items()}).items():
            names = [name for name in names if name not in self.barred[key[0]]]
            if not names or key[0] in self.resolved.struck:
                continue
            self.resolved.rows_struck[key] = _named(names)
            numbers = [n for cell in self.base.blocks[key[0]].rows[key[1]].cells for n in cell.numbers]
            for number in numbers:
                others = [m for m, made in self.found.items() if number in made.typed and m not in names]
                self.lost.update((name, number) for name in others)
                if others:
                    texts = {names[0]: DELETED, **{m: self._typed_text(m, number) for m in others}}
                    self._overlap(number, 0, len(self.base.texts[number]), texts, names[0], others)

    # -- words

    def _words(self) -> None:
        numbers = sorted({n for made in self.found.values() for n in made.typed})
        for number in numbers:
            barred = self.barred[self.block_of[number]]
            rows = {
                name: {c.edit: c.at for c in made.typed[number]}
                for name, made in self.found.items()
                if number in made.typed and name not in barred and (name, number) not in self.lost
            }
            edits = {name: list(own) for name, own in rows.items()}
            for cluster in combined(self.base.texts[number], edits):
                self._cluster(number, cluster, rows)

    def _cluster(
        self, number: int, cluster: Cluster, rows: Mapping[str, Mapping[Edit, tuple[int, int]]]
    ) -> None:
        first = cluster.names[0]
        author = _named(cluster.names)
        self.resolved.typed[number] += [
            Typed(edit, author, self.copies[first], rows[first].get(edit, (0, 0))) for edit in cluster.edits
        ]
        if cluster.others:
            texts = {name: _shown(text) or DELETED for name, text in cluster.texts.items()}
            self._overlap(number, cluster.start, cluster.end, texts, first, list(cluster.others))

    def _overlap(
        self, number: int, start: int, end: int, texts: Mapping[str, str], first: str, others: Sequence[str]
    ) -> None:
        self.overlaps.append(Overlap(number + 1, dict(texts)))
        for name in others:
            words = f"{name}的改法与{first}不同，文中用的是{first}的。\n{name}改为：{texts[name]}"
            self.resolved.notes.append((number, start, end, words, name))

    def _joined(self) -> None:
        for number, names in _by_place({n: sorted(m.joined) for n, m in self.found.items()}).items():
            names = [name for name in names if name not in self.barred[self.block_of[number]]]
            if names and self.block_of[number] not in self.resolved.struck:
                self.resolved.joined[number] = _named(names)

    # -- what is new

    def _put(self) -> None:
        """New blocks, and those that move, behind the block that they follow; the same one once."""
        placed: dict[int, list[tuple[tuple[str, str], str, int, list[str]]]] = defaultdict(list)
        shifted: set[int] = set()
        for name, made in self.found.items():
            copy = self.copies[name]
            back = {j: i for i, j in made.moved.items()}
            for after, row in sorted(made.put.items()):
                for j in row:
                    own = back.get(j)
                    if own is not None and (name in self.barred[own] or own in shifted):
                        continue
                    shifted |= {own} - {None}  # type: ignore[arg-type]
                    key = (copy.sides[j].kind, copy.sides[j].text)
                    there = next(
                        (p for p in placed[after] if p[0] == key and name not in p[3] and key[1]), None
                    )
                    if there:
                        there[3].append(name)
                    else:
                        placed[after].append((key, name, j, [name]))
        movers = {
            i: [n for n in self.found if i in self.moves[n] and n not in self.barred[i]] for i in shifted
        }
        for after, rows in sorted(placed.items()):
            for _, name, j, names in rows:
                self._place(self._behind(after), name, j, names, movers)

    def _place(
        self, after: int, name: str, j: int, names: Sequence[str], movers: Mapping[int, Sequence[str]]
    ) -> None:
        own = {there: i for i, there in self.found[name].moved.items()}.get(j)
        same = own is not None and self.base.sides[own].text == self.copies[name].sides[j].text
        if own is not None and same and self.base.blocks[own].kind == PARAGRAPH:
            self.resolved.put.append((after, None, own, _named(movers[own])))
            return
        if own is not None:
            self.resolved.struck[own] = _named(movers[own])
        author = _named(names if own is None else movers[own])
        self.resolved.put.append((after, self.copies[name], j, author))

    def _behind(self, after: int) -> int:
        """Nothing comes between paragraphs that somebody joined."""
        while after >= 0 and self.base.blocks[after].numbers[0] in self.resolved.joined:
            after += 1
        return after

    def _cells(self) -> None:
        """New rows and the paragraphs that come into cells or leave them."""
        for name, made in self.found.items():
            copy = self.copies[name]
            known = {(at, _row_text(v, row)): n for n, (at, v, row, _) in enumerate(self.resolved.rows_put)}
            for at, rows in made.rows_put.items():
                for row in rows if name not in self.barred[at[0]] else ():
                    same = known.get((at, _row_text(copy, row)))
                    if same is None:
                        self.resolved.rows_put.append((at, copy, row, name))
                    else:
                        old = self.resolved.rows_put[same]
                        self.resolved.rows_put[same] = (*old[:3], f"{old[3]}、{name}")
            for place, numbers in made.cells_put.items():
                self.resolved.cells_put += [(place, copy, n, name) for n in numbers]
        found = _by_place({n: m.cells_struck for n, m in self.found.items()})
        self.resolved.cells_struck = {key: _named(names) for key, names in found.items()}

    # -- comments

    def _comments(self) -> None:
        """Comments of the copies that the base does not have, on the same words."""
        known = Counter((a.author, a.text) for a in comments_in(self.base.opened, self.base.story))
        told: set[tuple[str, str, int]] = set()
        notes: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
        for name, copy in self.copies.items():
            left = Counter(known)
            fresh = []
            for note in comments_in(copy.opened, copy.story):
                left[note.author, note.text] -= 1
                fresh += [note] if left[note.author, note.text] < 0 else []
            alone = len({note.author for note in fresh}) == 1
            for note in fresh:
                self._comment(name, note, name if alone else note.author, notes, told)
        self.resolved.block_notes = notes

    def _comment(
        self, name: str, note: Annotation, author: str, notes: dict[tuple[int, int], list[tuple[str, str]]],
        told: set[tuple[str, str, int]],
    ) -> None:  # fmt: skip
        copy, made = self.copies[name], self.found[name]
        back = {there: n for n, there in made.pairs.items()}
        number = note.start[0]
        block = next(j for j, b in enumerate(copy.blocks) if number in b.numbers)
        if any(v is copy and j == block for _, v, j, _ in self.resolved.put):
            notes[id(copy), block].append((note.text, author))
            return
        moved = {j: i for i, j in made.moved.items()}
        if block in moved:
            home = self.base.blocks[moved[block]].numbers[0]
            self.resolved.notes.append((home, note.start[1], note.end[1], note.text, author))
            return
        while number not in back and number > 0:
            number -= 1
        home = back.get(number, 0)
        if (author, note.text, home) in told:
            return
        told.add((author, note.text, home))
        length = len(self.base.texts[home])
        start, end = 0, length
        rows = [change.edit for change in made.typed.get(home, ())]
        if number == note.start[0] and len(made.joined) == 0:
            start = _back(rows, note.start[1], last=False)
            end = _back(rows, note.end[1], last=True) if note.end[0] == note.start[0] else length
        self.resolved.notes.append((home, min(start, length), min(end, length), note.text, author))


def _back(rows: Sequence[Edit], place: int, *, last: bool) -> int:
    """Return the place in the base of a place in a copy; of new words, where they came in."""
    shift = 0
    for edit in rows:
        start = edit.start + shift
        if place <= start:
            break
        if place < start + len(edit.text):
            return edit.end if last else edit.start
        shift += len(edit.text) - (edit.end - edit.start)
    return place - shift


def _moves(made: Changes) -> dict[int, int]:
    """Where each moved block of the base goes: the block that it comes to stand behind."""
    after = {j: at for at, row in made.put.items() for j in row}
    return {i: after[j] for i, j in made.moved.items()}


def _by_place(rows: Mapping[str, Sequence[Key]]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = defaultdict(list)
    for name, keys in rows.items():
        for key in keys:
            found[key].append(name)
    return dict(found)


def _row_text(version: Version, place: tuple[int, int]) -> tuple[str, ...]:
    row = version.blocks[place[0]].rows[place[1]]
    return tuple(version.texts[n] for cell in row.cells for n in cell.numbers)


def _named(names: Sequence[str]) -> str:
    return "、".join(names)


def _shown(text: str) -> str:
    return plain(text).replace(SEPARATOR, "\n")
