"""`draft batch` without a terminal: every row of a list a report of its own, on several processes."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit import __version__, making
from toolkit.batch import briefs, stored
from toolkit.batch.columns import Column, Columns
from toolkit.batch.filling import Form
from toolkit.batch.journal import NAME as LOG_NAME
from toolkit.batch.journal import Journal
from toolkit.batch.naming import Folders, Identity
from toolkit.batch.peeking import FOLDER, peek
from toolkit.batch.pool import Died, processors, run
from toolkit.batch.rows import FileRow, Listing, Row, open_list
from toolkit.brief.load import Brief, brief_of, load_brief
from toolkit.compose.render import Renderer
from toolkit.edited.base import packs_from
from toolkit.errors import Exit, InputProblems, ToolkitError, display_path
from toolkit.pack.genre import Genre
from toolkit.pack.pack import Pack
from toolkit.workspace import HIDDEN, Workspace, back_up, refuse_locked

BRIEF = "brief.yaml"
SCHEMA = f"{HIDDEN}/brief.schema.json"
MOST = 50  # problems of one row that are told
SHOWN = 50  # outcomes of each kind that the summary keeps; the log has all of them

MADE, RENEWED, UNCHANGED, EDITED, BLOCKED, FAILED = (
    "made",
    "renewed",
    "unchanged",
    "edited",
    "blocked",
    "failed",
)


@dataclass(frozen=True)
class Request:
    """What `draft batch` is asked for."""

    listing: Path
    out: Path
    jobs: int = 0
    genre: str = ""
    packs: Sequence[Path] = ()
    year: int | None = None
    variant: int = 0
    force: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a row: `status` is made, renewed, unchanged, edited, blocked or failed.

    `row` is its place in the list, `number` counts from 1.

    `edited` is a result that a person has changed while the row says the same as before: nothing to
    do. `blocked` is one that should be made anew and may not be.
    """

    row: str
    status: str
    number: int = 0
    region: str = ""
    year: int = 0
    folder: str = ""
    docx: str = ""
    characters: int = 0
    placeholders: int = 0
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the line of the log."""
        return {**vars(self), "problems": list(self.problems), "notes": list(self.notes)}


@dataclass
class Summary:
    """What a run did; `counts` by status, `told` the rows that a person should look at."""

    out: Path
    log: Path
    counts: Counter[str] = field(default_factory=Counter)
    told: list[Outcome] = field(default_factory=list)
    first: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0
    characters: int = 0
    placeholders: int = 0
    interrupted: bool = False
    rows: Callable[[], Iterator[dict[str, Any]]] = lambda: iter(())

    @property
    def total(self) -> int:
        """The number of rows that were dealt with."""
        return sum(self.counts.values())

    @property
    def exit(self) -> Exit:
        """2 where a row could not be made, 1 where a person's changes stand against it, else 0."""
        if self.counts[FAILED]:
            return Exit.BAD_INPUT
        return Exit.FOUND if self.counts[BLOCKED] else Exit.DONE

    def add(self, outcome: Outcome) -> None:
        """Count an outcome; keep it where it is one of the first, or one to look at."""
        self.counts[outcome.status] += 1
        self.characters += outcome.characters
        self.placeholders += outcome.placeholders
        if outcome.status in (FAILED, BLOCKED) and len(self.told) < SHOWN:
            self.told.append(outcome)
        if len(self.first) < SHOWN:
            self.first.append(outcome)


@dataclass(frozen=True)
class _Settings:
    """What every worker has to know."""

    out: Path
    genre: str
    packs: tuple[Path, ...]
    year: int | None
    variant: int
    force: bool
    now: datetime.datetime
    head: Mapping[int, Column]
    fingerprint: str


@dataclass(frozen=True)
class _Task:
    row: Row
    number: int
    identity: Identity
    folder: Path


Progress = Callable[[Outcome, int, int], None]


def batch(request: Request, progress: Progress | None = None) -> Summary:
    """Make the report of every row that is not made yet; `progress` gets each outcome, its number, all.

    Raises:
        ToolkitError: the list cannot be read, its headings are wrong, or another run is at work in
            the same folder; nothing has been written.
    """
    begun = time.perf_counter()
    now = request.now or datetime.datetime.now().astimezone()
    listing = open_list(request.listing)
    if listing.kind == "folder" and request.out.resolve() == request.listing.resolve():
        raise ToolkitError(f"{display_path(request.out)}: 结果不能放进底稿的文件夹", "换一个 --out")
    pack = Pack(request.packs)
    if request.genre:
        pack.genre(request.genre)
    columns = Columns(pack)
    head = briefs.head_columns(listing.head, columns) if listing.head else {}
    settings = _Settings(
        request.out,
        request.genre,
        tuple(request.packs),
        request.year,
        request.variant,
        request.force,
        now,
        head,
        _fingerprint(pack),
    )
    with stored.locked(request.out):
        stored.clear(request.out)
        _write_schema(request.out, pack)
        journal = Journal(request.out)
        summary = Summary(request.out, journal.path, rows=journal.lines)
        try:
            _run(_Tasks(listing, settings, columns), settings, request, journal, summary, progress)
        except KeyboardInterrupt:
            summary.interrupted = True
        finally:
            stored.clear(request.out)
            stored.settle()
            journal.close()
    summary.seconds = time.perf_counter() - begun
    return summary


def _run(
    tasks: _Tasks,
    settings: _Settings,
    request: Request,
    journal: Journal,
    summary: Summary,
    progress: Progress | None,
) -> None:
    total = tasks.listing.count()
    jobs = min(request.jobs or processors(), max(1, total))
    tools(settings)
    with contextlib.closing(run(prepare, settings, tasks.each(), jobs)) as results:
        for task, result in results:
            for outcome in (*tasks.broken, _outcome(task, result)):
                journal.add(outcome.as_json())
                summary.add(outcome)
                if progress is not None:
                    progress(outcome, summary.total, total)
            tasks.broken.clear()
    for outcome in tasks.broken:
        journal.add(outcome.as_json())
        summary.add(outcome)


def _outcome(task: _Task, result: Any) -> Outcome:
    if isinstance(result, Died):
        said = f"{task.row.place}: 处理这一行的进程意外中断（{result.status}），没有写出"
        return Outcome(task.row.place, FAILED, task.number, task.identity.region, problems=(said,))
    assert isinstance(result, Outcome)
    return result


class _Tasks:
    """The rows with their folders, in the order of the list; `broken` are those that cannot have one."""

    def __init__(self, listing: Listing, settings: _Settings, columns: Columns) -> None:
        self.listing = listing
        self.settings = settings
        self.columns = columns
        self.folders = Folders(settings.out, stored.owner)
        self.broken: list[Outcome] = []

    def each(self) -> Iterator[_Task]:
        """Yield the tasks; a list that cannot be read on ends there, and says so in `broken`."""
        try:
            for number, row in enumerate(self.listing, 1):
                if (task := self._task(row, number)) is not None:
                    yield task
        except ToolkitError as error:
            self.broken.append(Outcome(display_path(self.listing.path), FAILED, problems=(error.render(),)))

    def _task(self, row: Row, number: int) -> _Task | None:
        said = peek(row, self.settings.head, self.columns)
        region = said.get("region", "")
        year = said.get("year") or str(_year(self.settings, region))
        genre = self.settings.genre or said.get("genre", "")
        identity = self.folders.identity(region, said.get("organ.place", ""), year, genre)
        try:
            folder = self.folders.folder(identity, said.get(FOLDER, ""))
        except ToolkitError as error:
            said_ = f"{row.place}: {error.render()}"
            self.broken.append(Outcome(row.place, FAILED, number, region, problems=(said_,)))
            return None
        return _Task(row, number, identity, folder)


def _year(settings: _Settings, region: str) -> int:
    """Return the year of a row that says none: that of the run, of the bundled brief, of today."""
    if settings.year is not None:
        return settings.year
    sample = making.sample_path(region) if region else None
    return making.sample_year(sample) if sample else making.review_year(settings.now.date())


def _fingerprint(pack: Pack) -> str:
    """Return what a result depends on beside its row: the program and every file of the packs."""
    digest = hashlib.sha256(__version__.encode())
    for folder in pack.folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _write_schema(out: Path, pack: Pack) -> None:
    path, data = out / SCHEMA, making.schema_file(pack)
    if not path.is_file() or path.read_bytes() != data:
        stored.replace(path, data)


# -- in a worker -----------------------------------------------------------------------------


class Tools:
    """What a worker makes reports with, loaded once."""

    def __init__(self, settings: _Settings) -> None:
        self.settings = settings
        self.pack = Pack(settings.packs)
        self.columns = Columns(self.pack)
        self.form = Form(self.pack.vocabulary, SCHEMA)
        self.renderer = Renderer()
        self._genres: dict[str, Genre] = {}
        self._packs: dict[Path, tuple[str, ...]] = {}

    def packs_from(self, folder: Path) -> tuple[str, ...]:
        """Return the packs' folders as seen from a result's: the same for all that lie side by side."""
        if not self.settings.packs:
            return ()
        if folder.parent not in self._packs:
            self._packs[folder.parent] = packs_from(folder, self.settings.packs)
        return self._packs[folder.parent]

    def genre(self, name: str) -> Genre:
        """Return a genre, read once."""
        if name not in self._genres:
            self._genres[name] = self.pack.genre(name)
            self.renderer.compile(self._genres[name].files.values())
        return self._genres[name]


_LOADED: list[tuple[_Settings, Tools]] = []


def tools(settings: _Settings) -> Tools:
    """Return the tools for a run; a forked worker finds those that its parent has loaded."""
    if not _LOADED or _LOADED[0][0] != settings:
        made = Tools(settings)
        made.genre(settings.genre or making.DEFAULT_GENRE)
        _LOADED[:] = [(settings, made)]
    return _LOADED[0][1]


def prepare(settings: _Settings) -> Callable[[_Task], Outcome]:
    """Return what does a row's work in this process."""
    using = tools(settings)
    return lambda task: _attempt(task, using)


def _attempt(task: _Task, using: Tools) -> Outcome:
    """Make a row's report; whatever goes wrong is told of this row and stops no other."""
    begun = time.perf_counter()
    row = (task.row.place, FAILED, task.number, task.identity.region)
    place = task.row.place
    try:
        outcome = _Making(task, using).outcome()
    except InputProblems as error:
        told = tuple(problem.render() for problem in error.problems[:MOST])
        more = len(error.problems) - MOST
        outcome = Outcome(*row, problems=(*told, f"{place}: 还有 {more} 处问题") if more > 0 else told)
    except ToolkitError as error:
        outcome = Outcome(*row, problems=(f"{place}: {error.render()}",))
    except OSError as error:
        said = f"{place}: {error.filename or '文件'}: 不能读写（{error.strerror}）"
        outcome = Outcome(*row, problems=(said,))
    except Exception as error:  # the others must go on, whatever this row has laid bare
        said = f"{place}: 程序出错（{type(error).__name__}: {error}），请把这一行发给维护者"
        outcome = Outcome(*row, problems=(said,))
    return dataclasses.replace(outcome, seconds=round(time.perf_counter() - begun, 4))


class _Making:
    """One row on its way: brief, report, files."""

    def __init__(self, task: _Task, using: Tools) -> None:
        self.task, self.using, self.settings = task, using, using.settings
        self.folder = task.folder
        self.brief = self._brief()
        self.genre = using.genre(self.settings.genre or self.brief.value("genre", making.DEFAULT_GENRE))
        self.text = making.with_schema_line(self.brief.text, SCHEMA).encode()
        self.docx = making.file_name(self.brief, using.pack, self.genre, using.renderer)

    def outcome(self) -> Outcome:
        """Do what is left to be done."""
        made_from = self._made_from()
        record = stored.read_record(self.folder) if self.folder.exists() else None
        if record is not None and record.made_from == made_from:
            state = stored.state(self.folder, record)
            if not state.missing:
                return self._told(EDITED if state.edited else UNCHANGED, record.facts)
        return self._make(made_from, record)

    def _made_from(self) -> str:
        """Return the checksum of all that the result depends on."""
        pictures = {name: stored.checksum(data) for name, data in self.brief.pictures.items()}
        settings = (self.genre.id, self.settings.variant, self.settings.fingerprint, sorted(pictures.items()))
        return stored.checksum(json.dumps(settings).encode() + self.text)

    def _make(self, made_from: str, record: stored.Record | None) -> Outcome:
        packs = self.using.packs_from(self.folder)
        made = making.draft(
            self.brief,
            self.using.pack,
            self.genre,
            self.using.renderer,
            self.settings.now,
            variant=self.settings.variant,
            brief_name=BRIEF,
            packs=packs,
        )
        space = self._space()
        base = space.base(made.identifier).relative_to(self.folder).as_posix()
        files = {base: made.base, **self.brief.pictures, BRIEF: self.text, self.docx: made.docx}
        sums = {name: stored.checksum(data) for name, data in files.items() if name != base}
        facts = {
            "characters": made.report.characters,
            "placeholders": len(made.report.placeholders),
            "notes": making.remarks(self.brief, self.using.pack, made.report),
        }
        new = stored.Record(self.task.identity.key, made_from, sums[BRIEF], sums, facts=facts)
        if not self.folder.exists():
            with contextlib.suppress(FileExistsError):
                shared = {SCHEMA: self.settings.out / SCHEMA}
                whole = {**files, stored.RECORD: new.data()}
                stored.write_new(self.settings.out, self.folder, whole, shared, self.task.number)
                return self._told(MADE, facts)
        return self._make_over(files, new, record)

    def _make_over(
        self, files: Mapping[str, bytes], new: stored.Record, record: stored.Record | None
    ) -> Outcome:
        """Write into a folder that stands: a person's files there are not replaced unless forced."""
        refuse_locked(self.folder / self.docx)
        before = {name: stored.checksum(data) for name in files if (data := self._standing(name)) is not None}
        rest = {name: data for name, data in files.items() if before.get(name) != stored.checksum(data)}
        ours = _ours(record)
        blocked = [name for name in rest if name in before and before[name] not in ours.get(name, ())]
        if blocked and not self.settings.force:
            complete = record is not None and not stored.state(self.folder, record).missing
            if record is not None and complete and record.said == new.said:
                return self._told(EDITED, record.facts)  # only the program or the pack is another
            return self._blocked(blocked, record)
        back_up(self._space(), [self.folder / name for name in blocked], self.settings.now)
        if not (self.folder / SCHEMA).is_file():
            rest = {SCHEMA: (self.settings.out / SCHEMA).read_bytes(), **rest}
        stored.write_over(self.folder, rest, dataclasses.replace(new, before=before))
        return self._told(RENEWED if before else MADE, new.facts)

    def _standing(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def _blocked(self, names: Sequence[str], record: stored.Record | None) -> Outcome:
        shown = "、".join(display_path(self.folder / name) for name in names)
        if record is None:
            said = f"已经有了：{shown}，不是批量成稿写的，没有改动"
        else:
            said = f"有人改过：{shown}，没有改动"
        hint = "换新数据用 draft update；确要重新成稿加 --force（旧文件先备份）"
        told = self._told(BLOCKED, {})
        return dataclasses.replace(told, problems=(f"{self.task.row.place}: {said}\n提示：{hint}",))

    def _told(self, status: str, facts: Mapping[str, Any]) -> Outcome:
        return Outcome(
            self.task.row.place,
            status,
            self.task.number,
            self.brief.region,
            self.brief.year,
            str(self.folder),
            str(self.folder / self.docx),
            int(facts.get("characters", 0)),
            int(facts.get("placeholders", 0)),
            notes=(*facts.get("notes", ()), *self._doubled()),
        )

    def _doubled(self) -> Iterator[str]:
        if self.task.identity.number > 1:
            yield (
                f"名册里有几行都是{self.brief.region}{self.brief.year}年，核对是不是写重了；"
                "同名的两个地区加一列“行政区划全称”"
            )

    def _space(self) -> Workspace:
        return Workspace(self.folder, self.folder / self.docx, self.folder / BRIEF)

    # -- the brief ---------------------------------------------------------------------------

    def _brief(self) -> Brief:
        row, words = self.task.row, self.using.pack.vocabulary
        given = briefs.given(row, self.settings.head, self.using.columns)
        if isinstance(row, FileRow):
            return brief_of(given.root, given.source, words)
        region = briefs.said(given.root, "region")
        year = briefs.said(given.root, "year") or str(_year(self.settings, region))
        sample = making.sample_path(region) if region else None
        if sample is not None and briefs.is_bare(given.root) and year == str(making.sample_year(sample)):
            return load_brief(sample, words)  # as `draft new` does for a region and nothing else
        level = making.level_of(region, self.using.pack)
        known = {"organ.place": region, "organ.level": level, "year": year} if region else {"year": year}
        briefs.complete(given.root, {path: value for path, value in known.items() if value})
        try:
            brief = brief_of(given.root, given.source, words)
        except InputProblems as error:
            raise InputProblems(briefs.placed(error.problems, row)) from error
        return dataclasses.replace(brief, text=self.using.form.filled(given.root))


def _ours(record: stored.Record | None) -> dict[str, tuple[str, ...]]:
    """Return the checksums that files have which we wrote ourselves, in this run or the one before."""
    if record is None:
        return {}
    names = {*record.files, *record.before}
    return {
        name: tuple(s for s in (record.files.get(name), record.before.get(name)) if s is not None)
        for name in names
    }


def log_path(out: Path) -> Path:
    """Return where the log of batches in a folder lies."""
    return out / LOG_NAME
