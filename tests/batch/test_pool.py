"""Workers: every task once, dead ones cost their own task, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from toolkit.batch.pool import AHEAD, Died, run


def doubling(settings: int) -> Callable[[int], int]:
    """Prepare a worker that dies of 13."""

    def work(task: int) -> int:
        if task == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        return task * settings

    return work


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_every_task_is_done_once(jobs: int) -> None:
    tasks = [n for n in range(40) if n != 13]
    assert sorted(run(doubling, 2, tasks, jobs)) == [(n, 2 * n) for n in tasks]


def test_a_worker_that_dies_costs_its_own_task_only() -> None:
    found: dict[int, Any] = dict(run(doubling, 2, range(30), 2))
    assert found.pop(13) == Died(-signal.SIGKILL)
    assert found == {n: 2 * n for n in range(30) if n != 13}


def test_tasks_are_taken_as_workers_come_free() -> None:
    taken = []

    def tasks() -> Any:
        for n in range(100, 150):
            taken.append(n)
            yield n

    results = run(doubling, 1, tasks(), 2)
    next(results)
    assert len(taken) <= 2 * (AHEAD + 1)
    results.close()


def test_workers_end_with_a_parent_that_is_killed() -> None:
    code = (
        "import sys, time, tests.batch.test_pool as t\n"
        "from toolkit.batch.pool import run\n"
        "for task, pid in run(t.telling, 0, range(10**6), 2): print(pid, flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = {int(parent.stdout.readline()) for _ in range(20)}
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_runs(pid) for pid in pids)


def telling(_: int) -> Callable[[int], int]:
    """Prepare a worker that tells who it is."""
    return lambda task: os.getpid()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
        return file.read().rpartition(")")[2].split()[0] != "Z"
