"""A guard against work that grows faster than its text; how fast it is, `benchmarks/` tells."""

from __future__ import annotations

import time
from collections.abc import Callable

Prepared = Callable[[int], Callable[[], object]]
SLACK = 3.0  # of a proportional growth; what grows with the square exceeds it from ten times the text on
NOISE = 0.05  # seconds
ROUNDS = 6  # a busy machine may spoil some of them, but hardly all


def proportional(prepared: Prepared, times: int = 16) -> bool:
    """Tell whether work on `times` the text takes about `times` the processor's time.

    `prepared(n)` returns the work on n times the text; preparing it is not counted.
    """
    small, large = prepared(1), prepared(times)
    return any(_once(large) < times * SLACK * min(map(_once, [small] * 3)) + NOISE for _ in range(ROUNDS))


def _once(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
