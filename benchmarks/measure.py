"""Clocks: alternating runs in one process, and whole processes with the memory that they take."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def interleaved(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Return the median milliseconds of each, done in turn, so that a busy machine slows all alike."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs + 1):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found[1:]) * 1000 for name, found in times.items()}


@dataclass(frozen=True)
class Process:
    """Wall-clock and processor seconds of a process with its children, and the largest one's peak in MB."""

    seconds: float
    processor: float
    megabytes: float


# A process inherits the peak of the one that starts it: a small one has to.
LAUNCHER = """
import json, os, sys, time
null = os.open(os.devnull, os.O_RDWR)
start = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - start
used = usage.ru_utime + usage.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, used, usage.ru_maxrss]))
"""


def process(command: Sequence[str]) -> Process:
    """Run a command to its end.

    Raises:
        RuntimeError: it fails; what it said on stderr is told.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    launch = [sys.executable, "-S", "-E", "-c", LAUNCHER, *command]
    ran = subprocess.run(
        launch, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    status, seconds, processor, peak = json.loads(ran.stdout)
    if status:
        raise RuntimeError(f"{' '.join(command)}: {ran.stderr}")
    return Process(seconds, processor, peak / 1024 / (1024 if sys.platform == "darwin" else 1))


def processes(
    commands: Mapping[str, Sequence[str]], runs: int, before: Callable[[], None]
) -> dict[str, Process]:
    """Return the medians of commands run in turn; `before` puts aside what the last run has left."""
    found: dict[str, list[Process]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            before()
            found[name].append(process(command))
    return {
        name: Process(
            statistics.median(p.seconds for p in ran),
            statistics.median(p.processor for p in ran),
            statistics.median(p.megabytes for p in ran),
        )
        for name, ran in found.items()
    }
