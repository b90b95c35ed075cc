"""`draft figures import`: forms that departments filled in, taken back into the brief."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.brief.edit import FigureChange, revised
from toolkit.brief.load import Brief, load_brief, parse_brief
from toolkit.brief.source import Source
from toolkit.errors import DocumentError, InputProblems, Location, Problem, ToolkitError, display_path
from toolkit.figures import broken_relations
from toolkit.ledger.filled import Filled, Reader, Skipped, other_names
from toolkit.ledger.tables import read_tables
from toolkit.ledger.taking import Conflict, Taken, Taking, take, without
from toolkit.pack.pack import Pack
from toolkit.workspace import Workspace, back_up, write_all

TABLES = (".xlsx", ".csv")
BRIEF_NAME = "brief.yaml"
LOCKED = ("~$", ".~")  # how Word and WPS name the file beside one that is open


@dataclass(frozen=True)
class Request:
    """What `draft figures import` is asked for; folders stand for the tables in them."""

    files: Sequence[Path]
    figures: Path | None = None
    packs: Sequence[Path] = ()
    dry_run: bool = False
    force: bool = False
    skip_unknown: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Imported:
    """What was taken back, or would be; `notes` are figures that no longer agree with each other."""

    brief: Path
    files: Sequence[Path]
    taken: Sequence[Taken]
    conflicts: Sequence[Conflict]
    skipped: Sequence[Skipped] = ()
    remarks: Sequence[tuple[str, str, str]] = ()
    same: int = 0
    blank: int = 0
    completed: int = 0
    notes: Sequence[str] = field(default_factory=tuple)
    backup: Path | None = None


def take_back(request: Request) -> Imported:
    """Put what departments filled in into the brief.

    Raises:
        ToolkitError: a file or a cell is wrong (all problems are listed); nothing has been written.
    """
    files = _files(request.files)
    path = request.figures or _brief_beside(files[0])
    pack = Pack(request.packs)
    brief = load_brief(path, pack.vocabulary)
    also = other_names(pack.rows("figures.yaml", "figures", "key"))
    reader = Reader(brief, pack.catalogue, pack.mapping("ledger.yaml"), also, request.skip_unknown)
    filled = _read(files, reader)
    taking = take(filled.entries, brief, pack.catalogue, force=request.force)
    old = path.read_bytes()
    new, after = _edited(old.decode("utf-8"), taking, (path, brief), pack)
    backup = None
    if new.encode("utf-8") != old and not request.dry_run:
        backup = back_up(_space(path), [path], request.now or datetime.datetime.now().astimezone())
        write_all({path: new.encode("utf-8")})
    known = broken_relations(brief.figures, pack.catalogue)
    doubts = [pair for pair in broken_relations(after.figures, pack.catalogue) if pair not in known]
    return Imported(
        brief=path,
        files=files,
        taken=taking.taken,
        conflicts=taking.conflicts,
        skipped=filled.skipped,
        remarks=[(e.label, e.note, e.place) for e in filled.entries if e.note],
        same=taking.same,
        blank=filled.blank,
        completed=len(taking.changes) - len(taking.taken),
        notes=[f"数据对不上：{labels}，现在是 {numbers}" for labels, numbers in doubts],
        backup=backup,
    )


def _files(given: Sequence[Path]) -> list[Path]:
    """Return the files, those of folders by name; what Excel and WPS keep beside an open file is none."""
    files: list[Path] = []
    for path in given:
        if not path.is_dir():
            files.append(path)
            continue
        found = [p for p in sorted(path.iterdir()) if p.suffix.lower() in TABLES]
        files += [p for p in found if not p.name.startswith(LOCKED)]
    if not files:
        raise ToolkitError("没有要收的填报表", "写上 .xlsx 文件，或放着它们的文件夹")
    return list(dict.fromkeys(files))


def _brief_beside(file: Path) -> Path:
    """Return the brief in the folder of the first table, of the folder above, or where we are."""
    folders = (file.parent, file.parent.parent, Path())
    found = next((folder / BRIEF_NAME for folder in folders if (folder / BRIEF_NAME).is_file()), None)
    if found is None:
        raise ToolkitError(f"{display_path(file)}: 旁边没有底稿（{BRIEF_NAME}）", "用 --figures 指定底稿")
    return found


def _space(brief: Path) -> Workspace:
    return Workspace(brief.parent, brief, brief)


def _read(files: Sequence[Path], reader: Reader) -> Filled:
    """Read all files; what is wrong in any of them is told at once.

    Raises:
        InputProblems: files that cannot be read, cells that say what no figure can be.
    """
    filled = Filled()
    for path in files:
        try:
            one = reader.read(read_tables(path))
        except DocumentError as error:
            shown = display_path(path)
            said = error.message.removeprefix(f"{shown}: ")
            filled.problems.append(Problem(Location(shown), said, error.hint))
            continue
        filled.entries += one.entries
        filled.problems += one.problems
        filled.skipped += one.skipped
        filled.blank += one.blank
    if filled.problems:
        raise InputProblems(filled.problems)
    return filled


def _edited(text: str, taking: Taking, was: tuple[Path, Brief], pack: Pack) -> tuple[str, Brief]:
    """Return the brief with the changes in it; what it would not load with becomes a conflict."""
    path, brief = was
    if not taking.changes:
        return text, brief
    try:
        return _tried(text, taking.changes, path, pack)
    except InputProblems:
        refused = {}
        for key, change in taking.changes.items():
            try:
                text, brief = _tried(text, {key: change}, path, pack)
            except InputProblems as error:
                refused[key] = error.problems[0].message
        without(taking, refused)
        return text, brief


def _tried(text: str, changes: Mapping[str, FigureChange], path: Path, pack: Pack) -> tuple[str, Brief]:
    made = revised(text, changes, display_path(path))
    return made, parse_brief(Source(path, made.removeprefix("\ufeff")), pack.vocabulary)
