"""`draft figures form` and `draft figures import`: figures asked of departments, and taken back."""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from toolkit.brief.edit import FigureChange, revised
from toolkit.brief.load import Brief, load_brief, parse_brief
from toolkit.brief.source import Source
from toolkit.errors import DocumentError, InputProblems, Location, Problem, ToolkitError, display_path
from toolkit.figures import Figure, FigureSpec, broken_relations, format_number
from toolkit.ledger.filled import Filled, Reader, Skipped, other_names
from toolkit.ledger.form import Asked, Paper, form_xlsx
from toolkit.ledger.rows import Sources, defined, supplier_of
from toolkit.ledger.tables import read_tables
from toolkit.ledger.taking import Conflict, Taken, Taking, take, without
from toolkit.ledger.targets import checked
from toolkit.ledger.wanted import genre_of, used_by, wanted
from toolkit.pack.pack import Pack
from toolkit.resources import data_folder
from toolkit.workspace import Workspace, back_up, safe_name, write_all

SHEET = ".xlsx"
BRIEF_NAME = "brief.yaml"
LOCKED = ("~$", ".~")  # how Word and WPS name the file beside one that is open


@dataclass(frozen=True)
class FormRequest:
    """What `draft figures form` is asked for: a brief, or a region."""

    figures: Path | None = None
    region: str = ""
    genre: str = ""
    year: int | None = None
    packs: Sequence[Path] = ()
    out: Path | None = None
    force: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Formed:
    """The forms that were written: files by department, and what each asks for."""

    files: Mapping[str, Path]
    asked: Mapping[str, Sequence[Asked]]


def form(request: FormRequest) -> Formed:
    """Write the forms that departments fill in.

    Raises:
        ToolkitError: the input is wrong or files are in the way; nothing has been written.
    """
    pack = Pack(request.packs)
    now = request.now or datetime.datetime.now().astimezone()
    brief = _brief(request, pack)
    terms = pack.mapping("ledger.yaml")
    region = brief.region if brief else request.region
    year = _year(request, brief, now)
    groups = _asked(request, brief, pack, year)
    if not groups:
        raise ToolkitError(
            "这个文种不用数据，没有可填报的", "换一个 --genre，或在底稿的 figures 里写上要问的数据"
        )
    paper = Paper(region, year, terms, pack.layout["fonts"], now)
    home = request.figures.parent if request.figures else Path()
    out = request.out or home / safe_name(paper.said("folder"))
    if out.suffix.lower() == SHEET:
        checked([out], force=request.force)
        write_all({out: form_xlsx(groups, paper)})
        return Formed(dict.fromkeys(groups, out), groups)
    if out.suffix:
        raise ToolkitError(
            f"{display_path(out)}: 填报表只能是 .xlsx", "--out 写文件夹，或以 .xlsx 结尾的文件名"
        )
    files = {name: out / f"{safe_name(paper.said('file', name))}{SHEET}" for name in groups}
    checked(list(files.values()), force=request.force)
    write_all({path: form_xlsx({name: groups[name]}, paper) for name, path in files.items()})
    return Formed(files, groups)


def _brief(request: FormRequest, pack: Pack) -> Brief | None:
    """Return the brief that is given, or the region's bundled one, or None."""
    if request.figures is not None:
        brief = load_brief(request.figures, pack.vocabulary)
        if request.region and request.region != brief.region:
            raise ToolkitError(
                f"{brief.path}: 底稿是{brief.region}的，要的是{request.region}的填报表", "改 --region"
            )
        return brief
    if not request.region:
        raise ToolkitError("没有说给哪个地区做填报表", "写 --region 金山区，或用 --figures 给出底稿")
    sample = data_folder("samples") / f"{request.region}.yaml"
    return load_brief(sample, pack.vocabulary) if sample.is_file() else None


def _year(request: FormRequest, brief: Brief | None, now: datetime.datetime) -> int:
    """Return the year asked about: until the end of March it is last year's that is reported."""
    if request.year is not None:
        return request.year
    return brief.year if brief else now.year - (now.month <= 3)


def _asked(request: FormRequest, brief: Brief | None, pack: Pack, year: int) -> dict[str, list[Asked]]:
    """Return what is asked, by department, in the order of the catalogue."""
    genre = genre_of(brief, pack, request.genre)
    term = brief.term_change if brief else False
    terms = pack.mapping("ledger.yaml")
    keys = dict.fromkeys(wanted(genre, pack, term_change=term))
    keys.update(dict.fromkeys(used_by(brief) if brief else ()))
    order = {key: n for n, key in enumerate(pack.catalogue.keys)}
    groups: dict[str, list[Asked]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: order.get(key, len(order))):
        spec = pack.catalogue.get(key) or _own_spec(brief, key)
        if spec is None or spec.parts:
            continue
        sources = Sources(brief, pack.catalogue, str(terms["unnamed"])) if brief else None
        supplier = supplier_of(key, sources) if sources else spec.supplier or str(terms["unnamed"])
        span = terms["form"]["span"] if term and spec.cumulative else ""
        definition = defined((spec.definition, spec.note), pack.catalogue)
        groups[supplier].append(_one(spec, supplier, _known(brief, key, year), span, definition))
    return dict(groups)


def _own_spec(brief: Brief | None, key: str) -> FigureSpec | None:
    figure = brief.figures.get(key) if brief else None
    return (
        FigureSpec(key, figure.label, figure.unit, kind="amount", definition=figure.note) if figure else None
    )


def _known(brief: Brief | None, key: str, year: int) -> tuple[Figure | None, Decimal | None]:
    """Return the figure and last year's value; a brief of the year before has only the latter."""
    figure = brief.figures.get(key) if brief else None
    if brief is None or figure is None:
        return None, None
    if brief.year == year:
        return figure, figure.previous
    exact = not figure.approx and not figure.span
    return None, figure.value if brief.year == year - 1 and exact else None


def _one(
    spec: FigureSpec,
    supplier: str,
    known: tuple[Figure | None, Decimal | None],
    span: str,
    definition: str,
) -> Asked:
    """Return what is asked for one figure."""
    figure, previous = known
    asked = Asked(
        key=spec.key,
        label=figure.label if figure and figure.label else spec.label,
        supplier=supplier,
        unit=figure.unit if figure and figure.unit else spec.unit,
        kind=spec.kind,
        definition=definition,
        cumulative=spec.cumulative,
        span=span,
        previous=previous,
    )
    if figure is None:
        return asked
    return dataclasses.replace(
        asked,
        span=figure.span or span,
        value=None if figure.approx else figure.value,
        given=figure.printed(format_number(figure.value)),
        as_of=figure.as_of,
    )


# -- taking back -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportRequest:
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


def take_back(request: ImportRequest) -> Imported:
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
        found = [p for p in sorted(path.iterdir()) if p.suffix.lower() in (SHEET, ".csv")]
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
