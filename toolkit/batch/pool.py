"""Worker processes for many small independent tasks: one task at a time each, results as they come.

Plainer than the standard pool in what matters here: tasks are taken from an iterator only as workers
come free, so that memory stays flat; workers whose parent has been killed end by themselves, because
their pipe does; and a worker that dies costs its own task only. Results must be small: a worker
whose results nobody takes any more would never come to its next task.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

Work = Callable[[Any], Any]
# Tasks that lie ready for each worker, so that none waits for a parent that is not at work just then.
AHEAD = 4
# Objects more than before at which a worker looks for garbage: some megabytes of them.
PATIENCE = 50_000
_NONE = object()


class Died(NamedTuple):
    """Stands for the result of a task whose worker ended before it was done."""

    status: int | None


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    prepare: Callable[[Any], Work], settings: Any, tasks: Iterable[Any], jobs: int
) -> Generator[tuple[Any, Any], None, None]:
    """Yield (task, result) for every task, in the order in which they are done.

    `prepare` is called once in every worker with `settings`, and returns what does the work; both
    must be importable. With one job the work is done here. A generator that is closed, or that an
    interrupt ends, waits for the tasks at hand and takes no more.
    """
    if jobs <= 1:
        work = prepare(settings)
        for task in tasks:
            yield task, work(task)
        return
    pool = _Pool(prepare, settings)
    try:
        yield from pool.results(iter(tasks), jobs)
    finally:
        pool.close()


class _Pool:
    def __init__(self, prepare: Callable[[Any], Work], settings: Any) -> None:
        # Forked workers share what the parent has loaded; only a process without threads may fork.
        methods = multiprocessing.get_all_start_methods()
        method = "fork" if "fork" in methods and os.name == "posix" and _can_fork() else "spawn"
        self.context = multiprocessing.get_context(method)
        self.setting = (prepare, settings)
        self.workers: dict[Connection, Any] = {}
        self.tasks: dict[Connection, deque[Any]] = {}
        self.again: deque[Any] = deque()  # tasks that waited for a worker which has died

    def results(self, tasks: Iterator[Any], jobs: int) -> Iterator[tuple[Any, Any]]:
        """Keep every worker busy until the tasks run out."""
        self.source = tasks
        for _ in range(jobs):
            self._feed(None, 1)
        for worker in list(self.tasks):
            self._feed(worker, AHEAD)
        while self.tasks:
            ready = wait(list(self.tasks))
            for worker in [worker for worker in self.tasks if worker in ready]:
                yield self._result(worker)

    def _result(self, worker: Connection) -> tuple[Any, Any]:
        """Take a result that is there, and give the worker its next task before anybody looks at it."""
        task = self.tasks[worker].popleft()
        try:
            result = worker.recv()
        except (EOFError, OSError):
            self.again += self.tasks.pop(worker)
            result = Died(self._end(worker))
            self._feed(None, AHEAD)
        else:
            self._feed(worker, AHEAD)
        return task, result

    def _feed(self, worker: Connection | None, count: int) -> None:
        """Give a worker, or a new one, tasks until it has so many; one without any is left alone."""
        waiting = self.tasks.get(worker, deque()) if worker is not None else deque()
        while len(waiting) < count and (task := self._following()) is not _NONE:
            worker = worker or self._start()
            waiting.append(task)
            with contextlib.suppress(OSError):  # it has died; waiting for its result will tell
                worker.send(task)
        if worker is not None and waiting:
            self.tasks[worker] = waiting
        elif worker is not None:
            self.tasks.pop(worker, None)

    def _following(self) -> Any:
        return self.again.popleft() if self.again else next(self.source, _NONE)

    def _start(self) -> Connection:
        here, there = self.context.Pipe()
        # A forked worker has copies of the others' ends, which would keep these open.
        others = [here, *self.workers] if self.context.get_start_method() == "fork" else []
        given = (there, others, *self.setting)
        process: Any = self.context.Process(target=_serve, args=given, daemon=True)  # type: ignore[attr-defined]
        process.start()
        there.close()
        self.workers[here] = process
        return here

    def _end(self, worker: Connection) -> int | None:
        process = self.workers.pop(worker)
        worker.close()
        process.join()
        status: int | None = process.exitcode
        return status

    def close(self) -> None:
        """Let the workers finish what they are doing, and end."""
        for worker in list(self.workers):
            self._end(worker)


def _can_fork() -> bool:
    import sys
    import threading

    return sys.platform != "darwin" and threading.active_count() == 1


def _serve(pipe: Connection, others: list[Connection], prepare: Callable[[Any], Work], settings: Any) -> None:
    """Do what comes through the pipe until it ends; an interrupt is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    # What is there by now stays, and a task leaves hardly anything that counting references does not free:
    # no use looking for garbage again and again.
    gc.freeze()
    gc.set_threshold(PATIENCE)
    try:
        work = prepare(settings)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
