"""`draft batch` without a terminal: every row of a list a report of its own, on several processes."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit import __version__, making
from toolkit.batch import briefs, placing, stored
from toolkit.batch.columns import Columns
from toolkit.batch.dealing import Settings, Task, Tasks
from toolkit.batch.filling import Form, Listed
from toolkit.batch.journal import Journal
from toolkit.batch.loading import brief_of_row
from toolkit.batch.outcomes import BLOCKED, FAILED
from toolkit.batch.outcomes import Outcome as Outcome
from toolkit.batch.outcomes import Summary as Summary
from toolkit.batch.placing import BRIEF, SCHEMA
from toolkit.batch.pool import Died, processors, run
from toolkit.batch.rows import open_list
from toolkit.compose.render import Renderer
from toolkit.edited.base import packs_from
from toolkit.errors import InputProblems, ToolkitError, display_path
from toolkit.pack.genre import Genre
from toolkit.pack.pack import RULES, Pack
from toolkit.workspace import Workspace

MOST = 50  # problems of one row that are told


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


Progress = Callable[[Outcome, int, int], None]


def batch(request: Request, progress: Progress | None = None) -> Summary:
    """Make the report of every row that is not made yet; `progress` gets each outcome, its number, all.

    Raises:
        ToolkitError: the list cannot be read, its headings are wrong, or another run is at work in
            the same folder; nothing has been written.
    """
    begun = time.perf_counter()
    listing = open_list(request.listing)
    if listing.kind == "folder" and request.out.resolve() == request.listing.resolve():
        raise ToolkitError(f"{display_path(request.out)}: 结果不能放进底稿的文件夹", "换一个 --out")
    pack = Pack(request.packs)
    if request.genre:
        pack.genre(request.genre)
    settings = _settings(request, pack, folder=listing.kind == "folder")
    using = tools(settings)
    if listing.head and using.listed:
        settings = settings._replace(head=briefs.head_columns(listing.head, using.listed.columns))
    with stored.locked(request.out):
        stored.clear(request.out)
        _write_schema(request.out, using.pack)
        journal = Journal(request.out)
        summary = Summary(request.out, journal.path, rows=journal.lines)
        try:
            _run(Tasks(listing, settings, using.listed), request.jobs, journal, summary, progress)
        except KeyboardInterrupt:
            summary.interrupted = True
        finally:
            stored.clear(request.out)
            stored.settle()
            journal.close()
    summary.seconds = time.perf_counter() - begun
    return summary


def _settings(request: Request, pack: Pack, *, folder: bool) -> Settings:
    return Settings(
        request.out,
        request.genre,
        tuple(request.packs),
        request.year,
        request.variant,
        request.force,
        request.now or datetime.datetime.now().astimezone(),
        {},
        _fingerprint(pack),
        folder,
    )


def _run(tasks: Tasks, jobs: int, journal: Journal, summary: Summary, progress: Progress | None) -> None:
    total = tasks.listing.count()
    jobs = min(jobs or processors(), max(1, total))
    with contextlib.closing(run(prepare, tasks.settings, tasks.each(), jobs)) as results:
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


def _outcome(task: Task, result: Any) -> Outcome:
    if isinstance(result, Died):
        said = f"{task.row.place}: 处理这一行的进程意外中断（{result.status}），没有写出"
        return Outcome(task.row.place, FAILED, task.number, task.identity.region, problems=(said,))
    assert isinstance(result, Outcome)
    return result


def _fingerprint(pack: Pack) -> str:
    """Return what a result depends on beside its row: the program and the packs' files, but the rules."""
    digest = hashlib.sha256(__version__.encode())
    for folder in pack.folders:
        for root, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if root != str(folder) or name != RULES)
            for path in (Path(root, name) for name in sorted(names)):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _write_schema(out: Path, pack: Pack) -> None:
    path, data = out / SCHEMA, making.schema_file(pack)
    if not path.is_file() or path.read_bytes() != data:
        stored.replace(path, data)


# -- in a worker -----------------------------------------------------------------------------


class Tools:
    """What reports are made with, loaded once.

    `listed` is what the rows of a list are read with; the files of a folder are briefs already.
    """

    def __init__(self, packs: Sequence[Path], genre: str, *, folder: bool) -> None:
        self.packs = packs
        self.pack = Pack(packs)
        self.listed = None if folder else Listed(Columns(self.pack), Form(self.pack.vocabulary, SCHEMA))
        self.renderer = Renderer()
        self._genres: dict[str, Genre] = {}
        self._seen_from: dict[Path, tuple[str, ...]] = {}
        self.genre(genre or making.DEFAULT_GENRE)

    def packs_from(self, folder: Path) -> tuple[str, ...]:
        """Return the packs' folders as seen from a result's: the same for all that lie side by side."""
        if not self.packs:
            return ()
        if folder.parent not in self._seen_from:
            self._seen_from[folder.parent] = packs_from(folder, self.packs)
        return self._seen_from[folder.parent]

    def genre(self, name: str) -> Genre:
        """Return a genre, read once."""
        if name not in self._genres:
            self._genres[name] = self.pack.genre(name)
            self.renderer.compile(self._genres[name].files.values())
        return self._genres[name]


_LOADED: dict[tuple[Any, ...], Tools] = {}


def tools(settings: Settings) -> Tools:
    """Return the tools for a run; a forked worker finds those that its parent has loaded."""
    key = (settings.fingerprint, settings.genre, settings.folder, *settings.packs)
    if key not in _LOADED:
        _LOADED.clear()
        _LOADED[key] = Tools(settings.packs, settings.genre, folder=settings.folder)
    return _LOADED[key]


def prepare(settings: Settings) -> Callable[[Task], Outcome]:
    """Return what does a row's work in this process."""
    using = tools(settings)
    return lambda task: _attempt(task, settings, using)


def _attempt(task: Task, settings: Settings, using: Tools) -> Outcome:
    """Make a row's report; whatever goes wrong is told of this row and stops no other."""
    begun = time.perf_counter()
    row = (task.row.place, FAILED, task.number, task.identity.region)
    place = task.row.place
    try:
        outcome = _Making(task, settings, using).outcome()
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
    return outcome._replace(seconds=round(time.perf_counter() - begun, 4))


class _Making:
    """One row on its way: brief, report, files."""

    def __init__(self, task: Task, settings: Settings, using: Tools) -> None:
        self.task, self.settings, self.using = task, settings, using
        self.brief = brief_of_row(task.row, settings, using.pack, using.listed)
        self.genre = using.genre(settings.genre or self.brief.value("genre", making.DEFAULT_GENRE))
        self.text = making.with_schema_line(self.brief.text, SCHEMA).encode()
        docx = making.file_name(self.brief, using.pack, self.genre, using.renderer)
        self.space = Workspace(task.folder, task.folder / docx, task.folder / BRIEF)

    def outcome(self) -> Outcome:
        """Do what is left to be done."""
        made_from = self._made_from()
        record, status = placing.found(self.task.folder, made_from)
        if record is not None and status:
            return self._told(status, record.facts)
        files, new = self._made(made_from)
        placed = placing.place(self.space, files, new, record, self.settings, self.task.number)
        if placed.status == BLOCKED:
            return self._blocked(placed)
        return self._told(placed.status, placed.record.facts if placed.record is not None else {})

    def _made_from(self) -> str:
        """Return the checksum of all that the result depends on."""
        pictures = {name: stored.checksum(data) for name, data in self.brief.pictures.items()}
        settings = (self.genre.id, self.settings.variant, self.settings.fingerprint, sorted(pictures.items()))
        return stored.checksum(json.dumps(settings).encode() + self.text)

    def _made(self, made_from: str) -> tuple[dict[str, bytes], stored.Record]:
        """Return the files of the report, and the record that belongs to them."""
        made = making.draft(
            self.brief,
            self.using.pack,
            self.genre,
            self.using.renderer,
            self.settings.now,
            variant=self.settings.variant,
            brief_name=BRIEF,
            packs=self.using.packs_from(self.task.folder),
        )
        base = self.space.base(made.identifier).relative_to(self.task.folder).as_posix()
        files = {base: made.base, **self.brief.pictures, BRIEF: self.text, self.space.docx.name: made.docx}
        sums = {name: stored.checksum(data) for name, data in files.items() if name != base}
        facts = {
            "characters": made.report.characters,
            "placeholders": len(made.report.placeholders),
            "notes": making.remarks(self.brief, self.using.pack, made.report),
        }
        return files, stored.Record(self.task.identity.key, made_from, sums[BRIEF], sums, facts=facts)

    def _blocked(self, placed: placing.Placed) -> Outcome:
        shown = "、".join(display_path(self.task.folder / name) for name in placed.blocked)
        if placed.record is None:
            said = f"已经有了：{shown}，不是批量成稿写的，没有改动"
        else:
            said = f"有人改过：{shown}，没有改动"
        hint = "换新数据用 draft update；确要重新成稿加 --force（旧文件先备份）"
        told = self._told(BLOCKED, {})
        return told._replace(problems=(f"{self.task.row.place}: {said}\n提示：{hint}",))

    def _told(self, status: str, facts: Mapping[str, Any]) -> Outcome:
        return Outcome(
            self.task.row.place,
            status,
            self.task.number,
            self.brief.region,
            self.brief.year,
            str(self.task.folder),
            str(self.space.docx),
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
