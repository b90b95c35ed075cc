"""Worker processes for many small independent tasks: one task at a time each, results as they come.

Plainer than the standard pool in what matters here: tasks are taken from an iterator only when a
worker is free, so that memory stays flat; workers whose parent has been killed end by themselves,
because their pipe does; and a worker that dies costs its own task only.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

Work = Callable[[Any], Any]


@dataclass(frozen=True)
class Died:
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
        self.tasks: dict[Connection, Any] = {}

    def results(self, tasks: Iterator[Any], jobs: int) -> Iterator[tuple[Any, Any]]:
        """Keep every worker busy until the tasks run out."""
        for _ in range(jobs):
            self._next(tasks, None)
        while self.tasks:
            for ready in wait(list(self.tasks)):
                here = ready if isinstance(ready, Connection) else None
                if here is None:
                    continue
                task = self.tasks.pop(here)
                try:
                    result = here.recv()
                except (EOFError, OSError):
                    result = Died(self._end(here))
                    here = None
                # The next one first, so that the worker does not wait for whoever takes the result.
                self._next(tasks, here)
                yield task, result

    def _next(self, tasks: Iterator[Any], worker: Connection | None) -> None:
        """Give the next task, if there is one, to a worker, or to a new one."""
        for task in tasks:
            here = worker or self._start()
            self.tasks[here] = task
            with contextlib.suppress(OSError):  # it has died; waiting for its result will tell
                here.send(task)
            return

    def _start(self) -> Connection:
        here, there = self.context.Pipe()
        # A forked worker has copies of the others' ends, which would keep these open.
        others = [here, *self.workers] if self.context.get_start_method() == "fork" else []
        process: Any = self.context.Process(target=_serve, args=(there, others, *self.setting), daemon=True)  # type: ignore[attr-defined]
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
    # What is there by now stays: no use looking for garbage in it, again and again.
    gc.freeze()
    try:
        work = prepare(settings)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
