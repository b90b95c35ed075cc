"""The verb `batch`: progress while it runs, a table and what to look at when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.output import Json, Packs, say
from toolkit.errors import display_path
from toolkit.text import display_width

if TYPE_CHECKING:
    from toolkit.batching import Outcome, Summary

INTERRUPTED = 130
BAR = 24
OFTEN, SELDOM = 0.1, 5.0  # seconds between two tellings, on a terminal and elsewhere
SHORT = 30  # rows up to which the table has them all
STATUSES = {
    "made": "成稿",
    "renewed": "重新成稿",
    "unchanged": "没有变化",
    "edited": "有人改过，数据没变",
    "blocked": "有人改过，没有动",
    "failed": "没有做成",
}


def batch(
    listing: Annotated[
        Path,
        typer.Argument(
            metavar="名册",
            help="CSV、XLSX 或 YAML，一行一个地区，列名用键或中文名称；或放着底稿的文件夹。",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="文件夹", help="结果放在哪里，每个地区一个文件夹。", show_default=False
        ),
    ],
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            "-j",
            metavar="个数",
            help="用几个进程；不写时有几个处理器用几个。",
            min=0,
            show_default=False,
        ),
    ] = 0,
    genre: Annotated[
        str, typer.Option(metavar="文种", help="文种；不写时照名册，名册没写的是常委会工作报告。")
    ] = "",
    year: Annotated[int | None, typer.Option(metavar="年份", help="名册没有写年份的行用这个。")] = None,
    pack: Packs = None,
    force: Annotated[bool, typer.Option("--force", help="有人改过的也重新成稿，旧文件先备份。")] = False,
    variant: Annotated[int, typer.Option(metavar="序号", help="换一套写法：0、1、2……")] = 0,
    as_json: Json = False,
) -> int:
    """批量成稿：名册里一行一个地区，各写出一个文件夹；中断了再运行同一条命令，只做没做完的。"""
    from toolkit import batching

    request = batching.Request(listing, out, jobs, genre, tuple(pack or ()), year, variant, force)
    teller = _Teller()
    summary = batching.batch(request, teller.tell)
    teller.end()
    if as_json:
        _print_json(summary)
    for line in _lines(summary):
        say(line)
    return INTERRUPTED if summary.interrupted else int(summary.exit)


class _Teller:
    """Tells how far the run is: a bar on a terminal, now and then a line elsewhere."""

    def __init__(self) -> None:
        self.begun = self.told = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def tell(self, outcome: Outcome, number: int, total: int) -> None:
        """Say how far it is, not too often."""
        now = time.monotonic()
        if now - self.told < (OFTEN if self.terminal else SELDOM) and number < total:
            return
        self.told = now
        if not self.terminal and number == total:
            return
        line = progress(number, total, now - self.begun)
        print(
            f"\r\x1b[K{line}" if self.terminal else line,
            end="" if self.terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        """Make room for what comes after the bar."""
        if self.terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def progress(number: int, total: int, seconds: float) -> str:
    """Return the line that says how far a run is, how fast, and how long it still takes."""
    done = BAR * number // max(1, total)
    rate = number / seconds if seconds > 0 else 0.0
    left = f"，约剩 {duration((total - number) / rate)}" if rate and number < total else ""
    return f"[{'#' * done}{'.' * (BAR - done)}] {number}/{total}　每秒 {rate:.1f} 份{left}"


def duration(seconds: float) -> str:
    """Return a length of time in words: 40 秒, 3 分 20 秒."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def _lines(summary: Summary) -> Iterator[str]:
    if summary.total <= SHORT:
        yield from _table(sorted(summary.first, key=lambda outcome: outcome.number))
    for outcome in summary.told:
        yield from outcome.problems
    left_out = summary.counts["failed"] + summary.counts["blocked"] - len(summary.told)
    if left_out > 0:
        yield f"还有 {left_out} 行有问题，见 {display_path(summary.log)}"
    noted = [outcome for outcome in summary.first if outcome.notes]
    if summary.total <= SHORT:
        yield from (f"{outcome.row}: {note}" for outcome in noted for note in outcome.notes)
    counts = "，".join(
        f"{name} {summary.counts[key]}" for key, name in STATUSES.items() if summary.counts[key]
    )
    rate = summary.total / summary.seconds if summary.seconds else 0
    yield f"共 {summary.total} 行：{counts or '没有要做的'}"
    yield f"用时 {duration(summary.seconds)}，每秒 {rate:.1f} 份"
    yield f"结果 {display_path(summary.out)}　记录 {display_path(summary.log)}"
    if summary.interrupted:
        yield "已中止，写出的都是完整的。再运行同一条命令，接着做没做完的。"


def _table(rows: list[Outcome]) -> Iterator[str]:
    """Yield a line for each row: what became of it, where it is, how long, what is to be filled in."""
    shown = [
        (
            STATUSES[row.status],
            f"{row.region}{row.year or ''}" or row.row,
            f"{row.characters} 字" if row.characters else "",
            f"待填 {row.placeholders} 处" if row.placeholders else "",
            display_path(Path(row.docx)) if row.docx and row.status != "failed" else row.row,
        )
        for row in rows
    ]
    widths = [max((display_width(row[n]) for row in shown), default=0) for n in range(4)]
    for cells in shown:
        padded = (
            cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=False)
        )
        yield "  ".join([*padded, cells[4]])


def _print_json(summary: Summary) -> None:
    """Print one JSON document, its rows from the log: there may be thousands."""
    import json

    head: dict[str, Any] = {
        "out": str(summary.out),
        "log": str(summary.log),
        "total": summary.total,
        **{key: summary.counts[key] for key in STATUSES},
        "characters": summary.characters,
        "placeholders": summary.placeholders,
        "seconds": round(summary.seconds, 3),
        "interrupted": summary.interrupted,
    }
    unicode_output = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(head, ensure_ascii=not unicode_output, indent=1)
    print(text.removesuffix("\n}") + ',\n "rows": [', end="")
    between = "\n"
    for row in summary.rows():
        print(between + "  " + json.dumps(row, ensure_ascii=not unicode_output), end="")
        between = ",\n"
    print("\n ]\n}")
